namespace Perennial.DuckDb.Tests;

public sealed class QueryTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public QueryTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void The_pinned_version_is_the_one_that_runs() => Assert.Equal("v1.5.5", DuckDbDatabase.LibraryVersion);

    [Fact]
    public void A_scalar_comes_back_in_the_type_asked_for()
    {
        Assert.Equal(42, _connection.Scalar<int>("SELECT 42"));
        Assert.Equal(42L, _connection.Scalar<long>("SELECT 42::TINYINT"));
        Assert.Equal(0.1 + 0.2, _connection.Scalar<double>("SELECT 0.1::DOUBLE + 0.2::DOUBLE"));
        Assert.Equal("ż", _connection.Scalar<string>("SELECT 'ż'"));
        Assert.True(_connection.Scalar<bool>("SELECT 1 < 2"));
        Assert.Equal(new DateOnly(1969, 12, 31), _connection.Scalar<DateOnly>("SELECT DATE '1969-12-31'"));
        Assert.Equal(new DateTime(1997, 1, 1, 12, 30, 0, 250), _connection.Scalar<DateTime>("SELECT TIMESTAMP '1997-01-01 12:30:00.25'"));
        Assert.Equal([1, 2], _connection.Scalar<byte[]>(@"SELECT '\x01\x02'::BLOB"));
    }

    [Fact]
    public void Named_parameters_keep_value_and_type()
    {
        byte[] bytes = [0, 255];
        DateTime instant = new(2020, 2, 29, 23, 59, 59, DateTimeKind.Utc);
        object?[] row = _connection.List(
            "SELECT $bool, $int, $long, $double, $decimal, $text, $day, $instant, $bytes, $none, $empty",
            row => Enumerable.Range(0, 11).Select(row.Value).ToArray(),
            ("bool", true), ("int", -7), ("long", long.MaxValue), ("double", 1e-300), ("decimal", -12345678901234567890.12345m),
            ("text", "O'Brien; DROP TABLE x; -- ż\0."), ("day", new DateOnly(2024, 2, 29)), ("instant", instant), ("bytes", bytes), ("none", null), ("empty", string.Empty)).Single();
        Assert.Equal([true, -7, long.MaxValue, 1e-300, -12345678901234567890.12345m, "O'Brien; DROP TABLE x; -- ż\0.", new DateOnly(2024, 2, 29), instant, bytes, null, string.Empty], row);
    }

    [Theory]
    [InlineData(Delivery.Complete)]
    [InlineData(Delivery.Streamed)]
    public void Rows_come_in_chunks_of_typed_columns(Delivery delivery)
    {
        using DuckDbResult result = _connection.Query(
            new QueryOptions { Delivery = delivery },
            "SELECT i::INTEGER AS i, i::BIGINT * 3 AS l, i / 2 AS d, DATE '1970-01-01' + i::INTEGER AS day, CASE WHEN i % 7 <> 0 THEN repeat('x', (i % 30)::INTEGER) END AS s FROM range(10000) t(i) ORDER BY i");
        Assert.Equal(["i", "l", "d", "day", "s"], Enumerable.Range(0, result.ColumnCount).Select(result.ColumnName));
        int rows = 0;
        while (result.Read(out DuckDbChunk chunk))
        {
            for (int row = 0; row < chunk.Count; row++, rows++)
            {
                Assert.Equal(rows, chunk.Int32(0)[row]);
                Assert.Equal(rows * 3L, chunk.Int64(1)[row]);
                Assert.Equal(rows / 2.0, chunk.Double(2)[row]);
                Assert.Equal(rows, chunk.DateDays(3)[row]);
                Assert.Equal(rows % 7 == 0, chunk.IsNull(4, row));
                Assert.Equal(rows % 7 == 0 ? null : new string('x', rows % 30), chunk.String(4, row));
            }
        }

        Assert.Equal(10000, rows);
    }
}
