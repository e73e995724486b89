using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Identity;
using Perennial.Ledger;
using Perennial.Store;

namespace Perennial.Tests;

/// <summary>An engine session with hand-made <c>ingest_rows</c>, and the rooms from Identity to Features run on them.</summary>
internal sealed class BookedLog : IDisposable
{
    private readonly DuckDbDatabase _database;

    private BookedLog(int threads)
    {
        _database = DuckDbDatabase.Open(new() { Threads = threads });
        Connection = _database.Connect();
    }

    public DuckDbConnection Connection { get; }

    /// <summary>Starts with the rows of a SELECT that gives customer_id, day, amount, order_id, kind.</summary>
    public static BookedLog Of(string select, int threads = 2)
    {
        BookedLog log = new(threads);
        log.Ingest(select);
        return log;
    }

    /// <summary>Starts with rows written as <c>customer day amount [order] [return]</c>, one a line; an amount of - is none.</summary>
    public static BookedLog OfRows(string rows, int threads = 2) => Of(Select(rows), threads);

    /// <summary>Starts with a log as found on disk: a SELECT over <c>read_csv($path)</c> written with {0} for the file.</summary>
    public static BookedLog OfFile(string path, string select, int threads = 2) =>
        Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, select, $"read_csv('{path}', all_varchar = true)"), threads);

    public static string Select(string rows)
    {
        IEnumerable<string> values = rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static line =>
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool isReturn = words[^1] == "return";
            string? order = words.Length - (isReturn ? 1 : 0) > 3 ? words[3] : null;
            string amount = words[2] == "-" ? "NULL" : words[2];
            return $"('{words[0]}', DATE '{words[1]}', CAST({amount} AS DECIMAL(18, 4)), {(order is null ? "NULL" : $"'{order}'")}, {(isReturn ? 2 : 1)})";
        });
        return $"SELECT * FROM (VALUES {string.Join(", ", values)}) AS rows(customer_id, day, amount, order_id, kind)";
    }

    public void Ingest(string select) => Connection.Execute(
        $"""
        CREATE OR REPLACE TABLE ingest_rows AS
        SELECT row_number() OVER () AS row_no, 0 AS file_no, CAST(customer_id AS VARCHAR) AS customer_id, CAST(day AS TIMESTAMP) AS occurred,
          CAST(day AS DATE) AS day, CAST(amount AS DECIMAL(18, 4)) AS amount, CAST(order_id AS VARCHAR) AS order_id, CAST(NULL AS VARCHAR) AS product_id,
          CAST(NULL AS DECIMAL(18, 4)) AS quantity, CAST(NULL AS VARCHAR) AS currency, CAST(kind AS UTINYINT) AS kind, CAST(0 AS UTINYINT) AS disposition
        FROM ({select});
        CREATE OR REPLACE VIEW ingest_buyers AS SELECT DISTINCT customer_id FROM ingest_rows WHERE disposition = 0;
        """);

    /// <summary>Runs Identity and Ledger.</summary>
    public BookedLog Booked()
    {
        new IdentityStage(Connection, new OrdinalKeys(), new RowsInMemory()).Run();
        new LedgerStage(Connection).Run();
        return this;
    }

    public FeaturesStage Features() => new(Connection);

    public IReadOnlyList<string> Lines(string sql) => Connection.List(sql, static row => row.String(0) ?? "null");

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }

    private sealed class OrdinalKeys : ICustomerKeys
    {
        public void Assign(DuckDbConnection connection, string idsTable) => connection.Execute(
            $"CREATE OR REPLACE TABLE identity_customers AS SELECT CAST(row_number() OVER (ORDER BY customer_id) AS INTEGER) AS customer_key, customer_id FROM {idsTable}");
    }

    private sealed class RowsInMemory : IRawRows
    {
        public string Keep(DuckDbConnection connection, string select)
        {
            connection.Execute($"CREATE OR REPLACE TABLE raw_rows AS {select}");
            return "raw_rows";
        }
    }
}
