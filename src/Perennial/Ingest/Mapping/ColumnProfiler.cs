using Perennial.DuckDb;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Mapping;

/// <summary>Looks at the first rows of every column.</summary>
internal static class ColumnProfiler
{
    /// <summary>Gives how many rows are looked at: enough for shares within half a percent, few enough to be free.</summary>
    public const int SampleRows = 20_000;

    /// <summary>Gives how many of them are matched against the shapes of dates and numbers, evenly spread.</summary>
    private const int ShapeRows = 3_000;

    private const string StatusWords =
        "paid|unpaid|pending|open|closed|complete|completed|cancell?ed|void|voided|refunded|partially[ _]refunded|partially[ _]paid|authori[sz]ed|shipped|delivered|processing|on[ -]hold|failed|invoiced|"
        + "approved|unavailable|created|expired|returned|disputed|bezahlt|offen|storniert|abgeschlossen|versendet|geliefert|pagado|pendiente|cancelado|enviado|entregado|paye|payee|annule|annulee|expedie|livre|"
        + "pagato|annullato|spedito|consegnato|pago|entregue|betaald|geannuleerd|verzonden|geleverd|test";

    private const string TypeWords =
        "sale|sales|purchase|order|invoice|return|returns|returned|refund|credit|credit note|credit memo|cancellation|exchange|s|r|yes|no|y|n|true|false|0|1|verkauf|retoure|ruckgabe|rechnung|gutschrift|storno|"
        + "venta|devolucion|vente|retour|avoir|facture|vendita|reso|venda|devolucao";

    /// <summary>Materialises the sample and profiles each column of it.</summary>
    public static IReadOnlyList<ColumnProfile> Profile(DuckDbConnection connection, SourceTable source)
    {
        string columns = string.Join(", ", source.Columns.Select(column => Cell.Name(column.Index)));
        connection.Execute(IngestSql.Text("10_sample", ("columns", columns), ("relation", source.Relation), ("rows", $"{SampleRows}")));
        long rows = connection.Scalar<long>("SELECT count(*) FROM ingest_sample");
        long stride = Math.Max(1, (rows + ShapeRows - 1) / ShapeRows);
        return [.. source.Columns.Select(column => Profile(connection, source, column, stride))];
    }

    private static ColumnProfile Profile(DuckDbConnection connection, SourceTable source, SourceColumn column, long stride)
    {
        string dates = string.Join(",\n  ", DateFormats.All.Select(format => $"count(*) FILTER ({format.Shape("v")}) AS date_{(int)format}"));
        string sql = IngestSql.Text(
            "11_profile",
            ("stride", $"{stride}"),
            ("clean", Cell.Clean(Cell.Name(column.Index))),
            ("point", DecimalMark.Point.Shape("v")),
            ("comma", DecimalMark.Comma.Shape("v")),
            ("certain_point", DecimalMark.Point.Certain("v")),
            ("certain_comma", DecimalMark.Comma.Certain("v")),
            ("status_words", StatusWords),
            ("type_words", TypeWords),
            ("time", ClockTime.Pattern),
            ("midnight", ClockTime.Midnight),
            ("dates", dates));
        return connection.List(sql, row => Read(row, source, column))[0];
    }

    private static ColumnProfile Read(DuckDbRow row, SourceTable source, SourceColumn column) => new()
    {
        Index = column.Index,
        Name = column.Name,
        Named = source.HasHeader,
        Samples = [.. column.Samples.Where(sample => !string.IsNullOrWhiteSpace(sample)).Distinct(StringComparer.Ordinal).Take(5).Select(Printable.Text)],
        Rows = row.Int64(0),
        Filled = row.Int64(1),
        Distinct = row.Int64(2),
        PointNumbers = row.Int64(3),
        CommaNumbers = row.Int64(4),
        CertainPoint = row.Int64(5),
        CertainComma = row.Int64(6),
        Whole = row.Int64(7),
        DotZero = row.Int64(8),
        Negative = row.Int64(9),
        WithCurrency = row.Int64(10),
        LeadingZero = row.Int64(11),
        Emails = row.Int64(12),
        WithLetters = row.Int64(13),
        WithBlanks = row.Int64(14),
        MeanLength = row.Double(15),
        Longest = row.Int64(16),
        Ones = row.Int64(17),
        MedianNumber = row.Double(18),
        LargestNumber = row.Double(19),
        ThreeLetters = row.Int64(20),
        StatusWords = row.Int64(21),
        TypeWords = row.Int64(22),
        WithClock = row.Int64(23),
        StepsOfOne = row.Int64(24),
        ShapeFilled = row.Int64(25),
        Clocks = row.Int64(26),
        Midnights = row.Int64(27),
        DateShapes = DateFormats.All.ToDictionary(format => format, format => row.Int64(28 + (int)format)),
    };
}
