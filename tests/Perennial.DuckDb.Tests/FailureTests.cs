using Perennial.DuckDb.Native;

namespace Perennial.DuckDb.Tests;

/// <summary>Counts native handles, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class FailureTests
{
    [Theory]
    [InlineData("SELEC 1", DuckDbErrorKind.Parser)]
    [InlineData("SELECT nothing", DuckDbErrorKind.Binder)]
    [InlineData("SELECT * FROM nowhere", DuckDbErrorKind.Catalog)]
    [InlineData("SELECT 'x'::INTEGER", DuckDbErrorKind.Conversion)]
    [InlineData("SELECT * FROM 'no-such-file.parquet'", DuckDbErrorKind.InputOutput)]
    [InlineData("SELECT error('my own words')", DuckDbErrorKind.InvalidInput)]
    public void A_failed_statement_says_what_the_engine_said_and_holds_nothing(string sql, DuckDbErrorKind kind)
    {
        AssertHoldsNothing(connection =>
        {
            foreach (Delivery delivery in Enum.GetValues<Delivery>())
            {
                DuckDbException failure = Assert.Throws<DuckDbException>(() =>
                {
                    using DuckDbResult result = connection.Query(new QueryOptions { Delivery = delivery }, sql);
                    while (result.Read(out _))
                    {
                    }
                });
                Assert.Equal(sql, failure.Sql);
                Assert.Equal(kind, failure.Kind);
                Assert.Contains(sql, failure.Message, StringComparison.Ordinal);
                Assert.Contains(failure.EngineMessage, failure.Message, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void A_stream_that_fails_on_the_way_gives_its_rows_first_and_holds_nothing() => AssertHoldsNothing(connection =>
    {
        using DuckDbResult result = connection.Query(
            new QueryOptions { Delivery = Delivery.Streamed },
            "SELECT CASE WHEN i < 900000 THEN i ELSE error('late') END FROM range(1000000) t(i)");
        long rows = 0;
        DuckDbException failure = Assert.Throws<DuckDbException>(() =>
        {
            while (result.Read(out DuckDbChunk chunk))
            {
                rows += chunk.Count;
            }
        });
        Assert.True(rows > 0);
        Assert.Contains("late", failure.EngineMessage, StringComparison.Ordinal);
    });

    [Fact]
    public void Wrong_parameters_are_named_and_nothing_is_held() => AssertHoldsNothing(connection =>
    {
        DuckDbException unknown = Assert.Throws<DuckDbException>(() => connection.Query("SELECT $a", ("a", 1), ("b", 2)));
        Assert.Contains("$b", unknown.EngineMessage, StringComparison.Ordinal);
        Assert.Throws<DuckDbException>(() => connection.Query("SELECT $a, $b", ("a", 1)));
        Assert.Throws<ArgumentException>(() => connection.Query("SELECT $a", ("a", new object())));
        Assert.Throws<ArgumentException>(() => connection.Query("SELECT $a", ("a", DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Local))));
        Assert.Throws<DuckDbException>(() => connection.Query("SELECT $a; SELECT $a", ("a", 1)));
        Assert.Throws<ArgumentException>(() => connection.Query("SELECT 1\0; nonsense"));
    });

    [Fact]
    public void Reading_that_throws_half_way_holds_nothing() => AssertHoldsNothing(connection =>
        Assert.Throws<InvalidTimeZoneException>(() => connection.List<int>("SELECT * FROM range(100000)", _ => throw new InvalidTimeZoneException())));

    [Fact]
    public void An_appender_that_fails_holds_nothing_and_drops_what_was_not_flushed() => AssertHoldsNothing(connection =>
    {
        Assert.Throws<DuckDbException>(() => connection.Appender("nowhere"));
        connection.Execute("CREATE TABLE t (a INTEGER NOT NULL, b DECIMAL(4,2))");
        using (DuckDbAppender appender = connection.Appender("t"))
        {
            Assert.Throws<ArgumentException>(() => appender.Append(new[] { 1 }));
            Assert.Throws<ArgumentException>(() => appender.Append(new[] { 1 }, new[] { 1m, 2m }));
            Assert.Throws<InvalidCastException>(() => appender.Append(new[] { 1.5 }, new[] { 1m }));
            Assert.Throws<OverflowException>(() => appender.Append(new[] { 1 }, new[] { 1.234m }));
            Assert.Throws<OverflowException>(() => appender.Append(new[] { 1 }, new[] { 123.4m }));
            appender.Append(new[] { 1, 2 }, new[] { 1m, 99.99m });
        }

        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM t"));
        using (DuckDbAppender appender = connection.Appender("t"))
        {
            appender.Append(DuckDbColumn.Int32s(new int[1], new[] { true }), new[] { 1m });
            DuckDbException failure = Assert.Throws<DuckDbException>(appender.Flush);
            Assert.Equal(DuckDbErrorKind.Constraint, failure.Kind);
        }

        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM t"));
    });

    [Fact]
    public void A_database_that_cannot_be_opened_holds_nothing()
    {
        long before = NativeHandle.Open;
        string folder = Directory.CreateTempSubdirectory("duckdb-tests-").FullName;
        string garbage = Path.Combine(folder, "garbage.db");
        File.WriteAllText(garbage, new string('x', 10000));
        Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(new DuckDbOptions { Path = garbage }));
        Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(new DuckDbOptions { Path = Path.Combine(folder, "absent", "x.db") }));
        Assert.Throws<ArgumentOutOfRangeException>(() => DuckDbDatabase.Open(new DuckDbOptions { Threads = -1 }));
        Assert.Equal(before, NativeHandle.Open);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Use_after_disposal_is_an_error_and_not_a_crash()
    {
        DuckDbDatabase database = DuckDbDatabase.Open();
        DuckDbConnection connection = database.Connect();
        DuckDbResult result = connection.Query("SELECT 1");
        result.Dispose();
        Assert.Throws<ObjectDisposedException>(() => result.Read(out _));
        connection.Dispose();
        Assert.Throws<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
        database.Dispose();
        Assert.Throws<ObjectDisposedException>(database.Connect);
    }

    [Fact]
    public void Disposal_in_any_order_is_safe()
    {
        long before = NativeHandle.Open;
        DuckDbDatabase database = DuckDbDatabase.Open();
        DuckDbConnection connection = database.Connect();
        DuckDbResult result = connection.Query(new QueryOptions { Delivery = Delivery.Streamed }, "SELECT * FROM range(100000)");
        Assert.True(result.Read(out _));
        database.Dispose();
        connection.Dispose();
        result.Dispose();
        Assert.Equal(before, NativeHandle.Open);
    }

    private static void AssertHoldsNothing(Action<DuckDbConnection> act)
    {
        long before = NativeHandle.Open;
        using (DuckDbDatabase database = DuckDbDatabase.Open())
        {
            using DuckDbConnection connection = database.Connect();
            long within = NativeHandle.Open;
            Assert.Equal(before + 2, within);
            act(connection);
            Assert.Equal(7, connection.Scalar<int>("SELECT 7"));
        }

        Assert.Equal(before, NativeHandle.Open);
    }
}
