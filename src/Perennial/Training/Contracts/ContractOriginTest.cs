using Perennial.Features.Contracts;
using Perennial.Models.Assessing;

namespace Perennial.Training.Contracts;

/// <summary>All laws fitted on what was known at one origin, and met with what came after.</summary>
internal sealed class ContractOriginTest
{
    private const int Draws = 200;

    // Revenue is rounded to a ten thousandth a month, so that what a model says exactly is met nearly.
    private const double Tie = 1e-4;

    // What a model holds for impossible costs it as much as one in a thousand: a renewal seen a day early must not decide.
    private const double Least = 1e-3;
    private static readonly int[] Looks = [30, 90, 365];

    private readonly List<ContractAccount> _accounts = [];
    private readonly List<ContractOutcome> _outcomes = [];
    private readonly BacktestWindow _window;
    private readonly IReadOnlyList<ContractCell> _cells;
    private readonly MovementModel _moves;

    /// <summary>Reads what was known and what came.</summary>
    /// <param name="features">Accounts as known on a day.</param>
    /// <param name="window">What is hidden.</param>
    /// <param name="most">Most accounts that are looked at: every k-th by key.</param>
    public ContractOriginTest(ContractFeatures features, BacktestWindow window, int most)
    {
        _window = window;
        _cells = features.Cells(window.Origin);
        _moves = new MovementModel(_cells, features.Sizes(window.Origin), features.Returns(window.Origin));
        var came = features.Outcomes(window.Origin, window.End).ToDictionary(o => o.Key);
        ContractAccount[] running = [.. features.Accounts(window.Origin).Where(a => a.State != ContractState.Churned && came.ContainsKey(a.Key))];
        int step = Math.Max(1, (running.Length + most - 1) / most);
        for (int i = 0; i < running.Length; i += step)
        {
            _accounts.Add(running[i]);
            _outcomes.Add(came[running[i].Key]);
        }
    }

    public BacktestWindow Window => _window;

    public int Accounts => _accounts.Count;

    public long Events => _cells.Sum(c => c.Voluntary + c.Payment);

    /// <summary>Meets every law with what came.</summary>
    public IReadOnlyDictionary<string, ContractTestResult> Run(ulong seed) => Kernel.SideBySide.Each(ContractLaws.Fit(_cells, Draws, seed), law => Meet(law, seed))
        .ToDictionary(result => result.Score.Model, StringComparer.Ordinal);

    private ContractTestResult Meet(ContractLaw law, ulong seed)
    {
        int n = _accounts.Count;
        double months = _window.Days / ContractAccount.MonthDays;
        double[] crps = new double[n], below = new double[n], atMost = new double[n], actual = [.. _outcomes.Select(o => o.Revenue)];
        var simulator = new ContractSimulator(law, _moves, [months], 0, 0, Draws, seed);
        ContractForecast forecast = simulator.Run(_accounts, _window.Origin, (i, revenue, _) =>
        {
            double[] sorted = [.. revenue];
            Array.Sort(sorted);
            double y = actual[i], tie = Tie * Math.Max(Math.Abs(y), 1);
            crps[i] = Crps.OfQuantiles(sorted, y);
            below[i] = sorted.Count(x => x < y - tie) / (double)sorted.Length;
            atMost[i] = sorted.Count(x => x <= y + tie) / (double)sorted.Length;
        });
        int[] days = [.. Looks.Where(d => d < _window.Days), _window.Days];
        var retained = new List<ContractRetained>();
        double[] chance = [];
        bool[] stayed = [];
        foreach (int day in days)
        {
            chance = [.. _accounts.Select((a, i) => { var left = forecast.Risks[i].Left(a, day / ContractAccount.MonthDays); return Math.Clamp(1 - left.Voluntary - left.Payment, 1e-6, 1 - 1e-6); })];
            stayed = [.. _outcomes.Select(o => o.LeftAfter is null || o.LeftAfter > day)];
            bool[] outcome = stayed;
            retained.Add(new(day, chance.Average(), stayed.Count(s => s) / (double)n, Probabilities.Brier(chance, stayed), chance.Select((p, i) => Math.Log(outcome[i] ? p : 1 - p)).Average()));
        }

        double[] loss = Losses(forecast);

        double[] predicted = forecast.Revenue[0];
        double total = predicted.Sum(), seen = actual.Sum();
        CoverageResult coverage = Coverage.Measure(below, atMost, 0.8);
        double[] totals = [.. forecast.Totals[0]];
        Array.Sort(totals);
        return new(
            new ContractScore(
                law.Name, -loss.Average(), retained, total, seen, seen > 0 ? (total / seen) - 1 : double.NaN, crps.Average(), coverage.Coverage, coverage.Tolerance,
                Ranking.NormalisedGini(predicted, actual)),
            loss,
            Deciles(chance, stayed),
            new ContractTotal(_window.Origin, total, seen, Quantile(totals, 0.1), Quantile(totals, 0.9)));
    }

    // When an account leaves, in days after the origin: within the first month, the third, the half year, three quarters, the hidden months, or later.
    private double[] Losses(ContractForecast forecast)
    {
        int[] edges = [.. new[] { 0, 30, 90, 182, 274 }.Where(d => d < _window.Days), _window.Days];
        return [.. _accounts.Select((account, i) =>
        {
            int? left = _outcomes[i].LeftAfter is { } after && after <= _window.Days ? after : null;
            int bin = left is { } day ? Array.FindIndex(edges, edge => day <= edge) : edges.Length;
            double Within(int edge)
            {
                (double voluntary, double payment) = forecast.Risks[i].Left(account, edges[edge] / ContractAccount.MonthDays);
                return voluntary + payment;
            }

            double chance = bin == edges.Length ? 1 - Within(bin - 1) : Within(bin) - (bin > 0 ? Within(bin - 1) : 0);
            return -Math.Log(Math.Clamp(chance, Least, 1));
        })];
    }

    internal static double Quantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int i = (int)at;
        return i + 1 < sorted.Length ? sorted[i] + ((at - i) * (sorted[i + 1] - sorted[i])) : sorted[^1];
    }

    private static IReadOnlyList<ContractReliability> Deciles(double[] chance, bool[] stayed)
    {
        int[] order = [.. Enumerable.Range(0, chance.Length).OrderBy(i => chance[i]).ThenBy(i => i)];
        return
        [
            .. Enumerable.Range(0, 10).Select(t => order[(t * order.Length / 10)..((t + 1) * order.Length / 10)]).Where(tenth => tenth.Length > 0)
                .Select(tenth => new ContractReliability(tenth.Average(i => chance[i]), tenth.Count(i => stayed[i]) / (double)tenth.Length, tenth.Length)),
        ];
    }
}

/// <summary>One law at one origin.</summary>
/// <param name="Score">Its score.</param>
/// <param name="Loss">Minus the log score of each account.</param>
/// <param name="Reliability">Tenths of the accounts.</param>
/// <param name="Total">All accounts together.</param>
internal sealed record ContractTestResult(ContractScore Score, double[] Loss, IReadOnlyList<ContractReliability> Reliability, ContractTotal Total);
