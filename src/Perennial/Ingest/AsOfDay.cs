namespace Perennial.Ingest;

/// <summary>Finds the last day that the data really reach.</summary>
internal static class AsOfDay
{
    /// <summary>Gives the last plausible day: a few rows far beyond all others (the year 2099) do not move it.</summary>
    /// <param name="days">Days with rows, in order.</param>
    /// <remarks>
    /// From the end, rows are left out while they are at most 1 % of all (at least one row in five) and lie beyond a gap longer than a year and than half the span of the rest;
    /// with fewer than 100 rows the gap must be longer than five years and than twice the rest.
    /// </remarks>
    public static DateOnly Last(IReadOnlyList<(DateOnly Day, long Rows)> days)
    {
        long all = days.Sum(day => day.Rows);
        bool few = all < 100;
        long mayGo = few ? all / 5 : all / 100;
        long gone = 0;
        int last = days.Count - 1;
        for (int i = days.Count - 1; i > 0; i--)
        {
            gone += days[i].Rows;
            if (gone > mayGo)
            {
                break;
            }

            int gap = days[i].Day.DayNumber - days[i - 1].Day.DayNumber;
            int rest = days[i - 1].Day.DayNumber - days[0].Day.DayNumber;
            if (gap > (few ? Math.Max(5 * 365, 2 * rest) : Math.Max(365, rest / 2)))
            {
                last = i - 1;
            }
        }

        return days[last].Day;
    }
}
