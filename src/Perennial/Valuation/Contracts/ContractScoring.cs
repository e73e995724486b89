using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Features.Contracts;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Scoring;

namespace Perennial.Valuation.Contracts;

/// <summary>The scores of all customers: those with subscriptions by their contracts, the others as they are, each once.</summary>
public static class ContractScoring
{
    /// <summary>Puts both kinds into one table, in the order of the exports.</summary>
    /// <param name="engine">The session with <c>identity_customers</c>.</param>
    /// <param name="purchases">Scores of customers without a subscription.</param>
    /// <param name="known">The histories of all who have bought.</param>
    /// <param name="accounts">The accounts with subscriptions.</param>
    /// <param name="model">The law their values come from; none where nothing is predicted for them.</param>
    /// <param name="values">Their values, in their order; null where nothing is predicted for them.</param>
    /// <param name="unit">The time unit of the scores.</param>
    public static ScoreTable Merge(
        DuckDbConnection engine, ScoreTable purchases, CustomerHistories known, IReadOnlyList<ContractAccount> accounts, string model, ContractValues? values, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(accounts);
        var told = purchases.CustomerKey.Index().ToDictionary(row => row.Item, row => row.Index);
        var account = accounts.Index().ToDictionary(row => row.Item.Key, row => row.Index);
        var bought = known.CustomerKey.Index().ToDictionary(row => row.Item, row => row.Index);
        var rows = new List<(int Key, string Id, int Told, int Account, int Bought)>();
        foreach ((int key, string id) in SqlFile.Of("Valuation", "10_order").List(engine, row => (row.Int32(0), row.String(1)!)))
        {
            int contract = account.GetValueOrDefault(key, -1), other = told.GetValueOrDefault(key, -1);
            if (contract >= 0 || other >= 0)
            {
                rows.Add((key, id, contract >= 0 ? -1 : other, contract, bought.GetValueOrDefault(key, -1)));
            }
        }

        T[] Pick<T>(T[] own, Func<(int Key, string Id, int Told, int Account, int Bought), T> contract) => [.. rows.Select(row => row.Told >= 0 ? own[row.Told] : contract(row))];
        double[] Contract(Func<ContractValues, int, double> value) => [.. rows.Select(row => row.Account >= 0 && values is not null ? value(values, row.Account) : double.NaN)];
        double length = unit.Days();
        double[] clv = Pick(purchases.Clv, row => values?.Value[values.Main][row.Account] ?? double.NaN);
        double[] Quantile(double[] own, int level) => Pick(own, row => values?.Quantiles[level][row.Account] ?? double.NaN);
        return new()
        {
            CustomerKey = [.. rows.Select(row => row.Key)],
            CustomerId = [.. rows.Select(row => row.Id)],
            FirstPurchase = Pick(purchases.FirstPurchase, row => Day(known.FirstDay, row.Bought)),
            LastPurchase = Pick(purchases.LastPurchase, row => Day(known.LastDay, row.Bought)),
            Orders = Pick(purchases.Orders, row => row.Bought >= 0 ? known.Orders[row.Bought] : 0),
            RevenueToDate = Pick(purchases.RevenueToDate, row => row.Bought >= 0 ? known.RevenueToDate[row.Bought] : 0),
            Frequency = Pick(purchases.Frequency, row => row.Bought >= 0 ? known.Frequency[row.Bought] : 0),
            Recency = Pick(purchases.Recency, row => row.Bought >= 0 ? known.RecencyDays[row.Bought] / length : double.NaN),
            T = Pick(purchases.T, row => row.Bought >= 0 ? known.TDays[row.Bought] / length : double.NaN),
            MeanSpend = Pick(purchases.MeanSpend, row => row.Bought >= 0 ? known.MeanSpend[row.Bought] : 0),
            PAlive = Pick(purchases.PAlive, _ => double.NaN),
            PZero = Pick(purchases.PZero, row => values?.NoRevenue[row.Account] ?? double.NaN),
            ExpectedOrders = Pick(purchases.ExpectedOrders, _ => double.NaN),
            ExpectedSpend = Pick(purchases.ExpectedSpend, _ => double.NaN),
            Clv = clv,
            ClvP025 = Quantile(purchases.ClvP025, 0),
            ClvP10 = Quantile(purchases.ClvP10, 1),
            ClvP50 = Quantile(purchases.ClvP50, 2),
            ClvP90 = Quantile(purchases.ClvP90, 3),
            ClvP975 = Quantile(purchases.ClvP975, 4),
            Percentile = ValuationStage.Percentiles(clv),
            Quality = Pick(purchases.Quality, _ => values is null ? "abstain" : "ok"),
            Contracts = new()
            {
                Model = [.. rows.Select(row => row.Account >= 0 ? model : null)],
                PChurn30 = Contract((v, i) => v.Left[0][i]),
                PChurn90 = Contract((v, i) => v.Left[1][i]),
                PChurn365 = Contract((v, i) => v.Left[2][i]),
                LifetimeMonths = Contract((v, i) => v.Lifetime[i]),
                Mrr = [.. rows.Select(row => row.Account >= 0 ? accounts[row.Account].Mrr : double.NaN)],
            },
        };
    }

    private static DateOnly Day(int[] days, int row) => row < 0 ? DateOnly.MinValue : DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days[row]);
}
