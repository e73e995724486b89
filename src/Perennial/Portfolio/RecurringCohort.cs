namespace Perennial.Portfolio;

/// <summary>Customers whose recurring revenue began in one quarter, followed by months since each one's own first.</summary>
/// <param name="Quarter">Its first day.</param>
/// <param name="Customers">How many there are.</param>
/// <param name="Cells">From age 0 on, as far as all of them have lived.</param>
public sealed record RecurringCohort(DateOnly Quarter, long Customers, IReadOnlyList<RecurringCohortCell> Cells);

/// <summary>One age.</summary>
/// <param name="Age">Months since the first.</param>
/// <param name="First">Recurring revenue at the end of the first month.</param>
/// <param name="Level">At the end of the month of this age.</param>
/// <param name="Capped">The same, each customer at most at their first.</param>
/// <param name="Paying">Customers with recurring revenue then.</param>
public sealed record RecurringCohortCell(int Age, decimal First, decimal Level, decimal Capped, long Paying)
{
    /// <summary>Gives net retention (mrr.cohort.net.v1).</summary>
    public double? Net => RecurringMeasures.NetRetention([(First, Level)]);

    /// <summary>Gives gross retention (mrr.cohort.gross.v1).</summary>
    public double? Gross => RecurringMeasures.GrossRetention([(First, Capped)]);
}
