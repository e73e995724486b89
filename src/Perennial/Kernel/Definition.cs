namespace Perennial.Kernel;

/// <summary>What a number means, so that two people who read it read the same.</summary>
public sealed record Definition
{
    /// <summary>Gives the stable id, such as <c>hhi.revenue.v1</c>. A change of meaning is a new version.</summary>
    public required string Id { get; init; }

    /// <summary>Gives the name a reader sees.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the formula in words.</summary>
    public required string Formula { get; init; }

    /// <summary>Gives what is counted above the line of a ratio, or null where it is none.</summary>
    public string? Numerator { get; init; }

    /// <summary>Gives what is counted below the line of a ratio, or null where it is none.</summary>
    public string? Denominator { get; init; }

    /// <summary>Gives the span of time it covers.</summary>
    public required string Period { get; init; }

    /// <summary>Gives the unit: the run's currency, customers, days, a share.</summary>
    public required string Unit { get; init; }

    /// <summary>Gives up to when what is known enters.</summary>
    public required string AsOf { get; init; }

    /// <summary>Gives the conventions chosen where others choose differently.</summary>
    public string? Note { get; init; }
}
