using Perennial.Features.Contracts;
using Perennial.Training.Contracts;

namespace Perennial.Valuation.Contracts;

/// <summary>Accounts with subscriptions become value: discounted margin of what their lives ahead earn, with its predictive quantiles.</summary>
public static class ContractValuation
{
    private static readonly double[] Levels = [0.025, 0.10, 0.50, 0.90, 0.975];
    private static readonly int[] Days = [30, 90, 365, 1096];

    /// <summary>Values every account.</summary>
    /// <param name="training">The law of leaving and of moves; both must be there.</param>
    /// <param name="accounts">The accounts of the as-of day, by key.</param>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="options">How a value is defined.</param>
    /// <param name="refunds">What is given back of what is billed.</param>
    /// <param name="signalled">How signals move the risk of the months just ahead; null where only the law is heard.</param>
    /// <param name="seed">Seed of the run.</param>
    public static ContractValues Run(ContractTrainingResult training, IReadOnlyList<ContractAccount> accounts, DateOnly asOf, ValuationOptions options, ContractRefunds refunds, SignalledRisk? signalled, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(refunds);
        double asked = Math.Min(ContractSimulator.LifetimeMonths, options.Horizon.Days is { } days ? days / ContractAccount.MonthDays : ContractSimulator.LifetimeMonths);
        double[] horizons = [.. Days.Select(d => d / ContractAccount.MonthDays).Append(asked).Append(ContractSimulator.LifetimeMonths).Distinct().Order()];
        int n = accounts.Count, main = Array.IndexOf(horizons, asked);
        double margin = options.Margin ?? 1, factor = refunds.Kept * margin;
        int givers = (int)Math.Round(refunds.Givers * ContractTraining.Draws);
        double[][] quantiles = [.. Levels.Select(_ => new double[n])];
        double[] none = new double[n];
        var simulator = new ContractSimulator(training.Law!, training.Moves!, horizons, main, options.Discount, ContractTraining.Draws, seed);
        ContractForecast forecast = simulator.Run(accounts, asOf, (i, revenue, _) =>
        {
            // Most get nothing back, some much: the mean of both is nobody's.
            double[] sorted = [.. revenue.Select((v, d) => v * margin * (d < givers ? refunds.KeptByGivers : 1))];
            Array.Sort(sorted);
            for (int q = 0; q < Levels.Length; q++)
            {
                quantiles[q][i] = Quantile(sorted, Levels[q]);
            }

            none[i] = sorted.Count(v => v <= 0) / (double)sorted.Length;
        }, signalled is null ? null : (i, risks) => signalled.Of(accounts[i], risks));
        var lifetimes = accounts.Select((a, i) => a.State == ContractState.Churned ? (Mean: double.NaN, Beyond: 0, Quantiles: []) : forecast.Risks[i].Lifetime(a, 0.1, 0.5, 0.9)).ToArray();
        return new()
        {
            AsOf = asOf,
            Accounts = accounts,
            Horizons = horizons,
            Main = main,
            Factor = factor,
            Revenue = Scaled(forecast.Revenue, refunds.Kept),
            Value = Scaled(forecast.Discounted, factor),
            ActiveMonths = forecast.ActiveMonths,
            Quantiles = quantiles,
            NoRevenue = none,
            Totals = Scaled(forecast.Totals, factor),
            Left = [.. Days.Take(3).Select(d => accounts.Select((a, i) => Left(forecast, a, i, d)).ToArray())],
            LeftByPayment = [.. accounts.Select((a, i) => a.State == ContractState.Churned ? double.NaN : forecast.Risks[i].Left(a, Days[2] / ContractAccount.MonthDays).Payment)],
            Lifetime = [.. lifetimes.Select(l => l.Mean)],
            LifetimeQuantiles = [.. lifetimes.Select(l => l.Quantiles)],
            BeyondLifetime = lifetimes.Where(l => !double.IsNaN(l.Mean)).Select(l => l.Beyond).DefaultIfEmpty(0).Average(),
            Risks = forecast.Risks,
        };
    }

    private static double Left(ContractForecast forecast, ContractAccount account, int row, int days)
    {
        if (account.State == ContractState.Churned)
        {
            return double.NaN;
        }

        (double voluntary, double payment) = forecast.Risks[row].Left(account, days / ContractAccount.MonthDays);
        return Math.Min(1, voluntary + payment);
    }

    private static double[][] Scaled(double[][] columns, double factor) => Array.ConvertAll(columns, column => Array.ConvertAll(column, v => v * factor));

    internal static double Quantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int i = (int)at;
        return i + 1 < sorted.Length ? sorted[i] + ((at - i) * (sorted[i + 1] - sorted[i])) : sorted[^1];
    }
}
