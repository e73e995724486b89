using System.Globalization;
using Perennial.Kernel;
using Perennial.Models.Assessing;

namespace Perennial.Training;

/// <summary>Words and figures of the last origin: everything the report says about the hidden months.</summary>
public static class Holdouts
{
    private const int BootstrapDraws = 400;

    /// <summary>With fewer customers the difference of two forecasts is their luck, and no resampling shows how much.</summary>
    private const int FewestCustomers = 10;

    /// <summary>Assembles the record.</summary>
    /// <param name="test">The last origin.</param>
    /// <param name="chosen">Name of the chosen model; it has a forecast in <paramref name="test"/>.</param>
    /// <param name="because">How the choice was made.</param>
    /// <param name="earlier">The earlier origins.</param>
    /// <param name="recalibrated">Whether the chosen model's intervals were recalibrated on them.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static HoldoutRecord Assemble(OriginTest test, string chosen, string because, IReadOnlyList<OriginTest> earlier, bool recalibrated, ulong seed)
    {
        TestSample sample = test.Sample;
        double[] actual = [.. sample.Purchases.Select(count => (double)count)];
        OriginTest.ModelForecast model = test.Models[chosen];
        PredictiveColumns predictive = model.Purchases.Distribution!;
        IReadOnlyDictionary<string, Forecast> baselines = BaselineForecasts.Purchases(sample, test.Window);

        // What takes longest needs neither the session nor each other.
        Task<SpendHoldout?> spend = Task.Run(() => Money(test, chosen, earlier));
        Task<(HoldoutWinner, string)> judged = Task.Run(() => Verdict(model.Purchases, baselines.Values, actual, seed));
        (string Name, Forecast Forecast, double? Earlier)[] compared =
        [
            .. test.Models.Select(m => (m.Key, m.Value.Purchases, Earlier(earlier, m.Key))),
            .. baselines.Select(b => (b.Key, b.Value, (double?)null)),
        ];
        HoldoutScore[] scores = SideBySide.Each(compared, one => one.Forecast.Score(actual, one.Earlier, counts: true));
        Dictionary<string, HoldoutScore> Scores(int from, int count) => Enumerable.Range(from, count).ToDictionary(i => compared[i].Name, i => scores[i], StringComparer.Ordinal);
        Dictionary<string, HoldoutScore> models = Scores(0, test.Models.Count);
        CoverageResult eighty = Coverage.Measure(predictive.Below, predictive.AtMost, 0.80);
        ClosedCoverage closed = Coverage.MeasureClosed(actual, predictive.Low, predictive.High, predictive.BelowLow, predictive.AtMostHigh);
        HoldoutScore own = models[chosen];
        IReadOnlyList<TrackingPoint> tracking = Tracking.Of(test, model.Model);
        (HoldoutWinner winner, string verdict) = judged.GetAwaiter().GetResult();
        return new()
        {
            Origin = test.Window.Origin,
            End = test.Window.End,
            Chosen = chosen,
            Verdict = verdict,
            Winner = winner,
            Selection = because,
            EarlierOrigins = [.. earlier.Select(origin => origin.Window.Origin)],
            Models = models,
            Baselines = Scores(test.Models.Count, baselines.Count),
            Actual = own.Actual,
            Predicted = own.Predicted,
            Mae = own.Mae,
            Rmse = own.Rmse,
            Coverage80 = eighty.Coverage,
            Coverage95 = Coverage.Measure(predictive.Below, predictive.AtMost, 0.95).Coverage,
            Coverage80Closed = closed.Observed,
            Coverage80ClosedImplied = closed.Implied,
            Coverage80Tolerance = eighty.Tolerance,
            CoveragePasses = eighty.Passes,
            Recalibrated = recalibrated,
            BelowLowTail = eighty.Below,
            AboveHighTail = eighty.Above,
            MeanWidth80 = closed.MeanWidth,
            Customers = sample.Count,
            NewInHoldout = sample.Happened.NewCustomers,
            Spend = spend.GetAwaiter().GetResult(),
            Tracking = tracking,
            Deciles = [.. Slices(model.Purchases.Mean, actual)],
            Calibration = Reliability(predictive.Zero, actual),
            Segments = Segments(sample, predictive),
        };
    }

    private static SpendHoldout? Money(OriginTest test, string chosen, IReadOnlyList<OriginTest> earlier)
    {
        if (test.Spend is null)
        {
            return null;
        }

        // Forecasts of money are made when first asked for, and all are wanted here.
        _ = SideBySide.Each([.. test.Models.Values], forecast => forecast.Money);
        if (test.Models[chosen].Money is not { Distribution: { } predictive } money)
        {
            return null;
        }

        double[] actual = test.Sample.Spend;
        HoldoutScore own = money.Score(actual, EarlierMoney(earlier, chosen), counts: false);
        return new()
        {
            Actual = own.Actual,
            Predicted = own.Predicted,
            Mae = own.Mae,
            Rmse = own.Rmse,
            Coverage80 = Coverage.Measure(predictive.Below, predictive.AtMost, 0.80).Coverage,
            Coverage95 = Coverage.Measure(predictive.Below, predictive.AtMost, 0.95).Coverage,
            Spearman = own.Spearman,
            Top20Found = own.Top20Found,
            Models = test.Models.Where(m => m.Value.Money is not null).ToDictionary(m => m.Key, m => m.Key == chosen ? own : m.Value.Money!.Score(actual, null, counts: false), StringComparer.Ordinal),
            Baselines = BaselineForecasts.Money(test.Sample, test.Window)
                .ToDictionary(b => b.Key, b => b.Value.Score(actual, null, counts: false), StringComparer.Ordinal),
        };
    }

