using System.Globalization;

namespace Perennial.Ingest.Mapping;

/// <summary>How a date column is turned into a business day and an instant: the format, and what its values were seen to carry.</summary>
/// <param name="Format">The format of the column.</param>
/// <param name="HasTime">Whether any value carries a time of day.</param>
/// <param name="HasOffset">Whether any value carries an offset from UTC.</param>
public sealed record DateReading(DateFormat Format, bool HasTime, bool HasOffset)
{
    private static readonly string[] Separators = ["/", ".", "-"];

    /// <summary>Gives SQL of the day, or the wall-clock time, of a cell as found, NULL where it is not in the usual ISO shape; null where the column is of another kind. Blanks around it change nothing.</summary>
    internal string? Plain(string raw) => Format != DateFormat.Iso || HasOffset ? null
        : HasTime ? $"CASE WHEN {raw} LIKE '____-__-_____:__:__' THEN try_cast({raw} AS TIMESTAMP) END"
        : $"CASE WHEN {raw} LIKE '____-__-__' THEN try_cast({raw} AS DATE) END";

    /// <summary>Gives SQL of the business day (DATE), NULL where the trimmed text <paramref name="v"/> does not fit.</summary>
    internal string Day(string v, string timeZone) => Day(static read => read, v, timeZone);

    /// <summary>Gives SQL of the instant in UTC (TIMESTAMP), or null where the column has no time of day.</summary>
    internal string? Instant(string v, string timeZone) => Instant(static read => read, v, timeZone);

    /// <summary>Gives SQL of the business day (DATE), NULL where the trimmed text <paramref name="v"/> does not fit; <paramref name="plain"/> puts the plain reading first.</summary>
    internal string Day(Func<string, string> plain, string v, string timeZone) => HasTime
        ? HasOffset
            ? $"CAST(timezone({Quote(timeZone)}, {Zoned(v, timeZone)}) AS DATE)"
            : $"CAST({plain(Local(v))} AS DATE)"
        : plain(DateOnly(v));

    /// <summary>Gives SQL of the instant in UTC (TIMESTAMP), or null where the column has no time of day.</summary>
    internal string? Instant(Func<string, string> plain, string v, string timeZone) => !HasTime
        ? null
        : HasOffset
            ? $"timezone('UTC', {Zoned(v, timeZone)})"
            : WallClock(plain(Local(v)), timeZone);

    /// <summary>Gives SQL of the instant in UTC of a wall-clock time in a zone. A time that a zone skips is read as that long after the gap began; of a time that comes twice, the second is meant.</summary>
    internal static string WallClock(string local, string timeZone) => IsUtc(timeZone) ? local : $"timezone('UTC', timezone({Quote(timeZone)}, {local}))";

    private static bool IsUtc(string timeZone) => timeZone is "UTC" or "Etc/UTC";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string DateOnly(string v) => Format == DateFormat.Iso
        ? $"CASE WHEN length({v}) <= 10 THEN try_cast({v} AS DATE) ELSE CAST({IsoLocal(v)} AS DATE) END"
        : $"CAST({Local(v)} AS DATE)";

    /// <summary>Gives the wall-clock time as written; a value with an offset has none and is NULL.</summary>
    private string Local(string v) => Format switch
    {
        DateFormat.Iso => IsoLocal(v),
        DateFormat.YearMonthDay => Strptime(Slashed(v), ["%Y/%m/%d"], Clocks),
        DateFormat.DayMonthYear => Short(v, "%d/%m"),
        DateFormat.MonthDayYear => Short(v, "%m/%d"),
        DateFormat.Compact => $"CASE WHEN {DateFormat.Compact.Shape(v)} THEN {Strptime($"rtrim(replace({v}, ' ', 'T'), 'Z')", ["%Y%m%d"], ["", "T%H%M%S", "T%H%M", "%H%M%S", "%H%M"])} END",
        DateFormat.MonthName => Named(v),
        DateFormat.ExcelSerial => $"CASE WHEN {DateFormat.ExcelSerial.Shape(v)} THEN TIMESTAMP '1899-12-30 00:00:00' + to_seconds(round(try_cast({v} AS DOUBLE) * 86400)) END",
        DateFormat.EpochSeconds => $"CASE WHEN {DateFormat.EpochSeconds.Shape(v)} THEN make_timestamp(CAST(round(try_cast({v} AS DOUBLE) * 1000000) AS BIGINT)) END",
        DateFormat.EpochMilliseconds => $"CASE WHEN {DateFormat.EpochMilliseconds.Shape(v)} THEN make_timestamp(CAST({v} AS BIGINT) * 1000) END",
        _ => throw new InvalidOperationException("No such format."),
    };

