using Perennial.Kernel;

namespace Perennial.Valuation.Net;

/// <summary>Gross and net values of n customers, in the order of the scores. NaN is "nothing is said"; negative values are kept.</summary>
/// <remarks>Net is gross less cost to serve, for every customer and horizon. Gross is after what goods cost and pools that are cost of revenue.</remarks>
public sealed class NetTable
{
    /// <summary>Gives the n segments, or null where a customer has none.</summary>
    public required string?[] Segment { get; init; }

    /// <summary>Gives the n gross margins to date, not discounted.</summary>
    public required decimal[] MarginToDate { get; init; }

    /// <summary>Gives the n contributions to date (contribution.v1), not discounted.</summary>
    public required decimal[] NetToDate { get; init; }

    /// <summary>Gives the values over the run's own horizon.</summary>
    public required NetValues Own { get; init; }

    /// <summary>Gives the values over 30, 90 and 365 days, three years and the lifetime; the lifetime is missing where it has no finite value.</summary>
    public required IReadOnlyList<NetValues> SideBySide { get; init; }

    /// <summary>Gives the n lower ends of the run's own net values: 10 % lie below.</summary>
    public required double[] P10 { get; init; }

    /// <summary>Gives the n medians of the run's own net values.</summary>
    public required double[] P50 { get; init; }

    /// <summary>Gives the n upper ends of the run's own net values: 10 % lie above.</summary>
    public required double[] P90 { get; init; }

    /// <summary>Gives the definition of the net values, such as <c>clv.net.365d.mid.d10.cac-out.retention-out.v1</c>.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Gives what all of them are together.</summary>
    public required NetRecord Record { get; init; }
}

/// <summary>Values over one horizon, from the as-of day on, discounted.</summary>
/// <param name="Horizon">How far ahead.</param>
/// <param name="Gross">n values after cost of revenue.</param>
/// <param name="CostToServe">n present values of what serving costs.</param>
/// <param name="Net">n differences of the two.</param>
public sealed record NetValues(Horizon Horizon, double[] Gross, double[] CostToServe, double[] Net);
