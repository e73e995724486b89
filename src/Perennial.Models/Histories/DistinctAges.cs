namespace Perennial.Models.Histories;

/// <summary>The distinct pairs (x, T) among histories, and each row's pair.</summary>
/// <remarks>
/// What a customer who is alive will do depends on x and T alone, not on t_x. A million customers share some thousands of such pairs,
/// so that a costly expectation is computed once for each.
/// </remarks>
internal sealed class DistinctAges
{
    private DistinctAges(int[] pairOfRow, int[] firstRow)
    {
        PairOfRow = pairOfRow;
        FirstRow = firstRow;
    }

    /// <summary>Gives each row's pair.</summary>
    public int[] PairOfRow { get; }

    /// <summary>Gives the first row of each pair.</summary>
    public int[] FirstRow { get; }

    /// <summary>Finds the pairs.</summary>
    public static DistinctAges Of(PurchaseHistories histories)
    {
        int n = histories.Count;
        int[] pairOfRow = new int[n];
        List<int> firstRow = [];
        Dictionary<(int X, double T), int> pairs = [];
        for (int i = 0; i < n; i++)
        {
            (int, double) key = (histories.Frequency[i], histories.T[i]);
            if (!pairs.TryGetValue(key, out int pair))
            {
                pair = firstRow.Count;
                pairs.Add(key, pair);
                firstRow.Add(i);
            }

            pairOfRow[i] = pair;
        }

        return new DistinctAges(pairOfRow, [.. firstRow]);
    }
}
