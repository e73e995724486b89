namespace Perennial.Ingest.Mapping;

/// <summary>How the numbers of one column are written.</summary>
public enum DecimalMark
{
    /// <summary>1234.50, 1,234.50, 1'234.50, 1 234.50.</summary>
    Point,

    /// <summary>1234,50, 1.234,50, 1'234,50, 1 234,50.</summary>
    Comma,
}

/// <summary>Words, shapes and SQL of number styles. Currency signs and codes, (1,234) and trailing minus are read; percent is not money and is refused.</summary>
internal static class DecimalMarks
{
    // Space, no-break space, narrow no-break space, apostrophes: nobody uses them as a decimal mark.
    private const string Gap = @" \x{00A0}\x{202F}''\x{2019}";
    private const string Currency = @"(?:[A-Z]{3}|US\$|R\$|A\$|C\$|NZ\$|HK\$|S\$|\p{Sc}|kr\.?|zł|Kč|Ft|lei|Fr\.|Rs\.?|руб\.?|лв\.?)";
    private const string Minus = @"[+\x{2212}-]";

    /// <summary>Gives SQL of the number (DECIMAL), NULL where the trimmed text <paramref name="v"/> does not fit.</summary>
    public static string Number(this DecimalMark mark, string v)
    {
        string digits = mark == DecimalMark.Point
            ? $"regexp_replace({Core(mark, v)}, '[^0-9.]', '', 'g')"
            : $"replace(regexp_replace({Core(mark, v)}, '[^0-9,]', '', 'g'), ',', '.')";
        string careful = $"CASE WHEN {Shape(mark, v)} THEN try_cast({digits} AS DECIMAL(18, 4)) * (CASE WHEN regexp_matches({v}, '{Minus}|^\\(') AND NOT contains({v}, '+') THEN -1 ELSE 1 END) END";

        // The plain form is read at the engine's speed; only what it cannot read is looked at with care. With a decimal comma a point groups thousands, so nothing is plain.
        return mark == DecimalMark.Point
            ? $"coalesce(try_cast({v} AS DECIMAL(18, 4)), {careful})"
            : careful;
    }

    /// <summary>Gives SQL that is true where a trimmed text is a number in this style.</summary>
    public static string Shape(this DecimalMark mark, string v) =>
        $"regexp_full_match({v}, '\\(?{Minus}?\\s?{Currency}?\\s?{Minus}?\\s?{Digits(mark)}\\s?{Minus}?\\s?{Currency}?\\s?\\)?')";

    /// <summary>Gives SQL that is true where only this style can have written the number: 1,234.5 or 12.50 against 1.234,5 or 12,50.</summary>
    public static string Certain(this DecimalMark mark, string v)
    {
        (string point, string comma) = mark == DecimalMark.Point ? (@"\.", ",") : (",", @"\.");
        return $"regexp_matches({v}, '{comma}\\d{{3}}{point}|{comma}\\d{{3}}{comma}|(^|[^\\d.,])\\d*{point}(\\d{{1,2}}|\\d{{4,}})([^\\d.,]|$)|\\d{{4,}}{point}\\d+([^\\d.,]|$)|(^|[^\\d.,])0{point}\\d+')";
    }

    /// <summary>Gives the words of the report.</summary>
    public static string Words(this DecimalMark mark) => mark == DecimalMark.Point ? "decimal point" : "decimal comma";

    private static string Core(DecimalMark mark, string v) => $"regexp_extract({v}, '{Digits(mark)}')";

    private static string Digits(DecimalMark mark)
    {
        (string group, string point) = mark == DecimalMark.Point ? (",", @"\.") : (@"\.", ",");
        return $"(?:\\d{{1,3}}(?:[{group}{Gap}]\\d{{2,3}})*[{group}{Gap}]\\d{{3}}(?:{point}\\d*)?|\\d+(?:{point}\\d*)?|{point}\\d+)";
    }
}
