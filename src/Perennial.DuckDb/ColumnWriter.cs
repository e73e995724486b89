using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>Writes one column of a chunk that is being filled.</summary>
internal sealed unsafe class ColumnWriter
{
    private readonly int _position;
    private readonly int _width;
    private readonly int _scale;
    private readonly DuckDbType _storage;
    private readonly long _limit;
    private nint _vector;
    private byte* _data;

    internal ColumnWriter(LogicalTypeHandle type, int position)
    {
        _position = position;
        Type = (DuckDbType)NativeMethods.duckdb_get_type_id(type);
        if (Type == DuckDbType.Decimal)
        {
            _width = NativeMethods.duckdb_decimal_width(type);
            _scale = NativeMethods.duckdb_decimal_scale(type);
            _storage = (DuckDbType)NativeMethods.duckdb_decimal_internal_type(type);
            _limit = _storage == DuckDbType.BigInt ? (long)Math.Pow(10, _width) : 0;
        }
    }

    internal DuckDbType Type { get; }

    /// <summary>Points to the column's part of a fresh chunk.</summary>
    internal void Move(nint vector)
    {
        _vector = vector;
        _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store<T>(int row, T value, DuckDbType type)
        where T : unmanaged
    {
        if (Type != type)
        {
            throw Wrong(type.ToString());
        }

        ((T*)_data)[row] = value;
    }

    internal bool StoreAll<T>(int row, ReadOnlySpan<T> values, DuckDbType type)
        where T : unmanaged
    {
        if (Type != type)
        {
            throw Wrong(type.ToString());
        }

        values.CopyTo(new Span<T>((T*)_data + row, values.Length));
        return true;
    }

    internal void StoreNull(int row)
    {
        NativeMethods.duckdb_vector_ensure_validity_writable(_vector);
        ((ulong*)NativeMethods.duckdb_vector_get_validity(_vector))[row >> 6] &= ~(1UL << (row & 63));
    }

    internal void StoreText(int row, string? value)
    {
        if (Type != DuckDbType.Varchar)
        {
            throw Wrong("VARCHAR");
        }

        if (value is null)
        {
            StoreNull(row);
            return;
        }

        byte[]? rented = null;
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(most);
        fixed (byte* start = bytes)
        {
            NativeMethods.duckdb_vector_assign_string_element_len(_vector, (ulong)row, start, (ulong)Encoding.UTF8.GetBytes(value, bytes));
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    internal void StoreDecimal(int row, decimal value)
    {
        if (Type != DuckDbType.Decimal)
        {
            throw Wrong("DECIMAL");
        }

        Int128 unscaled = DuckDbDecimal.Rescaled(value, _width, _scale);
        switch (_storage)
        {
            case DuckDbType.SmallInt:
                ((short*)_data)[row] = (short)unscaled;
                break;
            case DuckDbType.Integer:
                ((int*)_data)[row] = (int)unscaled;
                break;
            case DuckDbType.BigInt:
                ((long*)_data)[row] = (long)unscaled;
                break;
            default:
                Unsafe.WriteUnaligned(_data + (16L * row), unscaled);
                break;
        }
    }

    internal void StoreUnscaled(int row, long value)
    {
        if (Type != DuckDbType.Decimal || _storage != DuckDbType.BigInt)
        {
            throw Wrong("a DECIMAL of 10 to 18 digits");
        }

        ((long*)_data)[row] = value < _limit && value > -_limit ? value : throw new OverflowException($"{value} has more digits than DECIMAL({_width},{_scale}) holds.");
    }

    internal bool StoreAllUnscaled(int row, ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            StoreUnscaled(row + i, values[i]);
        }

        return true;
    }

    private InvalidCastException Wrong(string given) =>
        new($"Column {_position + 1} of the table is {Type}, but the values are for {given}. Give values of the column's own type.");
}
