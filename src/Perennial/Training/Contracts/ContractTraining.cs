using System.Globalization;
using Perennial.Features.Contracts;
using Perennial.Models.Assessing;

namespace Perennial.Training.Contracts;

/// <summary>Months at risk become a fitted and tested law of leaving, and a model of what moves recurring revenue.</summary>
/// <remarks>
/// Earlier origins choose between models by the log score of staying to the end of the hidden months; the simpler one within one standard error wins. Baselines stand beside them, as
/// with purchases, and are taken where no model can be fitted. The last origin is scored once.
/// </remarks>
public sealed class ContractTraining(ContractFeatures features, TrainingOptions options)
{
    /// <summary>Below this many ends of spells no model is fitted, and one rate is taken for all.</summary>
    public const int FewestEnds = 20;

    /// <summary>Below this many months of all accounts together nothing is predicted.</summary>
    public const int FewestMonths = 12;

    /// <summary>How many lives each account lives, and draws of the parameters there are.</summary>
    public const int Draws = 400;
    private const int LongestHoldout = 365;
    private const int MostAccounts = 4000;
    private const double MonthsOfHistory = 18;

    /// <summary>Fits, tests and chooses.</summary>
    /// <param name="asOf">The last known day.</param>
    /// <returns>Null where nobody had a subscription.</returns>
    public ContractTrainingResult? Run(DateOnly asOf)
    {
        if (features.First is not { } first)
        {
            return null;
        }

        IReadOnlyList<ContractCell> cells = features.Cells(asOf);
        double history = (asOf.DayNumber - first.DayNumber) / ContractAccount.MonthDays;
        long ends = cells.Sum(c => c.Voluntary + c.Payment);
        var warnings = new List<string>();
        if (history < MonthsOfHistory)
        {
            warnings.Add(Text($"Subscriptions are known for {history:0.#} months. With fewer than {MonthsOfHistory:0} months neither yearly renewals nor how churn changes with age can be seen: values look further than the data."));
        }

        if (cells.Sum(c => c.Months) < FewestMonths)
        {
            return new(null, null, cells, [], null, $"Accounts with subscriptions were seen for {cells.Sum(c => c.Months)} months, all together; {FewestMonths} are needed to say anything of how long they stay. Nothing is predicted for them.", warnings);
        }

        var moves = new MovementModel(cells, features.Sizes(asOf), features.Returns(asOf));
        if (ends < FewestEnds)
        {
            ContractLaw rate = ContractLaws.OneRateOf(cells, Draws, options.Seed);
            warnings.Add(Text($"Only {ends} account{(ends == 1 ? string.Empty : "s")} left in {cells.Sum(c => c.Months)} months; {FewestEnds} are needed to learn who leaves, and when. All are taken to leave at one rate: values of accounts with subscriptions differ by what they pay, not by how long they stay, and no hidden months could test them."));
            return new(rate, moves, cells, [rate], null, $"Too few accounts left to compare models ({ends}, {FewestEnds} are needed): one rate for all is taken, as uncertain as so few make it.", warnings);
        }

        IReadOnlyList<ContractLaw> laws = ContractLaws.Fit(cells, Draws, options.Seed);
        int days = options.HoldoutDays ?? Math.Min(LongestHoldout, (int)Math.Round((asOf.DayNumber - first.DayNumber) / 3.0));
        Origins origins = Origins.Plan(first, asOf, days);
        var earlier = new List<(ContractOriginTest Test, IReadOnlyDictionary<string, ContractTestResult> Results)>();
        foreach (BacktestWindow window in origins.Earlier)
        {
            var test = new ContractOriginTest(features, window, MostAccounts);
            if (test.Accounts > 0 && test.Events >= FewestEnds)
            {
                earlier.Add((test, test.Run(options.Seed)));
            }
        }

        ContractOriginTest? last = origins.Last is { } hidden ? new ContractOriginTest(features, hidden, MostAccounts) : null;
        IReadOnlyDictionary<string, ContractTestResult>? scored = last is { Accounts: > 0 } && last.Events >= FewestEnds ? last.Run(options.Seed) : null;
        string[] candidates =
        [
            .. ContractLaws.All.Where(name => laws.Any(law => law.Name == name) && earlier.All(origin => origin.Results.ContainsKey(name)) && scored?.ContainsKey(name) != false),
        ];
        string[] models = [.. candidates.Where(name => !ContractLaws.IsBaseline(name))];
        (string chosen, string because) = Choose(models.Length > 0 ? models : candidates, earlier.Select(e => e.Results), scored);
        ContractBacktest? backtest = scored is null ? null : new ContractBacktest
        {
            Origin = last!.Window.Origin,
            End = last.Window.End,
            EarlierOrigins = [.. earlier.Select(e => e.Test.Window.Origin)],
            Accounts = last.Accounts,
            Scores = [.. ContractLaws.All.Where(scored.ContainsKey).Select(name => scored[name].Score)],
            Reliability = scored[chosen].Reliability,
            Totals = [.. earlier.Select(e => e.Results[chosen].Total).OrderBy(t => t.Origin), scored[chosen].Total],
        };
        if (ContractLaws.IsBaseline(chosen))
        {
            warnings.Add($"No model of when accounts leave could be fitted and tested on hidden months, so {chosen} is taken: values of accounts with subscriptions differ by what they pay, hardly by how long they stay.");
        }
        else if (scored is not null && candidates.Where(ContractLaws.IsBaseline).MaxBy(name => scored[name].Score.LogScore) is { } rival && scored[rival].Score.LogScore >= scored[chosen].Score.LogScore)
        {
            warnings.Add(Text($"A naive baseline won on the hidden months: {rival} told who stays better than {chosen} (log score {scored[rival].Score.LogScore:0.0000} against {scored[chosen].Score.LogScore:0.0000}). Use totals, not the individual lifetimes."));
        }

        return new(laws.First(law => law.Name == chosen), moves, cells, laws, backtest, scored is null ? $"{because} Not tested: {origins.NoHoldout ?? "too few accounts left before the hidden months."}" : because, warnings);
    }

