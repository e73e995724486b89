namespace Perennial.Portfolio;

/// <summary>What is so, before any model: the facts of a customer base as known on the as-of day.</summary>
/// <remarks>Each figure's definition id is in <c>definitions</c>; money is in the run's currency, days are business days.</remarks>
public sealed record Facts
{
    /// <summary>Gives the customers with at least one used row.</summary>
    public required long Customers { get; init; }

    /// <summary>Gives the customers with at least one purchase day: those whose purchases were not all taken back on their own day.</summary>
    public long Buyers { get; init; }
    public required long Orders { get; init; }
    public required decimal RevenueGross { get; init; }
    public required decimal RevenueNet { get; init; }
    public required decimal Refunds { get; init; }

    /// <summary>Gives the share of buyers with at least one repeat purchase day, 0 to 1.</summary>
    public required double RepeatRate { get; init; }
    public required DateOnly FirstDay { get; init; }

    /// <summary>Gives the day of the last order up to the as-of day; null where there is none.</summary>
    public DateOnly? LastOrderDay { get; init; }
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives the acquisition cohorts by month, oldest first, with one cell an age in months.</summary>
    public required IReadOnlyList<Cohort> Cohorts { get; init; }

    /// <summary>Gives the size-weighted share of customers active at age k months, over the cohorts that have reached it in full.</summary>
    public required IReadOnlyList<RetentionPoint> Retention { get; init; }
    public required Concentration Concentration { get; init; }

    /// <summary>Gives the distribution of days between purchase days: quantile level to days.</summary>
    public required IReadOnlyList<Quantile> InterPurchaseDays { get; init; }

    /// <summary>Gives customers by number of repeat purchases: 0, 1, …, 9, then 10 or more.</summary>
    public required IReadOnlyList<long> FrequencyHistogram { get; init; }
    public required IReadOnlyList<MonthFact> Months { get; init; }

    /// <summary>Gives contractual, non-contractual or undetermined.</summary>
    public required string Setting { get; init; }

    /// <summary>Gives the evidence for <see cref="Setting"/>, one sentence each.</summary>
    public required IReadOnlyList<string> SettingEvidence { get; init; }

    /// <summary>Gives Spearman's correlation of frequency and mean spend over repeat customers with its 95 % interval, or null where it cannot be computed.</summary>
    public Correlation? FrequencySpendCorrelation { get; init; }

    /// <summary>Gives how many customers were first seen in the burn-in and may have been customers before the data begin.</summary>
    public long LeftCensored { get; init; }

    /// <summary>Gives the last day of the burn-in, or null where no left-censoring is suspected.</summary>
    public DateOnly? BurnInEnds { get; init; }
}

/// <summary>One acquisition month.</summary>
/// <param name="Month">First day of the acquisition month.</param>
/// <param name="Size">Customers acquired.</param>
/// <param name="Cells">Ages 0, 1, 2 … months.</param>
public sealed record Cohort(DateOnly Month, long Size, IReadOnlyList<CohortCell> Cells);

/// <summary>One cell of the cohort triangle.</summary>
/// <param name="Active">Customers with a purchase in that calendar month.</param>
/// <param name="Revenue">Net revenue in that month.</param>
/// <param name="CumulativePerCustomer">Cumulative net revenue per acquired customer.</param>
/// <param name="Complete">False where the month had not ended on the as-of day.</param>
public sealed record CohortCell(long Active, decimal Revenue, decimal CumulativePerCustomer, bool Complete);

/// <summary>Retention at one age.</summary>
public sealed record RetentionPoint(int AgeMonths, double Share, long Customers);

/// <summary>How concentrated revenue is. Shares are of net revenue to date, 0 to 1; customers below zero count as zero. All 0 where nothing is positive.</summary>
/// <param name="Top1Percent">Share of the largest 1 % of customers, rounded up to whole customers.</param>
/// <param name="Top5Percent">Share of the largest 5 %.</param>
/// <param name="Top10Percent">Share of the largest 10 %.</param>
/// <param name="Top20Percent">Share of the largest 20 %.</param>
/// <param name="Gini">Gini coefficient, 0 (all equal) to 1.</param>
/// <param name="Hhi">Herfindahl-Hirschman index, 0 to 10,000.</param>
/// <param name="EffectiveNumber">How many equal customers would be as concentrated: 10,000 / HHI.</param>
/// <param name="Lorenz">At most 101 points from (0, 0) to (1, 1).</param>
public sealed record Concentration(double Top1Percent, double Top5Percent, double Top10Percent, double Top20Percent, double Gini, double Hhi, double EffectiveNumber, IReadOnlyList<LorenzPoint> Lorenz);

/// <summary>One point of the Lorenz curve: cumulative share of customers (poorest first) and of revenue.</summary>
public sealed record LorenzPoint(double Customers, double Revenue);

/// <summary>A quantile: level in (0, 1) and value.</summary>
public sealed record Quantile(double Level, double Value);

/// <summary>One calendar month.</summary>
public sealed record MonthFact(DateOnly Month, long Orders, long ActiveCustomers, long NewCustomers, decimal RevenueGross, decimal RevenueNet, bool Complete);

/// <summary>A correlation with its interval.</summary>
public sealed record Correlation(double Value, double Low, double High, long Customers);
