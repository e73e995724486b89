using Perennial.Models.Assessing;

namespace Perennial.Models.Tests.Assessing;

/// <summary>Golden values worked out by hand.</summary>
public sealed class ErrorAndScoreTests
{
    private static readonly double[] Actual = [0, 0, 3, 1];
    private static readonly double[] Predicted = [0.5, 0, 1, 2];

    [Fact]
    public void Point_errors_of_four_customers_are_right()
    {
        Assert.Equal(3.5 / 4, PointErrors.MeanAbsolute(Actual, Predicted), 15);
        Assert.Equal(Math.Sqrt(5.25 / 4), PointErrors.RootMeanSquared(Actual, Predicted), 15);

        // .5 + 0 + (3 ln 3 - 2) + (ln .5 + 1), times two, over four.
        Assert.Equal((0.5 + (3 * Math.Log(3)) - 2 + Math.Log(0.5) + 1) / 2, PointErrors.PoissonDeviance(Actual, Predicted)!.Value, 15);
    }

    [Fact]
    public void A_mean_of_zero_that_met_a_purchase_has_no_finite_deviance()
    {
        Assert.Null(PointErrors.PoissonDeviance([1, 0], [0, 0]));
        Assert.Equal(0.0, PointErrors.PoissonDeviance([0, 0], [0, 0]));
    }

    [Fact]
    public void Log_total_errors_need_positive_totals()
    {
        Assert.Equal([Math.Log(2), 0], PointErrors.LogTotals([4, 3], [2, 3]));
        Assert.Contains("Origin 1", Assert.Throws<ArgumentException>(() => PointErrors.LogTotals([4, 0], [2, 3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.29)]
    [InlineData(1, 0.29)]
    [InlineData(2, 0.25 + 0.64)]
    [InlineData(5, 0.25 + 0.64 + 1 + 2)]
    public void Crps_of_a_count_is_the_closed_sum(int count, double expected) =>
        Assert.Equal(expected, Crps.OfCount([0.5, 0.3, 0.2], count), 14);

    [Theory]
    [InlineData(0.5, 1.0 / 12)]
    [InlineData(2, 4.0 / 3)]
    [InlineData(-1, 4.0 / 3)]
    public void Crps_of_a_uniform_value_is_the_integral(double value, double expected) =>
        Assert.Equal(expected, Crps.OfValue([0, 1], [0, 1], value), 14);

    [Theory]
    [InlineData(0, 1.0 / 12)]
    [InlineData(0.5, 0.296875 / 1.5 + 0.125 / 12)]
    public void Crps_with_half_of_the_mass_at_zero_is_the_integral(double value, double expected) =>
        Assert.Equal(expected, Crps.OfValue([0, 1], [0.5, 1], value), 14);

    [Fact]
    public void Crps_from_quantiles_is_that_of_equally_likely_values()
    {
        // E|X - y| = 1/2 and E|X - X'| / 2 = 1/4.
        Assert.Equal(0.25, Crps.OfQuantiles([0, 1], 0.25), 15);
        Assert.Equal(Crps.OfCount([0.25, 0.25, 0.25, 0.25], 1), Crps.OfQuantiles([0, 1, 2, 3], 1), 14);
    }

    [Fact]
    public void Scores_of_chances_are_right()
    {
        double[] chance = [0.9, 0.2, 0.5];
        bool[] happened = [true, false, true];
        Assert.Equal(0.1, Probabilities.Brier(chance, happened), 15);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.8) + Math.Log(0.5)) / 3, Probabilities.LogScore(chance, happened), 14);
        Assert.Equal(300 * Math.Log(10), Probabilities.LogScore([0.0], [true]), 1e-9);
        Assert.Equal(300 * Math.Log(10), Probabilities.LogScore([1.0], [false]), 1e-9);
    }

    [Fact]
    public void Equal_chances_share_a_reliability_bin()
    {
        ReliabilityBin[] bins = Probabilities.Reliability([0.1, 0.8, 0.1, 0.1], [true, true, false, false], 2);
        Assert.Equal(2, bins.Length);
        Assert.Equal(3, bins[0].Count);
        Assert.Equal(0.1, bins[0].Predicted, 15);
        Assert.Equal(1.0 / 3, bins[0].Observed, 15);
        Assert.Equal(new ReliabilityBin(0.8, 1, 1), bins[1]);
    }

    [Fact]
    public void Wrong_columns_are_refused_with_their_row()
    {
        Assert.Contains("differ in length", Assert.Throws<ArgumentException>(() => PointErrors.MeanAbsolute([1], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("no row", Assert.Throws<ArgumentException>(() => PointErrors.RootMeanSquared([], [])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => PointErrors.MeanAbsolute([1, double.NaN], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("chance 1.5", Assert.Throws<ArgumentException>(() => Probabilities.Brier([1.5], [true])).Message, StringComparison.Ordinal);
        Assert.Contains("must not fall", Assert.Throws<ArgumentException>(() => Crps.OfValue([0, 1, 2], [0, 0.7, 0.6], 0)).Message, StringComparison.Ordinal);
    }
}
