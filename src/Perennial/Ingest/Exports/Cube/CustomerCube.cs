using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Tables;

namespace Perennial.Ingest.Exports.Cube;

/// <summary>A customer cube that was read: customers in rows, months in columns.</summary>
internal sealed class CustomerCube(CubeHead head, IReadOnlyDictionary<string, int> labels, IReadOnlyList<CubeRow> rows, IReadOnlyList<string[]> cells, CubeMeasure measure, string why, IReadOnlyList<string> wrongTotals)
{
    private static readonly Lazy<ExportMapping> Shipped = new(() =>
    {
        using var reader = new StreamReader(typeof(CustomerCube).Assembly.GetManifestResourceStream("cube.yaml")!);
        return ExportMappingReader.Read(reader, "cube.yaml", DataContract.Company);
    });

    /// <summary>Gives how cubes become tables.</summary>
    public static ExportMapping Mapping => Shipped.Value;

    /// <summary>Gives the part of the mapping that fits what the cells are.</summary>
    public ExportFile File => Mapping.Files.Single(file => file.Name == Word);

    /// <summary>Gives the last day of the last month.</summary>
    public DateOnly Until => head.Months[^1].Month.AddMonths(1).AddDays(-1);

    /// <summary>Gives how it was understood, in words.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"customer cube of {(measure == CubeMeasure.Revenue ? "revenue" : Word.ToUpperInvariant())} ({why}), {head.Months[0].Month:yyyy-MM} to {head.Months[^1].Month:yyyy-MM}");

    private string Word => measure switch { CubeMeasure.Mrr => "mrr", CubeMeasure.Arr => "arr", _ => "revenue" };

    /// <summary>Gives columns that nothing uses.</summary>
    public IReadOnlyList<string> Unused => [.. head.Names.Where(name => !labels.Values.Contains(name.Key)).OrderBy(name => name.Key).Select(name => name.Value)];

    /// <summary>Puts records and cells into the working tables.</summary>
    public void Fill(DuckDbConnection connection, string table, int fileNo)
    {
        CubeRow[] used = [.. rows];
        string?[] customers = [.. used.Select(row => row.LeftOut is null ? row.Customer : null)];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] nth = new string[used.Length];
        for (int i = 0; i < used.Length; i++)
        {
            string key = $"{customers[i]}\u001f{Label(i, "product")}";
            seen[key] = seen.GetValueOrDefault(key) + 1;
            nth[i] = string.Create(CultureInfo.InvariantCulture, $"{Label(i, "product") ?? "all"}{(seen[key] > 1 ? $"#{seen[key]}" : string.Empty)}");
        }

        connection.Execute("CREATE OR REPLACE TEMP TABLE ingest_cube_rows(\"row\" BIGINT, left_out VARCHAR, customer VARCHAR, line VARCHAR, name VARCHAR, segment VARCHAR, country VARCHAR, industry VARCHAR, owner VARCHAR, product VARCHAR, currency VARCHAR)");
        using (DuckDbAppender appender = connection.Appender("ingest_cube_rows"))
        {
            appender.Append(
                used.Select(row => row.Row).ToArray(), used.Select(row => row.LeftOut).ToArray(), customers, nth, Column("name"), Column("segment"), Column("country"), Column("industry"), Column("owner"), Column("product"), Column("currency"));
            appender.Flush();
        }

        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {table} BY NAME SELECT {fileNo} AS file_no, \"row\", left_out, customer AS cube_customer, line AS cube_line, name, segment, country, industry, owner, product, currency FROM ingest_cube_rows ORDER BY \"row\""));
        connection.Execute("CREATE OR REPLACE TEMP TABLE ingest_cube_filled(\"row\" BIGINT, place BIGINT, amount VARCHAR, from_on DATE, to_on DATE, is_last BOOLEAN)");
        var filled = used.Where(row => row.LeftOut is null).SelectMany(row => row.Amounts.Select((amount, i) => (row.Row, Place: (long)i + 1, Amount: amount, Month: head.Months[i].Month, To: i + 1 < head.Months.Count ? head.Months[i + 1].Month : head.Months[i].Month.AddMonths(1), Last: i == head.Months.Count - 1))).Where(cell => cell.Amount is not null).ToArray();
        using (DuckDbAppender appender = connection.Appender("ingest_cube_filled"))
        {
            appender.Append(
                filled.Select(cell => cell.Row).ToArray(), filled.Select(cell => cell.Place).ToArray(), filled.Select(cell => cell.Amount!.Value.ToString(CultureInfo.InvariantCulture)).ToArray(), filled.Select(cell => cell.Month).ToArray(),
                filled.Select(cell => cell.To).ToArray(), filled.Select(cell => cell.Last).ToArray());
            appender.Flush();
        }

        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS ingest_cube_cells(file_no USMALLINT, \"row\" BIGINT, place BIGINT, amount DECIMAL(18, 4), from_on DATE, to_on DATE, is_last BOOLEAN, first BOOLEAN)");
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO ingest_cube_cells SELECT {fileNo}, \"row\", place, CAST(amount AS DECIMAL(18, 4)), from_on, to_on, is_last, place = min(place) FILTER (CAST(amount AS DECIMAL(18, 4)) <> 0) OVER (PARTITION BY \"row\") FROM ingest_cube_filled ORDER BY \"row\", place"));
        connection.Execute("DROP TABLE ingest_cube_rows");
        connection.Execute("DROP TABLE ingest_cube_filled");

        string?[] Column(string name) => [.. used.Select((_, i) => Label(i, name))];

        string? Label(int i, string name) => labels.TryGetValue(name, out int column) && cells[i][column].Length > 0 ? cells[i][column] : null;
    }

    /// <summary>Gives what was found in the cube that its user must know.</summary>
    public IEnumerable<TableFinding> Findings(string file)
    {
        CubeRow[] used = [.. rows.Where(row => row.LeftOut is null)];
        int all = Math.Max(1, used.Length * head.Months.Count);
        if (why.StartsWith("it does not", StringComparison.Ordinal))
        {
            yield return new TableFinding(file, "cube-unsaid", "The cube does not say whether its cells are MRR, ARR or revenue.", used.Length, 1, [], "taken as MRR; cubes: {FILE: arr} in company.yaml says otherwise");
        }

        string[] unread = [.. used.SelectMany(row => row.Unread)];
        if (unread.Length > 0)
        {
            yield return new TableFinding(file, "cube-cells-unread", "Cells under months that are no numbers.", unread.Length, (double)unread.Length / all, [.. unread.Distinct(StringComparer.Ordinal).Take(5).Select(Printable.Text)], "counted as empty");
        }

        decimal[] negative = measure == CubeMeasure.Revenue ? [] : [.. used.SelectMany(row => row.Amounts).Where(amount => amount < 0).Select(amount => amount!.Value)];
        if (negative.Length > 0)
        {
            yield return new TableFinding(file, "cube-negative", string.Create(CultureInfo.InvariantCulture, $"Recurring revenue below zero, {negative.Sum():0.##} in all: a level cannot be negative; a cube of revenue may."), negative.Length, (double)negative.Length / all, [], "counted as none");
        }

        if (wrongTotals.Count > 0)
        {
            yield return new TableFinding(file, "cube-totals", "Totals that are not the sum of their customers.", wrongTotals.Count, (double)wrongTotals.Count / Math.Max(1, rows.Count), [.. wrongTotals.Take(5).Select(Printable.Text)], "set aside all the same; the customers count");
        }
    }
}
