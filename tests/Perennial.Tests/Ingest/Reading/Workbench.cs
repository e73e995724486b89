using System.Text;
using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Ingest.Reading;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Reading;

/// <summary>An engine and a folder to read files with.</summary>
public sealed class Workbench : IDisposable
{
    private readonly DuckDbDatabase _database;
    private int _files;

    public Workbench(int threads = 2)
    {
        Folder = Directory.CreateTempSubdirectory("perennial-reading-").FullName;
        _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = threads, TempFolder = Path.Combine(Folder, "engine") });
        Connection = _database.Connect();
    }

    public string Folder { get; }

    public DuckDbConnection Connection { get; }

    public string Write(string content, string? name = null) => Write(Encoding.UTF8.GetBytes(content), name);

    public string Write(byte[] content, string? name = null)
    {
        string path = Path.Combine(Folder, name ?? $"input-{++_files}");
        File.WriteAllBytes(path, content);
        return path;
    }

    public SourceTable Read(params string[] paths) => Read(new IngestOptions(), paths);

    public SourceTable Read(IngestOptions options, params string[] paths) =>
        SourceReader.Read(paths, options, Connection, Path.Combine(Folder, "temp"), SilentLog.Instance, TestContext.Current.CancellationToken);

    /// <summary>Reads one text as a file.</summary>
    public SourceTable ReadText(string content) => Read(Write(content));

    public List<string?[]> Rows(SourceTable table)
    {
        string cells = string.Join(", ", table.Columns.Select(column => $"c{column.Index}"));
        Connection.Execute($"CREATE OR REPLACE TABLE rows_read AS SELECT {cells}, file_no FROM {table.Relation}");
        return [.. Connection.List("SELECT * FROM rows_read ORDER BY rowid", row => table.Columns.Select(column => row.String(column.Index)).ToArray())];
    }

    /// <summary>Gives rows as text: cells divided by bars, NULL as nothing, rows by line feeds.</summary>
    public string Shown(SourceTable table) => string.Join('\n', Rows(table).Select(row => string.Join('|', row)));

    public long Count(SourceTable table) => Connection.Scalar<long>($"SELECT count(*) FROM {table.Relation}");

    public IReadOnlyList<(int File, long Line, string Value, string Reason)> Rejects() => Connection.List(
        "SELECT file_no, line_no, coalesce(value, ''), reason FROM ingest_rejects ORDER BY file_no, line_no",
        row => (row.Int32(0), row.Int64(1), row.String(2)!, row.String(3)!));

    public void AssertSums(SourceTable table)
    {
        Assert.Equal(table.Rows, Count(table) + Rejects().Count);
        Assert.Equal(table.Rejected, Rejects().Count);
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
