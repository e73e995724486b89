using Perennial.Models;

namespace Perennial.Bench;

/// <summary>What no way of computing can do without, on all processors: the floor beside which a time stands.</summary>
/// <remarks>
/// Every input column is read once and every output column written once; the model's likelihood, one row at a time, is computed once for every different
/// history (for refits and draws once more for each), because fits and predictions rest on the same special functions; and where every customer has an
/// answer of their own, one logarithm and one exponential for each number answered. A fit needs this some ten times over, and its derivatives.
/// </remarks>
internal static class Floor
{
    private const int BlockRows = 4096;

    /// <summary>Reads columns.</summary>
    public static object Read(params double[][] columns)
    {
        double[] sums = new double[columns.Length];
        Parallel.For(0, columns.Length, column => sums[column] = System.Numerics.Tensors.TensorPrimitives.Sum<double>(columns[column]));
        return sums;
    }

    /// <summary>Writes columns; where answers are each customer's own, each costs a logarithm and an exponential.</summary>
    public static object Write(int customers, int columns, bool own)
    {
        var written = new double[columns][];
        for (int column = 0; column < columns; column++)
        {
            written[column] = new double[customers];
        }

        Blocks(customers, i =>
        {
            foreach (double[] column in written)
            {
                column[i] = own ? Math.Exp(-Math.Log(i + 2.0)) : i;
            }
        });
        return written;
    }

    /// <summary>Computes a likelihood for each of some histories.</summary>
    public static object Likelihoods(int histories, Func<int, double> likelihood) => Blocks(histories, i => _ = likelihood(i));

    /// <summary>Gives the rows that are the first of their history.</summary>
    public static int[] Distinct(PurchaseHistories histories)
    {
        var seen = new HashSet<(int, double, double)>();
        return [.. Enumerable.Range(0, histories.Count).Where(i => seen.Add((histories.Frequency[i], histories.Recency[i], histories.T[i])))];
    }

    private static ParallelLoopResult Blocks(int count, Action<int> row) => Parallel.For(0, (count + BlockRows - 1) / BlockRows, block =>
    {
        for (int i = block * BlockRows; i < Math.Min(count, (block + 1) * BlockRows); i++)
        {
            row(i);
        }
    });
}
