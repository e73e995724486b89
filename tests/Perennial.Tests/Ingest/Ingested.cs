using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest;

/// <summary>A file that went through the Ingest stage, with the session it left behind.</summary>
internal sealed class Ingested : IDisposable
{
    private readonly DuckDbDatabase _database;
    private readonly string? _folder;

    private Ingested(DuckDbDatabase database, DuckDbConnection connection, IngestResult result, string? folder)
    {
        _database = database;
        Connection = connection;
        Result = result;
        _folder = folder;
    }

    public DuckDbConnection Connection { get; }

    public IngestResult Result { get; }

    /// <summary>Ingests files as they are on disk.</summary>
    public static Ingested Files(IngestOptions options, params string[] paths) => Run(options, null, paths);

    /// <summary>Ingests a text as a file of its own.</summary>
    public static Ingested Text(string text, IngestOptions? options = null)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-test-").FullName;
        string path = Path.Combine(folder, "input.csv");
        File.WriteAllText(path, text);
        return Run(options ?? new IngestOptions(), folder, path);
    }

    /// <summary>Gives the column that plays a role, or null.</summary>
    public string? Column(string role) => Result.Mapping.Columns.FirstOrDefault(column => column.Role == role)?.Column;

    public QualityFinding? Finding(string code) => Result.Quality.FirstOrDefault(finding => finding.Code == code);

    public decimal NetUsed() => Connection.Scalar<decimal>("SELECT coalesce(sum(amount), 0) FROM ingest_rows WHERE disposition = 0");

    public long Customers() => Connection.Scalar<long>("SELECT count(DISTINCT customer_id) FROM ingest_rows WHERE disposition = 0");

    /// <summary>Gives one value a row, in input order, as text; NULL is written as a dash.</summary>
    public string Values(string expression) => string.Join(
        " ", Connection.List($"SELECT coalesce(CAST({expression} AS VARCHAR), '-') FROM ingest_rows ORDER BY row_no", row => row.String(0)!));

    /// <summary>Asserts that every record is accounted for.</summary>
    public void AssertRowsSum()
    {
        RowAccount rows = Result.Rows;
        Assert.Equal(rows.In, rows.Used + rows.Quarantined + rows.SetAside.Values.Sum());
        Assert.Equal(rows.Quarantined, Connection.Scalar<long>("SELECT count(*) FROM ingest_quarantine"));
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    public static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    public static string Day(int number, string format = "yyyy-MM-dd") => new DateOnly(2020, 1, 1).AddDays(number).ToString(format, CultureInfo.InvariantCulture);

    private static Ingested Run(IngestOptions options, string? folder, params string[] paths)
    {
        DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 2 });
        DuckDbConnection connection = database.Connect();
        try
        {
            return new Ingested(database, connection, IngestStage.Run(connection, paths, options, SilentLog.Instance), folder);
        }
        catch
        {
            connection.Dispose();
            database.Dispose();
            if (folder is not null)
            {
                Directory.Delete(folder, recursive: true);
            }

            throw;
        }
    }
}
