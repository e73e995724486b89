namespace Perennial.Models.Seasons;

/// <summary>What repeats: the days of a week, the months or the weeks of a year.</summary>
public enum SeasonalCycle
{
    /// <summary>Monday to Sunday: 7 seasons.</summary>
    DayOfWeek,

    /// <summary>January to December: 12 seasons.</summary>
    MonthOfYear,

    /// <summary>Seven days each from the first of January, the last one a day or two longer: 52 seasons. Not together with months.</summary>
    WeekOfYear,
}

/// <summary>Seasons of the cycles. Days are numbered as <see cref="DateOnly.DayNumber"/> does: 0 is the first of January of the year 1.</summary>
public static class SeasonalCycles
{
    /// <summary>Days after which the calendar with its weeks repeats: 400 years.</summary>
    internal const int Period = 146_097;

    /// <summary>Gives the number of seasons of a cycle: 7, 12 or 52.</summary>
    /// <param name="cycle">The cycle.</param>
    public static int Seasons(this SeasonalCycle cycle) => cycle switch
    {
        SeasonalCycle.DayOfWeek => 7,
        SeasonalCycle.MonthOfYear => 12,
        SeasonalCycle.WeekOfYear => 52,
        _ => throw new ArgumentOutOfRangeException(nameof(cycle), cycle, "A cycle is DayOfWeek, MonthOfYear or WeekOfYear."),
    };

    /// <summary>Gives the days in which every season has come: 7 or 366.</summary>
    /// <param name="cycle">The cycle.</param>
    public static int Days(this SeasonalCycle cycle) => cycle.Seasons() == 7 ? 7 : 366;

    /// <summary>Gives a day's season, from 0: Monday, January and the first week are 0.</summary>
    /// <param name="cycle">The cycle.</param>
    /// <param name="day">The day's number.</param>
    public static int SeasonOf(this SeasonalCycle cycle, int day)
    {
        DateOnly date = DateOnly.FromDayNumber(Wrap(day));
        return cycle switch
        {
            SeasonalCycle.DayOfWeek => ((int)date.DayOfWeek + 6) % 7,
            SeasonalCycle.MonthOfYear => date.Month - 1,
            _ => Math.Min((date.DayOfYear - 1) / 7, 51),
        };
    }

    /// <summary>Gives the day of the first 400 years that is alike.</summary>
    internal static int Wrap(int day) => ((day % Period) + Period) % Period;
}
