using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio;

/// <summary>Facts of cost-to-serve. Reads <c>ledger_cost_bookings</c>, <c>ledger_costs</c> and <c>ledger_days</c>.</summary>
public sealed class CostPortfolio(DuckDbConnection connection)
{
    private const int Steps = 100;

    /// <summary>Finds pools and the whale curve; null where nothing was booked.</summary>
    public CostFacts? Run()
    {
        IReadOnlyList<CostPool> pools = SqlFile.Of("Portfolio", "86_cost_pools").List(connection, row => new CostPool(row.String(0)!, row.Decimal(1), row.Decimal(2), row.Decimal(3), row.Decimal(4), row.Decimal(5)));
        if (pools.Count == 0)
        {
            return null;
        }

        (DateOnly from, DateOnly to) = connection.List("SELECT min(from_day), max(to_day) FROM ledger_cost_bookings", row => (row.Date(0), row.Date(1).AddDays(-1)))[0];
        IReadOnlyList<(decimal Revenue, decimal Cost)> customers = SqlFile.Of("Portfolio", "87_cost_customers").List(connection, row => (row.Decimal(1), row.Decimal(2)));
        return new CostFacts(from, to, pools, customers.Sum(c => c.Revenue), customers.Count(c => c.Cost > c.Revenue), WhaleCurve([.. customers.Select(c => c.Revenue - c.Cost)]));
    }

    /// <summary>Gives cumulative amounts at each hundredth of n customers, from 0.</summary>
    /// <param name="amounts">What each customer left, the best first.</param>
    public static IReadOnlyList<decimal> WhaleCurve(IReadOnlyCollection<decimal> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        return WhaleCurve(amounts, amounts.Count);
    }

    /// <summary>Gives the same of amounts that are read once.</summary>
    /// <param name="amounts">What each customer left, the best first.</param>
    /// <param name="count">How many there are.</param>
    internal static IReadOnlyList<decimal> WhaleCurve(IEnumerable<decimal> amounts, int count)
    {
        decimal[] curve = new decimal[Steps + 1];
        decimal cumulative = 0;
        (int read, int step) = (0, 0);
        foreach (decimal amount in amounts)
        {
            for (; (long)count * step / Steps == read; step++)
            {
                curve[step] = cumulative;
            }

            cumulative += amount;
            read++;
        }

        Array.Fill(curve, cumulative, step, curve.Length - step);
        return curve;
    }
}