    private static (string Chosen, string Because) Choose(
        string[] candidates, IEnumerable<IReadOnlyDictionary<string, ContractTestResult>> earlier, IReadOnlyDictionary<string, ContractTestResult>? last)
    {
        IReadOnlyDictionary<string, ContractTestResult>[] origins = [.. earlier];
        string where = origins.Length > 0 ? $"Chosen on {origins.Length} earlier origin{(origins.Length == 1 ? string.Empty : "s")}: " : "Selected on this window, as no earlier one is possible: ";
        if (origins.Length == 0 && last is not null)
        {
            origins = [last];
        }

        if (origins.Length == 0)
        {
            return (ContractLaws.BySegment, "Too little history to compare models: the churn rate of each segment is taken.");
        }

        ModelChoice choice = ModelChoice.Of([.. candidates.Select(name => (name, origins.SelectMany(o => o[name].Loss).ToArray()))], "log loss");
        return (choice.Chosen, where + choice.Because);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is known of accounts with subscriptions.</summary>
/// <param name="Law">When they leave; null where nothing is predicted.</param>
/// <param name="Moves">How what they pay moves; null where nothing is predicted.</param>
/// <param name="Cells">Months at risk.</param>
/// <param name="Laws">All laws fitted on the whole history.</param>
/// <param name="Backtest">What hidden months showed; null without a test.</param>
/// <param name="Because">How the choice was made, or why there is none.</param>
/// <param name="Warnings">What a reader of the values must know.</param>
public sealed record ContractTrainingResult(
    ContractLaw? Law, MovementModel? Moves, IReadOnlyList<ContractCell> Cells, IReadOnlyList<ContractLaw> Laws, ContractBacktest? Backtest, string Because, IReadOnlyList<string> Warnings);
