using Perennial.Models.Learning;
using Perennial.Models.Learning.Explaining;
using Perennial.Models.Learning.Linear;
using Perennial.Models.Learning.Scorecards;
using Perennial.Models.Learning.Trees;
using Perennial.Training.Learned.Native;

namespace Perennial.Training.Learned;

/// <summary>The kinds of models of leaving, the simplest first, and how each is fitted.</summary>
internal static class ChurnCandidates
{
    public const string RecentRate = "rate of the last 12 months";
    public const string SegmentRate = "rate by segment";
    public const string Scorecard = "points scorecard";
    public const string Logistic = "logistic regression";
    public const string Forest = "random forest";
    public const string Boosting = "boosted trees";

    private const int Screened = 40;
    private const double SegmentPrior = 50;
    private const int YearOfLandmarks = 13;

    /// <summary>Gives all kinds, the simplest first.</summary>
    public static IReadOnlyList<string> All { get; } = [RecentRate, SegmentRate, Scorecard, Logistic, Forest, Boosting];

    /// <summary>Fits a model of a kind.</summary>
    /// <param name="kind">One of <see cref="All"/>.</param>
    /// <param name="rows">Training rows, with outcomes of both kinds.</param>
    /// <param name="strongest">Features of the scorecard.</param>
    /// <param name="options">How much work it may be.</param>
    public static ChurnModel Fit(string kind, LearnedRows rows, IReadOnlyList<string> strongest, LearnedOptions options) => kind switch
    {
        RecentRate => Rate(rows),
        SegmentRate => BySegment(rows),
        Scorecard => Card(ScorecardOf(rows, strongest, options), rows),
        Logistic => Regression(rows, options),
        Forest => Trees(kind, rows, options),
        _ => Trees(Boosting, rows, options),
    };

    public static PointsScorecard ScorecardOf(LearnedRows rows, IReadOnlyList<string> strongest, LearnedOptions options)
    {
        LearnedRows sample = rows.Sample(options.MostTreeRows, options.Seed);
        return ScorecardFitter.Fit(sample.Table, sample.Happened, strongest);
    }

    /// <summary>Finds the features that half samples find again and again.</summary>
    public static StabilityReport Stability(LearnedRows rows, LearnedOptions options)
    {
        LearnedRows sample = rows.Sample(options.MostRegressionRows, options.Seed);
        FeaturePreparation preparation = FeaturePreparation.Of(sample.Table);
        (FeatureTable ready, string[] origin) = Screen(preparation, sample.Table, sample.Outcome);
        return StabilitySelection.Of(ready, sample.Outcome, Net(options), entered: 7, halves: 40, threshold: 0.7, groups: sample.Customer, origin: origin);
    }

    public static TreeEnsemble Grow(string kind, LearnedRows rows, LearnedOptions options)
    {
        if (kind == Forest)
        {
            return RandomForestFitter.Fit(rows.Table, rows.Outcome, new() { Trees = 120, Depth = 12, LeafRows = 15, Seed = options.Seed, Threads = options.Threads });
        }

        BoostingOptions boosting = new() { Objective = BoostingObjective.Logistic, Rounds = 80, LearningRate = 0.07, Depth = 4, LeafRows = 30, Penalty = 5, Threads = options.Threads };
        return XgBoostLibrary.IsUsable ? XgBoostTrainer.Boost(rows.Table, rows.Outcome, boosting) : BoostingFitter.Fit(rows.Table, rows.Outcome, boosting);
    }

    private static ChurnModel Rate(LearnedRows rows)
    {
        LearnedRows recent = rows.Between(rows.Landmark.Min(), rows.Landmark.Min() + YearOfLandmarks - 1);
        double odds = ChurnModel.Odds((recent.Events + 0.5) / (recent.Count + 1));
        return new() { Kind = RecentRate, LogOdds = of => [.. Enumerable.Repeat(odds, of.Count)] };
    }

    private static ChurnModel BySegment(LearnedRows rows)
    {
        double all = (rows.Events + 0.5) / (rows.Count + 1.0);
        Dictionary<string, double> odds = Enumerable.Range(0, rows.Count).GroupBy(i => rows.Segment[i], StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => ChurnModel.Odds((group.Count(i => rows.Happened[i]) + (SegmentPrior * all)) / (group.Count() + SegmentPrior)),
            StringComparer.Ordinal);
        return new() { Kind = SegmentRate, LogOdds = of => Array.ConvertAll(of.Segment, segment => odds.TryGetValue(segment, out double own) ? own : ChurnModel.Odds(all)) };
    }

