using System.Globalization;
using Perennial.Ingest.Mapping;

namespace Perennial.Ingest.Quality;

/// <summary>Ids, same-day orders, customers who were there before the data begin.</summary>
internal static class CustomerFindings
{
    public static IEnumerable<QualityFinding> Of(QualityFacts facts) =>
    [
        .. Ids(facts),
        .. Days(facts),
        .. OneForAll(facts),
        .. Encoding(facts),
    ];

    private static IEnumerable<QualityFinding> Ids(QualityFacts facts)
    {
        ColumnProfile customer = facts.Decision[Role.Customer]!.Column;
        if (facts.Readings.CustomerDotZero)
        {
            yield return new QualityFinding("id-normalised", QualityReport.Info, "Customer ids are written as numbers with a decimal", facts.Rows.In, null, customer.Samples, "The '.0' at the end is dropped: 17850.0 is customer 17850. Nothing else is changed; leading zeros stay.");
        }

        if (facts.Readings.CustomerEmails)
        {
            yield return new QualityFinding("id-normalised", QualityReport.Info, "Customers are named by e-mail address", facts.Rows.In, null, [], "Addresses are compared in lower case.");
        }

        foreach (string sentence in facts.Decision.Warnings.Where(warning => warning.Contains("one to one", StringComparison.Ordinal)))
        {
            yield return new QualityFinding("one-to-one-ids", QualityReport.Info, "Two columns identify customers one to one", facts.Rows.In, null, [], sentence);
        }
    }

    private static IEnumerable<QualityFinding> Days(QualityFacts facts)
    {
        bool orders = facts.Decision[Role.Order] is not null;
        (long shared, long extra) = facts.Connection.List(
            IngestSql.Text("53_customer_days", ("order", orders ? "DISTINCT hash(order_id)" : "*")), row => (row.Int64(0), row.Int64(1)))[0];
        if (shared > 0)
        {
            yield return new QualityFinding(
                "same-day-orders", QualityReport.Info, $"Customer-days with more than one {(orders ? "order" : "row")}", shared, null, [string.Create(CultureInfo.InvariantCulture, $"{extra:N0} beyond the first of the day")], "All are kept; a purchase history counts one purchase a customer and day, with the sum of the day.");
        }

        IReadOnlyList<(DateOnly First, long Customers)> firsts = facts.Connection.List(IngestSql.Text("53_first_days"), row => (row.Date(0), row.Int64(1)));
        if (LeftCensored(firsts, facts.AsOf) is { } finding)
        {
            yield return finding;
        }
    }

    /// <summary>Judges by the rule of <see cref="LeftCensoring"/>, on sales as they came: returns are netted later, and a run then states it anew.</summary>
    private static QualityFinding? LeftCensored(IReadOnlyList<(DateOnly First, long Customers)> firsts, DateOnly asOf)
    {
        if (firsts.Count == 0)
        {
            return null;
        }

        DateOnly begin = firsts[0].First;
        long[] arrivals = new long[(asOf.DayNumber - begin.DayNumber + 1) / LeftCensoring.PeriodDays];
        foreach ((DateOnly first, long customers) in firsts)
        {
            int period = (first.DayNumber - begin.DayNumber) / LeftCensoring.PeriodDays;
            if (period < arrivals.Length)
            {
                arrivals[period] += customers;
            }
        }

        LeftCensoring found = LeftCensoring.Judge(begin, arrivals);
        return found.BurnInEnds is { } end ? found.Finding(firsts.Where(first => first.First <= end).Sum(first => first.Customers)) : null;
    }

    private static IEnumerable<QualityFinding> OneForAll(QualityFacts facts)
    {
        if (facts.Rows.Used < 200)
        {
            yield break;
        }

        (string id, long rows, double money) = facts.Connection.List(IngestSql.Text("57_top_customer"), row => (row.String(0)!, row.Int64(1), row.Double(2)))[0];
        if (rows > 0.05 * facts.Rows.Used)
        {
            yield return new QualityFinding(
                "dominant-customer",
                QualityReport.Warning,
                "One customer has a large share of all rows",
                rows,
                facts.Share(money),
                [Printable.Text(id)],
                "Kept. If the id stands for guests or a till rather than a person, leave its rows out of the file.");
        }
    }

    private static IEnumerable<QualityFinding> Encoding(QualityFacts facts)
    {
        if (facts.Decision[Role.Customer]!.Column.WithLetters == 0)
        {
            yield break;
        }

        (long rows, string? example) = facts.Connection.List(IngestSql.Text("60_encoding"), row => (row.Int64(0), row.String(1)))[0];
        if (rows > 0)
        {
            yield return new QualityFinding("encoding-damage", QualityReport.Warning, "Customer ids with damaged letters", rows, null, [Printable.Text(example ?? "")], "Kept as found. The file was saved in another alphabet than it was read in somewhere on its way; have it exported as UTF-8.");
        }
    }
}
