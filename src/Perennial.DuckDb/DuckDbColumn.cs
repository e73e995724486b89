namespace Perennial.DuckDb;

/// <summary>Values for one column of an append. Arrays convert by themselves; the factories also take slices and marks for NULL.</summary>
public abstract class DuckDbColumn
{
    private protected DuckDbColumn(int count) => Count = count;

    /// <summary>Gives the number of rows.</summary>
    public int Count { get; }

    public static implicit operator DuckDbColumn(bool[] values) => Booleans(values);

    public static implicit operator DuckDbColumn(int[] values) => Int32s(values);

    public static implicit operator DuckDbColumn(long[] values) => Int64s(values);

    public static implicit operator DuckDbColumn(double[] values) => Doubles(values);

    public static implicit operator DuckDbColumn(decimal[] values) => Decimals(values);

    public static implicit operator DuckDbColumn(string?[] values) => Strings(values);

    public static implicit operator DuckDbColumn(DateOnly[] values) => Dates(values);

    public static implicit operator DuckDbColumn(DateTime[] values) => Timestamps(values);

    /// <summary>Gives values for a BOOLEAN column.</summary>
    /// <param name="values">The values, one a row.</param>
    /// <param name="isNull">True where the row is NULL; default: nowhere.</param>
    public static DuckDbColumn Booleans(ReadOnlyMemory<bool> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<bool>(values, isNull, static (target, at, value) => target.Store(at, value, DuckDbType.Boolean), static (target, at, all) => target.StoreAll(at, all, DuckDbType.Boolean));

    /// <summary>Gives values for an INTEGER or BIGINT column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Int32s(ReadOnlyMemory<int> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<int>(values, isNull, static (target, at, value) =>
        {
            if (target.Type == DuckDbType.BigInt)
            {
                target.Store(at, (long)value, DuckDbType.BigInt);
            }
            else
            {
                target.Store(at, value, DuckDbType.Integer);
            }
        }, static (target, at, all) => target.Type != DuckDbType.BigInt && target.StoreAll(at, all, DuckDbType.Integer));

    /// <summary>Gives values for a BIGINT column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Int64s(ReadOnlyMemory<long> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<long>(values, isNull, static (target, at, value) => target.Store(at, value, DuckDbType.BigInt), static (target, at, all) => target.StoreAll(at, all, DuckDbType.BigInt));

    /// <summary>Gives values for a UBIGINT column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn UInt64s(ReadOnlyMemory<ulong> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<ulong>(values, isNull, static (target, at, value) => target.Store(at, value, DuckDbType.UBigInt), static (target, at, all) => target.StoreAll(at, all, DuckDbType.UBigInt));

    /// <summary>Gives values for a DOUBLE column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Doubles(ReadOnlyMemory<double> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<double>(values, isNull, static (target, at, value) => target.Store(at, value, DuckDbType.Double), static (target, at, all) => target.StoreAll(at, all, DuckDbType.Double));

    /// <summary>Gives values for a DECIMAL column; a value its scale cannot hold is refused.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Decimals(ReadOnlyMemory<decimal> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<decimal>(values, isNull, static (target, at, value) => target.StoreDecimal(at, value));

    /// <summary>Gives values for a DECIMAL column of 10 to 18 digits as whole numbers of its last digit: 15000 is 1.5 in DECIMAL(18,4). More digits than the column has are refused.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Unscaled(ReadOnlyMemory<long> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<long>(values, isNull, static (target, at, value) => target.StoreUnscaled(at, value), static (target, at, all) => target.StoreAllUnscaled(at, all));

    /// <summary>Gives values for a VARCHAR column; null is NULL.</summary>
    /// <param name="values">The values, one a row.</param>
    public static DuckDbColumn Strings(ReadOnlyMemory<string?> values) =>
        new Column<string?>(values, default, static (target, at, value) => target.StoreText(at, value));

    /// <summary>Gives values for a DATE column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Dates(ReadOnlyMemory<DateOnly> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<DateOnly>(values, isNull, static (target, at, value) => target.Store(at, DuckDbTime.Days(value), DuckDbType.Date));

    /// <summary>Gives days since 1970-01-01 for a DATE column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn DateDays(ReadOnlyMemory<int> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<int>(values, isNull, static (target, at, value) => target.Store(at, value, DuckDbType.Date), static (target, at, all) => target.StoreAll(at, all, DuckDbType.Date));

    /// <summary>Gives values for a TIMESTAMP column.</summary>
    /// <inheritdoc cref="Booleans" />
    public static DuckDbColumn Timestamps(ReadOnlyMemory<DateTime> values, ReadOnlyMemory<bool> isNull = default) =>
        new Column<DateTime>(values, isNull, static (target, at, value) => target.Store(at, DuckDbTime.Microseconds(value), DuckDbType.Timestamp));

    /// <summary>Writes rows of this column into a chunk.</summary>
    internal abstract void Write(ColumnWriter target, int from, int at, int count);

    // Puts values down from a row on, all at once where they lie in memory as the engine wants them; says whether it did.
    private delegate bool StoreAll<T>(ColumnWriter target, int at, ReadOnlySpan<T> values);

    private sealed class Column<T> : DuckDbColumn
    {
        private readonly ReadOnlyMemory<T> _values;
        private readonly ReadOnlyMemory<bool> _isNull;
        private readonly Action<ColumnWriter, int, T> _store;
        private readonly StoreAll<T>? _storeAll;

        internal Column(ReadOnlyMemory<T> values, ReadOnlyMemory<bool> isNull, Action<ColumnWriter, int, T> store, StoreAll<T>? storeAll = null)
            : base(values.Length)
        {
            if (!isNull.IsEmpty && isNull.Length != values.Length)
            {
                throw new ArgumentException($"There are {values.Length} values but {isNull.Length} marks for NULL. There must be one a row, or none.", nameof(isNull));
            }

            _values = values;
            _isNull = isNull;
            _store = store;
            _storeAll = storeAll;
        }

        internal override void Write(ColumnWriter target, int from, int at, int count)
        {
            ReadOnlySpan<T> values = _values.Span.Slice(from, count);
            if (_isNull.IsEmpty && _storeAll?.Invoke(target, at, values) == true)
            {
                return;
            }

            ReadOnlySpan<bool> isNull = _isNull.IsEmpty ? default : _isNull.Span.Slice(from, count);
            for (int row = 0; row < values.Length; row++)
            {
                if (!isNull.IsEmpty && isNull[row])
                {
                    target.StoreNull(at + row);
                }
                else
                {
                    _store(target, at + row, values[row]);
                }
            }
        }
    }
}
