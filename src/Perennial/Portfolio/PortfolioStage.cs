using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Ingest.Quality;
using Perennial.Kernel;

namespace Perennial.Portfolio;

/// <summary>What is so, before any model. Reads <c>ledger_days</c> and <c>features_histories</c> of the as-of day; gives the facts, whatever the data: one customer, no amounts, nothing but returns.</summary>
public sealed class PortfolioStage(DuckDbConnection connection)
{
    /// <summary>Finds the facts as known at the end of a day.</summary>
    /// <param name="histories">What <see cref="FeaturesStage.Run"/> gave for the same day.</param>
    /// <param name="leftCensoring">What <see cref="FeaturesStage.LeftCensoring"/> gave for the same day.</param>
    public Facts Run(CustomerHistories histories, LeftCensoring leftCensoring)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(leftCensoring);
        DateOnly asOf = histories.AsOf;
        DuckDbParameter known = new("as_of", asOf);
        Sql("05_purchases").Execute(connection, known);
        Totals totals = Sql("10_totals").List(connection, Totals.Read, known)[0];
        List<Cohort> cohorts = Cohorts(asOf, known);
        SettingVerdict setting = SettingVerdict.Judge(Sql("70_regularity").List(connection, Regularity.Read)[0]);
        Facts facts = new()
        {
            Customers = totals.Customers,
            Buyers = totals.Buyers,
            Orders = totals.Orders,
            RevenueGross = totals.Gross,
            RevenueNet = totals.Gross - totals.Refunds,
            Refunds = totals.Refunds,
            RepeatRate = histories.Count == 0 ? 0 : (double)histories.Frequency.Count(static x => x > 0) / histories.Count,
            FirstDay = totals.FirstDay ?? asOf,
            LastOrderDay = totals.LastDay,
            AsOf = asOf,
            Cohorts = cohorts,
            Retention = RetentionCurve.Weighted(cohorts),
            Concentration = ConcentrationMeasures.Of(Revenues(known)),
            InterPurchaseDays = GapQuantiles.Of(Sql("60_gap_counts").List(connection, static row => new KeyValuePair<int, long>(row.Int32(0), row.Int64(1)))),
            FrequencyHistogram = FrequencyHistogram(histories.Frequency),
            Months = Months(asOf, known),
            Setting = setting.Setting,
            SettingEvidence = setting.Evidence,
            FrequencySpendCorrelation = FrequencySpend.Correlate(histories.Frequency, histories.MeanSpend),
            LeftCensored = histories.FirstSeenBy(leftCensoring.BurnInEnds).Count(static seen => seen),
            BurnInEnds = leftCensoring.BurnInEnds,
        };
        connection.Execute("DROP TABLE portfolio_purchases");
        return PortfolioChecks.Hold(facts);
    }

    /// <summary>Gives the first day of the ledger as known at the end of a day, or that day where there is none.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    public DateOnly FirstDay(DateOnly asOf) =>
        connection.Scalar<DateOnly?>("SELECT min(day) FROM ledger_days WHERE day <= CAST($as_of AS DATE)", new DuckDbParameter("as_of", asOf)) ?? asOf;

    private static SqlFile Sql(string name) => SqlFile.Of("Portfolio", name);

    private static bool IsOver(DateOnly monthStart, DateOnly asOf) => monthStart.AddMonths(1).AddDays(-1) <= asOf;

    private static long[] FrequencyHistogram(int[] frequency)
    {
        long[] counts = new long[11];
        foreach (int x in frequency)
        {
            counts[Math.Min(x, 10)]++;
        }

        return counts;
    }

    private double[] Revenues(DuckDbParameter known)
    {
        Column<double> revenues = new();
        using DuckDbResult result = Sql("40_revenue").Query(connection, known);
        while (result.Read(out DuckDbChunk chunk))
        {
            revenues.Add(chunk.Double(0));
        }

        double[] sorted = revenues.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private List<Cohort> Cohorts(DateOnly asOf, DuckDbParameter known)
    {
        var cells = Sql("20_cohorts").List(
            connection,
            static row => (Month: row.Date(0), Size: row.Int64(1), Age: row.Int32(2), Active: row.Int64(3), Revenue: row.Decimal(4)),
            known);
        List<Cohort> cohorts = [];
        foreach (var cohort in cells.GroupBy(static cell => (cell.Month, cell.Size)))
        {
            decimal cumulative = 0;
            List<CohortCell> row = [];
            foreach (var cell in cohort)
            {
                cumulative += cell.Revenue;
                row.Add(new(cell.Active, cell.Revenue, decimal.Round(cumulative / cell.Size, 4), IsOver(cell.Month.AddMonths(cell.Age), asOf)));
            }

            cohorts.Add(new(cohort.Key.Month, cohort.Key.Size, row));
        }

        return cohorts;
    }

    private IReadOnlyList<MonthFact> Months(DateOnly asOf, DuckDbParameter known) => Sql("30_months").List(
        connection,
        row => new MonthFact(row.Date(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Decimal(4), row.Decimal(5), IsOver(row.Date(0), asOf)),
        known);

    private sealed record Totals(long Customers, long Buyers, long Orders, decimal Gross, decimal Refunds, DateOnly? FirstDay, DateOnly? LastDay)
    {
        public static Totals Read(DuckDbRow row) =>
            new(row.Int64(0), row.Int64(1), row.Int64(2), row.Decimal(3), row.Decimal(4), row.IsNull(5) ? null : row.Date(5), row.IsNull(6) ? null : row.Date(6));
    }
}
