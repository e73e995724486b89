using System.Globalization;
using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Kernel;
using Perennial.Models.Learning;
using Perennial.Models.Learning.Explaining;
using Perennial.Models.Learning.Scorecards;
using Perennial.Training.Learned.Native;

namespace Perennial.Training.Learned;

/// <summary>
/// Landmarks become models: who leaves within 30, 90 and 365 days, what goes with it, and a chance with its drivers for every customer of the as-of day.
/// Nothing that was tested was seen before: outcomes of training landmarks are over before those of calibration begin, and those before the test's.
/// </summary>
public sealed class LearnedStage(DuckDbConnection engine, SignalStage signals, LearnedOptions options, IRunLog log)
{
    private const int AblationRows = 12_000;
    private const int ImportanceRows = 3_000;
    private const string Renewal = "days_to_renewal";

    /// <summary>Learns.</summary>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="refused">Share of rows in quarantine.</param>
    /// <param name="cancellation">Asks the stage to stop.</param>
    /// <returns>What was learned, and the customers' chances; no scores where nothing was.</returns>
    public (LearnedRecord Record, LearnedScores? Scores) Run(DateOnly asOf, double refused, CancellationToken cancellation)
    {
        log.Stage("Training", "learns from landmarks what goes with leaving");
        SignalColumns panel = signals.Panel();
        bool[] active = Array.ConvertAll(panel.Active, one => one == true);
        if (!active.Contains(true))
        {
            return (new() { Refused = "Nothing was learned about leaving: on no earlier day was there a running subscription. Bring subscriptions, or wait a month." }, null);
        }

        var features = LearnedPanel.Of(panel, active);
        int last = Enumerable.Range(0, panel.Count).Where(i => active[i]).Max(i => panel.Landmark[i]);
        LearnedRows Rows(int horizon) => features.Rows(panel, signals.Outcomes(horizon).Churned, i => active[i]);
        List<string> not = [];
        Dictionary<int, ChurnTraining> possible = [];
        foreach (int horizon in options.Horizons)
        {
            var plan = LandmarkPlan.Of(horizon, last, SignalOptions.StepDays);
            ChurnTraining? training = plan is null ? null : new(Rows(horizon), plan, asOf, SignalOptions.StepDays, options);
            LearnedRows none = features.Rows(panel, null, _ => false);
            if (LearnedGuard.Refuse(horizon, plan, training?.Train ?? none, training?.Calibrate ?? none, training?.Test ?? none, options) is { } why)
            {
                not.Add(why);
            }
            else
            {
                possible[horizon] = training!;
            }
        }

        PanelSize size = new(panel.CustomerKey.Where((_, i) => active[i]).Distinct().Count(), last, active.Count(one => one), asOf.AddDays(-last * SignalOptions.StepDays), features.Features.Count);
        if (possible.Count == 0)
        {
            return (new() { Refused = not[0], NotLearned = not, Panel = size }, null);
        }

        int main = possible.ContainsKey(options.MainHorizon) ? options.MainHorizon : possible.Keys.Min();
        cancellation.ThrowIfCancellationRequested();
        return Learn(possible, main, new() { Panel = size, NotLearned = not, TreesBy = XgBoostLibrary.Told }, features, panel, asOf, refused, cancellation);
    }

    private (LearnedRecord Record, LearnedScores? Scores) Learn(
        Dictionary<int, ChurnTraining> possible, int main, LearnedRecord record, LearnedPanel features, SignalColumns panel, DateOnly asOf, double refused, CancellationToken cancellation)
    {
        ChurnTraining training = possible[main];
        List<string> warnings = [.. LearnedGuard.Warn(training.Train, record.Panel!.Landmarks * SignalOptions.StepDays / 30.4375, refused, options)];
        foreach (string suspect in LearnedGuard.Suspects(training.Train, options))
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The signal {suspect} alone tells nearly surely who leaves within {main} days. Check in its source whether it is written down after the fact; if so, leave it out."));
        }

        StabilityReport stable = ChurnCandidates.Stability(training.Train, options);
        string[] strongest = [.. stable.Features.Where((feature, i) => feature.Share > 0 && (i < 5 || (i < 7 && feature.Share >= stable.Threshold))).Select(feature => feature.Feature)];
        log.Progress(0.25);
        cancellation.ThrowIfCancellationRequested();
        string[] kinds = [.. ChurnCandidates.All.Where(kind => kind != ChurnCandidates.Scorecard || strongest.Length > 0)];
        (ChurnRecord first, ChurnModel tested) = training.Run(kinds, strongest);
        log.Progress(0.6);
        cancellation.ThrowIfCancellationRequested();

