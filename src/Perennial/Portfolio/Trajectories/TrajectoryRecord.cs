using System.Text.Json.Serialization;

namespace Perennial.Portfolio.Trajectories;

/// <summary>Where customers go, in short.</summary>
public sealed record TrajectoryRecord
{
    /// <summary>Tells whether anything is said of anybody.</summary>
    [JsonIgnore]
    public bool HasAny => Basis.Any(basis => basis.Key != "none" && basis.Value > 0);

    /// <summary>Gives the days the chances look ahead.</summary>
    public required int HorizonDays { get; init; }

    /// <summary>Gives what counts as about as much, and when a direction is clear.</summary>
    public required Kernel.TrajectoryRules Rules { get; init; }

    /// <summary>Gives customers by what their chances come from: contract, use, purchases, none.</summary>
    public required IReadOnlyDictionary<string, int> Basis { get; init; }

    /// <summary>Gives the four trajectories: how many are expected to take each, of how many it is the likeliest.</summary>
    public required IReadOnlyList<TrajectoryCount> Counts { get; init; }

    /// <summary>Gives customers by direction, the best first.</summary>
    public required IReadOnlyDictionary<string, int> Directions { get; init; }

    /// <summary>Gives how many slopes were seen, and how many of them by more than chance.</summary>
    public required IReadOnlyList<SlopeCount> Slopes { get; init; }

    /// <summary>Gives what accounts together are expected to agree to, month by month; empty where none has an agreed price.</summary>
    public required IReadOnlyList<ExpansionMonth> Months { get; init; }

    /// <summary>Gives recurring revenue a month of those accounts, as agreed now.</summary>
    public required double Agreed { get; init; }

    /// <summary>Gives what hidden months showed; empty where they could not.</summary>
    public required IReadOnlyList<TrajectoryTest> Tests { get; init; }

    /// <summary>Gives what a reader must know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>One of the four.</summary>
/// <param name="Trajectory">expansion, stable, contraction, churn.</param>
/// <param name="Expected">Sum of its chances.</param>
/// <param name="Likeliest">Customers of whom it is the likeliest.</param>
/// <param name="LeadMonths">Median of their months until it comes; null where it is no change, or cannot be told.</param>
public sealed record TrajectoryCount(string Trajectory, double Expected, int Likeliest, double? LeadMonths);

/// <summary>Slopes seen.</summary>
/// <param name="Of">revenue, use, chance to leave.</param>
/// <param name="Known">Customers with enough values.</param>
/// <param name="Rising">Of these, how many rise by more than chance.</param>
/// <param name="Falling">How many fall.</param>
public sealed record SlopeCount(string Of, int Known, int Rising, int Falling);

/// <summary>What accounts with an agreed price are expected to pay a month, beside now. Currency a month; 80 % intervals.</summary>
/// <param name="Month">Months from the as-of day.</param>
/// <param name="Expansion">Above what each agreed to, summed over accounts that are there.</param>
/// <param name="ExpansionLow">10 % quantile.</param>
/// <param name="ExpansionHigh">90 % quantile.</param>
/// <param name="Contraction">Below it, summed likewise; pauses too.</param>
/// <param name="ContractionLow">10 % quantile.</param>
/// <param name="ContractionHigh">90 % quantile.</param>
/// <param name="Churn">What those paid who have left.</param>
/// <param name="ChurnLow">10 % quantile.</param>
/// <param name="ChurnHigh">90 % quantile.</param>
public sealed record ExpansionMonth(
    int Month, double Expansion, double ExpansionLow, double ExpansionHigh, double Contraction, double ContractionLow, double ContractionHigh, double Churn, double ChurnLow, double ChurnHigh);

/// <summary>Chances told on an earlier day, beside what came.</summary>
/// <param name="Basis">contract, use or purchases.</param>
/// <param name="Origin">The last known day.</param>
/// <param name="Days">Hidden days.</param>
/// <param name="Customers">How many were told of.</param>
/// <param name="LogScore">Mean log score of the four chances: the log of the chance of what came; higher is better.</param>
/// <param name="BaseLogScore">The same where everybody has the shares seen before the origin; null where nothing was seen.</param>
/// <param name="Words">Each trajectory: what was expected, what came.</param>
/// <param name="Fifths">Fifths of the customers by their chance of expansion, and by that of churn, beside what came.</param>
/// <param name="Expansion">Expansion of recurring revenue, predicted and seen; null where nothing is agreed.</param>
public sealed record TrajectoryTest(
    string Basis, DateOnly Origin, int Days, int Customers, double LogScore, double? BaseLogScore, IReadOnlyList<TestedWord> Words, IReadOnlyList<TestedFifth> Fifths, TestedExpansion? Expansion);

/// <summary>One trajectory on hidden months.</summary>
/// <param name="Trajectory">Which.</param>
/// <param name="Predicted">Mean chance.</param>
/// <param name="Seen">Share that took it.</param>
/// <param name="Base">Share that took it in the time before the origin; null where nothing was seen.</param>
public sealed record TestedWord(string Trajectory, double Predicted, double Seen, double? Base);

/// <summary>A fifth of the customers.</summary>
/// <param name="Trajectory">By whose chance they are ordered.</param>
/// <param name="Predicted">Mean chance.</param>
/// <param name="Seen">Share that took it.</param>
/// <param name="Customers">How many.</param>
public sealed record TestedFifth(string Trajectory, double Predicted, double Seen, int Customers);

/// <summary>Expansion of recurring revenue on hidden months, rises of price left out. Currency a month.</summary>
/// <param name="Predicted">Expected.</param>
/// <param name="Low">10 % quantile.</param>
/// <param name="High">90 % quantile.</param>
/// <param name="Seen">What came.</param>
public sealed record TestedExpansion(double Predicted, double Low, double High, double Seen);
