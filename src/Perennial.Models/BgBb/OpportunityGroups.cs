namespace Perennial.Models.BgBb;

/// <summary>Distinct histories (x, t_x, n) with the number of customers who share each: all a fit needs to know.</summary>
/// <remarks>Sorted by n, x and t_x, so that the order of the rows given cannot reach the result.</remarks>
internal sealed class OpportunityGroups
{
    private OpportunityGroups(int[] frequency, int[] recency, int[] opportunities, double[] weight)
    {
        Frequency = frequency;
        Recency = recency;
        Opportunities = opportunities;
        Weight = weight;
        for (int i = 0; i < frequency.Length; i++)
        {
            Customers += weight[i];
            Purchases += weight[i] * frequency[i];
            Chances += weight[i] * opportunities[i];
            Longest = Math.Max(Longest, opportunities[i]);
        }
    }

    /// <summary>Gives the number of groups.</summary>
    public int Count => Frequency.Length;

    /// <summary>Gives x of each group.</summary>
    public int[] Frequency { get; }

    /// <summary>Gives t_x of each group.</summary>
    public int[] Recency { get; }

    /// <summary>Gives n of each group.</summary>
    public int[] Opportunities { get; }

    /// <summary>Gives the numbers of customers.</summary>
    public double[] Weight { get; }

    /// <summary>Gives the number of customers.</summary>
    public double Customers { get; }

    /// <summary>Gives the number of opportunities with a purchase of all customers.</summary>
    public double Purchases { get; }

    /// <summary>Gives the number of opportunities of all customers.</summary>
    public double Chances { get; }

    /// <summary>Gives the largest n.</summary>
    public int Longest { get; }

    /// <summary>Groups equal histories. Customers without an opportunity say nothing and are left out.</summary>
    public static OpportunityGroups Of(DiscreteHistories histories)
    {
        Dictionary<(int N, int X, int Tx), double> sums = [];
        for (int i = 0; i < histories.Count; i++)
        {
            if (histories.Opportunities[i] > 0)
            {
                (int, int, int) key = (histories.Opportunities[i], histories.Frequency[i], histories.Recency[i]);
                sums[key] = sums.GetValueOrDefault(key) + (histories.Weight is null ? 1.0 : histories.Weight[i]);
            }
        }

        (int N, int X, int Tx)[] keys = [.. sums.Keys];
        Array.Sort(keys);
        return new OpportunityGroups(
            Array.ConvertAll(keys, k => k.X), Array.ConvertAll(keys, k => k.Tx), Array.ConvertAll(keys, k => k.N), Array.ConvertAll(keys, k => sums[k]));
    }
}
