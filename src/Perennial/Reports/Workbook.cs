using System.IO.Compression;
using System.Text;
using Perennial.Scoring;

namespace Perennial.Reports;

/// <summary>perennial.xlsx: scores, facts and definitions. Texts are inline strings and can never run as formulas; rows are streamed.</summary>
internal static class Workbook
{
    /// <summary>A sheet holds 1,048,576 rows, the heading among them.</summary>
    public const int MaxRows = 1_048_576;

    private static readonly string[] ScoreColumns =
    [
        "customer_id", "first_purchase", "last_purchase", "orders", "revenue_to_date", "frequency", "recency", "t", "mean_spend", "p_alive", "p_zero", "expected_orders",
        "expected_spend", "clv", "clv_p50", "clv_p10", "clv_p90", "clv_p025", "clv_p975", "percentile", "quality", "model", "as_of", "horizon", "definition_id", "currency",
    ];

    private static readonly string[] ContractColumns = ["p_churn_30d", "p_churn_90d", "p_churn_365d", "expected_lifetime_months", "mrr"];

    /// <summary>Writes the workbook, the same bytes for the same run.</summary>
    /// <param name="target">Where to; need not be seekable, and nothing is held in memory.</param>
    /// <param name="run">The run.</param>
    /// <param name="scores">The scores; those beyond the limit of a sheet are cut, and the facts say so.</param>
    /// <param name="label">The label of confidentiality; empty for none.</param>
    /// <param name="maxRows">Rows a sheet may hold, its heading included.</param>
    public static void Write(Stream target, RunRecord run, ScoreTable scores, string label = "", int maxRows = MaxRows)
    {
        int kept = Math.Min(scores.Count, maxRows - 1);
        using ZipArchive package = new(target, ZipArchiveMode.Create, leaveOpen: true);
        Part(package, "[Content_Types].xml", WorkbookParts.ContentTypes);
        Part(package, "_rels/.rels", WorkbookParts.Relationships);
        Part(package, "xl/workbook.xml", WorkbookParts.Workbook);
        Part(package, "xl/_rels/workbook.xml.rels", WorkbookParts.WorkbookRelationships);
        Part(package, "xl/styles.xml", WorkbookParts.Styles);
        Part(package, "xl/worksheets/sheet1.xml", stream => SheetWriter.Write(stream, scores.Contracts is null ? ScoreColumns : [.. ScoreColumns, .. ContractColumns], Rows(kept, i => Score(run, scores, i))));
        Part(package, "xl/worksheets/sheet2.xml", stream => SheetWriter.Write(stream, ["fact", "value", "definition_id"], WorkbookFacts.Rows(run, scores.Count, kept, label)));
        Part(package, "xl/worksheets/sheet3.xml", stream => SheetWriter.Write(stream, ["id", "name", "formula", "numerator", "denominator", "period", "unit", "as_of", "note"], WorkbookFacts.Definitions(run)));
    }

    private static void Part(ZipArchive package, string name, string content) => Part(package, name, stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    private static void Part(ZipArchive package, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = package.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream stream = entry.Open();
        write(stream);
    }

    private static IEnumerable<object?[]> Rows(int count, Func<int, object?[]> row) => Enumerable.Range(0, count).Select(row);

    private static object?[] Score(RunRecord run, ScoreTable s, int i) =>
    [
        s.CustomerId[i], Day(s.FirstPurchase[i]), Day(s.LastPurchase[i]), s.Orders[i], run.HasAmounts() ? s.RevenueToDate[i] : null, s.Frequency[i], s.Recency[i], s.T[i], s.MeanSpend[i],
        s.PAlive[i], s.PZero[i], s.ExpectedOrders[i], s.ExpectedSpend[i], s.Clv[i], s.ClvP50[i], s.ClvP10[i], s.ClvP90[i], s.ClvP025[i], s.ClvP975[i], s.Percentile[i], s.Quality[i],
        s.Contracts?.Model[i] ?? run.Chosen, run.AsOf, run.Horizon, run.DefinitionId, run.Currency,
        .. s.Contracts is { } c ? new object?[] { c.PChurn30[i], c.PChurn90[i], c.PChurn365[i], c.LifetimeMonths[i], c.Mrr[i] } : [],
    ];

    private static DateOnly? Day(DateOnly day) => day == DateOnly.MinValue ? null : day;
}
