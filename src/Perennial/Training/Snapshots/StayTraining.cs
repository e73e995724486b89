using System.Globalization;
using Perennial.Ingest.Snapshots;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.Learning.Calibrating;
using Perennial.Models.Survival.Curves;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Training.Learned;

namespace Perennial.Training.Snapshots;

/// <summary>
/// From one row a customer to curves, to what goes with leaving, and to a calibrated chance for those who are still there. Kinds of models are compared on customers they were not
/// fitted on, by the likelihood of the whole stay: nobody is thrown away for having been watched for less than a year.
/// </summary>
public sealed class StayTraining(SnapshotTable table, IRunLog log, int threads = 2, ulong seed = 1)
{
    private const int Folds = 5;
    private const int Year = 12;
    private const int LeastLeavers = 40;
    private const int LeastEffects = 5;
    private const int MostEffects = 7;
    private const double Least = 1e-9;
    private readonly LearnedOptions _options = new() { Seed = seed, Threads = threads, MostRegressionRows = 40_000, MostTreeRows = 60_000 };
    private readonly StayPanel _panel = new(table, seed);

    /// <summary>Learns.</summary>
    /// <param name="cancellation">Asks to stop.</param>
    public (StayRecord Record, StayScores Scores) Run(CancellationToken cancellation = default)
    {
        log.Stage("Training", "learns how long customers stay");
        (IReadOnlyList<StayCurve> curves, GroupTest? groups) = StayCurves.Of(table);
        int leavers = table.Left.Count(one => one);
        List<string> warnings = [.. Warnings(leavers)];
        log.Progress(0.1);

        IReadOnlyList<string> kinds = StayModels.Kinds(_panel, groups is not null, leavers >= LeastLeavers);
        Dictionary<string, double[][]> hazards = kinds.ToDictionary(kind => kind, _ => new double[table.Count][], StringComparer.Ordinal);
        for (int fold = 0; fold < Folds; fold++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] test = [.. _panel.Learners.Where((_, place) => place % Folds == fold)], train = [.. _panel.Learners.Where((_, place) => place % Folds != fold)];
            foreach (string kind in kinds)
            {
                // A year beyond the last month seen, for chances of leaving within one.
                Func<LearnedRows, double[]> model = StayModels.Fit(kind, _panel, train, _options);
                Spread(_panel.Rows([.. test.SelectMany(i => Enumerable.Range(_panel.First(i), _panel.Last(i) - _panel.First(i) + 1 + Year).Select(month => (i, month)))]), model, hazards[kind]);
            }

            log.Progress(0.1 + (0.6 * (fold + 1) / Folds));
        }

