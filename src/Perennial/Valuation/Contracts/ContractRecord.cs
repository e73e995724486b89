using Perennial.Training.Contracts;

namespace Perennial.Valuation.Contracts;

/// <summary>What a run found of accounts with subscriptions.</summary>
public sealed record ContractRecord
{
    /// <summary>Gives the law of leaving that values rest on; none where nothing is predicted.</summary>
    public required string Chosen { get; init; }

    /// <summary>Gives how it was chosen, or why nothing is predicted.</summary>
    public required string Because { get; init; }

    /// <summary>Gives accounts that pay, that pause and that have left.</summary>
    public required long Active { get; init; }
    public required long Paused { get; init; }
    public required long Churned { get; init; }

    /// <summary>Gives recurring revenue after every discount, what is billed by use by its commitment.</summary>
    public required double Mrr { get; init; }

    /// <summary>Gives the share of what is billed that is not given back.</summary>
    public required double Kept { get; init; }

    /// <summary>Gives every law fitted on the whole history.</summary>
    public required IReadOnlyList<ContractFitted> Laws { get; init; }

    /// <summary>Gives what hidden months showed; null without a test.</summary>
    public required ContractBacktest? Backtest { get; init; }

    /// <summary>Gives whether signals move the risk of the months just ahead, and what decided it; null where nothing was learned from signals.</summary>
    public SignalledRiskRecord? Signalled { get; init; }

    /// <summary>Gives who stayed, by segment; the largest first.</summary>
    public required IReadOnlyList<ContractSurvival> Survival { get; init; }

    /// <summary>Gives how recurring revenue moves, by segment.</summary>
    public required IReadOnlyList<ContractMovement> Movements { get; init; }

    /// <summary>Gives what accounts are expected to bring, by horizon.</summary>
    public required IReadOnlyList<ContractTotalValue> Horizons { get; init; }

    /// <summary>Gives, of the accounts that pay or pause, the share expected to have left within 365 days: voluntarily, and because payments fail.</summary>
    public required double LeavesVoluntarily { get; init; }
    public required double LeavesByPayment { get; init; }

    /// <summary>Gives the mean expected remaining months of those accounts, cut at twenty years, and the mean chance to be there still by then.</summary>
    public required double LifetimeMonths { get; init; }
    public required double BeyondLifetime { get; init; }
}

/// <summary>A law fitted on the whole history.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">What was estimated.</param>
/// <param name="Explanation">How the fit ended.</param>
public sealed record ContractFitted(string Name, IReadOnlyDictionary<string, double> Parameters, string Explanation);

/// <summary>Who stayed, by months since a spell began.</summary>
/// <param name="Segment">The segment; empty where none is known.</param>
/// <param name="Spells">Spells that began.</param>
/// <param name="Ended">Those that ended.</param>
/// <param name="Points">What was seen: Kaplan-Meier with a band of 95 %.</param>
/// <param name="Expected">What the law expects of those who begin, a point a month.</param>
public sealed record ContractSurvival(string Segment, long Spells, long Ended, IReadOnlyList<ContractSurvivalPoint> Points, IReadOnlyList<double> Expected);

/// <summary>One point of a survival curve.</summary>
/// <param name="Months">Months since the spell began.</param>
/// <param name="Stayed">Share that stayed.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Upper end.</param>
/// <param name="AtRisk">Spells seen to run so long.</param>
public sealed record ContractSurvivalPoint(double Months, double Stayed, double Low, double High, double AtRisk);

/// <summary>How recurring revenue of one segment moves.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Expansion">Chance a month to expand.</param>
/// <param name="ExpansionFactor">Mean factor when it does.</param>
/// <param name="ContractionAtRenewal">Chance to contract at a renewal.</param>
/// <param name="ContractionBetween">Chance a month to contract between renewals.</param>
/// <param name="ContractionFactor">Mean factor when it does.</param>
/// <param name="Pause">Chance a month to pause.</param>
public sealed record ContractMovement(string Segment, double Expansion, double ExpansionFactor, double ContractionAtRenewal, double ContractionBetween, double ContractionFactor, double Pause);

/// <summary>All accounts to one horizon.</summary>
/// <param name="Months">Months.</param>
/// <param name="Revenue">Expected revenue, not discounted.</param>
/// <param name="Value">Expected value: margin, discounted.</param>
/// <param name="P10">10 % quantile of the value.</param>
/// <param name="P90">90 % quantile.</param>
/// <param name="ActiveMonths">Expected months in which accounts pay, discounted.</param>
public sealed record ContractTotalValue(double Months, double Revenue, double Value, double P10, double P90, double ActiveMonths);
