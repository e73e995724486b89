using Perennial.Portfolio.Books;
using Perennial.Portfolio.Scorecards;
using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Tiers;
using Perennial.Portfolio.Trajectories;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Net;

namespace Perennial.Reports;

/// <summary>What a run found of each customer beside the scores, in their order; null where it found nothing.</summary>
public sealed record RunTables
{
    /// <summary>Gives gross and net values; null where nothing is known of costs.</summary>
    public NetTable? Net { get; init; }

    /// <summary>Gives what moved values since the run before; null where there is none.</summary>
    public BridgeTable? Bridge { get; init; }

    /// <summary>Gives the scorecard; null without a company's tables.</summary>
    public ScorecardTable? Card { get; init; }

    /// <summary>Gives the six factors; null without a company's tables.</summary>
    public FactorTable? Factors { get; init; }

    /// <summary>Gives tiers; null where nothing is said of values.</summary>
    public TierTable? Tiers { get; init; }

    /// <summary>Gives where customers go; null where that is not told.</summary>
    public TrajectoryTable? Trajectories { get; init; }

    /// <summary>Gives segments of value and trajectory; null where nothing is said of values.</summary>
    public SegmentTable? Segments { get; init; }

    /// <summary>Gives customers by value at stake, for pages of roles; null where none is drawn, or that is not told.</summary>
    public AccountBook? Book { get; init; }
}
