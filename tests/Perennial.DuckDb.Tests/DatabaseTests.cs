namespace Perennial.DuckDb.Tests;

public sealed class DatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("duckdb-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Safe_settings_hold_from_the_start()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        foreach (string setting in new[] { "autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions", "allow_persistent_secrets" })
        {
            Assert.False(connection.Scalar<bool>($"SELECT current_setting('{setting}')"), setting);
        }

        Assert.Equal(Environment.ProcessorCount, connection.Scalar<int>("SELECT current_setting('threads')"));
        Assert.InRange(database.Options.MemoryLimitBytes!.Value, 1, (long)(MachineMemory.Available("/") * 0.61));
    }

    [Fact]
    public void Parquet_and_JSON_need_no_extension_from_the_internet()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        string file = DuckDbSql.Literal(Path.Combine(_folder, "it's.parquet"));
        Assert.Equal(3, connection.Execute($"COPY (SELECT i, '{{\"a\": ' || i || '}}' AS j FROM range(3) t(i)) TO {file} (FORMAT parquet)"));
        Assert.Equal(3, connection.Scalar<decimal>($"SELECT sum((j::JSON ->> 'a')::INTEGER) FROM {file}"));
    }

    [Fact]
    public void Connections_work_at_the_same_time()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using (DuckDbConnection connection = database.Connect())
        {
            connection.Execute("CREATE TABLE t AS SELECT i FROM range(100000) t(i)");
        }

        decimal[] sums = new decimal[8];
        Parallel.For(0, sums.Length, at =>
        {
            using DuckDbConnection connection = database.Connect();
            for (int round = 0; round < 20; round++)
            {
                sums[at] += connection.Scalar<decimal>("SELECT sum(i) FROM t WHERE i % 8 = $rest", ("rest", at));
            }
        });
        Assert.Equal(20m * 100000 * 99999 / 2, sums.Sum());
    }

    [Fact]
    public void What_does_not_fit_into_memory_goes_to_the_temp_folder()
    {
        string temp = Path.Combine(_folder, "temp");
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { MemoryLimitBytes = 40_000_000, TempFolder = temp, Threads = 2 });
        using DuckDbConnection connection = database.Connect();
        connection.Execute("CREATE TABLE t AS SELECT i, md5(i::VARCHAR) AS h FROM range(1500000) t(i)");
        Assert.True(connection.Scalar<decimal>("SELECT sum(size) FROM duckdb_temporary_files()") > 10_000_000);
        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM (SELECT h, lag(h) OVER (ORDER BY h) AS before FROM t) WHERE h < before"));
        Assert.Equal(1500000, connection.Scalar<long>("SELECT count(*) FROM t WHERE h = md5(i::VARCHAR)"));
    }

    [Fact]
    public void Too_little_memory_is_an_error_of_its_own_kind()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { MemoryLimitBytes = 20_000_000, TempFolder = string.Empty });
        using DuckDbConnection connection = database.Connect();
        DuckDbException failure = Assert.Throws<DuckDbException>(() => connection.Execute("CREATE TABLE t AS SELECT i, md5(i::VARCHAR) FROM range(3000000) t(i)"));
        Assert.Equal(DuckDbErrorKind.OutOfMemory, failure.Kind);
    }

    [Fact]
    public void A_locked_database_reaches_no_file_and_no_setting()
    {
        string open = Directory.CreateDirectory(Path.Combine(_folder, "open")).FullName;
        string allowed = Path.Combine(open, "a.csv");
        string secret = Path.Combine(_folder, "secret.csv");
        File.WriteAllText(allowed, "n\n5\n");
        File.WriteAllText(secret, "n\n6\n");
        using DuckDbDatabase database = DuckDbDatabase.Open();
        database.Lock(open);
        using DuckDbConnection connection = database.Connect();
        Assert.Equal(5, connection.Scalar<long>($"SELECT n FROM {DuckDbSql.Literal(allowed)}"));
        foreach (string sql in new[]
        {
            $"SELECT * FROM {DuckDbSql.Literal(secret)}",
            $"COPY (SELECT 1) TO {DuckDbSql.Literal(Path.Combine(_folder, "out.csv"))}",
            $"ATTACH {DuckDbSql.Literal(Path.Combine(_folder, "other.db"))}",
            "SET enable_external_access = true",
            "SET lock_configuration = false",
            "SET memory_limit = '1TB'",
            "RESET allowed_directories",
            "INSTALL httpfs",
            "LOAD httpfs",
        })
        {
            Assert.Throws<DuckDbException>(() => connection.Execute(sql));
        }

        Assert.Equal([secret], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Several_statements_run_at_once_and_changed_rows_are_counted()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        Assert.Equal(3, connection.Execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3)"));
        Assert.Equal(2, connection.Execute("DELETE FROM t WHERE a >= $from", ("from", 2)));
        Assert.Equal(1, connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_result_without_rows_has_columns_and_an_end()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query("SELECT 1 AS a, 'x' AS b WHERE false");
        Assert.Equal(2, result.ColumnCount);
        Assert.Equal(1, result.Ordinal("b"));
        Assert.Throws<ArgumentException>(() => result.Ordinal("c"));
        Assert.False(result.Read(out _));
        Assert.False(result.Read(out _));
        Assert.Null(connection.Scalar<string>("SELECT 'x' WHERE false"));
        Assert.Null(connection.Scalar<int?>("SELECT NULL::INTEGER"));
        Assert.Empty(connection.List("SELECT 1 WHERE false", row => row.Int32(0)));
    }

    [Fact]
    public void A_database_file_keeps_its_tables_and_opens_for_reading_only()
    {
        string file = Path.Combine(_folder, "kept.db");
        using (DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Path = file }))
        {
            using DuckDbConnection connection = database.Connect();
            connection.Execute("CREATE TABLE t AS SELECT 42 AS a");
        }

        using DuckDbDatabase reopened = DuckDbDatabase.Open(new DuckDbOptions { Path = file, ReadOnly = true });
        using DuckDbConnection reader = reopened.Connect();
        Assert.Equal(42, reader.Scalar<int>("SELECT a FROM t"));
        Assert.Throws<DuckDbException>(() => reader.Execute("INSERT INTO t VALUES (43)"));
    }
}