        SignalColumns now = signals.AsOf();
        LearnedRows today = features.Rows(now, null, i => now.Active[i] == true);
        List<ChurnRecord> churn = [];
        Dictionary<int, double[]> chances = [];
        ChurnModel? explained = null;
        double[] before = new double[today.Count];
        foreach ((int horizon, ChurnTraining each) in possible.OrderBy(pair => pair.Key))
        {
            ChurnRecord found = horizon == main ? first : each.Run([first.Chosen], strongest).Record;
            ChurnModel model = each.Final(first.Chosen, strongest);
            explained = horizon == main ? model : explained;

            // Who leaves within 30 days leaves within 90.
            before = [.. model.Chances(today).Zip(before, Math.Max)];
            chances[horizon] = before;
            churn.Add(found with { Expected = before.Sum(), Scored = today.Count });
            cancellation.ThrowIfCancellationRequested();
        }

        log.Progress(0.8);
        (ValueRecord Record, LearnedValue Scores)? value = Value(features, panel, now, record.Panel!.Landmarks);
        value?.Scores.Keep(engine);
        double[][]? phi = explained!.Contributions?.Invoke(today.Table);
        return (record with
        {
            Warnings = warnings,
            Churn = churn,
            Strongest = Strongest(strongest, stable, training, tested),
            FalseFindings = stable.FalseFindings,
            Scorecard = strongest.Length == 0 ? null : Card(ChurnCandidates.ScorecardOf(training.Train, strongest, options), main),
            Families = Families(training, features),
            Value = value?.Record,
            ColdStart = NewCustomers(training, Traits(asOf)),
        }, new LearnedScores(today.Customer, chances, main, phi, today.Table, explained.Scale)
        {
            Earlier = Earlier(explained, today, features.Rows(panel, null, i => panel.Active[i] == true && panel.Landmark[i] <= training.UnlearnedTo)),
            Test = new(training.Test.Customer, Array.ConvertAll(training.Test.Landmark, k => asOf.AddDays(-k * SignalOptions.StepDays)), tested.Chances(training.Test), training.Test.Happened),
        });
    }

    // As if the next renewal had always been as far as it is today: that it comes closer is the calendar, no change of the customer.
    private static ChancesOverTime Earlier(ChurnModel model, LearnedRows today, LearnedRows before)
    {
        if (today.Table.Names.Contains(Renewal) && before.Count > 0)
        {
            double[] due = today.Table.Column(today.Table.IndexOf(Renewal)).ToArray(), then = before.Table.Column(before.Table.IndexOf(Renewal)).ToArray();
            Dictionary<int, double> now = Enumerable.Range(0, today.Count).ToDictionary(i => today.Customer[i], i => due[i]);
            before = before with { Table = before.Table.With(before.Table.IndexOf(Renewal), [.. before.Customer.Select((customer, i) => now.GetValueOrDefault(customer, then[i]))]) };
        }

        return new([.. today.Customer, .. before.Customer], [.. new int[today.Count], .. before.Landmark], [.. model.Chances(today), .. model.Chances(before)]);
    }

    // The longest horizon that can be learned; customers who had subscriptions and have none are not in the panel.
    private (ValueRecord Record, LearnedValue Scores)? Value(LearnedPanel features, SignalColumns panel, SignalColumns now, int last)
    {
        foreach (int horizon in options.Horizons.OrderDescending())
        {
            if (LandmarkPlan.Of(horizon, last, SignalOptions.StepDays) is not { } plan)
            {
                continue;
            }

            var training = new ValueTraining(features.Rows(panel, null, _ => true), Array.ConvertAll(signals.Outcomes(horizon).NetRevenue, net => Math.Max(0, net)), plan, options);
            if (!training.IsPossible(options.LeastCustomers, options.LeastTested))
            {
                continue;
            }

            (ValueRecord record, ValueModel model) = training.Run();
            var scores = LearnedValue.Of(model, features.Rows(now, null, i => now.Active[i] != false), features.Families, horizon);
            return (record with { Expected = scores.Forecasts.Sum(one => one.Expected) }, scores);
        }

        return null;
    }

    private Dictionary<int, string> Traits(DateOnly asOf) => engine.List(
        SqlFile.Of("Training", "20_traits").Statements[0], row => (Key: row.Int32(0), Traits: row.String(1) ?? string.Empty), new DuckDbParameter("as_of", asOf)).ToDictionary(one => one.Key, one => one.Traits);

    private static IReadOnlyList<ColdStartRow> NewCustomers(ChurnTraining training, Dictionary<int, string> traits)
    {
        LearnedRows[] parts = [training.Train, training.Calibrate, training.Test];
        if (!training.Train.Table.Names.Contains("tenure_days"))
        {
            return [];
        }

        LearnedRows rows = parts[0] with
        {
            Customer = [.. parts.SelectMany(part => part.Customer)],
            Landmark = [.. parts.SelectMany(part => part.Landmark)],
            Segment = [.. parts.SelectMany(part => part.Segment)],
            Happened = [.. parts.SelectMany(part => part.Happened)],
        };
        double[] tenure = [.. parts.SelectMany(part => part.Table.Column(part.Table.IndexOf("tenure_days")).ToArray())];
        return ColdStart.Of(rows, tenure, traits);
    }

    private IReadOnlyList<StrongFeature> Strongest(string[] strongest, StabilityReport stable, ChurnTraining training, ChurnModel tested)
    {
        LearnedRows sample = training.Test.Sample(ImportanceRows, options.Seed);
        Dictionary<string, double> importance = PermutationImportance.Of(
                sample.Table.Only(strongest),
                table => ChurnTraining.Losses(tested.Chances(sample with { Table = Replaced(sample.Table, table) }), sample.Happened),
                options.Seed)
            .ToDictionary(one => one.Feature, one => one.Rise, StringComparer.Ordinal);
        double[][]? phi = tested.Contributions?.Invoke(sample.Table);
        return
        [
            .. strongest.Select(feature =>
            {
                StableFeature found = stable.Features.First(one => one.Feature == feature);
                int column = sample.Table.IndexOf(feature);
                return new StrongFeature(feature, LearnedPanel.Words(feature), found.Share, found.Sign, phi is null ? 0 : phi.Average(row => Math.Abs(row[column])), importance[feature]);
            }),
        ];

        static FeatureTable Replaced(FeatureTable whole, FeatureTable part)
        {
            for (int j = 0; j < part.Width; j++)
            {
                whole = whole.With(whole.IndexOf(part.Names[j]), part.Column(j).ToArray());
            }

            return whole;
        }
    }

    private static IReadOnlyList<FamilyRecord> Families(ChurnTraining training, LearnedPanel features)
    {
        IReadOnlyList<AblatedFamily> found = Ablation.Of(features.Families, features.Features, names => training.LossesWith(names, ChurnCandidates.Boosting, AblationRows));
        return
        [
            .. found.Select(family => new FamilyRecord(family.Family, family.Features, family.Rise, family.StandardError, Known(family.Family))),
            .. SignalFamilies.All.Except([.. features.Families, SignalFamilies.Strategic]).Select(family => new FamilyRecord(family, 0, 0, 0, 0)),
        ];

        double Known(string family) => features.Families.Zip(features.Features).Where(pair => pair.First == family)
            .Average(pair => Share(training.Test.Table.Column(training.Test.Table.IndexOf(pair.Second))));

        static double Share(ReadOnlySpan<double> column)
        {
            int known = 0;
            foreach (double value in column)
            {
                known += double.IsNaN(value) ? 0 : 1;
            }

            return (double)known / Math.Max(1, column.Length);
        }
    }

    private static CardRecord Card(PointsScorecard card, int horizon) => new(
        horizon,
        [.. card.Features.SelectMany(feature => feature.Ranges.Where(range => range.Count > 0).Select(range => new CardRow(feature.Feature, LearnedPanel.IsSegment(feature.Feature) ? (range.From is null ? "no" : "yes") : Range(range), range.Points, range.Count, range.Share)))],
        [.. card.Levels().Select(level => new CardLevel(level.Points, level.Chance))]);

    private static string Range(ScoreRange range) => range switch
    {
        { Unknown: true } => "not known",
        { From: null, To: null } => "any",
        { From: null, To: { } to } => $"below {Number(to)}",
        { From: { } from, To: null } => $"{Number(from)} or more",
        { From: { } from, To: { } to } => $"{Number(from)} to below {Number(to)}",
    };

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
