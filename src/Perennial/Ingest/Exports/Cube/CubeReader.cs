using System.Globalization;
using System.IO.Compression;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;
using Perennial.Ingest.Reading.Workbook;

namespace Perennial.Ingest.Exports.Cube;

/// <summary>Looks for a customer cube in a file, and reads its records.</summary>
internal static class CubeReader
{
    private const int HeadRows = 60;

    private static readonly (string Column, string[] Names)[] Labels =
    [
        ("id", ["customerid", "accountid", "clientid", "companyid", "id", "customerno", "customernumber", "customernr", "accountno", "kundennr", "kundennummer"]),
        ("name", ["customer", "customername", "account", "accountname", "client", "clientname", "company", "companyname", "name", "kunde"]),
        ("segment", ["segment", "tier", "size", "customersegment"]), ("country", ["country", "region", "geo", "geography", "land"]), ("industry", ["industry", "sector", "vertical"]),
        ("owner", ["owner", "accountowner", "csm", "accountmanager"]), ("product", ["product", "plan", "productline", "service", "sku"]), ("currency", ["currency", "ccy", "curr"]),
    ];

    /// <summary>Finds and reads a cube; null where the file is none.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="source">The file's records as text.</param>
    /// <param name="job">The file, for what stands above its records in a workbook.</param>
    /// <param name="stated">What its cells are, where the user says it; null where not.</param>
    public static CustomerCube? Read(DuckDbConnection connection, SourceTable source, FileJob job, CubeMeasure? stated)
    {
        bool workbook = source.Files[0].Format.StartsWith("XLSX", StringComparison.Ordinal) && !source.Files[0].Format.EndsWith("gzip", StringComparison.Ordinal);
        if (!workbook && source.HasHeader && source.Columns.Count(column => MonthText.Read(column.Name) is not null) < 3)
        {
            return null;
        }

        CubeHead? head = CubeHead.Find(workbook ? Top(job) : [(0, [.. source.Columns.Select(column => column.Name)]), .. First(connection, source)]);
        if (head is null)
        {
            return null;
        }

        IReadOnlyList<string[]> cells = connection.List(
            $"SELECT {string.Join(", ", source.Columns.Select(column => $"coalesce(c{column.Index}, '')"))} FROM {source.Relation} AS source",
            row => Enumerable.Range(0, source.Columns.Count).Select(i => row.String(i)!.Trim()).ToArray());
        source.RequireWhole(cells.Count);
        IReadOnlyList<long> lines = source.LineNumbers(1, [.. Enumerable.Range(1, cells.Count).Select(no => (long)no)]);
        Dictionary<string, int> labels = Find(head);
        CubeRow[] rows = [.. cells.Select((record, i) => Row(record, i + 1, head, labels, heading: lines[i] <= head.Line))];
        IReadOnlyList<string> wrong = CubeTotals.Mark(rows);
        foreach (CubeRow row in rows.Where(row => row.LeftOut is null && row.Amounts.All(amount => amount is null or 0)))
        {
            row.LeftOut = "no-amounts";
        }

        (CubeMeasure measure, string why) = Measure(stated, $"{head.Above} {source.Files[0].Format} {Path.GetFileNameWithoutExtension(job.Path)}");
        return new CustomerCube(head, labels, rows, cells, measure, why, wrong);
    }

    private static CubeRow Row(string[] record, long no, CubeHead head, Dictionary<string, int> labels, bool heading)
    {
        string label = string.Join(' ', head.Names.Keys.Order().Where(column => column < head.Months[0].Column && column < record.Length).Select(column => record[column]).Where(cell => cell.Length > 0));
        string? customer = new[] { "id", "name" }.Select(name => labels.TryGetValue(name, out int column) ? record[column] : string.Empty).FirstOrDefault(cell => cell.Length > 0);
        var read = head.Months.Select(month => (Cell: record[month.Column], Amount: CubeRow.Amount(record[month.Column]))).ToArray();
        return new CubeRow(no, customer, label, [.. read.Select(cell => cell.Amount.Number)], heading ? [] : [.. read.Where(cell => !cell.Amount.Read).Select(cell => cell.Cell)])
        {
            LeftOut = heading ? "heading" : null,
        };
    }

    private static Dictionary<string, int> Find(CubeHead head)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string column, string[] names) in Labels)
        {
            foreach (string name in names)
            {
                if (!found.ContainsKey(column) && head.Names.Where(pair => ExportMappingReader.Plain(pair.Value) == name).Select(pair => (int?)pair.Key).FirstOrDefault() is { } at)
                {
                    found[column] = at;
                }
            }
        }

        if (!found.ContainsKey("id") && !found.ContainsKey("name"))
        {
            found["name"] = head.Names.Keys.Min();
        }

        return found;
    }

    private static (CubeMeasure Measure, string Why) Measure(CubeMeasure? stated, string words)
    {
        if (stated is { } said)
        {
            return (said, "as company.yaml says");
        }

        string plain = $" {string.Join(' ', NameEvidence.Words(words))} ";
        return Has("arr") || plain.Contains(" annual recurring", StringComparison.Ordinal) ? (CubeMeasure.Arr, "it says ARR")
            : Has("mrr") || plain.Contains(" monthly recurring", StringComparison.Ordinal) ? (CubeMeasure.Mrr, "it says MRR")
            : Has("revenue") || Has("sales") || Has("umsatz") || Has("billings") ? (CubeMeasure.Revenue, "it says revenue")
            : (CubeMeasure.Mrr, "it does not say what its cells are; say cubes in company.yaml");

        bool Has(string word) => plain.Contains($" {word} ", StringComparison.Ordinal);
    }

    private static IReadOnlyList<(long Line, string[] Cells)> First(DuckDbConnection connection, SourceTable source)
    {
        IReadOnlyList<string[]> rows = connection.List(
            string.Create(CultureInfo.InvariantCulture, $"SELECT {string.Join(", ", source.Columns.Select(column => $"coalesce(c{column.Index}, '')"))} FROM {source.Relation} AS source LIMIT {HeadRows}"),
            row => Enumerable.Range(0, source.Columns.Count).Select(i => row.String(i)!.Trim()).ToArray());
        IReadOnlyList<long> lines = source.LineNumbers(1, [.. Enumerable.Range(1, rows.Count).Select(no => (long)no)]);
        return [.. rows.Select((cells, i) => (lines[i], cells))];
    }

    // The rows of the sheet from its top: titles and years stand above what the reader takes as names.
    private static List<(long Row, string[] Cells)> Top(FileJob job)
    {
        using FileStream file = Reading.Text.TextEncodings.OpenFile(job.Readable);
        using ZipArchive zip = new(file, ZipArchiveMode.Read);
        WorkbookParts parts = new(job, zip);
        string part = job.Options.Sheet is { } wanted ? parts.Sheets.First(sheet => string.Equals(sheet.Name.Trim(), wanted.Trim(), StringComparison.OrdinalIgnoreCase)).Part : parts.Sheets[0].Part;
        return SheetExtent.Of(job, parts, part, HeadRows).Head;
    }
}

/// <summary>What the cells of a cube are.</summary>
internal enum CubeMeasure
{
    /// <summary>Recurring revenue of a month.</summary>
    Mrr,

    /// <summary>Recurring revenue of a year, at the month.</summary>
    Arr,

    /// <summary>What was billed or earned in the month.</summary>
    Revenue,
}
