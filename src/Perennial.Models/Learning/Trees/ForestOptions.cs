namespace Perennial.Models.Learning.Trees;

/// <summary>How a random forest is grown.</summary>
public sealed record ForestOptions
{
    /// <summary>Gives the number of trees, at least 1.</summary>
    /// <value>Default: 200.</value>
    public int Trees { get; init; } = 200;

    /// <summary>Gives the most splits from root to leaf, 1 to 32.</summary>
    /// <value>Default: 16.</value>
    public int Depth { get; init; } = 16;

    /// <summary>Gives the fewest rows in a leaf, at least 1.</summary>
    /// <value>Default: 10.</value>
    public int LeafRows { get; init; } = 10;

    /// <summary>Gives the share of features looked at for a split, in (0, 1]; null for their square root.</summary>
    /// <value>Default: null.</value>
    public double? FeatureShare { get; init; }

    /// <summary>Gives the seed of the draws.</summary>
    /// <value>Default: 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gives the threads; the result is the same on any number.</summary>
    /// <value>Default: 1.</value>
    public int Threads { get; init; } = 1;
}
