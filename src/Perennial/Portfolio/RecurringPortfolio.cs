using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Ledger;

namespace Perennial.Portfolio;

/// <summary>Facts of recurring revenue. Reads <c>ledger_movements</c>, <c>ledger_recurring</c> and, for terms, <c>identity_subscriptions</c>.</summary>
public sealed class RecurringPortfolio(DuckDbConnection connection)
{
    /// <summary>Finds months and retention.</summary>
    /// <param name="asOf">The day the movements are known up to.</param>
    /// <param name="preset">The conventions they were counted by.</param>
    public RecurringFacts Run(DateOnly asOf, RecurringPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        IReadOnlyList<RecurringMonth> months = SqlFile.Of("Portfolio", "80_recurring_months").List(connection, Read, new DuckDbParameter("as_of", asOf));
        DateOnly from = asOf.AddYears(-1).AddDays(1);
        if (months.Count == 0 || months[0].Month >= from)
        {
            return new RecurringFacts(preset, asOf, months, null);
        }

        DuckDbParameter[] period = [new("from_day", from), new("to_day", asOf)];
        SqlFile.Of("Portfolio", "83_renewals").Execute(connection, period);
        IReadOnlyList<RecurringGroup> groups = Groups(period, preset);
        return new RecurringFacts(preset, asOf, months, Retention(from, asOf, period, preset)) { Groups = groups };
    }

    /// <summary>Gives customers by the quarter in which they began, and what they pay by months since.</summary>
    public IReadOnlyList<RecurringCohort> Cohorts(DateOnly asOf) =>
    [
        .. SqlFile.Of("Portfolio", "89_recurring_cohorts").List(
            connection, row => (Quarter: row.Date(0), Customers: row.Int64(2), Cell: new RecurringCohortCell(row.Int32(1), row.Decimal(3), row.Decimal(4), row.Decimal(5), row.Int64(6))), new DuckDbParameter("as_of", asOf))
            .GroupBy(row => row.Quarter).Select(quarter => new RecurringCohort(quarter.Key, quarter.First().Customers, [.. quarter.Select(row => row.Cell)])),
    ];

    // Recurring revenue from the opening of a first day to the closing of a last, by segment, channel and cohort.
    private IReadOnlyList<RecurringGroup> Groups(DuckDbParameter[] period, RecurringPreset preset) => SqlFile.Of("Portfolio", "84_recurring_groups").List(
        connection,
        row => new RecurringGroup(
            row.String(0)!, row.String(1)!, row.Decimal(2), row.Decimal(3), row.Decimal(4), row.Decimal(5), row.Decimal(6), row.Decimal(7), row.Decimal(8), row.Decimal(9), row.Decimal(10),
            row.Decimal(11), row.Int64(12), row.Int64(13), row.Int64(14), row.Int64(15), row.Int64(16), row.Int64(17)) { NewInLogoChurn = preset.NewInLogoChurn },
        [.. period, new("reactivation", preset.ReactivationInNrr)]);

    // What was kept of it.
    private RecurringRetention Retention(DateOnly from, DateOnly to, DuckDbParameter[] period, RecurringPreset preset)
    {
        IReadOnlyList<(decimal Opening, decimal Closing)> kept = SqlFile.Of("Portfolio", "81_recurring_kept").List(
            connection, row => (row.Decimal(1), row.Boolean(3) && !preset.ReactivationInNrr ? 0 : row.Decimal(2)), period);
        long won = SqlFile.Of("Portfolio", "82_recurring_won").List(connection, row => row.Int64(0), period)[0];
        (long due, long renewed) = connection.List("SELECT CAST(coalesce(sum(due), 0) AS BIGINT), CAST(coalesce(sum(renewed), 0) AS BIGINT) FROM portfolio_renewals", row => (row.Int64(0), row.Int64(1)))[0];
        long lost = kept.Count(customer => customer.Closing <= 0);
        return new RecurringRetention(
            from,
            to,
            kept.Sum(customer => customer.Opening),
            kept.Count,
            lost,
            RecurringMeasures.NetRetention(kept),
            RecurringMeasures.GrossRetention(kept),
            RecurringMeasures.LogoChurn(lost, kept.Count, won, preset.NewInLogoChurn),
            due,
            RecurringMeasures.RenewalRate(renewed, due));
    }

    private static RecurringMonth Read(DuckDbRow row) => new(
        row.Date(0), row.Decimal(1), row.Decimal(2), row.Decimal(3), row.Decimal(4), row.Decimal(5), row.Decimal(6), row.Decimal(7), row.Decimal(8), row.Decimal(9), row.Decimal(10),
        row.Decimal(11), row.Decimal(12), row.Int64(13), row.Int64(14), row.Int64(15));
}
