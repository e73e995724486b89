using System.Runtime.InteropServices;

namespace Perennial.Models.Histories;

/// <summary>The distinct pairs (x, T) among histories, and each row's pair.</summary>
/// <remarks>
/// What a customer who is alive will do depends on x and T alone, not on t_x. A million customers share some thousands of such pairs,
/// so that a costly expectation is computed once for each.
/// </remarks>
internal sealed class DistinctAges
{
    private const int MostPlaces = 1 << 20;

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
        RankedColumn ages = RankedColumn.Of(histories.T);
        int[] pairOfRow = new int[n];
        List<int> firstRow = [];

        // One more than the pair of each (x, T): a table for the small x of nearly everybody, a dictionary for the rest.
        int tabulated = (int)Math.Min(1 + (long)histories.Frequency.DefaultIfEmpty().Max(), MostPlaces / Math.Max(1, ages.Values.Length));
        int[] table = new int[tabulated * ages.Values.Length];
        Dictionary<(int X, int Age), int> rest = [];
        for (int i = 0; i < n; i++)
        {
            int x = histories.Frequency[i];
            ref int pair = ref x < tabulated
                ? ref table[(x * ages.Values.Length) + ages.Rank[i]]
                : ref CollectionsMarshal.GetValueRefOrAddDefault(rest, (x, ages.Rank[i]), out _);
            if (pair == 0)
            {
                firstRow.Add(i);
                pair = firstRow.Count;
            }

            pairOfRow[i] = pair - 1;
        }

        return new DistinctAges(pairOfRow, [.. firstRow]);
    }
}
