using Perennial.Models.Assessing;
using Perennial.Models.Learning;
using Perennial.Models.Learning.Linear;
using Perennial.Models.Learning.Trees;
using Perennial.Training.Learned.Native;

namespace Perennial.Training.Learned;

/// <summary>Money to come: will they pay, and how much. The same landmarks as leaving; kinds are chosen by CRPS, the simplest within one standard error.</summary>
internal sealed class ValueTraining(LearnedRows rows, double[] money, LandmarkPlan plan, LearnedOptions options)
{
    public const string LastYear = "rate of the last 12 months";
    public const string Regression = "regression of chance and amount";
    public const string Trees = "boosted trees of chance and amount";
    private const string Signal = "net_revenue_365d";

    /// <summary>Gives the kinds, the simplest first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [LastYear, Regression, Trees];

    /// <summary>Tells whether there is enough to learn from.</summary>
    public bool IsPossible(int customers, int tested)
    {
        int[] train = Places(plan.TrainFrom, plan.Last), test = Places(plan.TestFrom, plan.TestTo), calibrate = Places(plan.CalibrateFrom, plan.CalibrateTo);
        bool Both(int[] places, int least) => places.Count(i => money[i] > 0) >= least && places.Count(i => money[i] <= 0) >= least;
        return rows.Table.Names.Contains(Signal) && train.Select(i => rows.Customer[i]).Distinct().Count() >= customers && Both(train, tested) && Both(calibrate, tested) && Both(test, tested);
    }

    /// <summary>Chooses, tests, and fits anew one step on.</summary>
    public (ValueRecord Record, ValueModel Final) Run()
    {
        (LearnedRows train, double[] paid) = Part(plan.TrainFrom, plan.Last);
        (LearnedRows calibrate, double[] later) = Part(plan.CalibrateFrom, plan.CalibrateTo);
        (LearnedRows test, double[] actual) = Part(plan.TestFrom, plan.TestTo);
        ValueModel[] models = [.. Kinds.Select(kind => Fit(kind, train, paid).CalibratedOn(calibrate, later))];
        var choice = ModelChoice.Of([.. models.Select(model => (model.Kind, ByCustomer(calibrate, model.Crps(calibrate, later))))]);
        ComparedValue[] compared = [.. models.Select(model => Measure(model, test, actual))];
        ValueModel chosen = models.First(model => model.Kind == choice.Chosen);
        ValueForecast[] forecasts = chosen.Forecast(test);
        double held = forecasts.Zip(actual, (one, y) => y >= one.Low && y <= one.High ? 1.0 : 0).Average();
        (LearnedRows all, double[] known) = Part(plan.TestTo + plan.TestFrom, plan.Last);
        return (new(plan.Horizon, choice.Chosen, choice.Because, compared, ValueModel.Level, held, 0), Fit(choice.Chosen, all, known).CalibratedOn(test, actual));
    }

    private ValueModel Fit(string kind, LearnedRows train, double[] paid) => kind switch
    {
        LastYear => Rate(train, paid),
        Regression => Regressed(train, paid),
        _ => FitTrees(train, paid, options),
    };

    private ValueModel Rate(LearnedRows train, double[] paid)
    {
        double share = plan.Horizon / 365.0, floor = Math.Max(1e-6, paid.Where(y => y > 0).Average() / 100);
        double[] last = Last(train);
        double Chance(bool bought)
        {
            int[] like = [.. Enumerable.Range(0, train.Count).Where(i => last[i] > 0 == bought)];
            return (like.Count(i => paid[i] > 0) + 0.5) / (like.Length + 1);
        }

        (double yes, double no) = (Chance(true), Chance(false));
        return new()
        {
            Kind = LastYear,
            Parts = of =>
            {
                double[] year = Last(of);
                return ([.. year.Select(y => y > 0 ? yes : no)], [.. year.Select(y => Math.Max(floor, y * share))]);
            },
        };

        static double[] Last(LearnedRows of) => Array.ConvertAll(of.Table.Column(of.Table.IndexOf(Signal)).ToArray(), y => double.IsNaN(y) ? 0 : y);
    }