    private static ChurnModel Card(PointsScorecard card, LearnedRows rows)
    {
        double[] mean = [.. card.Features.Select(feature => feature.Ranges.Sum(range => (double)range.Points * range.Count) / feature.Ranges.Sum(range => range.Count))];
        string[] names = [.. rows.Table.Names];
        return new()
        {
            Kind = Scorecard,
            LogOdds = of => Array.ConvertAll(card.Predict(of.Table), ChurnModel.Odds),
            Contributions = table => Phi(table.Count, names.Length, (i, phi) =>
            {
                for (int f = 0; f < card.Features.Count; f++)
                {
                    int column = Array.IndexOf(names, card.Features[f].Feature);
                    phi[column] = (PointsScorecard.Range(card.Features[f], table.Column(column)[i]).Points - mean[f]) * Math.Log(2) / 10;
                }
            }),
        };
    }

    private static ChurnModel Regression(LearnedRows rows, LearnedOptions options)
    {
        LearnedRows sample = rows.Sample(options.MostRegressionRows, options.Seed);
        FeaturePreparation preparation = FeaturePreparation.Of(sample.Table);
        (FeatureTable ready, string[] origin) = Screen(preparation, sample.Table, sample.Outcome);
        LinearModel model = ElasticNetFitter.CrossValidate(ready, sample.Outcome, Net(options) with { Mix = 0.5, Steps = 12, Ratio = 0.01 }, groups: sample.Customer).Chosen;
        string[] names = [.. rows.Table.Names];
        int[] place = Array.ConvertAll(origin, name => Array.IndexOf(names, name));
        return new()
        {
            Kind = Logistic,
            LogOdds = of => model.Margin(preparation.Apply(of.Table)),
            Contributions = table =>
            {
                double[][] own = model.Contributions(preparation.Apply(table));
                return Phi(table.Count, names.Length, (i, phi) =>
                {
                    for (int j = 0; j < place.Length; j++)
                    {
                        phi[place[j]] += own[i][j];
                    }
                });
            },
        };
    }

    private static ChurnModel Trees(string kind, LearnedRows rows, LearnedOptions options)
    {
        TreeEnsemble trees = Grow(kind, rows.Sample(kind == Forest ? options.MostTreeRows / 2 : options.MostTreeRows, options.Seed), options);
        return new()
        {
            Kind = kind,
            LogOdds = of => kind == Forest ? Array.ConvertAll(trees.Predict(of.Table, options.Threads), ChurnModel.Odds) : trees.Margin(of.Table, options.Threads),
            Contributions = table => trees.Contributions(table, options.Threads),
            Scale = kind == Forest ? "chance" : "log odds",
        };
    }

    private static ElasticNetOptions Net(LearnedOptions options) => new() { Family = LinearFamily.Binomial, Seed = options.Seed, Threads = options.Threads, Steps = 15 };

    // The columns that go most with the outcome by themselves: a lasso takes its first from these.
    internal static (FeatureTable Ready, string[] Origin) Screen(FeaturePreparation preparation, FeatureTable table, double[] outcome)
    {
        FeatureTable ready = preparation.Apply(table);
        double mean = outcome.Average();
        int[] best =
        [
            .. Enumerable.Range(0, ready.Width).Select(j => (j, Strength: Correlation(ready.Column(j), outcome, mean))).Where(one => one.Strength > 0)
                .OrderByDescending(one => one.Strength).ThenBy(one => one.j).Take(Screened).Select(one => one.j).Order(),
        ];
        return (ready.Only([.. best.Select(j => ready.Names[j])]), [.. best.Select(j => preparation.Origin[j])]);
    }

    private static double Correlation(ReadOnlySpan<double> x, double[] y, double meanOfY)
    {
        double mean = 0, xy = 0, xx = 0;
        foreach (double value in x)
        {
            mean += value / x.Length;
        }

        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - meanOfY);
            xx += (x[i] - mean) * (x[i] - mean);
        }

        return xx > 1e-12 * Math.Max(1, mean * mean) * x.Length ? Math.Abs(xy) / Math.Sqrt(xx) : 0;
    }

    private static double[][] Phi(int rows, int width, Action<int, double[]> fill)
    {
        double[][] phi = new double[rows][];
        for (int i = 0; i < rows; i++)
        {
            phi[i] = new double[width];
            fill(i, phi[i]);
        }

        return phi;
    }
}
