using Perennial.Models.Assessing;
using Perennial.Models.Learning.Calibrating;
using Perennial.Models.Learning.Intervals;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Learning;

/// <summary>Calibration curves, the parts of a Brier score, and conformal intervals.</summary>
public sealed class CalibrationTests
{
    [Fact]
    public void Pooling_adjacent_violators_gives_the_textbook_blocks()
    {
        IsotonicCalibration curve = IsotonicCalibration.Fit([1, 2, 3, 4, 5, 6], [1, 3, 2, 4, 3.5, 6]);
        Assert.Equal([1, 2.5, 2.5, 3.75, 3.75, 6], ((double[])[1, 2, 3, 4, 5, 6]).Select(curve.Apply));
        Assert.Equal(1, curve.Apply(-10));
        Assert.Equal(6, curve.Apply(10));
        Assert.Equal(1.75, curve.Apply(1.5), 1e-12);
        Assert.Equal(4, curve.Levels);
    }

    [Fact]
    public void No_other_rising_curve_is_nearer()
    {
        (_, double[] y) = Drawn.Of(7, 1, 91, (_, random) => random.NextDouble());
        double[] x = [.. Enumerable.Range(0, 7).Select(i => (double)i)];
        IsotonicCalibration curve = IsotonicCalibration.Fit(x, y);
        double least = double.MaxValue;

        // Every rising curve on 7 points is flat on some blocks: all 64 divisions are tried.
        for (int division = 0; division < 64; division++)
        {
            double[] fit = new double[7];
            for (int start = 0, end; start < 7; start = end)
            {
                for (end = start + 1; end < 7 && (division & (1 << (end - 1))) == 0; end++)
                {
                }

                Array.Fill(fit, y[start..end].Average(), start, end - start);
            }

            least = fit.Zip(fit.Skip(1)).All(pair => pair.Second >= pair.First) ? Math.Min(least, fit.Zip(y, (a, b) => (a - b) * (a - b)).Sum()) : least;
        }

        Assert.Equal(least, x.Select(curve.Apply).Zip(y, (a, b) => (a - b) * (a - b)).Sum(), 1e-12);
    }

    [Fact]
    public void Platt_undoes_chances_that_are_too_extreme()
    {
        Pcg64 random = new(5);
        double[] truth = [.. Enumerable.Range(0, 6000).Select(_ => random.NextNormal())];
        bool[] happened = [.. truth.Select(eta => random.NextDouble() < Drawn.Chance(eta))];
        double[] stated = [.. truth.Select(eta => (2 * eta) + 0.6)];
        PlattCalibration curve = PlattCalibration.Fit(stated, happened);
        Assert.Equal(0.5, curve.Slope, 0.05);
        Assert.Equal(-0.3, curve.Intercept, 0.08);
        Assert.Equal(happened.Average(one => one ? 1.0 : 0), stated.Average(curve.Apply), 1e-3);
        Assert.Contains("0 of them yes", Assert.Throws<ArgumentException>(() => PlattCalibration.Fit([1, 2], [false, false])).Message, StringComparison.Ordinal);
        PlattCalibration flat = PlattCalibration.Fit([3, 3, 3, 3], [true, false, false, false]);
        Assert.InRange(flat.Apply(3), 0.25, 0.36);
    }

    [Fact]
    public void The_parts_of_a_brier_score_sum_to_it()
    {
        double[] chance = [0.1, 0.1, 0.1, 0.1, 0.7, 0.7];
        bool[] happened = [false, false, false, true, true, false];
        BrierDecomposition parts = BrierDecomposition.Of(chance, happened, 2);
        Assert.Equal(Probabilities.Brier(chance, happened), parts.Reliability - parts.Resolution + parts.Uncertainty + parts.Within, 1e-15);
        Assert.Equal(0, parts.Within, 1e-15);
        Assert.Equal(((4 * 0.15 * 0.15) + (2 * 0.2 * 0.2)) / 6, parts.Reliability, 1e-15);
        Assert.Equal(2.0 / 9, parts.Uncertainty, 1e-15);
        Assert.Equal(1 - (parts.Brier / parts.Uncertainty), parts.Skill, 1e-15);
    }

