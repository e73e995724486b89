using System.Globalization;
using Perennial.Ingest.Mapping;

namespace Perennial.Ingest.Quality;

/// <summary>Duplicates, returns, zeros, outliers, fees: what the money looks like.</summary>
internal static class MoneyFindings
{
    /// <summary>A shop that gives back more than this share of its sales is worth a look.</summary>
    private const double MuchReturned = 0.3;

    public static IEnumerable<QualityFinding> Of(QualityFacts facts) =>
    [
        .. Duplicates(facts),
        .. Returns(facts),
        .. Zeros(facts),
        .. Outliers(facts),
        .. PseudoProducts(facts),
        .. NoMoney(facts),
    ];

    private static IEnumerable<QualityFinding> Duplicates(QualityFacts facts)
    {
        (long extra, long groups, double money) = facts.Connection.List(
            IngestSql.Text("51_duplicates", ("money", facts.Conversion.HasAmount ? "greatest(coalesce(any_value(amount), 0), 0)" : "0")),
            row => (row.Int64(0), row.Int64(1), row.Double(2)))[0];
        if (extra == 0)
        {
            yield break;
        }

        IReadOnlyList<string> examples = facts.Connection.List(
            IngestSql.Text("52_duplicate_examples", ("amount", facts.Conversion.HasAmount ? "any_value(amount)" : "CAST(NULL AS DECIMAL(18, 4))")),
            row => $"{Printable.Text(row.String(0)!)} on {(row.IsNull(1) ? "no day" : row.Date(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}{(row.IsNull(3) ? "" : $" for {row.Decimal(3):0.00##}")}, {row.Int64(2)} times");
        yield return new QualityFinding(
            "exact-duplicates",
            extra > 0.02 * facts.Rows.In ? QualityReport.Warning : QualityReport.Info,
            "Rows equal to an earlier row in every column",
            extra,
            facts.Share(money),
            examples,
            $"Kept and counted here ({groups:N0} rows occur more than once): two equal lines can be two purchases, and no column proves otherwise.");
    }

    private static IEnumerable<QualityFinding> Returns(QualityFacts facts)
    {
        MoneyOf[] returns = [.. facts.Money.Where(money => money.Disposition == Disposition.Used && money.Kind == 2)];
        if (returns.Sum(money => money.Rows) is > 0 and long rows)
        {
            double back = -returns.Sum(money => money.Out);
            bool most = facts.Conversion.HasAmount && back > MuchReturned * facts.Gross, all = most && back >= facts.Gross;
            yield return new QualityFinding(
                "returns",
                all ? QualityReport.Serious : most ? QualityReport.Warning : QualityReport.Info,
                all ? "As much money went back as came in, or more" : "Returns, refunds and cancellations",
                rows,
                facts.Share(back),
                [$"{returns.Sum(money => money.Negatives):N0} with a negative amount", $"{returns.Sum(money => money.NegativeQuantities):N0} with a negative quantity"],
                all
                    ? "Kept as returns on their own day. If the sales lie in another file, give both; if negative amounts are sales in this export, turn their sign."
                    : "Kept as returns on their own day; the ledger nets them by its stated rules.");
        }
    }

    private static IEnumerable<QualityFinding> Zeros(QualityFacts facts)
    {
        MoneyOf[] sales = [.. facts.Money.Where(money => money.Disposition == Disposition.Used && money.Kind == 1)];
        if (facts.Conversion.HasAmount && sales.Sum(money => money.Zeros) is > 0 and long rows)
        {
            yield return new QualityFinding("zero-amounts", QualityReport.Info, "Sales of zero", rows, 0, [], "Kept: each counts as a purchase of 0.");
        }
    }

    private static IEnumerable<QualityFinding> Outliers(QualityFacts facts)
    {
        if (!facts.Conversion.HasAmount || facts.Rows.Used < 50)
        {
            yield break;
        }

        (long rows, double money, double high)? found = facts.Connection.List(
            IngestSql.Text("54_outliers"),
            row => row.IsNull(4) ? default((long, double, double)?) : (row.Int64(0), row.Double(1), row.Double(4)))[0];
        if (found is not ({ } n and > 0, { } far, { } bound))
        {
            yield break;
        }

        IReadOnlyList<string> examples = facts.Connection.List(
            IngestSql.Text("55_outlier_examples", ("high", bound.ToString("R", CultureInfo.InvariantCulture))),
            row => $"{Printable.Text(row.String(0)!)} on {row.Date(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} for {row.Decimal(2):0.00##}");
        double? share = facts.Share(far);
        yield return new QualityFinding(
            "outliers", share > 0.05 ? QualityReport.Warning : QualityReport.Info, "Sales far above all others", n, share, examples, $"Kept. They lie above {bound:0.##}, eight robust standard deviations over the median on a logarithmic scale.");
    }

    private static IEnumerable<QualityFinding> PseudoProducts(QualityFacts facts)
    {
        if (facts.Decision[Role.Product] is null)
        {
            yield break;
        }

        IReadOnlyList<(string Code, long Rows, double Money)> codes = facts.Connection.List(IngestSql.Text("58_pseudo_products"), row => (row.String(0)!, row.Int64(1), row.Double(2)));
        if (codes.Count > 0)
        {
            yield return new QualityFinding(
                "pseudo-products",
                QualityReport.Info,
                "Postage, fees and corrections among the products",
                codes.Sum(code => code.Rows),
                facts.Share(codes.Sum(code => code.Money)),
                [.. codes.Take(5).Select(code => $"{Printable.Text(code.Code)}: {code.Rows:N0} rows")],
                "Kept: they are part of what customers paid.");
        }
    }

    private static IEnumerable<QualityFinding> NoMoney(QualityFacts facts)
    {
        if (!facts.Conversion.HasAmount)
        {
            yield return new QualityFinding("no-amounts", QualityReport.Warning, "The data hold no amounts", facts.Rows.In, null, [], "Everything but money is computed.");
        }
    }
}
