using System.Globalization;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Reports.Roles;

namespace Perennial.Cli.Options;

/// <summary>Reads values as users write them, always in the invariant culture. Each refusal says what was found, what is allowed and what to do.</summary>
internal static class Texts
{
    public static DateOnly Date(string name, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw Refuse(name, $"'{text}' is not a day", "A day is written yyyy-mm-dd", "2011-12-09");

    public static double Share(string name, string text, double low, double high, string allowed)
    {
        string digits = text.TrimEnd().TrimEnd('%');
        double scale = digits.Length == text.TrimEnd().Length ? 1 : 100;
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value) && value / scale >= low && value / scale <= high
            ? value / scale
            : throw Refuse(name, $"'{text}' is not possible", allowed, name == "margin" ? "0.35 or 35%" : "0.10 or 10%");
    }

    public static string OneOf(string name, string text, params string[] words) =>
        words.Contains(text, StringComparer.Ordinal) ? text : throw Refuse(name, $"'{text}' is not known", $"Allowed are {string.Join(", ", words)}", words[0]);

    public static IReadOnlyList<ReportRole>? Roles(string text) => text switch
    {
        "auto" => null,
        "all" => ReportRoles.All,
        "none" => [],
        _ => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => ReportRoles.Find(word)
            ?? throw Refuse("role", $"'{word}' is nobody's page", $"Allowed are auto, all, none, or {string.Join(", ", ReportRoles.All.Select(role => role.Word()))}, several with commas", "finance,cs")).Distinct().Order()],
    };

    public static string Roles(IReadOnlyList<ReportRole>? roles) => roles is null ? "auto" : roles.Count == 0 ? "none" : roles.Count == ReportRoles.All.Count ? "all" : string.Join(',', roles.Select(role => role.Word()));

    public static string Label(string text) => text.Length <= 80 && !text.Any(char.IsControl)
        ? text.Trim()
        : throw Refuse("confidentiality", "a label of more than 80 characters, or with control characters, is not possible", "Allowed is a line of up to 80 characters", "Confidential: finance only");

    public static int? Holdout(string text)
    {
        switch (text)
        {
            case "auto": return null;
            case "none": return 0;
            default:
                try
                {
                    return Horizon.Parse(text).Days ?? throw Refuse("holdout", "'lifetime' cannot be hidden", "Allowed are auto, none or a time", "39w");
                }
                catch (PerennialException e) when (e.Code == "options/horizon")
                {
                    throw Refuse("holdout", $"'{text}' is not understood", "Allowed are auto, none or a time in days, weeks, months or years", "39w");
                }
        }
    }

    public static string Holdout(int? days) => days switch
    {
        null => "auto",
        0 => "none",
        { } d when d % 7 == 0 => string.Create(CultureInfo.InvariantCulture, $"{d / 7}w"),
        { } d => string.Create(CultureInfo.InvariantCulture, $"{d}d"),
    };

    public static string Unit(TimeUnit unit) => unit == TimeUnit.Day ? "day" : "week";

    public static string Currency(string text) =>
        text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : throw Refuse("currency", $"'{text}' is not a currency code", "A code has three letters (ISO 4217)", "EUR");

    public static string Zone(string text) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone)
            ? zone.Id
            : throw Refuse("timezone", $"'{text}' is not a time zone this machine knows", "Allowed are IANA names (perennial doctor tells whether zone data are installed)", "Europe/Berlin or UTC");

    public static bool Switch(string name, string text) => text switch
    {
        "" or "true" or "1" or "yes" => true,
        "false" or "0" or "no" => false,
        _ => throw Refuse(name, $"'{text}' is neither on nor off", "Allowed are true and false", "true"),
    };

    public static ulong Seed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : throw Refuse("seed", $"'{text}' is not a seed", "A seed is a whole number from 0 to 18446744073709551615", "1");

    public static int Count(string name, string text, int low, int high) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= low && count <= high
            ? count
            : throw Refuse(name, $"'{text}' is not possible", string.Create(CultureInfo.InvariantCulture, $"Allowed are whole numbers from {low} to {high}"), low.ToString(CultureInfo.InvariantCulture));

    public static double Positive(string name, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)
            ? value
            : throw Refuse(name, $"'{text}' is not possible", "Allowed are numbers above 0", "0.75");

    public static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static PerennialException Refuse(string name, string found, string allowed, string example) =>
        new("options/invalid", Fault.Usage, $"--{name}: {found}. {allowed}. Write, for example, {example}.");
}
