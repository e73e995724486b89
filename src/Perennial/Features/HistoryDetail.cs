namespace Perennial.Features;

/// <summary>How much of each customer's past is read: what only some models need costs a walk through all purchase days.</summary>
/// <param name="Gaps">Whether the gaps between purchases are, for models of regular buying.</param>
/// <param name="Opportunities">How often customers can buy, where histories are counted in opportunities too; else null.</param>
public readonly record struct HistoryDetail(bool Gaps, OpportunityPeriod? Opportunities = null)
{
    /// <summary>Gives how often, how recently and for how long.</summary>
    public static HistoryDetail Plain => default;

    /// <summary>Gives the gaps between purchases too.</summary>
    public static HistoryDetail WithGaps => new(true);
}