    private ValueModel Regressed(LearnedRows train, double[] paid)
    {
        int[] sample = Sampled(train, options.MostRegressionRows, options), payers = [.. sample.Where(i => paid[i] > 0)];
        FeaturePreparation preparation = FeaturePreparation.Of(train.Table.Rows(sample));
        (FeatureTable screened, _) = ChurnCandidates.Screen(preparation, train.Table.Rows(sample), [.. sample.Select(i => Math.Log(1 + paid[i]))]);
        FeatureTable Ready(FeatureTable table) => Logged(preparation.Apply(table).Only(screened.Names));
        FeatureTable ready = Logged(screened), paying = Ready(train.Table.Rows(payers));
        ElasticNetOptions net = new() { Mix = 0.5, Steps = 10, Ratio = 0.01, Folds = 4, Seed = options.Seed, Threads = options.Threads };
        LinearModel chance = ElasticNetFitter.CrossValidate(ready, [.. sample.Select(i => paid[i] > 0 ? 1.0 : 0)], net with { Family = LinearFamily.Binomial }, groups: [.. sample.Select(i => train.Customer[i])]).Chosen;
        LinearModel amount = ElasticNetFitter.CrossValidate(paying, [.. payers.Select(i => paid[i])], net with { Family = LinearFamily.Gamma }, groups: [.. payers.Select(i => train.Customer[i])]).Best;
        return new()
        {
            Kind = Regression,
            Parts = of =>
            {
                FeatureTable table = Ready(of.Table);
                return (chance.Predict(table), Bounded(amount.Predict(table), paid));
            },
        };
    }

    /// <summary>Grows trees of the chance and of the amount.</summary>
    internal static ValueModel FitTrees(LearnedRows train, double[] paid, LearnedOptions options)
    {
        int[] sample = Sampled(train, options.MostTreeRows, options), payers = [.. sample.Where(i => paid[i] > 0)];
        TreeEnsemble Boost(int[] places, Func<int, double> outcome, BoostingObjective objective)
        {
            BoostingOptions boosting = new() { Objective = objective, Rounds = 100, LearningRate = 0.1, Depth = 4, LeafRows = 20, Penalty = 1, Threads = options.Threads };
            FeatureTable table = train.Table.Rows(places);
            double[] y = [.. places.Select(outcome)];
            return XgBoostLibrary.IsUsable ? XgBoostTrainer.Boost(table, y, boosting) : BoostingFitter.Fit(table, y, boosting);
        }

        TreeEnsemble chance = Boost(sample, i => paid[i] > 0 ? 1 : 0, BoostingObjective.Logistic), amount = Boost(payers, i => paid[i], BoostingObjective.Gamma);
        return new() { Kind = Trees, Trees = (chance, amount), Parts = of => (chance.Predict(of.Table, options.Threads), Bounded(amount.Predict(of.Table, options.Threads), paid)) };
    }

    // Amounts are skewed: their logarithm goes with the logarithm of what comes.
    private static FeatureTable Logged(FeatureTable table) => new(
        table.Names, [.. Enumerable.Range(0, table.Width).Select(j => Array.ConvertAll(table.Column(j).ToArray(), x => Math.Sign(x) * Math.Log(1 + Math.Abs(x))))]);

    // Nobody is promised more than anybody ever paid.
    private static double[] Bounded(double[] amounts, double[] paid)
    {
        double most = paid.Max();
        return Array.ConvertAll(amounts, v => Math.Clamp(v, most * 1e-9, most));
    }

    private static ComparedValue Measure(ValueModel model, LearnedRows test, double[] actual)
    {
        double[] expected = [.. model.Forecast(test).Select(one => one.Expected)];
        return new(
            model.Kind, model.Crps(test, actual).Average(), expected.Zip(actual, (e, y) => Math.Abs(e - y)).Average(), Math.Sqrt(expected.Zip(actual, (e, y) => (e - y) * (e - y)).Average()),
            Ranking.NormalisedGini(expected, actual), expected.Sum(), actual.Sum(), test.Count);
    }

    private static double[] ByCustomer(LearnedRows of, double[] losses) =>
        [.. Enumerable.Range(0, of.Count).GroupBy(i => of.Customer[i]).OrderBy(group => group.Key).Select(group => group.Average(i => losses[i]))];

    private static int[] Sampled(LearnedRows of, int most, LearnedOptions options)
    {
        HashSet<int> drawn = [.. of.Sample(most, options.Seed).Customer];
        return [.. Enumerable.Range(0, of.Count).Where(i => drawn.Contains(of.Customer[i]))];
    }

    private int[] Places(int from, int to) => [.. Enumerable.Range(0, rows.Count).Where(i => rows.Landmark[i] >= from && rows.Landmark[i] <= to)];

    private (LearnedRows Rows, double[] Money) Part(int from, int to)
    {
        int[] places = Places(from, to);
        return (rows.At(places), [.. places.Select(i => money[i])]);
    }
}
