using Perennial.Models.Assessing;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Assessing;

public sealed class CoverageTests
{
    [Fact]
    public void Coverage_of_four_customers_is_the_share_of_each_interval()
    {
        // Shares inside [.1, .9]: (.2 - .1) / .2, (.15 - .1) / .1, a point inside, (.9 - .85) / .15.
        CoverageResult result = Coverage.Measure([0, 0.05, 0.5, 0.85], [0.2, 0.15, 0.5, 1], 0.8);
        Assert.Equal((0.5 + 0.5 + 1 + (1.0 / 3)) / 4, result.Coverage, 14);
        Assert.Equal(0.25, result.Below, 14);
        Assert.Equal(2.0 / 3 / 4, result.Above, 14);

        // Deviations from 7/12: -1/12, -1/12, 5/12, -3/12; squares sum to 36/144.
        Assert.Equal(Math.Sqrt(0.25 / 3 / 4), result.StandardError, 14);
        Assert.True(result.Passes);
    }

    [Fact]
    public void Points_on_the_border_of_the_interval_are_inside()
    {
        CoverageResult result = Coverage.Measure([0.25, 0.75, 0.2, 0.8], [0.25, 0.75, 0.2, 0.8], 0.5);
        Assert.Equal(0.5, result.Coverage);
        Assert.Equal(0.25, result.Below);
        Assert.Equal(0.25, result.Above);
    }

    [Fact]
    public void A_right_model_of_mostly_zeros_reaches_the_level_while_closed_coverage_exceeds_it()
    {
        Pcg64 random = new(2);
        const int N = 20_000;
        double[] below = new double[N], atMost = new double[N], actual = new double[N], low = new double[N], high = new double[N], zero = new double[N], top = new double[N];
        for (int i = 0; i < N; i++)
        {
            double mean = random.NextGamma(0.5);
            long y = random.NextPoisson(mean);
            actual[i] = y;
            below[i] = y == 0 ? 0 : IncompleteFunctions.GammaQ(y, mean);
            atMost[i] = IncompleteFunctions.GammaQ(y + 1, mean);
            for (int k = 0; k < 60; k++)
            {
                double f = IncompleteFunctions.GammaQ(k + 1, mean);
                low[i] += f < 0.1 ? 1 : 0;
                high[i] += f < 0.9 ? 1 : 0;
            }

            zero[i] = low[i] == 0 ? 0 : IncompleteFunctions.GammaQ(low[i], mean);
            top[i] = IncompleteFunctions.GammaQ(high[i] + 1, mean);
        }

        CoverageResult result = Coverage.Measure(below, atMost, 0.8);
        Assert.InRange(result.Coverage, 0.8 - (4 * result.StandardError), 0.8 + (4 * result.StandardError));
        ClosedCoverage closed = Coverage.MeasureClosed(actual, low, high, zero, top);
        Assert.True(closed.Observed > 0.9);
        Assert.Equal(closed.Implied, closed.Observed, 2);
    }

    [Fact]
    public void Closed_coverage_of_two_customers_is_right() =>
        Assert.Equal(new ClosedCoverage(0.5, 0.925, 2), Coverage.MeasureClosed([0, 3], [0, 0], [2, 2], [0, 0], [0.9, 0.95]));

    [Theory]
    [InlineData(99, 0.1, 0.001, SegmentVerdict.NotTestable)]
    [InlineData(200, 0.70, 0.015, SegmentVerdict.Fails)]
    [InlineData(200, 0.70, 0.020, SegmentVerdict.Passes)]
    [InlineData(200, 0.99, 0.001, SegmentVerdict.Passes)]
    [InlineData(400, 0.76, 0.011, SegmentVerdict.Passes)]
    [InlineData(400, 0.76, 0.009, SegmentVerdict.Fails)]
    [InlineData(400, 0.85, 0.009, SegmentVerdict.Fails)]
    public void Segments_are_judged_by_their_size(int count, double coverage, double error, SegmentVerdict expected) =>
        Assert.Equal(expected, Coverage.Judge(new() { Level = 0.8, Count = count, Coverage = coverage, StandardError = error, Below = 0, Above = 0 }, 10));

    [Fact]
    public void The_pit_histogram_spreads_an_interval_over_its_bins()
    {
        double[] shares = Pit.Histogram([0, 0.5, 1], [0.5, 0.5, 1], 4);
        Assert.Equal([0.5 / 3, 0.5 / 3, 1.0 / 3, 1.0 / 3], shares.Select(s => Math.Round(s, 14)), new Close(1e-13));
    }

    [Fact]
    public void Randomised_pit_stays_in_its_interval_and_repeats_with_its_seed()
    {
        double[] below = [0, 0.2, 0.5], atMost = [0.2, 0.9, 0.5], values = Pit.Randomised(below, atMost, 9);
        Assert.Equal(values, Pit.Randomised(below, atMost, 9));
        Assert.NotEqual(values, Pit.Randomised(below, atMost, 10));
        Assert.All(Enumerable.Range(0, 3), i => Assert.InRange(values[i], below[i], atMost[i]));
        Assert.Contains("Row 0", Assert.Throws<ArgumentException>(() => Pit.Randomised([0.5], [0.4], 1)).Message, StringComparison.Ordinal);
    }

    private sealed class Close(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