        var choice = ModelChoice.Of([.. kinds.Select(kind => (kind, _panel.Learners.Select(i => Loss(i, hazards[kind][i])).ToArray()))], "loss, -ln(likelihood of a stay),");
        StayYear[] years = [.. kinds.Select(kind => Years(hazards[kind]))];
        double first = years[0].Brier;
        StayModelScore[] compared = [.. kinds.Select((kind, k) => new StayModelScore(kind, _panel.Learners.Average(i => Loss(i, hazards[kind][i])), years[k].Brier, 1 - (years[k].Brier / first), years[k].Concordance))];
        StayYear chosen = years[kinds.ToList().IndexOf(choice.Chosen)];
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<StayEffect> effects = leavers >= LeastLeavers && _panel.Known.Count > 0 ? Effects(warnings) : [];
        log.Progress(0.85);
        StayScores scores = Score(choice.Chosen, effects);
        log.Progress(1);
        return (new()
        {
            Customers = table.Count,
            Leavers = leavers,
            Curves = curves,
            Groups = groups,
            Effects = effects,
            Compared = compared,
            Chosen = choice.Chosen,
            Because = $"Compared on customers they were not fitted on, {choice.Because}",
            Reliability = chosen.Bins,
            Warnings = warnings,
        }, scores);
    }

    private IEnumerable<string> Warnings(int leavers)
    {
        if (leavers < LeastLeavers)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{leavers} customers left. What goes with leaving is learned from {LeastLeavers} on; here customers are told apart by age and group only.");
        }

        yield return table.Entry.Any(entry => entry > 0)
            ? string.Create(CultureInfo.InvariantCulture, $"Customers count as watched in their last {table.Months.Zip(table.Entry, (stay, entry) => stay - entry).Max():0.#} months only, as stated: who left before is not in the table.")
            : "Everybody who ever joined is taken to be in the table. If it holds only those who were customers lately, long stays are overstated: say with --left-within how many months back its leavers left.";
        yield return "What is known of customers is as of the day the table was drawn and is taken to have been so all along. What goes with leaving need not be its reason.";
    }

    private static void Spread(LearnedRows rows, Func<LearnedRows, double[]> model, double[][] into)
    {
        double[] chances = model(rows);
        for (int i = 0; i < rows.Count;)
        {
            int customer = rows.Customer[i], from = i;
            while (i < rows.Count && rows.Customer[i] == customer)
            {
                i++;
            }

            into[customer] = chances[from..i];
        }
    }

    private double Loss(int customer, double[] hazards)
    {
        int months = _panel.Last(customer) - _panel.First(customer) + 1;
        double sum = 0;
        for (int k = 0; k < months; k++)
        {
            bool left = table.Left[customer] && k == months - 1;
            sum -= Math.Log(Math.Max(left ? hazards[k] : 1 - hazards[k], Least));
        }

        return sum;
    }

    /// <summary>Chances of leaving within a year, asked at the beginning of every year a customer came to.</summary>
    private sealed record StayYear(double Brier, double Concordance, IReadOnlyList<ReliabilityBin> Bins);

    private StayYear Years(double[][] hazards)
    {
        List<double> chance = [], time = [];
        List<bool> left = [];
        foreach (int i in _panel.Learners)
        {
            int first = _panel.First(i), last = _panel.Last(i);
            for (int month = 1; month <= last; month += Year)
            {
                if (month < first)
                {
                    continue;
                }

                double stays = 1;
                for (int k = 0; k < Year; k++)
                {
                    stays *= 1 - hazards[i][month - first + k];
                }

                chance.Add(1 - stays);
                time.Add(Math.Min(last - month + 1, Year + 1));
                left.Add(table.Left[i] && last - month + 1 <= Year);
            }
        }

        double[] p = [.. chance], t = [.. time];
        bool[] gone = [.. left];
        int[] told = [.. Enumerable.Range(0, p.Length).Where(i => gone[i] || t[i] > Year)];
        return new(
            CensoredBrier.Of(p, t, gone, Year),
            told.Any(i => gone[i]) && told.Any(i => !gone[i]) ? Ranking.Concordance(Array.ConvertAll(told, i => p[i]), Array.ConvertAll(told, i => gone[i] ? 1.0 : 0.0)) : 0.5,
            Tenths(p, t, gone));
    }

    // What came in each tenth is told by Kaplan and Meier, so that those not watched for a year count for as long as they were.
    private static List<ReliabilityBin> Tenths(double[] chance, double[] time, bool[] left)
    {
        int[] order = [.. Enumerable.Range(0, chance.Length).OrderBy(i => chance[i]).ThenBy(i => i)];
        List<ReliabilityBin> bins = [];
        foreach (int[] tenth in order.Chunk(Math.Max(1, (order.Length + 9) / 10)))
        {
            KaplanMeierCurve curve = KaplanMeier.Estimate(new SurvivalHistories(Array.ConvertAll(tenth, i => time[i] / Year), Array.ConvertAll(tenth, i => left[i]), TimeUnit.Year));
            bins.Add(new(tenth.Average(i => chance[i]), 1 - curve.At(1), tenth.Length));
        }

        return bins;
    }

    private IReadOnlyList<StayEffect> Effects(List<string> warnings)
    {
        var stable = ChurnCandidates.Stability(_panel.Months(_panel.Learners), _options);
        (string Name, double Share)[] strongest = [.. stable.Features.Where(feature => feature.Share > 0 && !StayPanel.IsAge(feature.Feature)).Where((feature, i) => i < LeastEffects || feature.Share >= stable.Threshold).Take(MostEffects).Select(feature => (feature.Feature, feature.Share))];
        if (strongest.Length == 0)
        {
            return [];
        }

        int[] rows = [.. Enumerable.Range(0, table.Count).Where(i => strongest.All(one => !double.IsNaN(_panel.Column(one.Name)[i])))];
        double[] steps = [.. strongest.Select(one => Step(Array.ConvertAll(rows, i => _panel.Column(one.Name)[i])))];
        double[][] columns = [.. strongest.Select((one, k) => Array.ConvertAll(rows, i => _panel.Column(one.Name)[i] / steps[k]))];
        SurvivalHistories histories = StayCurves.Histories(table, rows, new CovariateColumns([.. strongest.Select(one => one.Name)], columns));
        FitReport<CoxModel> fit = CoxFitter.Fit(histories);
        if (fit is not { IsUsable: true, Model: { Covariance: { } covariance } model })
        {
            warnings.Add($"Hazard ratios cannot be told: {fit.Explanation}");
            return [.. strongest.Select((one, k) => new StayEffect(one.Name, one.Share, steps[k], null, null, null, null))];
        }

        ProportionalHazardsTest test = Schoenfeld.Test(model, histories);
        int width = strongest.Length;
        return
        [
            .. strongest.Select((one, k) =>
            {
                double b = model.Coefficients[k], error = 1.959963984540054 * Math.Sqrt(covariance[(k * width) + k]);
                return new StayEffect(one.Name, one.Share, steps[k], Math.Exp(b), Math.Exp(b - error), Math.Exp(b + error), test.Each[k].PValue);
            }),
        ];
    }

    // One for yes and no; a standard deviation for numbers.
    private static double Step(double[] column)
    {
        if (Array.TrueForAll(column, value => value is 0 or 1))
        {
            return 1;
        }

        double mean = column.Average(), deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? deviation : 1;
    }

    private StayScores Score(string kind, IReadOnlyList<StayEffect> effects)
    {
        const int Ahead = 36;
        int[] here = [.. Enumerable.Range(0, table.Count).Where(i => !table.Left[i])];
        Func<LearnedRows, double[]> model = StayModels.Fit(kind, _panel, _panel.Learners, _options);
        double[] quarter = new double[here.Length], year = new double[here.Length], months = new double[here.Length];
        foreach (int[] some in Enumerable.Range(0, here.Length).Chunk(4_000))
        {
            double[] hazards = model(_panel.Rows([.. some.SelectMany(place => Enumerable.Range(_panel.Last(here[place]) + 1, Ahead).Select(month => (here[place], month)))]));
            foreach ((int row, int place) in some.Index())
            {
                double stays = 1;
                for (int k = 0; k < Ahead; k++)
                {
                    stays *= 1 - hazards[(row * Ahead) + k];
                    months[place] += stays;
                    quarter[place] = k == 2 ? 1 - stays : quarter[place];
                    year[place] = k == Year - 1 ? 1 - stays : year[place];
                }
            }
        }

        return new()
        {
            Id = Array.ConvertAll(here, i => table.Id[i]),
            Months = Array.ConvertAll(here, i => table.Months[i]),
            WithinQuarter = quarter,
            WithinYear = year,
            MonthsOfNextThreeYears = months,
            Value = table.Value is { } value ? Array.ConvertAll(here, i => value[i]) : null,
            Drivers = Array.ConvertAll(here, i => Drivers(i, effects)),
        };
    }

    // By the hazard ratios, against the mean customer: what each feature multiplies the rate of leaving with, where it is a tenth or more.
    private string Drivers(int customer, IReadOnlyList<StayEffect> effects) => string.Join("; ", effects
        .Where(effect => effect.HazardRatio is not null)
        .Select(effect => (effect.Feature, Factor: Math.Exp(Math.Log(effect.HazardRatio!.Value) * (_panel.Column(effect.Feature)[customer] - Mean(effect.Feature)) / effect.Step)))
        .Where(one => Math.Abs(Math.Log(one.Factor)) >= 0.1)
        .OrderByDescending(one => Math.Abs(Math.Log(one.Factor))).ThenBy(one => one.Feature, StringComparer.Ordinal).Take(3)
        .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Feature}: {Known(one.Feature, customer)} (x{one.Factor:0.00})")));

    private string Known(string feature, int customer) => _panel.Column(feature)[customer] is var value && feature.Contains(" is ", StringComparison.Ordinal)
        ? value == 1 ? "yes" : "no"
        : value.ToString("0.##", CultureInfo.InvariantCulture);

    private readonly Dictionary<string, double> _means = new(StringComparer.Ordinal);

    private double Mean(string feature) => _means.TryGetValue(feature, out double mean) ? mean : _means[feature] = _panel.Column(feature).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average();
}
