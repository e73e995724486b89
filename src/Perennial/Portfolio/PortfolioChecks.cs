using System.Diagnostics;

namespace Perennial.Portfolio;

/// <summary>What must hold of the facts: their parts add up to their totals.</summary>
internal static class PortfolioChecks
{
    public static Facts Hold(Facts facts)
    {
        Same("months", "net revenue", facts.Months.Sum(static month => month.RevenueNet), facts.RevenueNet);
        Same("months", "orders", facts.Months.Sum(static month => month.Orders), facts.Orders);
        Same("cohorts", "buyers", facts.Cohorts.Sum(static cohort => cohort.Size), facts.Buyers);
        Same("frequency histogram", "buyers", facts.FrequencyHistogram.Sum(), facts.Buyers);
        return facts;
    }

    private static void Same(string parts, string what, decimal sum, decimal total)
    {
        if (sum != total)
        {
            throw new UnreachableException($"The {parts} add up to {sum} {what}, but the total is {total}.");
        }
    }
}
