using System.Globalization;

namespace Perennial.Kernel;

/// <summary>How far ahead a value looks: a number of days, or the whole remaining lifetime.</summary>
public readonly record struct Horizon
{
    private Horizon(int? days) => Days = days;

    /// <summary>Gives the days, or null for the lifetime.</summary>
    public int? Days { get; }

    /// <summary>Gives the infinite horizon.</summary>
    public static Horizon Lifetime => new(null);

    /// <summary>Makes a finite horizon of at least one day.</summary>
    public static Horizon OfDays(int days) => days >= 1
        ? new(days)
        : throw new ArgumentOutOfRangeException(nameof(days), days, "A horizon is at least one day.");

    /// <summary>Reads <c>365d</c>, <c>52w</c>, <c>12m</c> (months of 30.4375 days), <c>3y</c> (years of 365.25 days) or <c>lifetime</c>.</summary>
    /// <exception cref="PerennialException">The text is none of these.</exception>
    public static Horizon Parse(string text)
    {
        string value = text.Trim().ToLowerInvariant();
        if (value == "lifetime")
        {
            return Lifetime;
        }

        double? unit = value.Length == 0 ? null : value[^1] switch { 'd' => 1.0, 'w' => 7.0, 'm' => 365.25 / 12, 'y' => 365.25, _ => null };
        if (unit is { } days && double.TryParse(value[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && Math.Round(count * days) is >= 1 and <= 36525 and double rounded)
        {
            return OfDays((int)rounded);
        }

        throw new PerennialException("options/horizon", Fault.Usage, $"The horizon '{text}' is not understood. Write days, weeks, months or years up to 100 years, such as 365d, 52w, 12m or 3y, or 'lifetime'.");
    }

    /// <summary>Gives <c>365d</c> or <c>lifetime</c>.</summary>
    public override string ToString() => Days is { } days ? string.Create(CultureInfo.InvariantCulture, $"{days}d") : "lifetime";
}
