namespace Perennial.Portfolio.Segments;

/// <summary>The segments of n customers, in the order of the scores.</summary>
public sealed class SegmentTable
{
    /// <summary>Gives the n levels of value.</summary>
    public required ValueLevel[] Level { get; init; }

    /// <summary>Gives the n segments.</summary>
    public required ValueSegment[] Segment { get; init; }

    /// <summary>Tells whether the interval of a customer's value stays within the level.</summary>
    public required bool[] Sure { get; init; }

    /// <summary>Gives every contrast that was looked at, by segment.</summary>
    public required IReadOnlyList<SegmentContrast> Contrasts { get; init; }

    /// <summary>Gives what the report shows.</summary>
    public required SegmentRecord Record { get; init; }
}

/// <summary>Segments in short.</summary>
/// <param name="High">Names of the tiers whose value is high.</param>
/// <param name="Moderate">Names of those whose value is moderate; the rest is low.</param>
/// <param name="Segments">The segments, those without customers too.</param>
/// <param name="None">Customers of whom value or direction is not known.</param>
/// <param name="Tested">How many contrasts were looked at.</param>
/// <param name="Contrasts">What tells segments apart, the clearest first: those that are not by definition, of at least a small effect, with a share of wrong findings of at most 5 %.</param>
public sealed record SegmentRecord(
    IReadOnlyList<string> High, IReadOnlyList<string> Moderate, IReadOnlyList<SegmentCount> Segments, int None, int Tested, IReadOnlyList<SegmentContrast> Contrasts);

/// <summary>One segment.</summary>
/// <param name="Segment">Its name.</param>
/// <param name="Meaning">How it is defined.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Value">Sum of their values; null where there is none.</param>
/// <param name="Sure">Of them, those whose interval of value stays within the level.</param>
/// <param name="Expansion">Mean chance of expansion; null without customers.</param>
/// <param name="Churn">Mean chance of churn; null without customers.</param>
public sealed record SegmentCount(string Segment, string Meaning, int Customers, double? Value, int Sure, double? Expansion, double? Churn);

/// <summary>One thing that is other in a segment than in all other customers.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Feature">The signal, or the trait and its value.</param>
/// <param name="Family">Family of the signal; traits for what a customer is.</param>
/// <param name="Measure">cliffs_delta of numbers, cramers_v of categories.</param>
/// <param name="Effect">The effect.</param>
/// <param name="PValue">Its p-value.</param>
/// <param name="FalseDiscovery">Share of wrong findings one accepts by believing this and all clearer ones.</param>
/// <param name="Inside">Median inside the segment; of categories the share with the value that differs most.</param>
/// <param name="Outside">The same of all others.</param>
/// <param name="CustomersInside">Customers of the segment of whom it is known.</param>
/// <param name="CustomersOutside">Others of whom it is known.</param>
/// <param name="ByDefinition">Whether it is part of what the segment is made of: revenue, and what follows from it.</param>
/// <param name="Sentence">The finding in words.</param>
public sealed record SegmentContrast(
    string Segment, string Feature, string Family, string Measure, double Effect, double PValue, double FalseDiscovery, double Inside, double Outside, int CustomersInside, int CustomersOutside,
    bool ByDefinition, string Sentence);
