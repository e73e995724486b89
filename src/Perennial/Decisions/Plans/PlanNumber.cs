using System.Globalization;

namespace Perennial.Decisions.Plans;

/// <summary>Numbers as people write them into plans: 131000, $131K, 92 %, 8.5/10, 291:1, 1.5M.</summary>
public static class PlanNumber
{
    /// <summary>Reads a number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">What it says; a percentage as a share.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(string text, out decimal number)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.Trim().TrimStart('$', '€', '£', '+').Replace(",", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal);
        decimal scale = 1;
        if (rest.EndsWith("/10", StringComparison.Ordinal))
        {
            rest = rest[..^3];
        }
        else if (rest.EndsWith(":1", StringComparison.Ordinal))
        {
            rest = rest[..^2];
        }
        else if (rest.EndsWith('%'))
        {
            (rest, scale) = (rest[..^1], 0.01m);
        }
        else if (rest.EndsWith('K') || rest.EndsWith('k'))
        {
            (rest, scale) = (rest[..^1], 1000);
        }
        else if (rest.EndsWith('M'))
        {
            (rest, scale) = (rest[..^1], 1_000_000);
        }

        bool read = decimal.TryParse(rest.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
        number *= scale;
        return read;
    }

    /// <summary>Writes a number by its unit, for people.</summary>
    /// <param name="number">The number, or null.</param>
    /// <param name="unit">Its unit.</param>
    public static string Write(double? number, PlanUnit unit) => number is not { } n || !double.IsFinite(n) ? "–" : unit switch
    {
        PlanUnit.Share => Text($"{n * 100:0.#} %"),
        PlanUnit.Ratio => Text($"{n:#,0.#}:1"),
        PlanUnit.OfTen => Text($"{n:0.0#}/10"),
        PlanUnit.Money when Math.Abs(n) < 100 => Text($"{n:0.00}"),
        PlanUnit.Money => Text($"{n:#,0}"),
        _ => Text($"{n:#,0.##}"),
    };

    /// <inheritdoc cref="Write(double?, PlanUnit)"/>
    public static string Write(decimal? number, PlanUnit unit) => Write((double?)number, unit);

    /// <summary>Gives a text whose numbers are written alike everywhere.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
