using Perennial.Models.Assessing;
using Perennial.Testing;

namespace Perennial.Tests.Training;

/// <summary>The definitions of the backtest's measures, each on a case small enough for paper.</summary>
public sealed class HoldoutGoldens
{
    private static readonly double[] Actual = [0, 1, 2, 5];
    private static readonly double[] Predicted = [1, 1, 4, 3];

    [Fact]
    [Golden("holdout.mae.v1")]
    public void Mae_is_five_quarters() => Assert.Equal(1.25, PointErrors.MeanAbsolute(Actual, Predicted), 1e-15);

    [Fact]
    [Golden("holdout.rmse.v1")]
    public void Rmse_is_three_halves() => Assert.Equal(1.5, PointErrors.RootMeanSquared(Actual, Predicted), 1e-15);

    [Fact]
    [Golden("holdout.poisson-deviance.v1")]
    public void Poisson_deviance_counts_a_zero_by_its_prediction() =>
        Assert.Equal(
            (2 * (1 + 0 + ((2 * Math.Log(0.5)) - 2 + 4) + ((5 * Math.Log(5.0 / 3)) - 5 + 3))) / 4,
            PointErrors.PoissonDeviance(Actual, Predicted)!.Value,
            1e-14);

    [Fact]
    [Golden("holdout.crps.v1")]
    public void Crps_of_a_fair_coin_is_a_quarter() => Assert.Equal(0.25, Crps.OfCount([0.5, 0.5], 1), 1e-15);

    [Fact]
    [Golden("holdout.spearman.v1")]
    public void Spearman_gives_ties_their_mid_rank() =>
        Assert.Equal(7 / Math.Sqrt(95), Ranking.Spearman([1, 2, 2, 3, 9], [20, 10, 30, 50, 40]).Value, 1e-14);

    [Fact]
    [Golden("holdout.deciles.v1")]
    public void Lift_is_the_top_tenth_over_all()
    {
        double[] predicted = [.. Enumerable.Range(1, 20).Select(static i => (double)i)];
        double[] actual = [.. Enumerable.Repeat(1.0, 18), 4, 6];

        Assert.Equal(5 / 1.4, Ranking.DecileLift(predicted, actual), 1e-14);
        Assert.Equal(new RankedSlice(19.5, 5), Ranking.Slices(predicted, actual)[0]);
    }

    [Fact]
    [Golden("holdout.top20-found.v1")]
    public void One_of_two_at_the_top_is_half_found() =>
        Assert.Equal(0.5, Ranking.TopFound([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], [9, 1, 8, 0, 0, 0, 0, 0, 0, 0.5]), 1e-15);

    [Fact]
    [Golden("holdout.calibration.v1")]
    public void Chances_of_a_half_that_came_true_half_the_time_are_calibrated()
    {
        ReliabilityBin[] bins = Probabilities.Reliability([0.5, 0.5, 0.9, 0.9], [true, false, true, true], 2);

        Assert.Equal([new(0.5, 0.5, 2), new(0.9, 1, 2)], bins);
    }

    [Fact]
    [Golden("holdout.coverage80.v1")]
    public void Coverage_is_the_share_of_the_pit_between_the_tenths()
    {
        // [0, .5] overlaps [.1, .9] by .4 of .5; [.95, 1] not at all; [.2, .6] wholly; the point .5 counts 1.
        CoverageResult found = Coverage.Measure([0, 0.95, 0.2, 0.5], [0.5, 1, 0.6, 0.5], 0.8);

        Assert.Equal((0.8 + 0 + 1 + 1) / 4, found.Coverage, 1e-14);
    }
}
