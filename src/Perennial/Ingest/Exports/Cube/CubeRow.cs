using System.Globalization;
using System.Text.RegularExpressions;

namespace Perennial.Ingest.Exports.Cube;

/// <summary>A record of a cube's sheet.</summary>
/// <param name="Row">Which record of the file, from 1.</param>
/// <param name="Customer">The customer's id, else name; null where the record names none.</param>
/// <param name="Label">Everything written beside the months.</param>
/// <param name="Amounts">What stands under each month; null where nothing does, or what stands there is no number.</param>
/// <param name="Unread">Cells under months that are no numbers.</param>
internal sealed record CubeRow(long Row, string? Customer, string Label, decimal?[] Amounts, IReadOnlyList<string> Unread)
{
    /// <summary>Gives why the record is left out; null where it is a customer's.</summary>
    public string? LeftOut { get; set; }

    /// <summary>Reads a number as finance writes it: (1,234) and 1.234- are negative, a dash is nothing.</summary>
    /// <returns>The number; null and true where the cell is empty, null and false where it is no number.</returns>
    public static (decimal? Number, bool Read) Amount(string cell)
    {
        string text = cell.Trim().Trim('\u00A0');
        if (text.Length == 0 || text is "-" or "\u2013" or "\u2014" or "n/a" or "N/A" or "#N/A" or "n.a.")
        {
            return (null, true);
        }

        bool negative = text.StartsWith('(') && text.EndsWith(')') || text.EndsWith('-') || text.StartsWith('-') || text.StartsWith('\u2212');
        string digits = CubeText.Money().Replace(text, string.Empty);
        bool comma = CubeText.Comma().IsMatch(digits);
        if (!comma && !CubeText.Point().IsMatch(digits))
        {
            // A workbook keeps 1E-05 for next to nothing.
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal small) ? (Math.Round(small, 4), true) : (null, false);
        }

        string plain = comma ? digits.Replace(".", string.Empty, StringComparison.Ordinal).Replace(',', '.') : digits.Replace(",", string.Empty, StringComparison.Ordinal);
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? (Math.Round(negative ? -number : number, 4), true) : (null, false);
    }
}

/// <summary>Patterns of what cubes hold.</summary>
internal static partial class CubeText
{
    /// <summary>Matches a label that can only be that of a total.</summary>
    [GeneratedRegex(@"^((grand|sub|sub-|overall|net|mrr|arr|revenue|total) ?)*totals?( (mrr|arr|revenue|customers|recurring revenue))?:?$|^(gesamt|summe|zwischensumme|sum|gesamtsumme|totale|total general|sous-total)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    public static partial Regex Total();

    /// <summary>Matches a label in which a total speaks.</summary>
    [GeneratedRegex(@"\b(sub-?)?totals?\b|\bsum\b|\bsumme\b|\bgesamt|zwischensumme", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    public static partial Regex Totalled();

    [GeneratedRegex(@"[\s\u00A0()'$\u20AC\u00A3\u00A5+\u2212-]|[A-Z]{3}")]
    public static partial Regex Money();

    [GeneratedRegex(@"^(\d+|\d{1,3}(\.\d{3})+),\d{1,2}$|^\d{1,3}(\.\d{3}){2,}$")]
    public static partial Regex Comma();

    [GeneratedRegex(@"^(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?$")]
    public static partial Regex Point();
}
