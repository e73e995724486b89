namespace Perennial.Models.Learning.Trees;

/// <summary>One tree as columns over its nodes, the root first. A row goes left where its value, as a single-precision number, is below the threshold.</summary>
internal sealed class DecisionTree
{
    /// <summary>Left child, or -1 at a leaf.</summary>
    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required int[] Feature { get; init; }

    public required float[] Threshold { get; init; }

    /// <summary>Whether an unknown value goes left.</summary>
    public required bool[] UnknownLeft { get; init; }

    /// <summary>What a leaf adds to the margin; unused inside.</summary>
    public required double[] Value { get; init; }

    /// <summary>Weight of the training rows that came by.</summary>
    public required double[] Cover { get; init; }

    /// <summary>Loss taken off by the split; 0 at a leaf.</summary>
    public required double[] Gain { get; init; }

    public int Next(int node, ReadOnlySpan<float> row)
    {
        float x = row[Feature[node]];
        return float.IsNaN(x) ? UnknownLeft[node] ? Left[node] : Right[node] : x < Threshold[node] ? Left[node] : Right[node];
    }

    public double Leaf(ReadOnlySpan<float> row)
    {
        int node = 0;
        while (Left[node] >= 0)
        {
            node = Next(node, row);
        }

        return Value[node];
    }

    /// <summary>Gives the expectation where only some features are known: at a split on another one both ways, weighed by cover.</summary>
    public double Expected(ReadOnlySpan<float> row, ReadOnlySpan<bool> known, int node = 0)
    {
        if (Left[node] < 0)
        {
            return Value[node];
        }

        if (known[Feature[node]])
        {
            return Expected(row, known, Next(node, row));
        }

        double left = Cover[Left[node]], right = Cover[Right[node]];
        return ((left * Expected(row, known, Left[node])) + (right * Expected(row, known, Right[node]))) / (left + right);
    }

    public int Depth(int node = 0) => Left[node] < 0 ? 0 : 1 + Math.Max(Depth(Left[node]), Depth(Right[node]));
}
