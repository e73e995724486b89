namespace Perennial.Models.Seasons;

/// <summary>The purchases of n customers by day: what seasons are found in, and what a seasonal clock turns into histories.</summary>
public sealed class CalendarHistories
{
    /// <summary>Takes the days after checking every customer.</summary>
    /// <param name="first">n days of first purchases, numbered as <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="repeats">n lists of days of repeat purchases, rising, after the first and not after the last known day; merge purchases of one day.</param>
    /// <param name="known">n last days that are known, the origin of forecasts; not before the first purchase.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public CalendarHistories(int[] first, int[][] repeats, int[] known)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(repeats);
        ArgumentNullException.ThrowIfNull(known);
        if (repeats.Length != first.Length || known.Length != first.Length)
        {
            throw new ArgumentException($"The columns differ in length: first {first.Length}, repeats {repeats.Length}, known {known.Length}. They must be equal.");
        }

        for (int i = 0; i < first.Length; i++)
        {
            Check(i, first[i], repeats[i] ?? throw new ArgumentException($"Row {i} has no list of repeat purchases. A customer without one has an empty list."), known[i]);
        }

        First = first;
        Repeats = repeats;
        Known = known;
    }

    /// <summary>Takes customers who are all known up to one day.</summary>
    /// <param name="first">n days of first purchases.</param>
    /// <param name="repeats">n lists of days of repeat purchases, rising.</param>
    /// <param name="known">The last day that is known.</param>
    public CalendarHistories(int[] first, int[][] repeats, int known)
        : this(first, repeats, first is null ? [] : Array.ConvertAll(first, _ => known))
    {
    }

    /// <summary>Gives the n days of first purchases.</summary>
    public int[] First { get; }

    /// <summary>Gives the n lists of days of repeat purchases.</summary>
    public IReadOnlyList<int[]> Repeats { get; }

    /// <summary>Gives the n last days that are known.</summary>
    public int[] Known { get; }

    /// <summary>Gives the number of customers n.</summary>
    public int Count => First.Length;

    private static void Check(int row, int first, int[] repeats, int known)
    {
        if (first < 0 || first > DateOnly.MaxValue.DayNumber)
        {
            throw new ArgumentException($"Row {row} has its first purchase on day {first}. Days are numbered from 0, the first of January of the year 1, as DateOnly.DayNumber does.");
        }

        if (known < first)
        {
            throw new ArgumentException($"Row {row} has its first purchase on day {first} but is known up to day {known} only. Leave out customers who come later.");
        }

        int last = first;
        foreach (int day in repeats)
        {
            if (day <= last || day > known)
            {
                throw new ArgumentException(
                    $"Row {row} has a repeat purchase on day {day} after one on day {last}, known up to day {known}. Give rising days up to the last known one, and merge purchases of one day.");
            }

            last = day;
        }
    }
}