    /// <summary>Says by how much the model won, or that a baseline did, with the interval of the difference.</summary>
    private static (HoldoutWinner Winner, string Sentence) Verdict(Forecast model, IEnumerable<Forecast> baselines, double[] actual, ulong seed)
    {
        Forecast rival = baselines.MinBy(b => b.Crps.Average())!;
        double mine = model.Crps.Average(), theirs = rival.Crps.Average();
        LossComparison comparison = PairedBootstrap.Compare(model.Crps, rival.Crps, seed, BootstrapDraws);
        string figures = string.Create(CultureInfo.InvariantCulture, $"CRPS {mine:0.0000} against {theirs:0.0000}");
        double modelRmse = PointErrors.RootMeanSquared(actual, model.Mean), rivalRmse = PointErrors.RootMeanSquared(actual, rival.Mean);
        string squared = string.Create(CultureInfo.InvariantCulture, $"RMSE {modelRmse:0.000} against {rivalRmse:0.000}");
        if (actual.Length < FewestCustomers)
        {
            return (HoldoutWinner.Nobody, string.Create(CultureInfo.InvariantCulture, $"With {actual.Length} customer{(actual.Length == 1 ? string.Empty : "s")} the hidden months cannot tell a model from a naive baseline ({model.Name} and {rival.Name}: {figures}; {squared})."));
        }

        if (comparison.High < 0)
        {
            return (HoldoutWinner.Model, string.Create(CultureInfo.InvariantCulture, $"On months it had not seen, {model.Name} beat the best naive baseline ({rival.Name}) by {100 * (theirs - mine) / theirs:0.0} % ({figures}; {squared})."));
        }

        return comparison.Low > 0
            ? (HoldoutWinner.Baseline, string.Create(CultureInfo.InvariantCulture, $"A naive baseline won: {rival.Name} was {100 * (mine - theirs) / mine:0.0} % better than {model.Name} on the hidden months ({figures}; {squared}). Use the facts and totals, not the individual values."))
            : (HoldoutWinner.Nobody, $"On the hidden months {model.Name} and the best naive baseline ({rival.Name}) could not be told apart ({figures}; {squared}).");
    }

    private static double? Earlier(IReadOnlyList<OriginTest> earlier, string model) => Mean(earlier, test => test.Models.GetValueOrDefault(model)?.Purchases);

    private static double? EarlierMoney(IReadOnlyList<OriginTest> earlier, string model) => Mean(earlier, test => test.Models.GetValueOrDefault(model)?.Money);

    private static double? Mean(IReadOnlyList<OriginTest> earlier, Func<OriginTest, Forecast?> forecast)
    {
        double[] crps = [.. earlier.SelectMany(test => forecast(test)?.Crps ?? [])];
        return crps.Length == 0 ? null : crps.Average();
    }

    private static IEnumerable<DecilePoint> Slices(double[] predicted, double[] actual)
        => actual.Length < 10 ? [] : Ranking.Slices(predicted, actual).Select((slice, i) => new DecilePoint(i + 1, slice.Predicted, slice.Actual));

    private static IReadOnlyList<CalibrationPoint> Reliability(double[] zero, double[] actual)
    {
        double[] active = [.. zero.Select(p => 1 - p)];
        bool[] bought = [.. actual.Select(count => count > 0)];
        return [.. Probabilities.Reliability(active, bought, 10).Where(bin => bin.Count > 0).Select(bin => new CalibrationPoint(bin.Predicted, bin.Observed, bin.Count))];
    }

    /// <summary>Coverage by what was known before the origin: how often a customer had bought again, and how long ago the customer came.</summary>
    private static IReadOnlyList<SegmentCoverage> Segments(TestSample sample, PredictiveColumns predictive)
    {
        int[] sorted = [.. sample.TDays.Order()];
        int middle = sorted[sorted.Length / 2];
        (string Name, Func<int, bool> Has)[] segments =
        [
            ("no repeat purchase", i => sample.Frequency[i] == 0),
            ("1 repeat purchase", i => sample.Frequency[i] == 1),
            ("2 to 3 repeat purchases", i => sample.Frequency[i] is 2 or 3),
            ("4 or more repeat purchases", i => sample.Frequency[i] >= 4),
            ("older half of customers", i => sample.TDays[i] >= middle),
            ("newer half of customers", i => sample.TDays[i] < middle),
        ];
        return [.. segments.Select(segment =>
        {
            int[] rows = [.. Enumerable.Range(0, sample.Count).Where(segment.Has)];
            if (rows.Length == 0)
            {
                return new SegmentCoverage(segment.Name, 0, 0, "not testable");
            }

            CoverageResult result = Coverage.Measure([.. rows.Select(i => predictive.Below[i])], [.. rows.Select(i => predictive.AtMost[i])], 0.80);
            string verdict = Coverage.Judge(result, segments.Length) switch
            {
                SegmentVerdict.Passes => "passes",
                SegmentVerdict.Fails => "fails",
                _ => "not testable",
            };
            return new SegmentCoverage(segment.Name, rows.Length, result.Coverage, verdict);
        }).Where(segment => segment.Customers > 0)];
    }
}
