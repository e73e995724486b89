namespace Perennial.Ingest.Mapping;

/// <summary>Times of day in a column of their own, beside a column of days.</summary>
internal static class ClockTime
{
    /// <summary>Gives the regular expression of a time of day: 8:05, 08:05:59.250, 8:05 pm.</summary>
    public const string Pattern = @"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?";

    /// <summary>Gives the regular expression of midnight behind a day, which programs write where there is no time.</summary>
    public const string Midnight = @"[T ]{1,2}0{1,2}:00(?::00(?:[.,]0+)?)?$";

    /// <summary>Gives SQL of the time (TIME), NULL where the trimmed text does not fit.</summary>
    public static string Sql(string v)
    {
        string text = $"upper(replace(replace(replace({v}, ',', '.'), 'a.m.', 'am'), 'p.m.', 'pm'))";
        return $"CASE WHEN regexp_full_match({v}, '{Pattern}') THEN CAST(try_strptime({text}, ['%H:%M:%S', '%H:%M', '%I:%M:%S %p', '%I:%M %p', '%I:%M:%S%p', '%I:%M%p', '%H:%M:%S.%g', '%H:%M:%S.%f', '%H:%M:%S.%n']) AS TIME) END";
    }

    /// <summary>Takes the column of times where the dates have none: by content, and by name where several could be.</summary>
    public static void Choose(Evidence evidence, Decision decision)
    {
        if (decision[Role.Time] is not null || decision[Role.Date] is not { Column: var date } || date.WithClock > date.Midnights || date.BestDate.Format is DateFormat.EpochSeconds or DateFormat.EpochMilliseconds)
        {
            return;
        }

        Choice[] choices = [.. evidence.Columns
            .Where(column => !decision.Takes(column) && Is(column))
            .Select(column => new Choice(column, Evidence.Join(Evidence.Name(Role.Time, column), 0.8), $"by content: {column.Share(column.Clocks):P0} are times of day, and the dates have none"))
            .OrderByDescending(choice => choice.Confidence)];
        if (choices.Length == 1 || (choices.Length > 1 && choices[0].Confidence - choices[1].Confidence >= Evidence.Margin))
        {
            decision.Roles[Role.Time] = choices[0];
        }
        else if (choices.Length > 1)
        {
            decision.Warnings.Add($"Several columns hold times of day ({string.Join(", ", choices.Select(choice => $"'{Printable.Text(choice.Column.Name)}'"))}), so none was joined to the date. State one with --map time=COLUMN.");
        }
    }

    /// <summary>Tells whether a column holds times of day and nothing else.</summary>
    public static bool Is(ColumnProfile column) => column.Filled > 0 && column.Share(column.Clocks) >= 0.9;
}
