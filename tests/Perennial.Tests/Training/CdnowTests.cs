using Perennial.Features;
using Perennial.Kernel;
using Perennial.Testing;
using Perennial.Training;

namespace Perennial.Tests.Training;

/// <summary>The classical test: CDNOW's first 39 weeks known, the next 39 hidden. Figures of lifetimes 0.11.3 on the same data.</summary>
public sealed class CdnowTests : IDisposable
{
    private readonly BookedLog _log = BookedLog.OfFile(
        RealData.Path("cdnow/cdnow_sample.csv"),
        "SELECT sample_id AS customer_id, CAST(date AS DATE) AS day, dollar_value AS amount, NULL AS order_id, 1 AS kind FROM {0}").Booked();

    private TrainingResult Train(TrainingOptions options)
    {
        FeaturesStage features = _log.Features();
        return new TrainingStage(features, options, SilentLog.Instance).Run(features.Run(new DateOnly(1998, 6, 30)), new DateOnly(1997, 1, 1), money: true, "USD", CancellationToken.None);
    }

    [Fact]
    public void The_next_39_weeks_are_forecast_as_the_best_known_library_does()
    {
        HoldoutRecord holdout = Train(new TrainingOptions { HoldoutDays = 39 * 7 }).Holdout!;

        Assert.Equal(new DateOnly(1997, 9, 30), holdout.Origin);
        Assert.Equal(new DateOnly(1997, 10, 1), holdout.Start);
        Assert.Equal(1882, holdout.Actual);
        Assert.Equal(1653.41, holdout.Models["bg-nbd"].Predicted, 0.005);
        Assert.Equal(0.78545, holdout.Models["bg-nbd"].Mae, 0.000005);
        Assert.Equal(1.60798, holdout.Models["bg-nbd"].Rmse, 0.000005);
        Assert.Equal(1576.73, holdout.Models["mbg-nbd"].Predicted, 0.005);
        Assert.Equal(0.76478, holdout.Models["mbg-nbd"].Mae, 0.000005);
        Assert.Equal(1.60718, holdout.Models["mbg-nbd"].Rmse, 0.000005);
        Assert.Equal(1665.51, holdout.Models["pareto-nbd"].Predicted, 0.005);
        Assert.Equal(0.75452, holdout.Models["pareto-nbd"].Mae, 0.000005);
        Assert.Equal(1.60285, holdout.Models["pareto-nbd"].Rmse, 0.000005);
        Assert.Equal(0.661, holdout.Models["pareto-nbd"].MaeMedian!.Value, 0.0005);
        Assert.Equal(0.798, holdout.Baselines["zero"].Mae, 0.0005);
        Assert.Equal(70976.39, holdout.Spend!.Actual, 0.005);
        Assert.Equal(57128.10, holdout.Spend.Models["mbg-nbd"].Predicted, 0.05);
        Assert.Equal(60449.31, holdout.Spend.Models["pareto-nbd"].Predicted, 0.05);
        Assert.Equal(29.454, holdout.Spend.Models["pareto-nbd"].Mae, 0.0005);
    }

    [Fact]
    public void With_a_single_possible_origin_nothing_is_recalibrated_and_the_choice_says_so()
    {
        TrainingResult result = Train(new TrainingOptions { HoldoutDays = 39 * 7 });

        Assert.StartsWith("Selected on this window", result.Holdout!.Selection, StringComparison.Ordinal);
        Assert.False(result.Holdout.Recalibrated);
        Assert.Empty(result.Holdout.EarlierOrigins);
        Assert.True(result.CountRecalibration.IsIdentity);
    }

    [Fact]
    public void Pareto_NBD_has_the_raw_coverage_known_for_it()
    {
        TrainingResult result = Train(new TrainingOptions { HoldoutDays = 39 * 7, Model = "pareto-nbd" });

        // Brute force, 1500 draws a customer from the fitted model by another program: .772 for counts, .767 for money.
        Assert.Equal(0.773, result.Holdout!.Coverage80, 0.0015);
        Assert.Equal(0.767, result.Holdout.Spend!.Coverage80, 0.004);
    }

    [Fact]
    public void By_default_the_choice_is_made_on_earlier_origins_and_the_intervals_cover()
    {
        TrainingResult result = Train(new TrainingOptions());

        Assert.Equal(3, result.Holdout!.EarlierOrigins.Count);
        Assert.All(result.Holdout.EarlierOrigins, origin => Assert.True(origin < result.Holdout.Origin));
        Assert.StartsWith("Chosen on 3 earlier origins", result.Holdout.Selection, StringComparison.Ordinal);
        Assert.True(result.Holdout.CoveragePasses, $"coverage80 {result.Holdout.Coverage80} misses .80 by more than {result.Holdout.Coverage80Tolerance}");
        Assert.Contains("beat the best naive baseline", result.Holdout.Verdict, StringComparison.Ordinal);
        Assert.Equal(4, result.TotalErrors.Count);
    }

    [Fact]
    public void Every_model_is_fitted_on_the_full_history_whatever_was_asked_for()
        => Assert.Equal(["bg-nbd", "mbg-nbd", "pareto-nbd", "gamma-gamma"], Train(new TrainingOptions { Model = "bg-nbd", HoldoutDays = 0 }).Models.Select(model => model.Name));

    [Fact]
    public void The_tracking_plot_counts_every_repeat_purchase_once()
    {
        HoldoutRecord holdout = Train(new TrainingOptions { HoldoutDays = 39 * 7 }).Holdout!;

        Assert.Equal(2457 + 1882, holdout.Tracking[^1].ActualCumulative);
        Assert.Equal(1882, holdout.Tracking.Where(week => week.Holdout).Sum(week => week.Actual));
        Assert.Equal(holdout.Predicted, holdout.Tracking.Where(week => week.Holdout).Sum(week => week.Predicted), 1e-6 * holdout.Predicted);

        // The band begins at the origin and is the model's own: wider than a Poisson count, for customers differ.
        Assert.All(holdout.Tracking, week => Assert.Equal(week.Holdout, week.Band is not null && week.CumulativeBand is not null));
        TrackingPoint[] hidden = [.. holdout.Tracking.Where(week => week.Holdout)];
        Assert.All(hidden, week => Assert.True((week.Band!.High - week.Band.Low) / 2 > 1.28 * Math.Sqrt(week.Predicted)));
        TrackingBand end = hidden[^1].CumulativeBand!;
        Assert.Equal(hidden[^1].PredictedCumulative, (end.Low + end.High) / 2, 1e-9 * end.High);
        Assert.Equal(hidden.Select(week => week.CumulativeBand!.High - week.CumulativeBand.Low).Order(), hidden.Select(week => week.CumulativeBand!.High - week.CumulativeBand.Low));
        Assert.InRange((end.High - end.Low) / 2 / 1.2816 / Math.Sqrt(holdout.Predicted), 1.2, 3);
    }

    public void Dispose() => _log.Dispose();
}
