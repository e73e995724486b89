using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Reading;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Reports.Lineage;

/// <summary>Every number of one customer, back to the rows, the model and the definition it came from.</summary>
/// <param name="CustomerId">The customer, as the outside knows them.</param>
/// <param name="Run">What the published run is made of and from.</param>
/// <param name="Record">All that the run found: models, parameters, inputs, definition.</param>
/// <param name="Rows">The customer's raw rows, oldest first.</param>
/// <param name="Tables">What each table of the run says of the customer.</param>
public sealed record CustomerLineage(string CustomerId, Manifest Run, RunRecord Record, IReadOnlyList<RawRow> Rows, IReadOnlyList<TableRows> Tables)
{
    /// <summary>Gives the customer's signals that have a value, in the order of their catalogue; none where the run has no company.</summary>
    public IReadOnlyList<SignalStanding> Signals { get; init; } = [];

    /// <summary>Names the document of a run that holds its record.</summary>
    public const string RecordName = "run.json";

    /// <summary>Reads the published run of a workspace.</summary>
    /// <param name="folder">The workspace's folder.</param>
    /// <param name="customerId">The customer's id, exactly as in the data.</param>
    /// <exception cref="PerennialException">Nothing is published, or nobody has that id.</exception>
    public static CustomerLineage Of(string folder, string customerId)
    {
        Workspace workspace = Workspace.Open(folder);
        using RunReader run = PublishedCustomer.Run(workspace, folder);
        run.Verify();
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        workspace.Vault().Load(connection);
        (customerId, int key) = PublishedCustomer.Find(connection, folder, customerId);
        RunRecord record = PublishedCustomer.Record(run, folder);
        long[] before = [.. record.Inputs.Select((_, i) => record.Inputs.Take(i).Sum(f => f.Rows - f.Rejected))];
        IReadOnlyList<RawRow> rows = run.Manifest.Raw.SelectMany(hash => RowsOf(connection, workspace.VerifiedRaw(hash), key)).OrderBy(r => r.Day).ThenBy(r => r.Record)
            .Select(r => r.File >= 1 && r.File <= record.Inputs.Count ? r with { Path = record.Inputs[r.File - 1].Path, Record = r.Record - before[r.File - 1] + 1 } : r)
            .ToList();
        rows = WithLines(rows, record, connection);
        List<TableRows> tables = [.. run.Manifest.Tables.Where(t => !SignalStanding.Tables.Contains(t.Name)).Select(t => Read(connection, run.Table(t.Name), t.Name, key)).OfType<TableRows>()];
        return new CustomerLineage(customerId, run.Manifest, record, rows, tables) { Signals = SignalStanding.Of(connection, run, key) };
    }

    private static IReadOnlyList<RawRow> RowsOf(DuckDbConnection connection, string path, int key) => connection.List(
        $"SELECT file_no, row_no, day, amount, order_id, kind FROM read_parquet({DuckDbSql.Literal(path)}) WHERE customer_key = $key ORDER BY day, row_no",
        row => new RawRow(row.Int32(0), string.Empty, row.Int64(1), row.Date(2), row.IsNull(3) ? null : row.Decimal(3), row.String(4), row.Int32(5) == 1 ? "sale" : "return"),
        new DuckDbParameter("key", key));

    private static IReadOnlyList<RawRow> WithLines(IReadOnlyList<RawRow> rows, RunRecord record, DuckDbConnection connection)
    {
        string? sheet = record.Options.GetValueOrDefault("sheet") is { } named and not "first" ? named : null;
        var lines = new Dictionary<RawRow, long>();
        foreach (IGrouping<int, RawRow> file in rows.Where(row => row.File >= 1 && row.File <= record.Inputs.Count).GroupBy(row => row.File))
        {
            RawRow[] ofFile = [.. file];
            IReadOnlyList<long>? found = SourceLines.Of(connection, record.Inputs[file.Key - 1], [.. ofFile.Select(row => row.Record)], sheet);
            for (int i = 0; found is not null && i < ofFile.Length; i++)
            {
                lines[ofFile[i]] = found[i];
            }
        }

        return [.. rows.Select(row => lines.TryGetValue(row, out long line) ? row with { Line = line } : row)];
    }

    private static TableRows? Read(DuckDbConnection connection, string path, string name, int key)
    {
        string source = $"read_parquet({DuckDbSql.Literal(path)})";
        IReadOnlyList<string> columns = connection.List($"SELECT column_name FROM (DESCRIBE SELECT * FROM {source})", row => row.String(0)!);
        if (!columns.Contains("customer_key", StringComparer.Ordinal))
        {
            return null;
        }

        string[] shown = [.. columns.Where(c => c != "customer_key")];
        string texts = string.Join(", ", shown.Select(c => $"CAST({DuckDbSql.Identifier(c)} AS VARCHAR)"));
        IReadOnlyList<IReadOnlyList<string?>> rows = connection.List<IReadOnlyList<string?>>(
            $"SELECT {texts} FROM {source} WHERE customer_key = $key LIMIT 1000",
            row => [.. shown.Select((_, i) => row.IsNull(i) ? null : row.String(i))],
            new DuckDbParameter("key", key));
        return new TableRows(name, shown, rows);
    }
}

/// <summary>One raw row of a customer.</summary>
/// <param name="File">Which of the inputs, from 1.</param>
/// <param name="Path">The input, as the user named it.</param>
/// <param name="Record">Which record of that input, from 1, the header and what could not be read not counted.</param>
/// <param name="Day">The business day.</param>
/// <param name="Amount">The signed amount, or null where the log has none.</param>
/// <param name="OrderId">The order, or null where the log names none.</param>
/// <param name="Kind">sale or return.</param>
public sealed record RawRow(int File, string Path, long Record, DateOnly Day, decimal? Amount, string? OrderId, string Kind)
{
    /// <summary>Gives the line of the file (of a workbook: the row of its sheet) on which the record begins; null where the file is not what it was.</summary>
    public long? Line { get; init; }

    /// <summary>Gives the place as people say it.</summary>
    public string Place => Line is { } line && line != Record
        ? string.Create(CultureInfo.InvariantCulture, $"{Path}, line {line} (record {Record})")
        : string.Create(CultureInfo.InvariantCulture, $"{Path}, record {Record}");
}

/// <summary>What one table of a run says of one customer.</summary>
public sealed record TableRows(string Table, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);
