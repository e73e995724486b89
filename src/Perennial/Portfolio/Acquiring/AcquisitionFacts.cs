namespace Perennial.Portfolio.Acquiring;

/// <summary>What customers cost to win and what they are worth, in the run's currency.</summary>
/// <param name="From">First month with spend.</param>
/// <param name="To">Last day counted.</param>
/// <param name="Spend">Everything spent in these months, pools of costs that are acquisition among it.</param>
/// <param name="Pools">Of it, pools of costs: shared out to channels as their spend is.</param>
/// <param name="Paid">What was spent on bought reach.</param>
/// <param name="Won">Customers won in these months.</param>
/// <param name="WonPaid">Of them, by channels that were paid for.</param>
/// <param name="ValueIs">What the value of a customer is here, in words.</param>
/// <param name="Channels">By channel, by name.</param>
/// <param name="Cohorts">By month won.</param>
public sealed record AcquisitionFacts(
    DateOnly From, DateOnly To, double Spend, double Pools, double Paid, int Won, int WonPaid, string ValueIs, IReadOnlyList<AcquisitionChannel> Channels, IReadOnlyList<AcquisitionCohort> Cohorts)
{
    /// <summary>Gives the fully loaded cost of a customer, blended over channels (cac.v1), or null where nobody was won.</summary>
    public double? Cac => AcquisitionMeasures.Cac(Spend, Won);

    /// <summary>Gives bought reach by customers won through it (cac.paid.v1), or null where nobody was.</summary>
    public double? PaidCac => AcquisitionMeasures.Cac(Paid, WonPaid);
}

/// <summary>One channel.</summary>
/// <param name="Channel">Its name; empty where none is known.</param>
/// <param name="Won">Customers won.</param>
/// <param name="Spend">What was spent on it, its share of pools among it.</param>
/// <param name="Media">Of it, media alone.</param>
/// <param name="Value">Mean value of the customers won.</param>
/// <param name="Low">10 % end of that mean, drawing customers anew.</param>
/// <param name="High">90 % end.</param>
/// <param name="PaybackMonths">First age at which contribution pays the cost back; null where it was not reached.</param>
/// <param name="ObservedMonths">The oldest age that enough customers have reached.</param>
/// <param name="FirstYear">Contribution a customer in the first twelve months; null where nobody is that old.</param>
public sealed record AcquisitionChannel(
    string Channel, int Won, double Spend, double Media, double Value, double Low, double High, int? PaybackMonths, int ObservedMonths, double? FirstYear)
{
    /// <summary>Gives what a customer cost to win, fully loaded (cac.v1), or null where nobody was won.</summary>
    public double? Cac => AcquisitionMeasures.Cac(Spend, Won);

    /// <summary>Gives the same by media alone, or null where nobody was won.</summary>
    public double? MediaCac => AcquisitionMeasures.Cac(Media, Won);

    /// <summary>Gives value by cost (clv-cac.v1), or null where nothing was spent or nobody won.</summary>
    public double? Ratio => AcquisitionMeasures.Ratio(Value, Cac);

    /// <summary>Gives the 10 % end of the ratio.</summary>
    public double? RatioLow => AcquisitionMeasures.Ratio(Low, Cac);

    /// <summary>Gives the 90 % end of the ratio.</summary>
    public double? RatioHigh => AcquisitionMeasures.Ratio(High, Cac);

    /// <summary>Gives the most a customer may cost so that nine times in ten their value pays for it (cac.affordable.v1); 0 where the value is negative.</summary>
    public double Affordable => Math.Max(0, Low);

    /// <summary>Gives a prospect's value: that of a customer less what one costs to win; null where nobody was won.</summary>
    public double? Prospect => Cac is { } cac ? Value - cac : null;

    /// <summary>Tells whether customers are worth less than they cost to win.</summary>
    public bool Unprofitable => Won > 0 && (Value < 0 || Value < Cac);
}

/// <summary>Customers won in one month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Won">How many.</param>
/// <param name="Spend">What was spent in it.</param>
/// <param name="Value">Their mean value.</param>
/// <param name="Cumulative">What they left a customer at ages 0, 1, ... months, added up, as far as months are over.</param>
public sealed record AcquisitionCohort(DateOnly Month, int Won, double Spend, double Value, IReadOnlyList<double> Cumulative)
{
    /// <summary>Gives what a customer cost to win (cac.v1), or null where nobody was won.</summary>
    public double? Cac => AcquisitionMeasures.Cac(Spend, Won);

    /// <summary>Gives the age at which that was paid back (cac-payback.v1), or null where it was not reached.</summary>
    public int? PaybackMonths => Cac is { } cac ? AcquisitionMeasures.Payback(Cumulative, cac) : null;
}
