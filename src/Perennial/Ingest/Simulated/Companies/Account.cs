using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Which group of an intervention a customer is in.</summary>
internal enum Arm
{
    None,
    Control,
    Treatment,
}

/// <summary>Who one account is: everything about it that time does not change. One object is used for all accounts in turn.</summary>
internal sealed class Account(AccountPlan plan, CompanyCalendar calendar)
{
    /// <summary>A day that never comes.</summary>
    public const int Never = int.MaxValue;

    public AccountPlan Plan { get; } = plan;
    public CompanyCalendar Calendar { get; } = calendar;
    public long Number { get; set; }
    public int SegmentNo { get; set; }
    public PlantedSegment Segment => Plan.Segments[SegmentNo];
    public PlantedChannel Channel { get; set; } = plan.Channels[0];
    public long Parent { get; set; }
    public int CountryNo { get; set; }
    public int IndustryNo { get; set; }
    public bool Regulated { get; set; }
    public int SignUp { get; set; }

    /// <summary>Gives the months of a term: 1 or 12.</summary>
    public int Term { get; set; }

    /// <summary>Gives the chance to leave at a renewal where nothing multiplies the hazard.</summary>
    public double Theta { get; set; }
    public bool Card { get; set; }
    public int FirstPlan { get; set; }
    public int FirstSeats { get; set; }

    /// <summary>Gives the discount of the first year in percent.</summary>
    public int DiscountPercent { get; set; }
    public double Intensity { get; set; }

    /// <summary>Gives the first day of use of each feature, or <see cref="Never"/>.</summary>
    public int[] Adopted { get; } = new int[plan.Usage.Features.Count];

    /// <summary>Gives the day from which the combination keeps the customer, or <see cref="Never"/>.</summary>
    public int Combined { get; set; }
    public bool Gaming { get; set; }
    public Spells Spells { get; } = new(plan.Warning, calendar);
    public Arm Call { get; set; }
    public int CallDay { get; set; }
    public Arm Rescue { get; set; }
    public int RescueDay { get; set; }
    public Arm Credit { get; set; }

    /// <summary>Gives the least to pay a month, where use is metered; 0 without a commitment.</summary>
    public long CommittedCents { get; set; }
    public PlantedRenewal Renewal => Term == 12 ? Segment.Yearly : Segment.Monthly;

    /// <summary>Gives the first day on which renewals come at the new price, or <see cref="Never"/>; who comes later pays it from the start.</summary>
    public int PriceDay => Plan.PriceChange.Month.TryGetValue(Segment.Name, out int month) && month < Calendar.Months + CompanyCalendar.FutureMonths ? Calendar.FirstDay(month) : Never;

    /// <summary>Gives what multiplies the voluntary hazard at a renewal.</summary>
    /// <param name="day">The day of the renewal.</param>
    /// <param name="newPrice">The day of the first renewal at the new price, or <see cref="Never"/>.</param>
    public HazardFactors Factors(int day, int newPrice) => new(
        Channel.HazardRatio,
        newPrice <= day && day - newPrice < Plan.PriceChange.Days ? Plan.PriceChange.HazardRatio : 1,
        day >= Combined ? Plan.Combination.HazardRatio : 1,
        Spells.Warned(day) ? Plan.Warning.HazardRatio * (Rescue == Arm.Treatment && day >= RescueDay && day - RescueDay < Plan.Warning.Days ? Plan.Experiments.RescueHazardRatio : 1) : 1,
        Called(day) ? CallRatio : 1);

    /// <summary>Gives the factor of the call in this segment, whether or not this customer was called.</summary>
    public double CallRatio => Plan.Experiments.CallHazardRatio.GetValueOrDefault(Segment.Name, 1);

    private bool Called(int day) => Call == Arm.Treatment && day >= CallDay && day - CallDay < Plan.Experiments.CallDays;
}

/// <summary>What multiplies the voluntary hazard at one renewal; 1 where it does not apply.</summary>
internal readonly record struct HazardFactors(double Channel, double Price, double Combination, double Warning, double Call)
{
    /// <summary>Nothing multiplies the hazard.</summary>
    public static HazardFactors None { get; } = new(1, 1, 1, 1, 1);

    /// <summary>Gives the chance to leave: hazards are proportional on the scale on which chances are 1 - exp(-h).</summary>
    public double Chance(double theta) => 1 - Math.Pow(1 - theta, Channel * Price * Combination * Warning * Call);
}
