namespace Perennial.Ingest.Mapping;

/// <summary>How the dates of one column are written. A column has one format; values that do not fit are quarantined.</summary>
public enum DateFormat
{
    /// <summary>1997-01-31, also with a time of day and an offset.</summary>
    Iso,

    /// <summary>1997/1/31 or 1997.1.31, also with a time.</summary>
    YearMonthDay,

    /// <summary>31/1/1997, 31.01.97, 31-01-1997, also with a time.</summary>
    DayMonthYear,

    /// <summary>1/31/1997, 01-31-97, also with a time.</summary>
    MonthDayYear,

    /// <summary>19970131, also 19970131T235959.</summary>
    Compact,

    /// <summary>31 Jan 1997, 31-Jan-97, January 31, 1997, also with a time.</summary>
    MonthName,

    /// <summary>35461 or 35461.5: days since 1899-12-30, as spreadsheets count.</summary>
    ExcelSerial,

    /// <summary>854755199: seconds since 1970.</summary>
    EpochSeconds,

    /// <summary>854755199000: milliseconds since 1970.</summary>
    EpochMilliseconds,
}

/// <summary>Words, shapes and SQL of the date formats.</summary>
internal static class DateFormats
{
    private const string Clock = @"(?:[T ]{1,2}\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?";

    /// <summary>Gives the regular expression of a day with the month's name, after <see cref="MonthNames.Plain"/>: day first (31. Januar 1997, 5 de enero de 2020, lundi 1er mars 2021) or month first (January 31st, 1997).</summary>
    public static string NamedDay { get; } = $@"(?:[a-z]{{2,10}}\.?,? )?(?:(?P<d>\d{{1,2}})(?:\.|er|st|nd|rd|th|º|°)?(?: de)?[ -](?P<m>{MonthNames.Alternatives})\.?(?: de)?[ ,-]{{1,2}}(?P<y>\d{{4}}|\d{{2}})"
        + $@"|(?P<mm>{MonthNames.Alternatives})\.? (?P<md>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<my>\d{{4}})),?(?P<clock>{Clock.Replace("[T ]", "[t ]", StringComparison.Ordinal).Replace("Z|UTC|GMT", "z|utc|gmt", StringComparison.Ordinal)})";

    /// <summary>Gives all formats in the order in which they are tried.</summary>
    public static IReadOnlyList<DateFormat> All { get; } = Enum.GetValues<DateFormat>();

    /// <summary>Gives the code used by <c>--map date=COLUMN:CODE</c> and saved mappings.</summary>
    public static string Code(this DateFormat format) => format switch
    {
        DateFormat.Iso => "iso",
        DateFormat.YearMonthDay => "ymd",
        DateFormat.DayMonthYear => "dmy",
        DateFormat.MonthDayYear => "mdy",
        DateFormat.Compact => "compact",
        DateFormat.MonthName => "month-name",
        DateFormat.ExcelSerial => "excel",
        DateFormat.EpochSeconds => "epoch",
        DateFormat.EpochMilliseconds => "epoch-ms",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    /// <summary>Gives the words of the report.</summary>
    public static string Words(this DateFormat format) => format switch
    {
        DateFormat.Iso => "ISO date (1997-01-31)",
        DateFormat.YearMonthDay => "year/month/day (1997/01/31)",
        DateFormat.DayMonthYear => "European date, day first (31/01/1997)",
        DateFormat.MonthDayYear => "US date, month first (01/31/1997)",
        DateFormat.Compact => "compact date (19970131)",
        DateFormat.MonthName => "date with the month's name (31 Jan 1997)",
        DateFormat.ExcelSerial => "spreadsheet serial date (35461)",
        DateFormat.EpochSeconds => "seconds since 1970",
        DateFormat.EpochMilliseconds => "milliseconds since 1970",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    /// <summary>Finds a format by its code, or gives null.</summary>
    public static DateFormat? Find(string code)
    {
        foreach (DateFormat format in All)
        {
            if (string.Equals(format.Code(), code, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Gives SQL that is true where a trimmed text has the shape of the format.</summary>
    public static string Shape(this DateFormat format, string v) => format switch
    {
        DateFormat.Iso => Full(v, @"\d{4}-\d{1,2}-\d{1,2}" + Clock),
        DateFormat.YearMonthDay => Full(v, @"\d{4}[/.]\d{1,2}[/.]\d{1,2}" + Clock),
        DateFormat.DayMonthYear or DateFormat.MonthDayYear => Full(v, @"\d{1,2}([/.-])\d{1,2}[/.-](?:\d{4}|\d{2}),?" + Clock),
        DateFormat.Compact => Full(v, @"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[T ]?\d{4}(?:\d{2})?Z?)?"),
        DateFormat.MonthName => Full(MonthNames.Plain(v), NamedDay),
        DateFormat.ExcelSerial => $"({Full(v, @"\d{5}(?:\.\d+)?")} AND try_cast({v} AS DOUBLE) BETWEEN 25569 AND 73050)",
        DateFormat.EpochSeconds => $"({Full(v, @"\d{9,10}(?:\.\d+)?")} AND try_cast({v} AS DOUBLE) BETWEEN 315532800 AND 4102444800)",
        DateFormat.EpochMilliseconds => $"({Full(v, @"\d{12,13}")} AND try_cast({v} AS DOUBLE) BETWEEN 315532800000 AND 4102444800000)",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    private static string Full(string v, string pattern) => $"regexp_full_match({v}, '{pattern}')";
}
