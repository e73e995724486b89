using Perennial.DuckDb;

namespace Perennial.Ingest.Mapping;

/// <summary>Decides how the date column is written, over the rows it is shown.</summary>
internal static class DateReader
{
    /// <summary>Decides from the sample, or from the whole column where <paramref name="relation"/> is the whole input.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="column">The date column, profiled over the sample.</param>
    /// <param name="relation">SQL of the rows to look at.</param>
    /// <param name="stated">The user's word, which wins.</param>
    /// <returns>The reading and, for day-and-month formats, the evidence.</returns>
    public static (DateReading Reading, DayMonthEvidence? Evidence) Decide(DuckDbConnection connection, ColumnProfile column, string relation, DateFormat? stated)
    {
        string cell = Cell.Clean(Cell.Name(column.Index));
        (DateFormat shape, _) = column.BestDate;
        DateFormat format = stated ?? shape;
        DayMonthEvidence? evidence = null;
        if (format is DateFormat.DayMonthYear or DateFormat.MonthDayYear)
        {
            evidence = DayMonthEvidence.Count(connection, cell, relation);
            format = stated ?? evidence.Decide();
        }

        bool epoch = format is DateFormat.EpochSeconds or DateFormat.EpochMilliseconds;
        (bool clock, bool offset) = connection.List(
            IngestSql.Text("16_clock", ("clean", cell), ("relation", relation)),
            row => (row.Boolean(0), row.Boolean(1)))[0];
        bool compactClock = format == DateFormat.Compact && column.Longest > 8;
        bool serialClock = format == DateFormat.ExcelSerial && column.FractionShare > 0;
        return (new DateReading(format, clock || epoch || compactClock || serialClock, offset || epoch), evidence);
    }
}

/// <summary>What the rows say about day first or month first.</summary>
/// <param name="OnlyDayFirst">Rows whose first part is above 12.</param>
/// <param name="OnlyMonthFirst">Rows whose second part is above 12.</param>
/// <param name="Either">Rows that read both ways.</param>
/// <param name="DayFirstRising">Share of steps that do not go back in time when the day comes first.</param>
/// <param name="MonthFirstRising">The same when the month comes first.</param>
/// <param name="Steps">Steps compared.</param>
/// <param name="Dotted">Rows written with points.</param>
/// <param name="Differ">Rows that read both ways and give two different days.</param>
internal sealed record DayMonthEvidence(long OnlyDayFirst, long OnlyMonthFirst, long Either, double DayFirstRising, double MonthFirstRising, long Steps, long Dotted, long Differ)
{
    /// <summary>Tells whether both orders certainly occur: a column that was damaged on its way.</summary>
    public bool Mixed => OnlyDayFirst > 0 && OnlyMonthFirst > 0;

    /// <summary>Tells whether nothing decides.</summary>
    public bool Undecided => OnlyDayFirst == OnlyMonthFirst && Dotted == 0 && !(Steps >= 5 && Math.Abs(DayFirstRising - MonthFirstRising) >= 0.1);

    /// <summary>Counts over a relation.</summary>
    public static DayMonthEvidence Count(DuckDbConnection connection, string cell, string relation)
    {
        string sql = IngestSql.Text("13_day_month", ("clean", cell), ("relation", relation), ("shape", DateFormat.DayMonthYear.Shape("v")));
        return connection.List(sql, row =>
        {
            long steps = row.Int64(5);
            return new DayMonthEvidence(
                row.Int64(0), row.Int64(1), row.Int64(2), steps == 0 ? 0 : (double)row.Int64(3) / steps, steps == 0 ? 0 : (double)row.Int64(4) / steps, steps, row.Int64(6), row.Int64(7));
        })[0];
    }

    /// <summary>Decides by the rows that leave no doubt, then by points (which only day-first countries use), then by the order of the file; day first where nothing decides.</summary>
    public DateFormat Decide()
    {
        if (OnlyDayFirst != OnlyMonthFirst)
        {
            return OnlyDayFirst > OnlyMonthFirst ? DateFormat.DayMonthYear : DateFormat.MonthDayYear;
        }

        return Dotted == 0 && Steps >= 5 && MonthFirstRising - DayFirstRising >= 0.1 ? DateFormat.MonthDayYear : DateFormat.DayMonthYear;
    }
}
