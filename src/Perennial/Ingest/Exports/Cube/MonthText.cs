using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Ingest.Mapping;

namespace Perennial.Ingest.Exports.Cube;

/// <summary>Reads the head of a column that stands for a month: 2024-01, 31.01.2024, Jan-24, January 2024, 2024-01-31 00:00:00, or only Jan where a year stands above.</summary>
internal static partial class MonthText
{
    /// <summary>Gives the first day of the month, or null where the text is no month.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="year">The year that stands above it, or null.</param>
    public static DateOnly? Read(string text, int? year = null)
    {
        string plain = string.Join(' ', NameEvidence.Words(text));
        string cell = text.Trim();
        if (YearFirst().Match(cell) is { Success: true } iso)
        {
            return Month(iso.Groups[1].Value, iso.Groups[2].Value);
        }

        if (YearLast().Match(cell) is { Success: true } late)
        {
            // Of a whole date only the month counts; the last day of a month says which of two numbers is the day.
            string first = late.Groups[1].Value;
            string second = late.Groups[2].Value;
            return second.Length == 0 ? Month(late.Groups[3].Value, first) : Number(second) > 12 ? Month(late.Groups[3].Value, first) : Number(first) > 12 || cell.Contains('.', StringComparison.Ordinal) || first == "01" ? Month(late.Groups[3].Value, second) : null;
        }

        string[] words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int month = words.Select(MonthNames.Number).FirstOrDefault(number => number > 0);
        if (month == 0 || words.Length > 2 || words.Any(word => MonthNames.Number(word) == 0 && word is not ("mrr" or "arr" or "revenue" or "fy")))
        {
            return null;
        }

        string digits = Digits().Match(cell) is { Success: true } found ? found.Value : string.Empty;
        int? said = digits.Length switch { 4 => Number(digits), 2 => 2000 + Number(digits), 0 => year, _ => null };
        return said is >= 1970 and <= 2100 ? new DateOnly(said.Value, month, 1) : null;
    }

    /// <summary>Gives the year a cell says and nothing else, such as 2024 or FY24; null where it says none.</summary>
    public static int? Year(string text) => OnlyYear().Match(text.Trim()) is { Success: true } match ? match.Groups[1].Length == 4 ? Number(match.Groups[1].Value) : 2000 + Number(match.Groups[1].Value) : null;

    /// <summary>Tells whether a cell is the name of a month alone.</summary>
    public static bool IsName(string text) => text.All(c => char.IsLetter(c) || c is '.' or ' ') && NameEvidence.Words(text) is [var word] && MonthNames.Number(word) > 0;

    private static DateOnly? Month(string year, string month) =>
        Number(month) is >= 1 and <= 12 && (year.Length == 2 ? 2000 : 0) + Number(year) is >= 1970 and <= 2100 and var full ? new DateOnly(full, Number(month), 1) : null;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?$")]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(\d{1,2})[-/.](?:(\d{1,2})[-/.])?(\d{4}|\d{2})$")]
    private static partial Regex YearLast();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?:FY ?)?(\d{4}|(?<=FY ?)\d{2})$")]
    private static partial Regex OnlyYear();
}
