using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Reports.Finance;

/// <summary>What the finance workbook computes from: movements and the cohort of a year, by segment.</summary>
/// <param name="Movements">By month and segment, in that order.</param>
/// <param name="Cohort">By segment; levels on the as-of day too.</param>
internal sealed record FinanceInputs(IReadOnlyList<FinanceMovement> Movements, IReadOnlyList<FinanceCohort> Cohort)
{
    /// <summary>Reads them of the run's tables, of the twelve months to the as-of day.</summary>
    public static FinanceInputs Read(DuckDbConnection engine, RunRecord run)
    {
        DateOnly from = run.AsOf.AddYears(-1).AddDays(1);
        IReadOnlyList<FinanceMovement> movements = SqlFile.Of("Reports", "50_finance_movements").List(
            engine,
            row => new FinanceMovement(row.Date(0), row.String(1)!, [row.Double(2), row.Double(3), row.Double(4), row.Double(5), row.Double(6), row.Double(7)], row.Int64(8), row.Int64(9)));
        IReadOnlyList<FinanceCohort> cohort = SqlFile.Of("Reports", "51_finance_cohort").List(
            engine,
            row => new FinanceCohort(row.String(0)!, row.Double(1), row.Int64(2), row.Int64(3), row.Double(4), row.Double(5), row.Int64(6), row.Double(7), row.Double(8)),
            new DuckDbParameter("from_day", from), new DuckDbParameter("to_day", run.AsOf), new DuckDbParameter("back", run.Recurring!.Preset.ReactivationInNrr));
        return new FinanceInputs(movements, cohort);
    }
}

/// <summary>Movements of one month and segment: new, reactivation, expansion, contraction, churn, currency; lost ones negative.</summary>
internal sealed record FinanceMovement(DateOnly Month, string Segment, double[] Amounts, long Won, long Lost);

/// <summary>The customers of one segment over the year to the as-of day.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Opening">Their recurring revenue at the opening.</param>
/// <param name="Customers">How many had any.</param>
/// <param name="Lost">Of them, those who have none now.</param>
/// <param name="Counted">What they pay now.</param>
/// <param name="Kept">Of it, at most what each paid.</param>
/// <param name="CustomersNow">Customers with recurring revenue now, those won since among them.</param>
/// <param name="MrrNow">Recurring revenue now.</param>
/// <param name="Serve">Cost to serve in the year.</param>
internal sealed record FinanceCohort(string Segment, double Opening, long Customers, long Lost, double Counted, double Kept, long CustomersNow, double MrrNow, double Serve);