    private static readonly string[] Clocks = ["", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %H:%M:%S.%g"];

    // The usual shape is told from its colons, which costs a third of the search for a zone.
    private static string IsoLocal(string v)
    {
        string half = Strptime($"replace({v}, 'T', ' ')", ["%Y-%m-%d"], [" %I:%M:%S %p", " %I:%M %p"]);
        return $"CASE WHEN {v} NOT LIKE '____-__-_____:__:__' AND {HasZone(v)} THEN NULL "
            + $"ELSE coalesce(try_cast({v} AS TIMESTAMP), CASE WHEN contains({v}, ',') THEN try_cast(replace({v}, ',', '.') AS TIMESTAMP) WHEN {v} ILIKE '%m' THEN {half} END) END";
    }

    private static string HasZone(string v) => $"(length({v}) > 16 AND regexp_matches({v}, '(Z|UTC|GMT|[+-][0-9]{{2}}:?([0-9]{{2}})?)$') AND contains({v}, ':'))";

    /// <summary>Gives an instant with zone: by its own offset where it has one, else as wall clock in the business zone. Counts since 1970 are instants as they are.</summary>
    private string Zoned(string v, string timeZone)
    {
        if (Format is DateFormat.EpochSeconds or DateFormat.EpochMilliseconds)
        {
            return $"timezone('UTC', {Local(v)})";
        }

        string iso = Format switch
        {
            DateFormat.Iso => v,
            _ => $"CAST({new DateReading(Format, true, false).Local(WithoutZone(v))} AS VARCHAR) || {Zone(v)}",
        };
        return $"CASE WHEN {HasZone(v)} THEN try_cast(regexp_replace(regexp_replace({iso}, ' ?(Z|UTC|GMT)$', '+00'), ' ([+-][0-9]{{2}})', '\\1') AS TIMESTAMPTZ) ELSE timezone({Quote(timeZone)}, {Local(v)}) END";
    }

    private static string WithoutZone(string v) => $"regexp_replace({v}, ' ?(Z|UTC|GMT|[+-][0-9]{{2}}:?([0-9]{{2}})?)$', '')";

    private static string Zone(string v) => $"regexp_extract({v}, ' ?(Z|UTC|GMT|[+-][0-9]{{2}}:?([0-9]{{2}})?)$', 1)";

    private static string Slashed(string v)
    {
        string day = v;
        foreach (string separator in Separators.Skip(1))
        {
            day = $"replace({day}, '{separator}', '/')";
        }

        return $"replace(replace({day}, 'T', ' '), ',', '')";
    }

    private static string Short(string v, string dayMonth)
    {
        // %Y also accepts two digits (the year 15), so the year's length decides which pattern may be tried.
        string text = Slashed(v);
        return $"CASE WHEN regexp_matches({text}, '^\\d+/\\d+/\\d{{4}}') THEN {Strptime(text, [dayMonth + "/%Y"], Clocks)} ELSE {Strptime(text, [dayMonth + "/%y"], Clocks)} END";
    }

    private static string Named(string v)
    {
        // The parts in the order of numbers; the clock keeps its own.
        string parts = $"regexp_extract({MonthNames.Plain(v)}, '^{DateFormats.NamedDay}$', ['d', 'm', 'y', 'mm', 'md', 'my', 'clock'])";
        string day = $"coalesce({MonthNames.Map}[part.m || part.mm], '') || '/' || part.d || part.md || '/' || part.y || part.my";
        string clock = "replace(replace(replace(upper(part.clock), 'A.M.', 'AM'), 'P.M.', 'PM'), 'T', ' ')";
        string text = $"({day} || {clock})";
        return $"list_transform([{parts}], lambda part: CASE WHEN length(part.y || part.my) = 4 THEN {Strptime(text, ["%m/%d/%Y"], Clocks)} ELSE {Strptime(text, ["%m/%d/%y"], Clocks)} END)[1]";
    }

    private static string Strptime(string text, string[] days, string[] clocks) => string.Create(
        CultureInfo.InvariantCulture,
        $"try_strptime({text}, [{string.Join(", ", clocks.SelectMany(clock => days.Select(day => $"'{day}{clock}'")))}])");
}
