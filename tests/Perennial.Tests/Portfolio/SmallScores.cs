using Perennial.Scoring;

namespace Perennial.Tests.Portfolio;

/// <summary>Scores of a few customers, of which a test states only what it speaks of.</summary>
internal static class SmallScores
{
    private static readonly double[] NoNumbers = [];

    /// <summary>Makes them; quantiles are the value itself unless stated.</summary>
    /// <param name="clv">The n values.</param>
    /// <param name="leaves">The n chances to leave within a year.</param>
    /// <param name="mrr">The n amounts of recurring revenue, which are revenue to date too.</param>
    /// <param name="p10">The n lower ends.</param>
    /// <param name="p90">The n upper ends.</param>
    public static ScoreTable Of(double[] clv, double[]? leaves = null, double[]? mrr = null, double[]? p10 = null, double[]? p90 = null)
    {
        int n = clv.Length;
        leaves ??= new double[n];
        mrr ??= new double[n];
        return new()
        {
            CustomerKey = [.. Enumerable.Range(0, n)],
            CustomerId = [.. Enumerable.Range(0, n).Select(i => $"c{i:000}")],
            FirstPurchase = new DateOnly[n], LastPurchase = new DateOnly[n], Orders = new int[n], RevenueToDate = [.. mrr.Select(m => (decimal)m)], Frequency = new int[n],
            Recency = NoNumbers, T = NoNumbers, MeanSpend = NoNumbers, PAlive = NoNumbers, PZero = new double[n], ExpectedOrders = NoNumbers, ExpectedSpend = NoNumbers,
            Clv = clv, ClvP50 = clv, ClvP10 = p10 ?? clv, ClvP90 = p90 ?? clv, ClvP025 = p10 ?? clv, ClvP975 = p90 ?? clv, Percentile = clv, Quality = new string[n],
            Contracts = new ContractScores { Model = new string?[n], PChurn30 = leaves, PChurn90 = leaves, PChurn365 = leaves, LifetimeMonths = leaves, Mrr = mrr },
        };
    }
}
