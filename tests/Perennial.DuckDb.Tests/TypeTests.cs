using System.Globalization;

namespace Perennial.DuckDb.Tests;

public sealed class TypeTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public TypeTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("true", DuckDbType.Boolean, true)]
    [InlineData("(-128)::TINYINT", DuckDbType.TinyInt, -128)]
    [InlineData("(-32768)::SMALLINT", DuckDbType.SmallInt, -32768)]
    [InlineData("(-2147483648)::INTEGER", DuckDbType.Integer, int.MinValue)]
    [InlineData("(-9223372036854775808)::BIGINT", DuckDbType.BigInt, long.MinValue)]
    [InlineData("255::UTINYINT", DuckDbType.UTinyInt, 255)]
    [InlineData("65535::USMALLINT", DuckDbType.USmallInt, 65535)]
    [InlineData("4294967295::UINTEGER", DuckDbType.UInteger, 4294967295L)]
    [InlineData("1.5::FLOAT", DuckDbType.Float, 1.5)]
    [InlineData("-1e308::DOUBLE", DuckDbType.Double, -1e308)]
    [InlineData("'infinity'::DOUBLE", DuckDbType.Double, double.PositiveInfinity)]
    [InlineData("'twelve bytes'", DuckDbType.Varchar, "twelve bytes")]
    [InlineData("'thirteen byte'", DuckDbType.Varchar, "thirteen byte")]
    [InlineData("'多字节 żółć 🌱 text'", DuckDbType.Varchar, "多字节 żółć 🌱 text")]
    [InlineData("''", DuckDbType.Varchar, "")]
    [InlineData("'b'::ENUM('a', 'b', 'a much longer word')", DuckDbType.Enum, "b")]
    [InlineData("'a much longer word'::ENUM('a', 'b', 'a much longer word')", DuckDbType.Enum, "a much longer word")]
    [InlineData("NULL", DuckDbType.Integer, null)]
    [InlineData("NULL::VARCHAR", DuckDbType.Varchar, null)]
    public void Every_simple_type_is_read(string sql, DuckDbType type, object? value)
    {
        using DuckDbResult result = _connection.Query($"SELECT {sql}");
        Assert.Equal(type, result.ColumnType(0));
        Assert.True(result.Read(out DuckDbChunk chunk));
        Assert.Equal(value, chunk.Value(0, 0));
        Assert.False(result.Read(out _));
    }

    [Theory]
    [InlineData("(-99.99)::DECIMAL(4,2)", "-99.99")]
    [InlineData("1234567.89::DECIMAL(9,2)", "1234567.89")]
    [InlineData("(-1234567890123456.78)::DECIMAL(18,2)", "-1234567890123456.78")]
    [InlineData("12345678901234567890123456.78::DECIMAL(38,2)", "12345678901234567890123456.78")]
    [InlineData("0.1::DECIMAL(38,37)", "0.1000000000000000000000000000")]
    [InlineData("(-1)::HUGEINT", "-1")]
    [InlineData("79228162514264337593543950335::HUGEINT", "79228162514264337593543950335")]
    [InlineData("(SELECT sum(i) FROM range(10) t(i))", "45")]
    [InlineData("(SELECT sum(i::DECIMAL(18,2)) FROM range(100000) t(i))", "4999950000.00")]
    [InlineData("18446744073709551615::UBIGINT", "18446744073709551615")]
    public void Exact_numbers_of_every_width_become_decimals(string sql, string expected)
    {
        decimal value = _connection.Scalar<decimal>($"SELECT {sql}");
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("79228162514264337593543950336::HUGEINT")]
    [InlineData("0.12345678901234567890123456789012345678::DECIMAL(38,38)")]
    public void A_number_a_decimal_cannot_hold_is_an_error_and_not_another_number(string sql) =>
        Assert.Throws<OverflowException>(() => _connection.Scalar<decimal>($"SELECT {sql}"));

    [Fact]
    public void Enumerations_with_many_words_are_read()
    {
        _connection.Execute("CREATE TYPE word AS ENUM (SELECT 'word ' || i FROM range(1000) t(i))");
        IReadOnlyList<string?> words = _connection.List("SELECT ('word ' || i)::word FROM range(1000) t(i) ORDER BY i", row => row.String(0));
        Assert.Equal(Enumerable.Range(0, 1000).Select(word => $"word {word}"), words);
    }

    [Fact]
    public void Instants_of_every_grain_are_read()
    {
        DateTime expected = new(1999, 12, 31, 23, 59, 58, DateTimeKind.Unspecified);
        foreach (string type in new[] { "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" })
        {
            Assert.Equal(expected, _connection.Scalar<DateTime>($"SELECT '1999-12-31 23:59:58'::{type}"));
        }

        Assert.Equal(new TimeOnly(23, 59, 58), _connection.Scalar<object>("SELECT TIME '23:59:58'"));
    }

    [Fact]
    public void Times_with_a_zone_are_UTC_whatever_the_machine_says()
    {
        DateTime instant = _connection.Scalar<DateTime>("SELECT TIMESTAMPTZ '2020-06-01 00:00:00+02'");
        Assert.Equal(new DateTime(2020, 5, 31, 22, 0, 0, DateTimeKind.Utc), instant);
        Assert.Equal(DateTimeKind.Utc, instant.Kind);
        Assert.Equal("UTC", _connection.Scalar<string>("SELECT current_setting('TimeZone')"));
        Assert.Equal(new DateOnly(2020, 5, 31), _connection.Scalar<DateOnly>("SELECT TIMESTAMPTZ '2020-06-01 00:00:00+02'::DATE"));
    }

    [Fact]
    public void Spans_refuse_another_type_than_the_columns_own()
    {
        using DuckDbResult result = _connection.Query("SELECT 1::BIGINT AS n, 'text' AS t");
        Assert.True(result.Read(out DuckDbChunk chunk));
        InvalidCastException refusal = Refused(chunk, static chunk => chunk.Int32(0));
        Assert.Equal("Column 'n' is BigInt, not Integer. Cast it in the SQL, or read it as what it is.", refusal.Message);
        Refused(chunk, static chunk => chunk.Double(1));
        Refused(chunk, static chunk => chunk.Decimal(1, 0));
    }

    [Fact]
    public void A_chunk_is_over_when_the_result_reads_on()
    {
        using DuckDbResult result = _connection.Query("SELECT i FROM range(5000) t(i)");
        Assert.True(result.Read(out DuckDbChunk first));
        Assert.Equal(2048, first.Count);
        Assert.True(result.Read(out _));
        bool refused = false;
        try
        {
            first.Int64(0);
        }
        catch (ObjectDisposedException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void Numbers_never_narrow_silently()
    {
        Assert.Throws<OverflowException>(() => _connection.Scalar<int>("SELECT 3000000000"));
        Assert.Throws<InvalidCastException>(() => _connection.Scalar<long>("SELECT 1.5::DECIMAL(3,1)"));
        Assert.Throws<InvalidCastException>(() => _connection.Scalar<decimal>("SELECT 1.5::DOUBLE"));
        Assert.Throws<InvalidOperationException>(() => _connection.List("SELECT NULL::INTEGER", row => row.Int32(0)));
    }

    private static InvalidCastException Refused(DuckDbChunk chunk, ChunkAction read)
    {
        try
        {
            read(chunk);
        }
        catch (InvalidCastException e)
        {
            return e;
        }

        throw new Xunit.Sdk.XunitException("The read was not refused.");
    }

    private delegate void ChunkAction(DuckDbChunk chunk);
}