    [Fact]
    public void A_brier_score_under_censoring_is_the_plain_one_where_nobody_is_lost_and_unbiased_where_some_are()
    {
        Assert.Equal(((0.2 * 0.2) + (0.6 * 0.6)) / 2, CensoredBrier.Of([0.8, 0.6], [1, 5], [true, false], 3), 1e-15);

        // Two leave at 1, one is lost at 2, one stays to 5: the one who stays counts for both.
        Assert.Equal(((0.5 * 0.5) + (0.5 * 0.5) + (2 * 0.25 * 0.25)) / 4, CensoredBrier.Of([0.5, 0.5, 0.9, 0.25], [1, 1, 2, 5], [true, true, false, false], 3), 1e-15);

        Pcg64 random = new(17);
        int n = 20_000;
        double[] chance = new double[n], time = new double[n], seen = new double[n];
        bool[] left = new bool[n], truly = new bool[n];
        for (int i = 0; i < n; i++)
        {
            double rate = random.NextDouble() < 0.5 ? 0.1 : 0.5, leaves = random.NextExponential() / rate, lost = random.NextExponential() / 0.2;
            (chance[i], time[i], left[i], truly[i]) = (1 - Math.Exp(-rate * 2), Math.Min(leaves, lost), leaves <= lost, leaves <= 2);
        }

        Assert.Equal(Probabilities.Brier(chance, truly), CensoredBrier.Of(chance, time, left, 2), 0.006);
        Assert.Contains("positive horizon", Assert.Throws<ArgumentException>(() => CensoredBrier.Of([0.5], [1], [true], 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conformal_intervals_hold_their_share_of_new_customers()
    {
        Pcg64 random = new(23);
        double covered = 0;
        for (int repeat = 0; repeat < 400; repeat++)
        {
            double[] actual = [.. Enumerable.Range(0, 60).Select(_ => random.NextExponential())];
            ConformalInterval interval = ConformalInterval.Around(new double[50], actual.AsSpan(0, 50), 0.8);
            covered += actual[50..].Count(y => y <= interval.Reach) / 4000.0;
        }

        // ceil(51 * 0.8) / 51 = 41 / 51.
        Assert.Equal(41.0 / 51, covered, 0.02);
    }

    [Fact]
    public void The_reach_is_the_ranked_distance_may_be_negative_and_is_infinite_with_too_few()
    {
        Assert.Equal(4, ConformalInterval.Around([0, 0, 0, 0], [1, 2, 3, 4], 0.8).Reach);
        Assert.Null(ConformalInterval.Around([0, 0, 0], [1, 2, 3], 0.8).Reach);
        Assert.Null(ConformalInterval.Around([0, 0, 0], [1, 2, 3], 0.8).Apply(1, 2));
        ConformalInterval narrower = ConformalInterval.Between([0, 0, 0, 0, 0, 0, 0, 0, 0], [10, 10, 10, 10, 10, 10, 10, 10, 10], [5, 5, 5, 5, 5, 5, 5, 5, 3], 0.8);
        Assert.Equal(-5, narrower.Reach);
        Assert.Equal((5.0, 5.0), narrower.Apply(0, 10));
        Assert.Equal((2.5, 2.5), narrower.Apply(0, 5));
        Assert.Equal(0.9, Pinball.Loss([0], [1], 0.9), 1e-15);
        Assert.Equal(0.1, Pinball.Loss([1], [0], 0.9), 1e-15);
        Assert.Contains("level in (0, 1)", Assert.Throws<ArgumentException>(() => ConformalInterval.Around([0], [1], 1)).Message, StringComparison.Ordinal);
    }
}
