using Perennial.Models;

namespace Perennial.Features;

/// <summary>Opportunities numbered through time, as known at the end of a day: those past, and when the next ones come.</summary>
/// <remarks>
/// Where opportunities are dates, each takes all days nearer to its date than to another one, and is past from its date on: who comes some days late is
/// taken not to have come, who came some days early is not yet known to have. Where one is a whole period, the last one past ends with the day itself, so
/// that none is known in part.
/// </remarks>
public sealed class OpportunityCalendar
{
    private const int MostDated = 120;
    private readonly OpportunityPeriod _period;
    private readonly DateOnly _asOf;

    internal OpportunityCalendar(OpportunityPeriod period, DateOnly asOf)
    {
        _period = period;
        _asOf = asOf;
        if (period.Phase is { } phase)
        {
            Shift = ((int)period.MeanDays / 2) - phase;
        }
        else if (period.Months == 0)
        {
            Shift = period.Days - 1 - (asOf.DayNumber % period.Days);
        }
        else
        {
            Shift = DateTime.DaysInMonth(asOf.Year, asOf.Month) - asOf.Day;
            Offset = period.Months - 1 - (Month(asOf) % period.Months);
        }

        int here = Index(asOf);
        Last = period.Phase is not null && Date(here) > asOf ? here - 1 : here;
    }

    /// <summary>Gives the number of the last opportunity past.</summary>
    public int Last { get; }

    /// <summary>Gives the days by which a date is moved before it is numbered.</summary>
    public int Shift { get; }

    /// <summary>Gives the months by which it is then moved.</summary>
    public int Offset { get; }

    /// <summary>Gives the number of the opportunity to which a day belongs; SQL counts the same.</summary>
    public int Index(DateOnly day) => _period.Months == 0
        ? (int)Math.Floor((double)(day.DayNumber + Shift) / _period.Days)
        : (Month(day.AddDays(Shift)) + Offset) / _period.Months;

    /// <summary>Gives when customers can buy next.</summary>
    /// <param name="unit">The unit of time.</param>
    public OpportunitySchedule Schedule(TimeUnit unit)
    {
        double period = _period.MeanDays / unit.Days();
        return _period.Phase is null
            ? new(period)
            : new(period, [.. Enumerable.Range(1, _period.Months == 0 ? 1 : MostDated).Select(k => (Date(Last + k).DayNumber - _asOf.DayNumber) / unit.Days())]);
    }

    // The date of an opportunity; only where opportunities are dates.
    private DateOnly Date(int index)
    {
        int middle = ((int)_period.MeanDays / 2) - Shift;
        if (_period.Months == 0)
        {
            return DateOnly.FromDayNumber((index * _period.Days) + middle);
        }

        int month = index * _period.Months;
        DateOnly first = new(month / 12, (month % 12) + 1, 1);
        return _period.Months == 1 ? first.AddDays(Math.Min(middle, DateTime.DaysInMonth(first.Year, first.Month) - 1)) : first.AddDays(middle);
    }

    private static int Month(DateOnly day) => (12 * day.Year) + day.Month - 1;
}
