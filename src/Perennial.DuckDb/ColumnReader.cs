using System.Runtime.CompilerServices;
using System.Text;
using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>Reads one column of the current chunk, whatever its type.</summary>
internal sealed unsafe class ColumnReader
{
    private readonly DuckDbType _storage;
    private readonly int _scale;
    private readonly string[] _dictionary = [];
    private byte* _data;
    private ulong* _validity;

    internal ColumnReader(ResultHandle result, int column)
    {
        Name = DuckDbText.Utf8(NativeMethods.duckdb_column_name(result, (ulong)column)) ?? string.Empty;
        using LogicalTypeHandle type = new();
        type.Own(NativeMethods.duckdb_column_logical_type(result, (ulong)column));
        Type = type.IsInvalid ? DuckDbType.Invalid : (DuckDbType)NativeMethods.duckdb_get_type_id(type);
        _storage = Type;
        if (Type == DuckDbType.Decimal)
        {
            _scale = NativeMethods.duckdb_decimal_scale(type);
            _storage = (DuckDbType)NativeMethods.duckdb_decimal_internal_type(type);
        }
        else if (Type == DuckDbType.Enum)
        {
            _storage = (DuckDbType)NativeMethods.duckdb_enum_internal_type(type);
            _dictionary = new string[NativeMethods.duckdb_enum_dictionary_size(type)];
            for (int at = 0; at < _dictionary.Length; at++)
            {
                nint word = NativeMethods.duckdb_enum_dictionary_value(type, (ulong)at);
                _dictionary[at] = DuckDbText.Utf8(word) ?? string.Empty;
                NativeMethods.duckdb_free(word);
            }
        }
    }

    internal string Name { get; }

    internal DuckDbType Type { get; }

    /// <summary>Points to the column's part of a chunk.</summary>
    internal void Move(nint vector)
    {
        _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        _validity = (ulong*)NativeMethods.duckdb_vector_get_validity(vector);
    }

    internal bool IsNull(int row) => Type == DuckDbType.SqlNull || (_validity != null && (_validity[row >> 6] & (1UL << (row & 63))) == 0);

    internal bool HasNulls(int count)
    {
        for (int row = 0; row < count; row++)
        {
            if (IsNull(row))
            {
                return true;
            }
        }

        return false;
    }

    internal ReadOnlySpan<T> Span<T>(int count, DuckDbType type)
        where T : unmanaged => Type == type ? new(_data, count) : throw Wrong(type.ToString());

    internal ReadOnlySpan<long> Unscaled(int count) =>
        Type == DuckDbType.Decimal && _storage == DuckDbType.BigInt ? new(_data, count) : throw Wrong("a DECIMAL of 10 to 18 digits");

    internal long Integer(int row) => Type == DuckDbType.Decimal ? throw Wrong("an integer") : checked((long)Whole(row));

    internal double Double(int row) => Type switch
    {
        DuckDbType.Double => ((double*)_data)[row],
        DuckDbType.Float => ((float*)_data)[row],
        DuckDbType.Decimal => (double)Decimal(row),
        _ => (double)Whole(row),
    };

    internal decimal Decimal(int row) => DuckDbDecimal.From(Whole(row), _scale);

    internal bool Boolean(int row) => Type == DuckDbType.Boolean ? _data[row] != 0 : throw Wrong("BOOLEAN");

    internal DateOnly Date(int row) => Type == DuckDbType.Date ? DuckDbTime.Date(((int*)_data)[row]) : throw Wrong("DATE");

    internal DateTime Instant(int row) =>
        Type is DuckDbType.Timestamp or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds or DuckDbType.TimestampNanoseconds or DuckDbType.TimestampWithZone
            ? DuckDbTime.Instant(((long*)_data)[row], Type)
            : throw Wrong("TIMESTAMP");

    internal string Text(int row) => Type switch
    {
        DuckDbType.Varchar => Encoding.UTF8.GetString(Bytes(row)),
        DuckDbType.Enum => _dictionary[(int)Whole(row)],
        _ => throw Wrong("VARCHAR or ENUM"),
    };

    // A string is 16 bytes: a length, then the text itself up to 12 bytes, or four bytes of it and a pointer.
    internal ReadOnlySpan<byte> Bytes(int row)
    {
        if (Type is not (DuckDbType.Varchar or DuckDbType.Blob))
        {
            throw Wrong("VARCHAR or BLOB");
        }

        byte* text = _data + (16L * row);
        int length = *(int*)text;
        return new(length <= 12 ? text + 4 : *(byte**)(text + 8), length);
    }

    internal object? Value(int row) => IsNull(row)
        ? null
        : Type switch
        {
            DuckDbType.Boolean => Boolean(row),
            DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.UTinyInt or DuckDbType.USmallInt => (int)Whole(row),
            DuckDbType.BigInt or DuckDbType.UInteger => (long)Whole(row),
            DuckDbType.UBigInt or DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Decimal => Decimal(row),
            DuckDbType.Float or DuckDbType.Double => Double(row),
            DuckDbType.Date => Date(row),
            DuckDbType.Time => new TimeOnly(checked(((long*)_data)[row] * TimeSpan.TicksPerMicrosecond)),
            DuckDbType.Varchar or DuckDbType.Enum => Text(row),
            DuckDbType.Blob => Bytes(row).ToArray(),
            _ => Instant(row),
        };

    /// <summary>Gives the value as the type a caller named; numbers widen, and narrow only where nothing is lost.</summary>
    internal T Get<T>(int row)
    {
        Type wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object? value = wanted == typeof(object) ? Value(row)
            : wanted == typeof(int) ? checked((int)Integer(row))
            : wanted == typeof(long) ? Integer(row)
            : wanted == typeof(double) ? Double(row)
            : wanted == typeof(decimal) ? Decimal(row)
            : wanted == typeof(bool) ? Boolean(row)
            : wanted == typeof(string) ? Text(row)
            : wanted == typeof(DateOnly) ? Date(row)
            : wanted == typeof(DateTime) ? Instant(row)
            : wanted == typeof(byte[]) ? Bytes(row).ToArray()
            : throw new InvalidCastException($"Values are read as int, long, double, decimal, bool, string, DateOnly, DateTime, byte[] or object, not as {wanted.Name}.");
        return (T)value!;
    }

    // Decimals and enumerations are stored as whole numbers too; the storage type says how wide.
    private Int128 Whole(int row) => _storage switch
    {
        DuckDbType.TinyInt => ((sbyte*)_data)[row],
        DuckDbType.SmallInt => ((short*)_data)[row],
        DuckDbType.Integer => ((int*)_data)[row],
        DuckDbType.BigInt => ((long*)_data)[row],
        DuckDbType.UTinyInt => _data[row],
        DuckDbType.USmallInt => ((ushort*)_data)[row],
        DuckDbType.UInteger => ((uint*)_data)[row],
        DuckDbType.UBigInt => ((ulong*)_data)[row],
        DuckDbType.HugeInt => Unsafe.ReadUnaligned<Int128>(_data + (16L * row)),
        DuckDbType.UHugeInt => checked((Int128)Unsafe.ReadUnaligned<UInt128>(_data + (16L * row))),
        _ => throw Wrong("a number"),
    };

    private InvalidCastException Wrong(string wanted) =>
        new($"Column '{Name}' is {Type}, not {wanted}. Cast it in the SQL, or read it as what it is.");
}
