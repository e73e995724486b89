using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Features;

/// <summary>How often customers can buy: once in so many days or calendar months; on dates so far apart where those are known, else some time in each period.</summary>
/// <param name="Days">Length in days; 0 where it is in months.</param>
/// <param name="Months">Length in calendar months; 0 where it is in days.</param>
/// <param name="Phase">Where opportunities are dates: days from the beginning of a period of the calendar to its date. Else null.</param>
public sealed record OpportunityPeriod(int Days, int Months, int? Phase = null)
{
    private const double DaysAMonth = 30.436875;

    /// <summary>Gives one day.</summary>
    public static OpportunityPeriod Day { get; } = new(1, 0);

    /// <summary>Gives one week.</summary>
    public static OpportunityPeriod Week { get; } = new(7, 0);

    /// <summary>Gives the mean length in days.</summary>
    public double MeanDays => Months == 0 ? Days : Months * DaysAMonth;

    /// <summary>Gives how many days either side of its date still belong to an opportunity.</summary>
    public int Tolerance => (int)(MeanDays / 10);

    /// <summary>Gives the length in words: a week, 28 days, a month, a quarter, a year.</summary>
    public string Words => (Days, Months) switch
    {
        (1, _) => "a day",
        (7, _) => "a week",
        (_, 1) => "a month",
        (_, 3) => "a quarter",
        (_, 6) => "half a year",
        (_, 12) => "a year",
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{Months} months"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Days} days"),
    };

    /// <summary>Reads <c>7d</c>, <c>4w</c>, <c>1m</c> (calendar months) or <c>1y</c>.</summary>
    /// <exception cref="PerennialException">The text is none of these.</exception>
    public static OpportunityPeriod Parse(string text)
    {
        string value = text.Trim().ToLowerInvariant();
        if (value.Length > 1 && int.TryParse(value[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 366)
        {
            switch (value[^1])
            {
                case 'd': return new(count, 0);
                case 'w' when count <= 52: return new(7 * count, 0);
                case 'm' when count <= 12: return new(0, count);
                case 'y' when count == 1: return new(0, 12);
            }
        }

        throw new PerennialException("options/invalid", Fault.Usage, $"--opportunity: '{text}' is not understood. Allowed are auto or a length up to a year in days, weeks or months, such as 1d, 2w, 1m or 1y. Example: --opportunity 1m");
    }

    /// <summary>Gives <c>7d</c> or <c>1m</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Months == 0 ? Days : Months)}{(Months == 0 ? 'd' : 'm')}");

    /// <summary>Gives the opportunities as known at the end of a day.</summary>
    public OpportunityCalendar On(DateOnly asOf) => new(this, asOf);
}
