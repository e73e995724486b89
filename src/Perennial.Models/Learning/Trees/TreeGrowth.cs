namespace Perennial.Models.Learning.Trees;

/// <summary>How far one tree grows.</summary>
internal sealed record TreeGrowth
{
    /// <summary>Splits from root to leaf, at most.</summary>
    public required int Depth { get; init; }

    /// <summary>Rows in a leaf, at least.</summary>
    public required int LeafRows { get; init; }

    /// <summary>Sum of second derivatives in a leaf, at least.</summary>
    public double LeafWeight { get; init; }

    /// <summary>Ridge penalty on leaves.</summary>
    public double Penalty { get; init; }

    /// <summary>Features looked at for a split; all where it is the width or more.</summary>
    public required int FeaturesTried { get; init; }
}
