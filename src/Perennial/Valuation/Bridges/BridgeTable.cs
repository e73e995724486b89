namespace Perennial.Valuation.Bridges;

/// <summary>The bridge of every customer: a row a customer and step that moved them.</summary>
/// <remarks>Ordered by key, then by step. Of each customer value then and the steps add up to value now, to the last digit; a customer without a value counts as 0.</remarks>
public sealed class BridgeTable
{
    /// <summary>Gives the surrogate keys.</summary>
    public required int[] CustomerKey { get; init; }

    /// <summary>Gives the names of the steps.</summary>
    public required string[] Step { get; init; }

    /// <summary>Gives the amounts.</summary>
    public required decimal[] Amount { get; init; }

    /// <summary>Gives what all of them are together.</summary>
    public required BridgeRecord Record { get; init; }
}
