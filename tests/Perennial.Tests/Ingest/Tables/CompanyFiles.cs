using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Tables;

/// <summary>A company's folder, made by a test, that went through the stage.</summary>
internal sealed class CompanyFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-company-").FullName;
    private DuckDbDatabase? _database;

    public DuckDbConnection Connection { get; private set; } = null!;

    public CompanyTables Tables { get; private set; } = null!;

    public string Folder => _folder;

    /// <summary>Adds a file.</summary>
    public CompanyFiles With(string name, string text)
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, name), text.ReplaceLineEndings("\n"));
        return this;
    }

    /// <summary>Adds a file of bytes, such as a workbook.</summary>
    public CompanyFiles With(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(Path.Combine(_folder, name), content);
        return this;
    }

    /// <summary>Lets the folder come in.</summary>
    public CompanyFiles Read(string? path = null)
    {
        _database = DuckDbDatabase.Open(new DuckDbOptions());
        Connection = _database.Connect();
        Tables = CompanyStage.Run(Connection, path ?? _folder, new IngestOptions(), SilentLog.Instance, CancellationToken.None);
        foreach (TableAccount table in Tables.Tables)
        {
            Assert.Equal(table.Rows.In, table.Rows.Used + table.Rows.Quarantined + table.Rows.SetAside.Values.Sum());
        }

        foreach (CompanyFile file in Tables.Files)
        {
            Assert.Equal(file.Rows, file.Account.In);
            Assert.Equal(file.Account.In, file.Account.Used + file.Account.Quarantined + file.Account.SetAside.Values.Sum());
        }

        Assert.Equal(Tables.Tables.Sum(table => table.Rows.Quarantined), Connection.Scalar<long>("SELECT count(*) FROM ingest_quarantine"));
        return this;
    }

    public CompanyFile File(string name) => Tables.Files.Single(file => Path.GetFileName(file.Path) == name);

    public TableAccount Table(string name) => Tables.Tables.Single(table => table.Table == name);

    public TableFinding? Finding(string table, string rule) => Tables.Findings.FirstOrDefault(finding => finding.Table == table && finding.Rule == rule);

    /// <summary>Gives one value a used row, in order, as text; NULL is a dash.</summary>
    public string Values(string table, string expression) => string.Join(
        " ", Connection.List($"SELECT coalesce(CAST({expression} AS VARCHAR), '-') FROM ingest_{table} WHERE rule = 0 ORDER BY rowid", row => row.String(0)!));

    public IReadOnlyList<string> Quarantine() => Connection.List(
        "SELECT file, line, \"column\", \"value\", reason FROM ingest_quarantine ORDER BY file, line", row => $"{Path.GetFileName(row.String(0))}:{row.Int64(1)} {row.String(2)} '{row.String(3)}' {row.String(4)}");

    public void Dispose()
    {
        Connection?.Dispose();
        _database?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
