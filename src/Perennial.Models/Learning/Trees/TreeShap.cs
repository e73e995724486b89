namespace Perennial.Models.Learning.Trees;

/// <summary>Exact Shapley values of a sum of trees in polynomial time: one walk through each tree that keeps, for every size of coalition, its weight.</summary>
/// <source paper="LundbergErionChen2020" equation="Algorithm 2"/>
internal sealed class TreeShap
{
    private readonly DecisionTree[] _trees;
    private readonly int _features;
    private readonly int _depth;

    public TreeShap(DecisionTree[] trees, int features)
    {
        (_trees, _features) = (trees, features);
        _depth = trees.Length == 0 ? 0 : trees.Max(tree => tree.Depth());
        bool[] nothing = new bool[features];
        float[] row = new float[features];
        foreach (DecisionTree tree in trees)
        {
            Expected += tree.Expected(row, nothing);
        }
    }

    /// <summary>Gives the sum of the trees' means.</summary>
    public double Expected { get; }

    public double[] Of(ReadOnlySpan<float> row)
    {
        double[] phi = new double[_features];

        // A path of k nodes is copied at each of k levels: the triangle holds them all.
        Span<Step> paths = new Step[(_depth + 2) * (_depth + 3) / 2];
        foreach (DecisionTree tree in _trees)
        {
            if (tree.Left[0] >= 0)
            {
                Walk(tree, row, phi, 0, paths, 0, 1, 1, -1);
            }
        }

        return phi;
    }

    // A feature on the path: the share of rows that go on here where it is unknown, whether the row itself goes on, and the weight of coalitions of this size.
    private struct Step
    {
        public int Feature;
        public double Zero;
        public double One;
        public double Weight;
    }

    private static void Walk(DecisionTree tree, ReadOnlySpan<float> row, double[] phi, int node, Span<Step> parent, int length, double zero, double one, int feature)
    {
        Span<Step> path = parent[length..];
        parent[..length].CopyTo(path);
        Extend(path, length, zero, one, feature);
        if (tree.Left[node] < 0)
        {
            for (int i = 1; i <= length; i++)
            {
                double weight = UnwoundSum(path, length, i);
                phi[path[i].Feature] += weight * (path[i].One - path[i].Zero) * tree.Value[node];
            }

            return;
        }

        int hot = tree.Next(node, row), cold = hot == tree.Left[node] ? tree.Right[node] : tree.Left[node];
        double cover = tree.Cover[hot] + tree.Cover[cold], hotZero = tree.Cover[hot] / cover, coldZero = tree.Cover[cold] / cover;
        double seenZero = 1, seenOne = 1;
        int last = length, split = tree.Feature[node];
        for (int i = 1; i <= length; i++)
        {
            if (path[i].Feature == split)
            {
                // The feature was split on before: what is known of it is taken together.
                (seenZero, seenOne) = (path[i].Zero, path[i].One);
                Unwind(path, length, i);
                last--;
                break;
            }
        }

        Walk(tree, row, phi, hot, path, last + 1, hotZero * seenZero, seenOne, split);
        Walk(tree, row, phi, cold, path, last + 1, coldZero * seenZero, 0, split);
    }

    private static void Extend(Span<Step> path, int length, double zero, double one, int feature)
    {
        path[length] = new Step { Feature = feature, Zero = zero, One = one, Weight = length == 0 ? 1 : 0 };
        for (int i = length - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (length + 1);
            path[i].Weight = zero * path[i].Weight * (length - i) / (length + 1);
        }
    }

    private static void Unwind(Span<Step> path, int length, int at)
    {
        (double one, double zero) = (path[at].One, path[at].Zero);
        double next = path[length].Weight;
        for (int i = length - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double kept = path[i].Weight;
                path[i].Weight = next * (length + 1) / ((i + 1) * one);
                next = kept - (path[i].Weight * zero * (length - i) / (length + 1));
            }
            else
            {
                path[i].Weight = path[i].Weight * (length + 1) / (zero * (length - i));
            }
        }

        for (int i = at; i < length; i++)
        {
            (path[i].Feature, path[i].Zero, path[i].One) = (path[i + 1].Feature, path[i + 1].Zero, path[i + 1].One);
        }
    }

    private static double UnwoundSum(ReadOnlySpan<Step> path, int length, int at)
    {
        (double one, double zero) = (path[at].One, path[at].Zero);
        double next = path[length].Weight, total = 0;
        for (int i = length - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double kept = next * (length + 1) / ((i + 1) * one);
                total += kept;
                next = path[i].Weight - (kept * zero * (length - i) / (length + 1));
            }
            else if (zero != 0)
            {
                total += path[i].Weight / (zero * (length - i) / (length + 1));
            }
        }

        return total;
    }
}
