namespace Perennial.Models.Learning.Calibrating;

/// <summary>A rising step curve from stated to calibrated chances: the least-squares fit among all rising ones. Wants some hundred events; free of any shape.</summary>
/// <source paper="AyerBrunkEwingReidSilverman1955"/>
/// <source paper="ZadroznyElkan2002"/>
public sealed class IsotonicCalibration
{
    private readonly double[] _from;
    private readonly double[] _to;

    private IsotonicCalibration(double[] from, double[] to) => (_from, _to) = (from, to);

    /// <summary>Gives the number of different levels.</summary>
    public int Levels => _to.Distinct().Count();

    /// <summary>Pools adjacent violators.</summary>
    /// <param name="stated">n scores or chances.</param>
    /// <param name="outcome">n outcomes: 0 or 1, or any numbers for a rising regression.</param>
    /// <param name="weight">n positive weights; null for 1 each.</param>
    /// <exception cref="ArgumentException">Columns differ in length, are empty or not finite.</exception>
    public static IsotonicCalibration Fit(double[] stated, double[] outcome, double[]? weight = null)
    {
        Outcomes.Check(new FeatureTable(["stated"], [stated]), outcome, weight);
        int unknown = Array.FindIndex(stated, double.IsNaN);
        if (unknown >= 0)
        {
            throw new ArgumentException($"Row {unknown} has no stated chance. Leave abstained customers out.", nameof(stated));
        }

        int[] order = [.. Enumerable.Range(0, stated.Length).OrderBy(i => stated[i]).ThenBy(i => i)];
        List<(double From, double To, double Weight, double Mean)> blocks = [];
        for (int k = 0; k < order.Length;)
        {
            // Equal scores are one block from the start.
            double x = stated[order[k]], sum = 0, total = 0;
            for (; k < order.Length && stated[order[k]] == x; k++)
            {
                double w = weight?[order[k]] ?? 1;
                sum += w * outcome[order[k]];
                total += w;
            }

            if (total == 0)
            {
                continue;
            }

            (double From, double To, double Weight, double Mean) block = (x, x, total, sum / total);
            while (blocks.Count > 0 && blocks[^1].Mean >= block.Mean)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                double both = before.Weight + block.Weight;
                block = (before.From, block.To, both, ((before.Weight * before.Mean) + (block.Weight * block.Mean)) / both);
            }

            blocks.Add(block);
        }

        List<double> from = [], to = [];
        foreach (var block in blocks)
        {
            from.Add(block.From);
            to.Add(block.Mean);
            if (block.To > block.From)
            {
                from.Add(block.To);
                to.Add(block.Mean);
            }
        }

        return new([.. from], [.. to]);
    }

    /// <summary>Gives the calibrated chance: level within a block, straight between blocks, the ends' beyond them.</summary>
    /// <param name="stated">A score or chance.</param>
    public double Apply(double stated)
    {
        int at = Array.BinarySearch(_from, stated);
        if (at >= 0)
        {
            return _to[at];
        }

        int next = ~at;
        if (next == 0 || next == _from.Length)
        {
            return _to[next == 0 ? 0 : ^1];
        }

        double share = (stated - _from[next - 1]) / (_from[next] - _from[next - 1]);
        return _to[next - 1] + (share * (_to[next] - _to[next - 1]));
    }
}
