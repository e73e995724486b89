using System.Text;
using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>A value for <c>$name</c> in a statement.</summary>
/// <param name="Name">The name, without the dollar sign.</param>
/// <param name="Value">Null, bool, any integer, float, double, decimal, string, DateOnly, DateTime (UTC or unspecified), DateTimeOffset, or byte[].</param>
public readonly record struct DuckDbParameter(string Name, object? Value)
{
    /// <summary>Makes a parameter from a pair, so that calls read <c>("day", day)</c>.</summary>
    public static implicit operator DuckDbParameter((string Name, object? Value) pair) => new(pair.Name, pair.Value);

    internal void Bind(StatementHandle statement, string sql)
    {
        if (NativeMethods.duckdb_bind_parameter_index(statement, out ulong index, Name) != 0)
        {
            throw new DuckDbException(sql, $"The statement has no parameter ${Name}. Remove it from the call, or write ${Name} in the SQL.", DuckDbErrorKind.InvalidInput);
        }

        if (Write(statement, index) != 0)
        {
            throw new DuckDbException(sql, DuckDbText.Utf8(NativeMethods.duckdb_prepare_error(statement)) ?? $"The value of ${Name} was refused.", DuckDbErrorKind.InvalidInput);
        }
    }

    private unsafe int Write(StatementHandle statement, ulong index)
    {
        switch (Value)
        {
            case null:
                return NativeMethods.duckdb_bind_null(statement, index);
            case bool value:
                return NativeMethods.duckdb_bind_boolean(statement, index, value);
            case sbyte or byte or short or ushort or int:
                return NativeMethods.duckdb_bind_int32(statement, index, Convert.ToInt32(Value, null));
            case uint or long:
                return NativeMethods.duckdb_bind_int64(statement, index, Convert.ToInt64(Value, null));
            case ulong value:
                return NativeMethods.duckdb_bind_uint64(statement, index, value);
            case float value:
                return NativeMethods.duckdb_bind_double(statement, index, value);
            case double value:
                return NativeMethods.duckdb_bind_double(statement, index, value);
            case decimal value:
                return NativeMethods.duckdb_bind_decimal(statement, index, ToNative(value));
            case DateOnly value:
                return NativeMethods.duckdb_bind_date(statement, index, DuckDbTime.Days(value));
            case DateTime value:
                return NativeMethods.duckdb_bind_timestamp(statement, index, DuckDbTime.Microseconds(value));
            case DateTimeOffset value:
                return NativeMethods.duckdb_bind_timestamp(statement, index, DuckDbTime.Microseconds(value.UtcDateTime));
            case string value:
                byte[] text = Encoding.UTF8.GetBytes(value);
                fixed (byte* start = text)
                {
                    byte none = 0;
                    return NativeMethods.duckdb_bind_varchar_length(statement, index, start is null ? &none : start, (ulong)text.Length);
                }

            case byte[] value:
                fixed (byte* start = value)
                {
                    byte none = 0;
                    return NativeMethods.duckdb_bind_blob(statement, index, start is null ? &none : start, (ulong)value.Length);
                }

            default:
                throw new ArgumentException($"Parameter ${Name} is a {Value.GetType().Name}, which cannot be bound. Allowed are null, bool, integers, float, double, decimal, string, DateOnly, DateTime, DateTimeOffset and byte[].");
        }
    }

    private static NativeDecimal ToNative(decimal value)
    {
        Int128 unscaled = DuckDbDecimal.Unscaled(value, out byte scale);
        UInt128 magnitude = unscaled < 0 ? (UInt128)(-unscaled) : (UInt128)unscaled;
        byte digits = 1;
        for (UInt128 limit = 10; magnitude >= limit; limit *= 10)
        {
            digits++;
        }

        return new NativeDecimal { Width = Math.Max(digits, scale), Scale = scale, Lower = (ulong)(UInt128)unscaled, Upper = (long)(unscaled >> 64) };
    }
}
