namespace Perennial.Features;

/// <summary>How much of each customer's past is read.</summary>
public enum HistoryDetail
{
    /// <summary>How often, how recently and for how long.</summary>
    Plain,

    /// <summary>The gaps between purchases too, which only models of regular buying need: it costs a walk through all purchase days.</summary>
    WithGaps,
}
