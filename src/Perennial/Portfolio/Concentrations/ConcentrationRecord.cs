namespace Perennial.Portfolio.Concentrations;

/// <summary>How much of a company rests on how few of its customers, and what their leaving would take.</summary>
/// <param name="Measures">Concentration of revenue and margin of the last twelve months and of value ahead.</param>
/// <param name="Trend">Concentration of trailing twelve months' revenue at the ends of quarters, oldest first; empty where the ledger is too short.</param>
/// <param name="Whale">Cumulative value ahead, the best customer first, at each hundredth of the customers; empty without values.</param>
/// <param name="Protection">Recurring revenue of the largest accounts under a term; empty without subscriptions.</param>
/// <param name="Loss">What the leaving of the largest accounts within a year may take; null without values.</param>
/// <param name="Top">The largest accounts by value, and what is left when one of them leaves.</param>
public sealed record ConcentrationRecord(
    IReadOnlyList<ConcentrationMeasure> Measures, IReadOnlyList<ConcentrationQuarter> Trend, IReadOnlyList<decimal> Whale, IReadOnlyList<TermProtection> Protection, LossRecord? Loss, IReadOnlyList<TopAccount> Top)
{
    /// <summary>Gives how much rests on few segments, channels and product lines; none where they are not known.</summary>
    public IReadOnlyList<GroupConcentration> Groups { get; init; } = [];
}

/// <summary>The concentration of one amount. Customers below zero count as zero in shares, and are told apart.</summary>
/// <param name="Name">revenue, margin, or value.</param>
/// <param name="DefinitionId">The definition of the amount.</param>
/// <param name="Customers">Customers with an amount.</param>
/// <param name="Total">Sum of the amounts above zero, of which shares are taken.</param>
/// <param name="Negative">Customers below zero.</param>
/// <param name="NegativeTotal">Sum of their amounts.</param>
/// <param name="Top1">Share of the largest customer.</param>
/// <param name="Top5">Share of the five largest.</param>
/// <param name="Top10">Share of the ten largest.</param>
/// <param name="Shares">Shares of the largest per cent, Gini, HHI, effective number, Lorenz curve.</param>
public sealed record ConcentrationMeasure(
    string Name, string DefinitionId, int Customers, double Total, int Negative, double NegativeTotal, double Top1, double Top5, double Top10, Concentration Shares)
{
    /// <summary>Measures n amounts; what is not finite is left out. Null where there is none above zero.</summary>
    public static ConcentrationMeasure? Of(string name, string definitionId, IEnumerable<double> amounts)
    {
        double[] rising = [.. amounts.Where(double.IsFinite)];
        Array.Sort(rising);
        return OfRising(name, definitionId, rising);
    }

    /// <summary>Measures n finite amounts that rise already.</summary>
    internal static ConcentrationMeasure? OfRising(string name, string definitionId, double[] rising)
    {
        double total = 0, negative = 0;
        foreach (double amount in rising)
        {
            total += Math.Max(0, amount);
            negative += Math.Min(0, amount);
        }

        return total <= 0 ? null : new(
            name, definitionId, rising.Length, total, rising.TakeWhile(amount => amount < 0).Count(), negative, Share(1), Share(5), Share(10), ConcentrationMeasures.OfRising(rising));

        double Share(int n) => Math.Min(1, rising[^Math.Min(n, rising.Length)..].Reverse().Sum(amount => Math.Max(0, amount)) / total);
    }
}

/// <summary>Concentration of the revenue of twelve months.</summary>
/// <param name="Day">The last of them, which ends a quarter.</param>
/// <param name="Customers">Customers with revenue above zero.</param>
/// <param name="Revenue">Their net revenue.</param>
/// <param name="Top1">Share of the largest customer.</param>
/// <param name="Top5">Share of the five largest.</param>
/// <param name="Top10">Share of the ten largest.</param>
/// <param name="Hhi">HHI, 0 to 10,000.</param>
public sealed record ConcentrationQuarter(DateOnly Day, long Customers, decimal Revenue, double Top1, double Top5, double Top10, double Hhi)
{
    /// <summary>Gives 10,000 / HHI.</summary>
    public double EffectiveNumber => 10_000 / Hhi;
}

/// <summary>Recurring revenue of the largest accounts under a term of three months or more that runs.</summary>
/// <param name="Largest">How many accounts, the largest by value first; null for all.</param>
/// <param name="Mrr">Their recurring revenue a month.</param>
/// <param name="Share">The part of it under such a term, 0 to 1.</param>
/// <param name="MonthsLeft">Months to the end of the term, in the mean over that part, weighted by it; null where there is none.</param>
public sealed record TermProtection(int? Largest, double Mrr, double Share, double? MonthsLeft);

/// <summary>One of the largest accounts, and what is left when it leaves.</summary>
/// <param name="CustomerId">The account.</param>
/// <param name="Value">Its value.</param>
/// <param name="Share">Its share of the value of those above zero.</param>
/// <param name="Leaves">Chance to leave within a year, 0 to 1.</param>
/// <param name="MonthsLeft">Months to the end of its term of three months or more; null without.</param>
/// <param name="EquityAfter">Value of all others.</param>
/// <param name="HhiAfter">HHI of all others.</param>
/// <param name="Top10After">Share of the ten largest of all others.</param>
public sealed record TopAccount(string CustomerId, double Value, double Share, double Leaves, double? MonthsLeft, double EquityAfter, double HhiAfter, double Top10After);
