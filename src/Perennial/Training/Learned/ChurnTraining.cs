using Perennial.Models.Assessing;
using Perennial.Models.Learning.Explaining;

namespace Perennial.Training.Learned;

/// <summary>Leaving within one horizon: kinds of models fitted on old landmarks, calibrated and chosen on later ones, tested once on the last, then fitted anew one step on.</summary>
internal sealed class ChurnTraining
{
    private const double Least = 1e-6;
    private readonly LearnedOptions _options;
    private readonly LearnedRows _rows;
    private readonly LandmarkPlan _plan;
    private readonly DateOnly _asOf;
    private readonly int _step;

    public ChurnTraining(LearnedRows rows, LandmarkPlan plan, DateOnly asOf, int step, LearnedOptions options)
    {
        (_rows, _plan, _asOf, _step, _options) = (rows, plan, asOf, step, options);
        Train = rows.Between(plan.TrainFrom, plan.Last);
        Calibrate = rows.Between(plan.CalibrateFrom, plan.CalibrateTo);
        Test = rows.Between(plan.TestFrom, plan.TestTo);
    }

    public LearnedRows Train { get; }

    public LearnedRows Calibrate { get; }

    public LearnedRows Test { get; }

    /// <summary>Gives the earliest landmark that <see cref="Final"/> does not learn from.</summary>
    public int UnlearnedTo => _plan.TestTo + _plan.TestFrom - 1;

    /// <summary>Fits the kinds, chooses, tests.</summary>
    public (ChurnRecord Record, ChurnModel Tested) Run(IReadOnlyList<string> kinds, IReadOnlyList<string> strongest)
    {
        Dictionary<string, ChurnModel> models = kinds.ToDictionary(
            kind => kind, kind => ChurnCandidates.Fit(kind, Train, strongest, _options).CalibratedOn(Calibrate, _options.LeastTested), StringComparer.Ordinal);
        var choice = ModelChoice.Of([.. kinds.Select(kind => (kind, ByCustomer(Calibrate, models[kind].Chances(Calibrate))))], "log score");
        ComparedChurn[] compared = [.. kinds.Select(kind => Measure(kind, models[kind].Chances(Test), choice.Compared.First(one => one.Name == kind).MeanLoss))];
        ChurnModel chosen = models[choice.Chosen];
        double[] chances = chosen.Chances(Test);
        return (new(
            _plan.Horizon, choice.Chosen, kinds.Count > 1 ? choice.Because : "The kind chosen on the main horizon.", Day(_plan.TrainFrom), Day(_plan.CalibrateTo), Day(_plan.TestTo), Day(_plan.TestFrom), compared,
            Probabilities.Reliability(chances, Test.Happened, 10), Ranking.Slices(chances, Test.Outcome), Slices(chances), 0, 0), chosen);
    }

    /// <summary>Fits the chosen kind on all that the test no longer has to be kept from, and calibrates it on the last landmarks whose horizon is over.</summary>
    public ChurnModel Final(string kind, IReadOnlyList<string> strongest)
    {
        LearnedRows train = _rows.Between(_plan.TestTo + _plan.TestFrom, _plan.Last);
        return ChurnCandidates.Fit(kind, train, strongest, _options).CalibratedOn(Test, _options.LeastTested);
    }

    /// <summary>Gives losses of test rows under a model fitted on some features only.</summary>
    public double[] LossesWith(IReadOnlyList<string> features, string kind, int mostRows)
    {
        LearnedRows train = (Train with { Table = Train.Table.Only(features) }).Sample(mostRows, _options.Seed);
        ChurnModel model = ChurnCandidates.Fit(kind, train, [], _options).CalibratedOn(Calibrate with { Table = Calibrate.Table.Only(features) }, _options.LeastTested);
        return ByCustomer(Test, model.Chances(Test with { Table = Test.Table.Only(features) }));
    }

    public static double[] Losses(double[] chances, bool[] happened) =>
        [.. chances.Zip(happened, (p, yes) => -Math.Log(Math.Clamp(yes ? p : 1 - p, Least, 1)))];

    // Rows of one customer are alike: a customer counts once.
    private static double[] ByCustomer(LearnedRows rows, double[] chances)
    {
        double[] losses = Losses(chances, rows.Happened);
        return [.. Enumerable.Range(0, rows.Count).GroupBy(i => rows.Customer[i]).OrderBy(group => group.Key).Select(group => group.Average(i => losses[i]))];
    }

    private ComparedChurn Measure(string kind, double[] chances, double choice)
    {
        var parts = Models.Learning.Calibrating.BrierDecomposition.Of(chances, Test.Happened);
        return new(kind, choice, Losses(chances, Test.Happened).Average(), parts.Brier, parts.Reliability, parts.Skill, Ranking.Concordance(chances, Test.Outcome), chances.Average(), Test.Outcome.Average(), Test.Count);
    }

    private IReadOnlyList<SliceRecord> Slices(double[] chances)
    {
        double[] losses = Losses(chances, Test.Happened);
        string?[] segments = Array.ConvertAll(Test.Segment, segment => segment.Length == 0 ? null : segment), days = Array.ConvertAll(Test.Landmark, k => $"{Day(k):yyyy-MM-dd}");
        Dictionary<string, (string?[] Labels, string Label)> named = new(StringComparer.Ordinal);
        foreach ((string division, string?[] labels) in ((string, string?[])[])[("segment", segments), ("landmark", days)])
        {
            foreach (string label in labels.OfType<string>().Distinct(StringComparer.Ordinal))
            {
                named[$"{division}: {label}"] = (labels, label);
            }
        }

        return
        [
            .. ErrorSlices.Of(losses, [("segment", segments), ("landmark", days)]).Select(slice =>
            {
                (string?[] labels, string label) = named[slice.Slice];
                int[] inside = [.. Enumerable.Range(0, Test.Count).Where(i => labels[i] == label)];
                return new SliceRecord(slice.Slice, slice.Count, slice.Loss, slice.Difference, slice.FalseDiscovery, inside.Average(i => chances[i]), inside.Average(i => Test.Happened[i] ? 1.0 : 0));
            }),
        ];
    }

    private DateOnly Day(int landmark) => _asOf.AddDays(-landmark * _step);
}
