using Perennial.Models;
using Perennial.Models.Seasons;

namespace Perennial.Features;

/// <summary>How calendar days become the time of models of purchases: evenly, or faster in strong seasons.</summary>
/// <param name="asOf">The day up to whose end everything is known.</param>
/// <param name="seasons">The clock of the seasons; null where all days are alike.</param>
public sealed class ModelTime(DateOnly asOf, SeasonalClock? seasons)
{
    // A hundred and twenty years stand for no end: both sides of the comparison are cut there.
    private const int Endless = 43_830;

    /// <summary>Tells whether all days are alike.</summary>
    public bool IsEven => seasons is null;

    /// <summary>Gives n times from the first to the last purchase.</summary>
    /// <param name="recencyDays">n times in days.</param>
    /// <param name="tDays">n ages in days.</param>
    /// <param name="unit">The unit of the model.</param>
    public double[] Recency(int[] recencyDays, int[] tDays, TimeUnit unit) => Passed(recencyDays, i => asOf.DayNumber - tDays[i], unit);

    /// <summary>Gives n ages.</summary>
    /// <param name="tDays">n ages in days.</param>
    /// <param name="unit">The unit of the model.</param>
    public double[] Age(int[] tDays, TimeUnit unit) => Passed(tDays, i => asOf.DayNumber - tDays[i], unit);

    /// <summary>Gives the time that passes in the days after the as-of day.</summary>
    /// <param name="days">How many, at least 0.</param>
    /// <param name="unit">The unit of the model.</param>
    public double Ahead(double days, TimeUnit unit)
    {
        if (seasons is null)
        {
            return days / unit.Days();
        }

        int whole = (int)Math.Floor(days), from = asOf.DayNumber;
        double rest = days > whole ? (days - whole) * seasons.Time(from + whole, from + whole + 1) : 0;
        return (seasons.Time(from, from + whole) + rest) / unit.Days();
    }

    /// <summary>Gives the time from one day to another, the later not after the earlier; for customers not yet known on the as-of day too.</summary>
    /// <param name="from">The day at whose end it begins.</param>
    /// <param name="days">How many days, at least 0.</param>
    /// <param name="unit">The unit of the model.</param>
    public double Between(DateOnly from, double days, TimeUnit unit) => new ModelTime(from, seasons).Ahead(days, unit);

    /// <summary>Gives the rate at which even buying over a horizon, in the time of the model, is discounted as seasonal buying is by the calendar.</summary>
    /// <param name="annual">The effective rate a year, at least 0.</param>
    /// <param name="days">The horizon in days; null without end.</param>
    /// <param name="unit">The unit of the model.</param>
    public ContinuousRate Rate(double annual, int? days, TimeUnit unit)
    {
        var calendar = ContinuousRate.FromEffectiveAnnual(annual, unit);
        if (seasons is null || calendar.Delta == 0)
        {
            return calendar;
        }

        int last = days ?? Endless, from = asOf.DayNumber;
        double time = 0, worth = 0, daily = calendar.Delta / unit.Days();
        for (int day = 1; day <= last; day++)
        {
            double length = seasons.Time(from + day - 1, from + day);
            time += length;
            worth += length * Math.Exp(-daily * (day - 0.5));
        }

        // Discounted time falls as the rate rises: the rate lies between two that are tried in turns.
        time /= unit.Days();
        worth /= unit.Days();
        (double low, double high) = (0, 4 * calendar.Delta * Math.Max(1, last / unit.Days() / time));
        for (int step = 0; step < 80; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = (1 - Math.Exp(-middle * time)) / middle > worth ? (middle, high) : (low, middle);
        }

        return ContinuousRate.PerUnit((low + high) / 2, unit);
    }

    private double[] Passed(int[] days, Func<int, int> first, TimeUnit unit)
    {
        double length = unit.Days();
        double[] times = new double[days.Length];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = seasons is null ? days[i] / length : seasons.Time(first(i), first(i) + days[i]) / length;
        }

        return times;
    }
}
