namespace Perennial.Models;

/// <summary>The unit of every time in a set of histories, and so of every rate fitted to it. It travels with the numbers.</summary>
public enum TimeUnit
{
    /// <summary>One day.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>365.25 days.</summary>
    Year,
}

/// <summary>Lengths of the time units.</summary>
public static class TimeUnits
{
    /// <summary>Gives the number of days in one unit: 1, 7 or 365.25.</summary>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not one of the enumeration.</exception>
    public static double Days(this TimeUnit unit) => unit switch
    {
        TimeUnit.Day => 1.0,
        TimeUnit.Week => 7.0,
        TimeUnit.Year => 365.25,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "A time unit is Day, Week or Year."),
    };
}
