using System.Numerics;
using Perennial.Models.Histories;

namespace Perennial.Models.Fitting;

/// <summary>Distinct histories (x, t_x, T) with the number of customers who share each: all a fit needs to know.</summary>
/// <remarks>Sorted by x, T and t_x, so that the order of the rows given cannot reach the result. Times are in units of <see cref="TimeScale"/>.</remarks>
internal sealed class HistoryGroups
{
    private const int Few = 20_000;

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
    /// <param name="histories">n customers in any order.</param>
    /// <param name="threads">The number of threads; 0 for all processors. The result does not depend on it.</param>
    public static HistoryGroups Of(PurchaseHistories histories, int threads = 0)
    {
        // A few thousand customers are grouped sooner than a thread is woken.
        threads = histories.Count < Few ? 1 : threads;
        if (histories.Weight is null && HistoryKeys.Of(histories, threads) is { } known)
        {
            ulong below = (ulong)known.Levels.Length * (ulong)known.Ages.Length * (ulong)known.Recencies.Length;
            return Scaled(OfTally(KeyTally<uint>.Of(known.Keys, below, threads), known.Levels, known.Ages, known.Recencies.Length), known.Levels, known.Ages, known.Recencies);
        }

        var columns = new RankedColumn[3];
        Blocks.Run(columns.Length, threads, 1, (k, _) => columns[k] = RankedColumn.Of(
            k == 0 ? Array.ConvertAll(histories.Frequency, static frequency => (double)frequency) : k == 1 ? histories.T : histories.Recency));
        (RankedColumn x, RankedColumn t, RankedColumn tx) = (columns[0], columns[1], columns[2]);

        // The three places are one number where they fit in 64 bits: always, but for columns of a million different values each.
        UInt128 bound = (UInt128)x.Values.Length * (ulong)t.Values.Length * (ulong)tx.Values.Length;
        Places places = bound > ulong.MaxValue
            ? OfRows(ByRanks(x, t, tx), histories.Weight, x, t, tx)
            : histories.Weight is null
                ? OfTally(KeyTally<ulong>.Of(Keys(threads, x, t, tx), (ulong)bound, threads), x.Values, t.Values, tx.Values.Length)
                : OfRows(ByKeys(Keys(threads, x, t, tx), (ulong)bound), histories.Weight, x, t, tx);
        return Scaled(places, x.Values, t.Values, tx.Values);
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

    private static ulong[] Keys(int threads, RankedColumn x, RankedColumn t, RankedColumn tx)
    {
        ulong[] keys = new ulong[x.Rank.Length];
        ulong ages = (ulong)t.Values.Length, recencies = (ulong)tx.Values.Length;
        Blocks.Run(keys.Length, threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                keys[i] = ((((ulong)x.Rank[i] * ages) + (ulong)t.Rank[i]) * recencies) + (ulong)tx.Rank[i];
            }
        });
        return keys;
    }

    private static int[] ByKeys(ulong[] keys, ulong bound)
    {
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        RadixSort.Sort(keys, rows, bound);
        return rows;
    }

    private static int[] ByRanks(RankedColumn x, RankedColumn t, RankedColumn tx)
    {
        int[] rows = [.. Enumerable.Range(0, x.Rank.Length)];
        Array.Sort(rows, (i, j) => (x.Rank[i], t.Rank[i], tx.Rank[i], i).CompareTo((x.Rank[j], t.Rank[j], tx.Rank[j], j)));
        return rows;
    }

    // Groups from keys alone, in their order. Newcomers without a purchase, who say nothing, are the key 0.
    private static Places OfTally<TKey>(KeyTally<TKey> tally, double[] x, double[] t, int recencies)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        int left = tally.Count > 0 && tally.First == TKey.Zero && x[0] == 0.0 && t[0] == 0.0 ? 1 : 0, count = tally.Count - left;
        TKey each = TKey.CreateTruncating(recencies), ages = TKey.CreateTruncating(t.Length);
        Places places = new(new int[count], new int[count], new int[count], new double[count]);
        tally.Read((at, key, customers) =>
        {
            if ((at -= left) < 0)
            {
                return;
            }

            TKey rest = key / each, level = rest / ages;
            places.X[at] = int.CreateTruncating(level);
            places.T[at] = int.CreateTruncating(rest - (level * ages));
            places.Recency[at] = int.CreateTruncating(key - (rest * each));
            places.Weight[at] = double.CreateTruncating(customers);
        });
        return places;
    }

    private static Places OfRows(int[] rows, double[]? weights, RankedColumn x, RankedColumn t, RankedColumn tx)
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

        return new([.. firsts.Select(row => x.Rank[row])], [.. firsts.Select(row => t.Rank[row])], [.. firsts.Select(row => tx.Rank[row])], [.. sums]);
    }

    private static HistoryGroups Scaled(Places places, double[] x, double[] t, double[] tx)
    {
        double customers = 0.0, total = 0.0;
        for (int i = 0; i < places.X.Length; i++)
        {
            customers += places.Weight[i];
            total += places.Weight[i] * t[places.T[i]];
        }

        double scale = total > 0.0 ? total / customers : 1.0;
        return new HistoryGroups(
            places.X, Array.ConvertAll(x, static frequency => (int)frequency), places.Recency, Array.ConvertAll(tx, time => time / scale),
            places.T, Array.ConvertAll(t, time => time / scale), places.Weight, scale);
    }

    // Of each group: where its frequency, age and recency stand among the distinct ones, and its customers.
    private readonly record struct Places(int[] X, int[] T, int[] Recency, double[] Weight);

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
