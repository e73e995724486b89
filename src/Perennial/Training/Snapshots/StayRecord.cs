using Perennial.Models.Assessing;

namespace Perennial.Training.Snapshots;

/// <summary>How long customers stay, learned from a table with one row a customer.</summary>
public sealed record StayRecord
{
    /// <summary>Gives customers, and how many of them left.</summary>
    public required int Customers { get; init; }

    /// <summary>Gives how many of them left.</summary>
    public required int Leavers { get; init; }

    /// <summary>Gives the curve of all, then of each group, the largest first.</summary>
    public required IReadOnlyList<StayCurve> Curves { get; init; }

    /// <summary>Gives the test that all groups stay alike; null with fewer than two groups.</summary>
    public GroupTest? Groups { get; init; }

    /// <summary>Gives the features that go with leaving most stably, with their hazard ratios where these can be told.</summary>
    public IReadOnlyList<StayEffect> Effects { get; init; } = [];

    /// <summary>Gives the kinds of models compared, the simplest first.</summary>
    public IReadOnlyList<StayModelScore> Compared { get; init; } = [];

    /// <summary>Gives the kind chosen and why.</summary>
    public string? Chosen { get; init; }

    /// <summary>Gives why it was chosen.</summary>
    public string? Because { get; init; }

    /// <summary>Gives stated chances of leaving within a year against what came, in tenths of customers at each year's beginning.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>Gives what a reader must know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A survival curve by whole months.</summary>
/// <param name="Group">The group; the empty text for all customers.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Leavers">Those who left.</param>
/// <param name="Points">From month 0 on.</param>
/// <param name="Median">Months by which half have left; null where fewer have.</param>
/// <param name="MedianLow">Lower end of its 95 % interval.</param>
/// <param name="MedianHigh">Upper end.</param>
/// <param name="Mean">Mean months within <paramref name="MeanWithin"/>.</param>
/// <param name="MeanError">Its standard error.</param>
/// <param name="MeanWithin">Months within which the mean is taken, the same for all groups.</param>
public sealed record StayCurve(string Group, int Customers, int Leavers, IReadOnlyList<StayPoint> Points, double? Median, double? MedianLow, double? MedianHigh, double Mean, double MeanError, double MeanWithin);

/// <summary>One month of a curve.</summary>
/// <param name="Month">Months since the beginning.</param>
/// <param name="Stayed">Share that stayed longer.</param>
/// <param name="Low">Lower end of the 95 % band.</param>
/// <param name="High">Upper end.</param>
/// <param name="AtRisk">Customers watched in this month.</param>
public sealed record StayPoint(int Month, double Stayed, double Low, double High, int AtRisk);

/// <summary>The log-rank test that groups stay alike.</summary>
/// <param name="ChiSquare">Its statistic.</param>
/// <param name="Degrees">Degrees of freedom.</param>
/// <param name="PValue">Chance of as much if all stayed alike.</param>
public sealed record GroupTest(double ChiSquare, int Degrees, double PValue);

/// <summary>A feature that goes with leaving.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Stability">Share of half samples that found it.</param>
/// <param name="Step">What one step of it is, in its own unit: 1 for yes or no, else its standard deviation.</param>
/// <param name="HazardRatio">Rate of leaving with one step more, others alike; null where it cannot be told.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Proportional">p-value of the ratio being the same at every age; null where not tested.</param>
public sealed record StayEffect(string Feature, double Stability, double Step, double? HazardRatio, double? Low, double? High, double? Proportional);

/// <summary>A kind of model, on customers it was not fitted on.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="LogScore">Mean negative log likelihood a customer.</param>
/// <param name="Brier">Brier score of leaving within a year, weighted for those not watched that long.</param>
/// <param name="Skill">Share of the first kind's Brier score it takes away.</param>
/// <param name="Concordance">Chance that of two customers at a year's beginning the one who left within it had the higher chance.</param>
public sealed record StayModelScore(string Kind, double LogScore, double Brier, double Skill, double Concordance);

/// <summary>What is expected of customers who are still there. n rows.</summary>
public sealed record StayScores
{
    /// <summary>Gives n ids.</summary>
    public required string[] Id { get; init; }

    /// <summary>Gives n months stayed.</summary>
    public required double[] Months { get; init; }

    /// <summary>Gives n chances of leaving within three months.</summary>
    public required double[] WithinQuarter { get; init; }

    /// <summary>Gives n chances of leaving within twelve months.</summary>
    public required double[] WithinYear { get; init; }

    /// <summary>Gives n expected months of the next 36.</summary>
    public required double[] MonthsOfNextThreeYears { get; init; }

    /// <summary>Gives n amounts a month; null where no column says it.</summary>
    public double[]? Value { get; init; }

    /// <summary>Gives n lists of what goes with the chance, the strongest first, as words.</summary>
    public required string[] Drivers { get; init; }
}
