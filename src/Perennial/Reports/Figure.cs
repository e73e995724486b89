using System.Globalization;

namespace Perennial.Reports;

/// <summary>How numbers are written for people: grouped digits, a real minus sign, a space that does not break before a unit.</summary>
public static class Figure
{
    private const char Narrow = '\u00A0';

    private static readonly NumberFormatInfo People = new() { NegativeSign = "\u2212", NumberGroupSeparator = ",", NumberDecimalSeparator = "." };

    /// <summary>Writes a whole number: 23,570.</summary>
    public static string Count(long number) => number.ToString("N0", People);

    /// <summary>Writes an amount of things that need not be whole: 1,234 or 12.3 or 0.55.</summary>
    public static string Number(double? number) => number is not { } n || !double.IsFinite(n) ? "–" : Math.Abs(n) switch
    {
        >= 1000 => n.ToString("N0", People),
        >= 100 => n.ToString("0.#", People),
        >= 1 => n.ToString("0.##", People),
        0 => "0",
        >= 0.0001 => n.ToString("0.####", People),
        _ => n.ToString("0.##E+0", People),
    };

    /// <summary>Writes a number for a sentence, two or three digits: 0.055, 19, 1.3.</summary>
    public static string About(double number) => !double.IsFinite(number) ? "–" : Math.Abs(number) switch
    {
        >= 1000 => number.ToString("N0", People),
        >= 10 => number.ToString("0", People),
        >= 1 => number.ToString("0.0", People),
        _ => number.ToString("G2", People),
    };

    /// <summary>Writes a measure with the decimals a comparison needs: 0.7545.</summary>
    public static string Measure(double? number) => number is not { } n || !double.IsFinite(n) ? "–"
        : n.ToString(Math.Abs(n) >= 1000 ? "N0" : Math.Abs(n) >= 100 ? "0.0" : Math.Abs(n) >= 10 ? "0.00" : "0.0000", People);

    /// <summary>Writes a parameter with seven significant digits.</summary>
    public static string Parameter(double? number) => number is not { } n || !double.IsFinite(n) ? "–" : n.ToString("G7", People);

    /// <summary>Writes a share of one as a percentage: 43.6 %.</summary>
    public static string Percent(double? share) => share is not { } s || !double.IsFinite(s) ? "–" : s switch
    {
        > 0 and < 0.001 => $"< 0.1{Narrow}%",
        > 0.999 and < 1 => $"> 99.9{Narrow}%",
        _ => (s * 100).ToString("0.#", People) + Narrow + "%",
    };

    /// <summary>Writes a day: 30 Sep 1997.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Writes a month: Sep 1997.</summary>
    public static string Month(DateOnly day) => day.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Writes a number with its noun: 1 customer, 2 customers.</summary>
    public static string Of(long number, string noun, string? plural = null) => number == 1 ? $"1{Narrow}{noun}" : $"{Count(number)}{Narrow}{plural ?? noun + "s"}";

    internal static string Fixed(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Fixed(double number, string format) => double.IsFinite(number) ? number.ToString(format, People) : "–";
}

/// <summary>How money is written: the sign of a well-known currency in front, the code of any other behind, nothing where the data name none.</summary>
/// <param name="currency">ISO code or null.</param>
public sealed class MoneyFormat(string? currency)
{
    /// <summary>Gives the text in front of the digits.</summary>
    public string Prefix { get; } = currency switch
    {
        "USD" => "$", "EUR" => "€", "GBP" => "£", "JPY" => "¥", "INR" => "₹", "BRL" => "R$", "AUD" => "A$", "CAD" => "C$", "NZD" => "NZ$", _ => string.Empty,
    };

    /// <summary>Gives the text behind the digits.</summary>
    public string Suffix => Prefix.Length == 0 && currency is { Length: > 0 } ? "\u00A0" + currency : string.Empty;

    /// <summary>Writes an amount: whole from a hundred on, cents below.</summary>
    public string Of(double? amount) => amount is not { } a || !double.IsFinite(a) ? "–" : Sign(a < 0, Figure.Fixed(Math.Abs(a), Digits(Math.Abs(a))));

    /// <summary>Writes an amount: whole from a hundred on, cents below.</summary>
    public string Of(decimal amount) => Of((double)amount);

    /// <summary>Writes a round amount, such as the edge of a bin, without needless digits.</summary>
    public string Round(double amount) => Sign(amount < 0, Figure.Fixed(Math.Abs(amount), "#,0.####"));

    /// <summary>Writes an amount to the cent.</summary>
    public string Exact(decimal amount) => Sign(amount < 0, Math.Abs(amount).ToString("N2", CultureInfo.InvariantCulture));

    private static string Digits(double size) => size switch { 0 => "0", >= 99.995 => "N0", < 0.01 => "0.0000", _ => "0.00" };

    private string Sign(bool negative, string digits) => (negative ? "\u2212" : string.Empty) + Prefix + digits + Suffix;
}
