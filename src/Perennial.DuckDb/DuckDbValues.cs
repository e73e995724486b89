using System.Runtime.InteropServices;

namespace Perennial.DuckDb;

/// <summary>Text between the two worlds.</summary>
internal static class DuckDbText
{
    internal static string? Utf8(nint text) => Marshal.PtrToStringUTF8(text);
}

/// <summary>Days and instants between the two worlds: the engine counts from 1970-01-01.</summary>
internal static class DuckDbTime
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    internal static int Days(DateOnly day) => day.DayNumber - Epoch;

    internal static DateOnly Date(int days) => DateOnly.FromDayNumber(checked(days + Epoch));

    internal static long Microseconds(DateTime instant) => instant.Kind == DateTimeKind.Local
        ? throw new ArgumentException("A DateTime of kind Local depends on the machine's zone. Use UTC, or unspecified for a time without zone.", nameof(instant))
        : (instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Gives the instant; a nanosecond stamp is cut to the 100 ns of a DateTime.</summary>
    internal static DateTime Instant(long count, DuckDbType type)
    {
        long ticks = type switch
        {
            DuckDbType.TimestampSeconds => checked(count * TimeSpan.TicksPerSecond),
            DuckDbType.TimestampMilliseconds => checked(count * TimeSpan.TicksPerMillisecond),
            DuckDbType.TimestampNanoseconds => count / TimeSpan.NanosecondsPerTick,
            _ => checked(count * TimeSpan.TicksPerMicrosecond),
        };
        return new DateTime(checked(DateTime.UnixEpoch.Ticks + ticks), type == DuckDbType.TimestampWithZone ? DateTimeKind.Utc : DateTimeKind.Unspecified);
    }
}

/// <summary>Exact numbers between the two worlds: the engine has up to 38 digits, <see cref="decimal"/> 28.</summary>
internal static class DuckDbDecimal
{
    private static readonly Int128 Limit = Int128.One << 96;

    /// <summary>Gives value / 10^scale.</summary>
    /// <exception cref="OverflowException">More than 28 digits are needed.</exception>
    internal static decimal From(Int128 value, int scale)
    {
        Int128 unscaled = value;
        while (scale > 0 && (scale > 28 || unscaled >= Limit || unscaled <= -Limit))
        {
            (Int128 quotient, Int128 rest) = Int128.DivRem(unscaled, 10);
            if (rest != 0)
            {
                break;
            }

            unscaled = quotient;
            scale--;
        }

        if (scale > 28 || unscaled >= Limit || unscaled <= -Limit)
        {
            throw new OverflowException($"The number {value}e-{scale} needs more than the 28 digits a decimal has. Round it in SQL first.");
        }

        bool negative = unscaled < 0;
        UInt128 magnitude = (UInt128)(negative ? -unscaled : unscaled);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), negative, (byte)scale);
    }

    /// <summary>Gives the digits of a decimal as an integer, and where its point is.</summary>
    internal static Int128 Unscaled(decimal value, out byte scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        scale = value.Scale;
        UInt128 magnitude = ((UInt128)(uint)bits[2] << 64) | ((UInt128)(uint)bits[1] << 32) | (uint)bits[0];
        return bits[3] < 0 ? -(Int128)magnitude : (Int128)magnitude;
    }

    /// <summary>Gives a decimal's digits at another scale.</summary>
    /// <exception cref="OverflowException">Digits would be lost, or there are more than the width allows.</exception>
    internal static Int128 Rescaled(decimal value, int width, int scale)
    {
        Int128 unscaled = Unscaled(value, out byte own);
        for (int at = own; at < scale; at++)
        {
            unscaled = checked(unscaled * 10);
        }

        for (int at = own; at > scale; at--)
        {
            (unscaled, Int128 rest) = Int128.DivRem(unscaled, 10);
            if (rest != 0)
            {
                throw new OverflowException($"{value} has more decimals than DECIMAL({width},{scale}) holds. Round it first.");
            }
        }

        Int128 limit = 1;
        for (int digit = 0; digit < width; digit++)
        {
            limit *= 10;
        }

        return unscaled < limit && unscaled > -limit ? unscaled : throw new OverflowException($"{value} has more digits than DECIMAL({width},{scale}) holds.");
    }
}
