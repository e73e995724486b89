namespace Perennial.DuckDb.Tests;

public sealed class AppenderTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public AppenderTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void A_million_rows_make_the_round_trip()
    {
        const int Rows = 1_000_003;
        int[] keys = new int[Rows];
        long[] longs = new long[Rows];
        double[] doubles = new double[Rows];
        decimal[] amounts = new decimal[Rows];
        string?[] texts = new string?[Rows];
        DateOnly[] days = new DateOnly[Rows];
        bool[] noAmount = new bool[Rows];
        for (int row = 0; row < Rows; row++)
        {
            keys[row] = row - 500;
            longs[row] = row * 1_000_000_007L;
            doubles[row] = Math.Sqrt(row);
            amounts[row] = row / 100m;
            noAmount[row] = row % 3 == 0;
            texts[row] = row % 5 == 0 ? null : $"customer number {row}";
            days[row] = new DateOnly(1990, 1, 1).AddDays(row % 20000);
        }

        _connection.Execute("CREATE TABLE t (key INTEGER, l BIGINT, d DOUBLE, amount DECIMAL(18,2), text VARCHAR, day DATE)");
        using (DuckDbAppender appender = _connection.Appender("t"))
        {
            appender.Append(keys, longs, doubles, DuckDbColumn.Decimals(amounts, noAmount), texts, days);
            appender.Flush();
        }

        using DuckDbResult result = _connection.Query("SELECT * FROM t ORDER BY key");
        int read = 0;
        while (result.Read(out DuckDbChunk chunk))
        {
            Assert.True(chunk.Int32(0).SequenceEqual(keys.AsSpan(read, chunk.Count)));
            Assert.True(chunk.Int64(1).SequenceEqual(longs.AsSpan(read, chunk.Count)));
            Assert.True(chunk.Double(2).SequenceEqual(doubles.AsSpan(read, chunk.Count)));
            for (int row = 0; row < chunk.Count; row++)
            {
                if (chunk.IsNull(3, row) != noAmount[read + row]
                    || (!noAmount[read + row] && chunk.Decimal(3, row) != amounts[read + row])
                    || chunk.String(4, row) != texts[read + row]
                    || chunk.DateDays(5)[row] != days[read + row].DayNumber - new DateOnly(1970, 1, 1).DayNumber)
                {
                    Assert.Fail($"Row {read + row} changed on its way.");
                }
            }

            read += chunk.Count;
        }

        Assert.Equal(Rows, read);
    }

    [Fact]
    public void Decimals_pass_as_whole_numbers_of_their_last_digit()
    {
        long[] values = [15000, -1, 0, 999_999_999_999_999_999];
        _connection.Execute("CREATE TABLE t (amount DECIMAL(18,4))");
        using (DuckDbAppender appender = _connection.Appender("t"))
        {
            appender.Append(DuckDbColumn.Unscaled(values));
            appender.Flush();
        }

        using DuckDbResult result = _connection.Query("FROM t ORDER BY rowid");
        Assert.True(result.Read(out DuckDbChunk chunk));
        Assert.Equal(values, chunk.Unscaled(0).ToArray());
        Assert.Equal(1.5m, chunk.Decimal(0, 0));
    }

    [Fact]
    public void Whole_numbers_with_more_digits_than_the_column_are_refused()
    {
        _connection.Execute("CREATE TABLE t (amount DECIMAL(12,2)); CREATE TABLE other (amount DOUBLE)");
        using DuckDbAppender appender = _connection.Appender("t"), wrong = _connection.Appender("other");

        Assert.Contains("DECIMAL(12,2)", Assert.Throws<OverflowException>(() => appender.Append(DuckDbColumn.Unscaled(new[] { 1_000_000_000_000L }))).Message, StringComparison.Ordinal);
        Assert.Contains("10 to 18 digits", Assert.Throws<InvalidCastException>(() => wrong.Append(DuckDbColumn.Unscaled(new[] { 1L }))).Message, StringComparison.Ordinal);
    }
}
