using Perennial.Models.Fitting;

namespace Perennial.Models.Seasons;

/// <summary>A clock that runs faster in strong seasons: in its time customers buy as if there were none.</summary>
/// <remarks>
/// A day lasts as long as the product of its indices, and a year of 365.2425 days as long as one on the calendar. Histories in its time are fitted by any model of
/// purchases, and a horizon in days is turned into one in its time before the model is asked. Where all indices are 1 nothing changes. Rates that
/// discount are rates of the calendar: over whole years both clocks agree, within a year values move by as much as the season is early or late.
/// </remarks>
public sealed class SeasonalClock
{
    // The time passed by the end of each day of 400 years, after which the calendar repeats.
    private readonly double[] _passed = new double[SeasonalCycles.Period];

    /// <summary>Makes the clock of indices.</summary>
    /// <param name="indices">The indices.</param>
    public SeasonalClock(SeasonalIndices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Indices = indices;
        double sum = 0.0;
        for (int day = 0; day < _passed.Length; day++)
        {
            double length = 1.0;
            foreach ((SeasonalCycle cycle, double[] own) in indices.Indices)
            {
                length *= own[cycle.SeasonOf(day)];
            }

            sum += length;
            _passed[day] = sum;
        }

        // Products of indices whose means are 1 need not have that mean themselves.
        double mean = sum / _passed.Length;
        for (int day = 0; day < _passed.Length && Math.Abs(mean - 1.0) > 1e-12; day++)
        {
            _passed[day] /= mean;
        }
    }

    /// <summary>Gives the indices behind the clock.</summary>
    public SeasonalIndices Indices { get; }

    /// <summary>Gives the seasonal days from the end of one day to the end of another; as many as calendar days where there are no seasons.</summary>
    /// <param name="from">The first day's number.</param>
    /// <param name="to">The last day's number, not before the first.</param>
    public double Time(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        int early = SeasonalCycles.Wrap(from), late = SeasonalCycles.Wrap(to);
        double rounds = (to - (double)late - (from - (double)early)) / SeasonalCycles.Period;
        return _passed[late] - _passed[early] + (rounds * _passed[^1]);
    }

    /// <summary>Gives the day in which a time after the end of another day falls.</summary>
    /// <param name="from">The day after whose end the time counts.</param>
    /// <param name="time">Seasonal days, positive; at most 200 years.</param>
    public int Day(int from, double time)
    {
        if (!(time > 0.0 && time <= SeasonalCycles.Period / 2.0))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "A time is a positive number of seasonal days of at most 200 years.");
        }

        int low = from, high = After(from, SeasonalCycles.Period);
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = Time(from, middle) >= time ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Gives histories in seasonal time, to be fitted and predicted by any model.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="unit">The unit wanted: a seasonal week is seven seasonal days.</param>
    /// <returns>n rows with their log gaps, in the order given.</returns>
    public PurchaseHistories Histories(CalendarHistories histories, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(histories);
        int n = histories.Count;
        double days = unit.Days();
        int[] frequency = new int[n];
        double[] recency = new double[n], age = new double[n], logGaps = new double[n];
        Blocks.Run(n, 0, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int[] repeats = histories.Repeats[i];
                int last = histories.First[i];
                foreach (int day in repeats)
                {
                    logGaps[i] += Math.Log(Time(last, day) / days);
                    last = day;
                }

                frequency[i] = repeats.Length;
                recency[i] = Time(histories.First[i], last) / days;
                age[i] = Math.Max(recency[i], Time(histories.First[i], histories.Known[i]) / days);
            }
        });
        return new PurchaseHistories(frequency, recency, age, unit, null, logGaps);
    }

    /// <summary>Gives the seasonal time that some calendar days after a customer's last known day will last.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    /// <param name="unit">The unit wanted.</param>
    /// <returns>n horizons, equal for customers known up to the same day.</returns>
    public double[] Horizons(CalendarHistories histories, int days, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return Array.ConvertAll(histories.Known, known => Time(known, After(known, days)) / unit.Days());
    }

    /// <summary>Gives the number of the day so many days after another.</summary>
    internal static int After(int day, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        return days <= int.MaxValue - (long)day
            ? day + days
            : throw new ArgumentOutOfRangeException(
                nameof(days), days, $"So many days after day {day} lies no day that can be numbered; the last one is {int.MaxValue}. Give a shorter horizon.");
    }
}
