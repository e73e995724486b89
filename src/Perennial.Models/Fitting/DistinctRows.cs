namespace Perennial.Models.Fitting;

/// <summary>Rows that say the same taken together: the first of each and the sum of their weights.</summary>
internal static class DistinctRows
{
    /// <summary>Groups rows; their order does not reach the result.</summary>
    /// <param name="rows">The rows; sorted afterwards.</param>
    /// <param name="compare">Orders rows by what they say; 0 where that is the same.</param>
    /// <param name="weights">The weight of every row, or null for one each.</param>
    public static (int[] First, double[] Weight) Of(int[] rows, Comparison<int> compare, double[]? weights)
    {
        // Equal rows by weight, so that sums of weights do not depend on the order either.
        Array.Sort(rows, (a, b) => compare(a, b) is var order && order != 0 ? order : Weight(a).CompareTo(Weight(b)));
        List<int> first = [];
        List<double> sums = [];
        foreach (int row in rows)
        {
            if (first.Count == 0 || compare(first[^1], row) != 0)
            {
                first.Add(row);
                sums.Add(0.0);
            }

            sums[^1] += Weight(row);
        }

        return ([.. first], [.. sums]);

        double Weight(int row) => weights?[row] ?? 1.0;
    }
}
