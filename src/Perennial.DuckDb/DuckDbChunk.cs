namespace Perennial.DuckDb;

/// <summary>Up to 2048 rows of a result, as columns. Valid until the result reads on or is disposed; so are the spans. Rows that are NULL hold any value in a span.</summary>
public readonly ref struct DuckDbChunk
{
    private readonly DuckDbResult _result;
    private readonly int _generation;

    internal DuckDbChunk(DuckDbResult result, int count)
    {
        _result = result;
        _generation = result.Generation;
        Count = count;
    }

    /// <summary>Gives the number of rows.</summary>
    public int Count { get; }

    /// <summary>Gives a BOOLEAN column.</summary>
    public ReadOnlySpan<bool> Boolean(int column) => Column(column).Span<bool>(Count, DuckDbType.Boolean);

    /// <summary>Gives a TINYINT column.</summary>
    public ReadOnlySpan<sbyte> Int8(int column) => Column(column).Span<sbyte>(Count, DuckDbType.TinyInt);

    /// <summary>Gives a SMALLINT column.</summary>
    public ReadOnlySpan<short> Int16(int column) => Column(column).Span<short>(Count, DuckDbType.SmallInt);

    /// <summary>Gives an INTEGER column.</summary>
    public ReadOnlySpan<int> Int32(int column) => Column(column).Span<int>(Count, DuckDbType.Integer);

    /// <summary>Gives a BIGINT column.</summary>
    public ReadOnlySpan<long> Int64(int column) => Column(column).Span<long>(Count, DuckDbType.BigInt);

    /// <summary>Gives a UTINYINT column.</summary>
    public ReadOnlySpan<byte> UInt8(int column) => Column(column).Span<byte>(Count, DuckDbType.UTinyInt);

    /// <summary>Gives a USMALLINT column.</summary>
    public ReadOnlySpan<ushort> UInt16(int column) => Column(column).Span<ushort>(Count, DuckDbType.USmallInt);

    /// <summary>Gives a UINTEGER column.</summary>
    public ReadOnlySpan<uint> UInt32(int column) => Column(column).Span<uint>(Count, DuckDbType.UInteger);

    /// <summary>Gives a UBIGINT column.</summary>
    public ReadOnlySpan<ulong> UInt64(int column) => Column(column).Span<ulong>(Count, DuckDbType.UBigInt);

    /// <summary>Gives a FLOAT column.</summary>
    public ReadOnlySpan<float> Single(int column) => Column(column).Span<float>(Count, DuckDbType.Float);

    /// <summary>Gives a DOUBLE column.</summary>
    public ReadOnlySpan<double> Double(int column) => Column(column).Span<double>(Count, DuckDbType.Double);

    /// <summary>Gives a DATE column as days since 1970-01-01.</summary>
    public ReadOnlySpan<int> DateDays(int column) => Column(column).Span<int>(Count, DuckDbType.Date);

    /// <summary>Gives a TIMESTAMP column as microseconds since 1970-01-01.</summary>
    public ReadOnlySpan<long> TimestampMicroseconds(int column) => Column(column).Span<long>(Count, DuckDbType.Timestamp);

    /// <summary>Gives a DECIMAL column of 10 to 18 digits as whole numbers of its last digit: 1.5 in DECIMAL(18,4) is 15000.</summary>
    public ReadOnlySpan<long> Unscaled(int column) => Column(column).Unscaled(Count);

    /// <summary>Gives a DECIMAL or integer value exactly.</summary>
    public decimal Decimal(int column, int row) => Column(column).Decimal(Checked(row));

    /// <summary>Gives a VARCHAR or ENUM value, or null.</summary>
    public string? String(int column, int row) => Column(column).IsNull(Checked(row)) ? null : Column(column).Text(row);

    /// <summary>Gives the bytes of a VARCHAR (UTF-8) or BLOB value without copying; empty where NULL.</summary>
    public ReadOnlySpan<byte> Utf8(int column, int row) => Column(column).IsNull(Checked(row)) ? [] : Column(column).Bytes(row);

    /// <summary>Tells whether a value is NULL.</summary>
    public bool IsNull(int column, int row) => Column(column).IsNull(Checked(row));

    /// <summary>Tells whether a column has a NULL in this chunk.</summary>
    public bool HasNulls(int column) => Column(column).HasNulls(Count);

    /// <summary>Gives any value as an object: bool, int, long, double, decimal (also for 64-bit unsigned and 128-bit numbers), string, DateOnly, TimeOnly, DateTime, byte[] or null.</summary>
    public object? Value(int column, int row) => Column(column).Value(Checked(row));

    private ColumnReader Column(int column)
    {
        ObjectDisposedException.ThrowIf(_result is null || _result.Generation != _generation, typeof(DuckDbChunk));
        return _result.Columns[column];
    }

    private int Checked(int row) => (uint)row < (uint)Count ? row : throw new ArgumentOutOfRangeException(nameof(row), row, $"The chunk has {Count} rows.");
}
