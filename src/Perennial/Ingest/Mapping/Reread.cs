using Perennial.DuckDb;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Mapping;

/// <summary>Converts the inputs by what the first rows showed, and once more by the whole columns where that did not fit every row.</summary>
internal static class Reread
{
    public static (Readings Readings, Conversion Conversion) Convert(
        DuckDbConnection connection,
        SourceTable source,
        IReadOnlyList<ColumnProfile> columns,
        Decision decision,
        Layout layout,
        StatedMapping stated,
        IngestOptions options,
        CancellationToken cancellation)
    {
        ColumnProfile date = decision[Role.Date]!.Column;
        bool sampled = date.ShapeFilled < source.Rows - source.Rejected;
        (DateReading reading, DayMonthEvidence? dayMonth) = DateReader.Decide(connection, date, "ingest_sample", stated.DateFormat);
        if (sampled && dayMonth is { Undecided: true })
        {
            (reading, dayMonth) = DateReader.Decide(connection, date, source.Relation, stated.DateFormat);
        }

        reading = Settle(reading, dayMonth, date, stated);
        Readings readings = Readings.Of(decision, reading) with { DayMonth = dayMonth };
        var conversion = new Conversion(decision, readings, layout, columns, options.TimeZone);
        conversion.Run(connection, source, cancellation);
        if (!sampled || connection.Scalar<long>("SELECT count(*) FROM ingest_typed WHERE wrong_text IS NOT NULL") == 0)
        {
            return (readings, conversion);
        }

        // Some later rows do not fit: decide again, on whole columns. What still does not fit is quarantined.
        (DateReading whole, dayMonth) = DateReader.Decide(connection, date, source.Relation, stated.DateFormat);
        whole = Settle(whole, dayMonth, date, stated);
        var numbers = readings.Numbers.ToDictionary(number => number.Key, number => WholeColumn(connection, decision[number.Key]!.Column, source));
        Readings again = readings with { Date = whole, DayMonth = dayMonth, Numbers = numbers };
        if (again.Date == readings.Date && numbers.All(number => number.Value.Mark == readings.Numbers[number.Key].Mark))
        {
            return (again, conversion);
        }

        conversion = new Conversion(decision, again, layout, columns, options.TimeZone);
        conversion.Run(connection, source, cancellation);
        return (again, conversion);
    }

    private static NumberReading WholeColumn(DuckDbConnection connection, ColumnProfile column, SourceTable source)
    {
        string sql = IngestSql.Text(
            "17_numbers",
            ("clean", Cell.Clean(Cell.Name(column.Index))),
            ("relation", source.Relation),
            ("point", DecimalMark.Point.Shape("v")),
            ("comma", DecimalMark.Comma.Shape("v")),
            ("certain_point", DecimalMark.Point.Certain("v")),
            ("certain_comma", DecimalMark.Comma.Certain("v")));
        return connection.List(sql, row => NumberReading.Decide(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4) > 0))[0];
    }

    /// <summary>Where nothing tells day from month, a person is asked; nobody's guess becomes a date.</summary>
    private static DateReading Settle(DateReading reading, DayMonthEvidence? evidence, ColumnProfile date, StatedMapping stated)
    {
        if (evidence is not { Undecided: true, Differ: > 0 } || stated.DateFormat is not null)
        {
            return reading;
        }

        DateFormat[] formats = [DateFormat.DayMonthYear, DateFormat.MonthDayYear];
        MappingCandidate[] candidates = [.. formats.Select(format =>
            new MappingCandidate($"{date.Name}: {format.Words()}", date.Index + 1, 0.5, "reads every row", date.Samples, $"{date.Name}:{format.Code()}"))];
        string sentence = $"The dates of '{Printable.Text(date.Name)}' read day first and month first, and neither a day above 12 nor the order of the rows decides.";
        throw new AmbiguousMappingException(Role.Date, sentence, candidates);
    }
}
