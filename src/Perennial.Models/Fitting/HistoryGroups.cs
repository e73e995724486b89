using Perennial.Models.Histories;

namespace Perennial.Models.Fitting;

/// <summary>Distinct histories (x, t_x, T) with the number of customers who share each: all a fit needs to know.</summary>
/// <remarks>Sorted by x, T and t_x, so that the order of the rows given cannot reach the result. Times are in units of <see cref="TimeScale"/>.</remarks>
internal sealed class HistoryGroups
{
    private HistoryGroups(int[] level, int[] levels, int[] recencyLevel, double[] recencies, int[] ageLevel, double[] ages, double[] weight, double timeScale)
    {
        Level = level;
        Levels = levels;
        RecencyLevel = recencyLevel;
        Recencies = recencies;
        AgeLevel = ageLevel;
        Ages = ages;
        Weight = weight;
        TimeScale = timeScale;
        Recency = Spread(recencyLevel, recencies);
        T = Spread(ageLevel, ages);
        Customers = weight.Sum();
        for (int i = 0; i < level.Length; i++)
        {
            Purchases += weight[i] * levels[level[i]];
        }
    }

    /// <summary>Gives the number of groups.</summary>
    public int Count => Level.Length;

    /// <summary>Gives, for each group, the place of its frequency in <see cref="Levels"/>.</summary>
    public int[] Level { get; }

    /// <summary>Gives the distinct frequencies, rising.</summary>
    public int[] Levels { get; }

    /// <summary>Gives, for each group, the place of its recency in <see cref="Recencies"/>.</summary>
    public int[] RecencyLevel { get; }

    /// <summary>Gives the distinct scaled recencies, rising.</summary>
    public double[] Recencies { get; }

    /// <summary>Gives, for each group, the place of its age in <see cref="Ages"/>.</summary>
    public int[] AgeLevel { get; }

    /// <summary>Gives the distinct scaled ages, rising.</summary>
    public double[] Ages { get; }

    /// <summary>Gives the scaled recencies.</summary>
    public double[] Recency { get; }

    /// <summary>Gives the scaled ages.</summary>
    public double[] T { get; }

    /// <summary>Gives the numbers of customers.</summary>
    public double[] Weight { get; }

    /// <summary>Gives the length of the internal time unit in the unit of the histories: the mean age.</summary>
    public double TimeScale { get; }

    /// <summary>Gives the number of customers.</summary>
    public double Customers { get; }

    /// <summary>Gives the number of repeat purchases of all customers.</summary>
    public double Purchases { get; }

    /// <summary>Groups equal histories. Customers of age 0 without a repeat purchase say nothing and are left out of the groups.</summary>
    public static HistoryGroups Of(PurchaseHistories histories)
    {
        RankedColumn x = RankedColumn.Of(Array.ConvertAll(histories.Frequency, static frequency => (double)frequency));
        RankedColumn tx = RankedColumn.Of(histories.Recency);
        RankedColumn t = RankedColumn.Of(histories.T);
        int[] rows = Sorted(x, t, tx);
        return Merged(rows, histories.Weight, x, t, tx);
    }

    /// <summary>Takes histories that are distinct already, the times in internal units of a given length.</summary>
    public static HistoryGroups OfDistinct(int[] frequency, double[] recency, double[] t, double[] weight, double timeScale)
    {
        int[] levels = [.. frequency.Distinct().Order()];
        double[] recencies = [.. recency.Distinct().Order()], ages = [.. t.Distinct().Order()];
        return new HistoryGroups(
            Array.ConvertAll(frequency, x => Array.BinarySearch(levels, x)), levels, Array.ConvertAll(recency, tx => Array.BinarySearch(recencies, tx)), recencies,
            Array.ConvertAll(t, age => Array.BinarySearch(ages, age)), ages, weight, timeScale);
    }

    /// <summary>Takes every k-th group, weighted up: a small problem with nearly the same optimum, to start from.</summary>
    public HistoryGroups Thin(int most)
    {
        int step = (Count + most - 1) / most;
        return new HistoryGroups(Take(Level), Levels, Take(RecencyLevel), Recencies, Take(AgeLevel), Ages, Array.ConvertAll(Take(Weight), weight => weight * step), TimeScale);

        TValue[] Take<TValue>(TValue[] column)
        {
            TValue[] taken = new TValue[(Count + step - 1) / step];
            for (int i = 0; i < taken.Length; i++)
            {
                taken[i] = column[i * step];
            }

            return taken;
        }
    }

    // The rows by x, T and t_x. The three places are one number where they fit in 64 bits: always, but for columns of a million different values each.
    private static int[] Sorted(RankedColumn x, RankedColumn t, RankedColumn tx)
    {
        int n = x.Rank.Length;
        int[] rows = new int[n];
        for (int i = 0; i < n; i++)
        {
            rows[i] = i;
        }

        UInt128 size = (UInt128)x.Values.Length * (ulong)t.Values.Length * (ulong)tx.Values.Length;
        if (size > ulong.MaxValue)
        {
            Array.Sort(rows, (i, j) => (x.Rank[i], t.Rank[i], tx.Rank[i], i).CompareTo((x.Rank[j], t.Rank[j], tx.Rank[j], j)));
            return rows;
        }

        ulong[] keys = new ulong[n];
        for (int i = 0; i < n; i++)
        {
            keys[i] = (((ulong)x.Rank[i] * (ulong)t.Values.Length) + (ulong)t.Rank[i]) * (ulong)tx.Values.Length + (ulong)tx.Rank[i];
        }

        RadixSort.Sort(keys, rows, (ulong)size);
        return rows;
    }

    private static HistoryGroups Merged(int[] rows, double[]? weights, RankedColumn x, RankedColumn t, RankedColumn tx)
    {
        List<int> firsts = [];
        List<double> sums = [];
        int before = -1;
        foreach (int row in rows)
        {
            if (t.Values[t.Rank[row]] == 0.0 && x.Values[x.Rank[row]] == 0.0)
            {
                continue;
            }

            double weight = weights is null ? 1.0 : weights[row];
            if (before >= 0 && x.Rank[row] == x.Rank[before] && t.Rank[row] == t.Rank[before] && tx.Rank[row] == tx.Rank[before])
            {
                sums[^1] += weight;
            }
            else
            {
                firsts.Add(row);
                sums.Add(weight);
                before = row;
            }
        }

        double customers = 0.0;
        double total = 0.0;
        for (int i = 0; i < firsts.Count; i++)
        {
            customers += sums[i];
            total += sums[i] * t.Values[t.Rank[firsts[i]]];
        }

        double scale = total > 0.0 ? total / customers : 1.0;
        return new HistoryGroups(
            Take(x), Array.ConvertAll(x.Values, static frequency => (int)frequency), Take(tx), Array.ConvertAll(tx.Values, time => time / scale),
            Take(t), Array.ConvertAll(t.Values, time => time / scale), [.. sums], scale);

        int[] Take(RankedColumn column)
        {
            int[] taken = new int[firsts.Count];
            for (int i = 0; i < taken.Length; i++)
            {
                taken[i] = column.Rank[firsts[i]];
            }

            return taken;
        }
    }

    private static double[] Spread(int[] level, double[] values)
    {
        double[] spread = new double[level.Length];
        for (int i = 0; i < level.Length; i++)
        {
            spread[i] = values[level[i]];
        }

        return spread;
    }
}
