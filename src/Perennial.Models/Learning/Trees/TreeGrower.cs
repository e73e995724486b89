using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Trees;

/// <summary>Grows one tree on bins: at each node the split that takes off most of the second-order loss; unknown values go to the side that gains.</summary>
/// <source paper="ChenGuestrin2016" equation="7"/>
internal sealed class TreeGrower(FeatureBins bins, double[] gradient, double[] curvature, TreeGrowth growth, Pcg64? random)
{
    private const int Slots = FeatureBins.Most + 1;
    private readonly List<(int Left, int Right, int Feature, float Threshold, bool UnknownLeft, double Value, double Cover, double Gain)> _nodes = [];
    private readonly double[] _g = new double[Slots];
    private readonly double[] _h = new double[Slots];
    private readonly int[] _n = new int[Slots];

    /// <summary>Tells, after growing, which rows ended in which leaf: their numbers in order, and where each leaf begins and ends.</summary>
    public List<(int Node, int Start, int End)> Leaves { get; } = [];

    /// <summary>Grows on some rows, whose order is changed.</summary>
    public DecisionTree Grow(int[] rows)
    {
        Split(rows, 0, rows.Length, 0);
        return new()
        {
            Left = [.. _nodes.Select(node => node.Left)],
            Right = [.. _nodes.Select(node => node.Right)],
            Feature = [.. _nodes.Select(node => node.Feature)],
            Threshold = [.. _nodes.Select(node => node.Threshold)],
            UnknownLeft = [.. _nodes.Select(node => node.UnknownLeft)],
            Value = [.. _nodes.Select(node => node.Value)],
            Cover = [.. _nodes.Select(node => Math.Max(node.Cover, 1e-12))],
            Gain = [.. _nodes.Select(node => node.Gain)],
        };
    }

    private int Split(int[] rows, int start, int end, int depth)
    {
        double g = 0, h = 0;
        for (int k = start; k < end; k++)
        {
            g += gradient[rows[k]];
            h += curvature[rows[k]];
        }

        int node = _nodes.Count;
        _nodes.Add((-1, -1, 0, 0, false, h + growth.Penalty > 0 ? -g / (h + growth.Penalty) : 0, h, 0));
        Candidate best = depth < growth.Depth && end - start >= 2 * growth.LeafRows ? Best(rows, start, end, g, h) : default;
        if (!(best.Gain > 1e-10))
        {
            Leaves.Add((node, start, end));
            return node;
        }

        int middle = Partition(rows, start, end, best);
        int left = Split(rows, start, middle, depth + 1), right = Split(rows, middle, end, depth + 1);
        _nodes[node] = (left, right, best.Feature, bins.Edges[best.Feature][best.Bin - 1], best.UnknownLeft, 0, h, best.Gain);
        return node;
    }

    // Known values in bins up to Bin go left.
    private readonly record struct Candidate(double Gain, int Feature, int Bin, bool UnknownLeft);

    private Candidate Best(int[] rows, int start, int end, double g, double h)
    {
        double score = g * g / (h + growth.Penalty);
        Candidate best = default;
        foreach (int feature in Tried())
        {
            int edges = bins.Edges[feature].Length;
            if (edges > 0)
            {
                Fill(rows, start, end, feature, edges + 2);
                best = Best(best, feature, edges, g, h, end - start, score);
            }
        }

        return best;
    }

    private void Fill(int[] rows, int start, int end, int feature, int slots)
    {
        Array.Clear(_g, 0, slots);
        Array.Clear(_h, 0, slots);
        Array.Clear(_n, 0, slots);
        byte[] codes = bins.Codes[feature];
        for (int k = start; k < end; k++)
        {
            int row = rows[k], slot = codes[row];
            _g[slot] += gradient[row];
            _h[slot] += curvature[row];
            _n[slot]++;
        }
    }

    private Candidate Best(Candidate best, int feature, int edges, double g, double h, int n, double score)
    {
        double gl = 0, hl = 0;
        int nl = 0;
        for (int bin = 1; bin <= edges; bin++)
        {
            gl += _g[bin];
            hl += _h[bin];
            nl += _n[bin];

            // Unknown values left, then right; where there are none both are the same and the larger side takes what comes later.
            for (int side = 0; side < (_n[0] > 0 ? 2 : 1); side++)
            {
                bool unknownLeft = _n[0] > 0 ? side == 0 : 2 * nl >= n;
                double a = gl + (side == 0 && _n[0] > 0 ? _g[0] : 0), b = hl + (side == 0 && _n[0] > 0 ? _h[0] : 0);
                int count = nl + (side == 0 ? _n[0] : 0);
                if (count < growth.LeafRows || n - count < growth.LeafRows || b < growth.LeafWeight || h - b < growth.LeafWeight || nl == 0)
                {
                    continue;
                }

                double gain = (a * a / (b + growth.Penalty)) + ((g - a) * (g - a) / (h - b + growth.Penalty)) - score;
                if (gain > best.Gain && double.IsFinite(gain))
                {
                    best = new(gain, feature, bin, unknownLeft);
                }
            }
        }

        return best;
    }

    private IEnumerable<int> Tried()
    {
        int width = bins.Codes.Length;
        if (growth.FeaturesTried >= width || random is null)
        {
            return Enumerable.Range(0, width);
        }

        // The first of a shuffle, in order, so that ties fall the same way as without drawing.
        int[] all = [.. Enumerable.Range(0, width)];
        for (int i = 0; i < growth.FeaturesTried; i++)
        {
            int other = i + random.NextInt32(width - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..growth.FeaturesTried].Order();
    }

    // Rows keep their order on both sides, so that sums are the same however often rows were split.
    private int Partition(int[] rows, int start, int end, Candidate split)
    {
        byte[] codes = bins.Codes[split.Feature];
        int[] right = new int[end - start];
        int left = start, others = 0;
        for (int k = start; k < end; k++)
        {
            int row = rows[k], code = codes[row];
            if (code == 0 ? split.UnknownLeft : code <= split.Bin)
            {
                rows[left++] = row;
            }
            else
            {
                right[others++] = row;
            }
        }

        Array.Copy(right, 0, rows, left, others);
        return left;
    }
}
