using System.Globalization;

namespace Perennial.Features;

/// <summary>Whether purchases keep to opportunities: dates of a calendar, at most one purchase at each.</summary>
/// <param name="Period">The calendar that fits best: the longest that the days keep to, else the one most of them keep to.</param>
/// <param name="OnDates">Share of repeat purchase days within a tenth of its period of its dates.</param>
/// <param name="Several">Share of its opportunities with a purchase at which a customer bought on several days; null where the dates already say no.</param>
/// <param name="Purchases">Repeat purchase days looked at.</param>
public sealed record OpportunityEvidence(OpportunityPeriod Period, double OnDates, double? Several, long Purchases)
{
    /// <summary>From this share of purchase days on they keep to dates.</summary>
    public const double LeastOnDates = 0.95;

    /// <summary>Up to this share of opportunities a customer may have bought on several days; each counts once.</summary>
    public const double MostSeveral = 0.01;

    /// <summary>With fewer purchases or dates, chance alone makes a calendar.</summary>
    public const int FewestPurchases = 30;

    /// <summary>Purchases on fewer dates than that show no calendar.</summary>
    public const int FewestDates = 3;

    /// <summary>Gives the calendars looked for, the longest first.</summary>
    public static IReadOnlyList<OpportunityPeriod> Calendars { get; } = [new(0, 12), new(0, 6), new(0, 3), new(0, 1), new(28, 0), new(14, 0), new(7, 0)];

    /// <summary>Tells whether customers buy at opportunities only.</summary>
    public bool IsDiscrete => Purchases >= FewestPurchases && OnDates >= LeastOnDates && Several <= MostSeveral;

    /// <summary>Gives the evidence in words, without a full stop.</summary>
    public string Words => Purchases < FewestPurchases
        ? string.Create(CultureInfo.InvariantCulture, $"there are {Purchases:N0} repeat purchase days, and it takes {FewestPurchases} on {FewestDates} dates to see a calendar")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * OnDates:0.0} % of {Purchases:N0} repeat purchase days lie within {Period.Tolerance} days of dates {Period.Words} apart{(Several is { } several ? $", and customers bought on several days at {100 * several:0.0} % of these" : string.Empty)}");

    /// <summary>Finds, for one calendar, the dates most purchases keep to.</summary>
    /// <param name="period">The calendar, without its dates.</param>
    /// <param name="days">Days with purchases.</param>
    /// <param name="purchases">How many each.</param>
    /// <returns>The calendar with its dates, and the share of purchases within its tolerance; 0 where they lie on too few dates.</returns>
    public static (OpportunityPeriod Period, double OnDates) Best(OpportunityPeriod period, IReadOnlyList<DateOnly> days, IReadOnlyList<long> purchases)
    {
        int length = (int)Math.Ceiling(period.MeanDays), tolerance = period.Tolerance, phase = 0;
        long[] at = new long[length];
        for (int i = 0; i < days.Count; i++)
        {
            at[Math.Min(length - 1, PhaseOf(period, days[i]))] += purchases[i];
        }

        long most = -1, all = purchases.Sum();
        for (int centre = 0; centre < length; centre++)
        {
            long near = 0;
            for (int k = -tolerance; k <= tolerance; k++)
            {
                near += at[(centre + k + length) % length];
            }

            if (near > most)
            {
                (most, phase) = (near, centre);
            }
        }

        // Their middle: half come before, half after.
        long until = 0;
        int middle = -tolerance;
        while (middle < tolerance && 2 * (until + at[(phase + middle + length) % length]) < most)
        {
            until += at[(phase + middle++ + length) % length];
        }

        phase = (phase + middle + length) % length;
        OpportunityPeriod dated = period with { Phase = phase };
        OpportunityCalendar calendar = dated.On(days.Count == 0 ? DateOnly.FromDateTime(DateTime.UnixEpoch) : days[^1]);
        return (dated, days.Select(calendar.Index).Distinct().Count() < FewestDates ? 0 : (double)most / all);
    }

    private static int PhaseOf(OpportunityPeriod period, DateOnly day) => period.Months == 0
        ? day.DayNumber % period.Days
        : day.DayNumber - new DateOnly(day.Year, ((day.Month - 1) / period.Months * period.Months) + 1, 1).DayNumber;
}
