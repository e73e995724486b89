namespace Perennial.Ingest.Mapping;

/// <summary>What makes a column look like names of things rather than amounts or prose.</summary>
internal static class Ids
{
    /// <summary>Tells whether the values could be identifiers: filled, short, and not numbers with a fraction.</summary>
    public static bool Possible(ColumnProfile column) =>
        column.Filled > 0 && column.FilledShare >= 0.05 && column.FractionShare < 0.01 && !ClockTime.Is(column) && column.Share(column.WithCurrency) < 0.5 && column.MeanLength <= 80;

    /// <summary>Tells whether the values look like small counts: whole, mostly below a hundred, and few of them.</summary>
    public static bool LooksLikeCounts(ColumnProfile column) =>
        column.Share(column.Whole) > 0.98 && column.LeadingZero == 0 && column.MedianNumber <= 50
        && (column.Distinct <= 2 || column.Distinct < 0.25 * column.Filled) && (column.LargestNumber < 1000 || column.Share(column.Ones) > 0.05);

    /// <summary>Gives how much the values look like a code (C-0017, 00017, a@b.c) rather than a name or prose, from 0 to 1.</summary>
    public static double CodeLikeness(ColumnProfile column)
    {
        double blanks = column.Share(column.WithBlanks);
        double score = 0.5 - (0.4 * blanks);
        score += 0.3 * Math.Max(column.Share(column.Emails), column.LeadingZero > 0 ? 1 : 0);
        score += column.MeanLength is >= 2 and <= 40 ? 0.1 : -0.1;
        return Math.Clamp(score, 0, 1);
    }
}
