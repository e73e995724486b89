namespace Perennial.Portfolio.Stances;

/// <summary>What the rules need to know of one customer, in plain numbers. NaN is "not known", never "no".</summary>
/// <remarks>Money is in the run's currency over the run's horizon, discounted; net where costs are known, else gross. Recurring revenue is no part of it.</remarks>
public readonly record struct StanceEvidence
{
    /// <summary>Makes evidence of which nothing is known.</summary>
    public StanceEvidence()
    {
    }

    /// <summary>Gives the net value expected.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>Gives the end below which 10 % of what may come lies.</summary>
    public double ValueLow { get; init; } = double.NaN;

    /// <summary>Gives the median of what may come.</summary>
    public double ValueMiddle { get; init; } = double.NaN;

    /// <summary>Gives the end above which 10 % lies.</summary>
    public double ValueHigh { get; init; } = double.NaN;

    /// <summary>Gives the value from which on value is high.</summary>
    public double HighFrom { get; init; } = double.NaN;

    /// <summary>Gives the value up to which it is low.</summary>
    public double LowTo { get; init; } = double.NaN;

    /// <summary>Gives the chance to leave within a year; without a subscription that of no revenue within the horizon.</summary>
    public double Leaving { get; init; } = double.NaN;

    /// <summary>Gives the standard deviation of the log odds of that chance.</summary>
    public double LeavingSpread { get; init; } = double.NaN;

    /// <summary>Gives by how much the log odds of leaving rise in a year.</summary>
    public double Rise { get; init; } = double.NaN;

    /// <summary>Gives the standard error of that.</summary>
    public double RiseError { get; init; } = double.NaN;

    /// <summary>Gives the lower end of its 95 % interval.</summary>
    public double RiseLow { get; init; } = double.NaN;

    /// <summary>Gives the rise of the median customer, at least 0: what all have in common, such as a season, is no rise of one.</summary>
    public double RiseUsual { get; init; } = double.NaN;

    /// <summary>Gives the share of wrong findings accepted by believing this rise and all clearer ones.</summary>
    public double RiseDiscovery { get; init; } = double.NaN;

    /// <summary>Gives 1 for a customer of an enterprise segment, 0 for others.</summary>
    public double Enterprise { get; init; } = double.NaN;

    /// <summary>Gives the highest score people entered that counts, 0 to 10.</summary>
    public double Strategic { get; init; } = double.NaN;

    /// <summary>Gives the score of brand value that counts, 0 to 10.</summary>
    public double Brand { get; init; } = double.NaN;

    /// <summary>Gives the expansions a year of a customer of the segment.</summary>
    public double SegmentExpansions { get; init; } = double.NaN;

    /// <summary>Gives these by those of all customers.</summary>
    public double ExpansionLead { get; init; } = double.NaN;

    /// <summary>Gives by how much use falls (logarithm) after a missed agreement.</summary>
    public double SlaFall { get; init; } = double.NaN;

    /// <summary>Gives the chance to expand within a year.</summary>
    public double Upside { get; init; } = double.NaN;

    /// <summary>Gives cost to serve by gross value.</summary>
    public double CostRatio { get; init; } = double.NaN;

    /// <summary>Gives what it is above which serving is inefficient in the segment.</summary>
    public double CostRatioHigh { get; init; } = double.NaN;

    /// <summary>Gives what it is above which cost to serve is high in the segment.</summary>
    public double CostRatioVeryHigh { get; init; } = double.NaN;

    /// <summary>Gives the share of features in use.</summary>
    public double Adoption { get; init; } = double.NaN;

    /// <summary>Gives what it is below which there is a gap in the segment.</summary>
    public double AdoptionLow { get; init; } = double.NaN;

    /// <summary>Gives the quarters in a row, up to the last whole month, in which support drained.</summary>
    public double DrainPeriods { get; init; } = double.NaN;

    /// <summary>Gives hours of engineering for this customer alone by thousand of gross margin, of the last twelve whole months.</summary>
    public double CustomHours { get; init; } = double.NaN;
}
