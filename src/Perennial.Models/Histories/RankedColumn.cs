namespace Perennial.Models.Histories;

/// <summary>A column as its distinct values, rising, and each row's place among them.</summary>
/// <remarks>Times at day resolution have some hundreds of distinct values in a million rows: what depends on one alone is computed once for each.</remarks>
internal readonly record struct RankedColumn(double[] Values, int[] Rank)
{
    /// <summary>Ranks a column without NaN.</summary>
    public static RankedColumn Of(ReadOnlySpan<double> column)
    {
        ValueIndex index = new();
        int[] rank = new int[column.Length];
        for (int i = 0; i < rank.Length; i++)
        {
            rank[i] = index.Of(column[i]);
        }

        double[] values = [.. index.Values];
        int[] place = Places(values);
        for (int i = 0; i < rank.Length; i++)
        {
            rank[i] = place[rank[i]];
        }

        return new(values, rank);
    }

    // Sorts the values; where each of them went.
    private static int[] Places(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)], place = new int[values.Length];
        Array.Sort(values, order);
        for (int k = 0; k < order.Length; k++)
        {
            place[order[k]] = k;
        }

        return place;
    }
}
