namespace Perennial.Models.Fitting;

/// <summary>Distinct histories (x, t_x, T) with the number of customers who share each: all a fit needs to know.</summary>
/// <remarks>Sorted by x, T and t_x, so that the order of the rows given cannot reach the result. Times are in units of <see cref="TimeScale"/>.</remarks>
internal sealed class HistoryGroups
{
    private HistoryGroups(int[] level, int[] levels, double[] tx, double[] t, double[] weight, double timeScale)
    {
        Level = level;
        Levels = levels;
        Recency = tx;
        T = t;
        Weight = weight;
        TimeScale = timeScale;
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
        int n = histories.Count;
        int capacity = 16;
        while (capacity < n * 2)
        {
            capacity *= 2;
        }

        int[] slots = new int[capacity];
        List<Key> keys = new(Math.Min(n, 1 << 16));
        for (int i = 0; i < n; i++)
        {
            double weight = histories.Weight is null ? 1.0 : histories.Weight[i];
            int x = histories.Frequency[i];
            double tx = histories.Recency[i];
            double t = histories.T[i];
            if (x == 0 && t == 0.0)
            {
                continue;
            }

            int slot = (int)(Hash(x, tx, t) & (ulong)(capacity - 1));
            while (true)
            {
                int at = slots[slot] - 1;
                if (at < 0)
                {
                    keys.Add(new Key(x, tx, t, weight));
                    slots[slot] = keys.Count;
                    break;
                }

                Key key = keys[at];
                if (key.X == x && key.Tx == tx && key.T == t)
                {
                    keys[at] = key with { Weight = key.Weight + weight };
                    break;
                }

                slot = (slot + 1) & (capacity - 1);
            }
        }

        Key[] sorted = [.. keys];
        Array.Sort(sorted, Compare);
        return From(sorted);
    }

    /// <summary>Takes every k-th group, weighted up: a small problem with nearly the same optimum, to start from.</summary>
    public HistoryGroups Thin(int most)
    {
        int step = (Count + most - 1) / most;
        int n = (Count + step - 1) / step;
        int[] level = new int[n];
        double[] tx = new double[n];
        double[] t = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++)
        {
            level[i] = Level[i * step];
            tx[i] = Recency[i * step];
            t[i] = T[i * step];
            weight[i] = Weight[i * step] * step;
        }

        return new HistoryGroups(level, Levels, tx, t, weight, TimeScale);
    }

    private static HistoryGroups From(Key[] sorted)
    {
        int n = sorted.Length;
        int[] level = new int[n];
        List<int> levels = [];
        double[] tx = new double[n];
        double[] t = new double[n];
        double[] weight = new double[n];
        double customers = 0.0;
        double ages = 0.0;
        for (int i = 0; i < n; i++)
        {
            customers += sorted[i].Weight;
            ages += sorted[i].Weight * sorted[i].T;
        }

        double scale = ages > 0.0 ? ages / customers : 1.0;
        for (int i = 0; i < n; i++)
        {
            if (levels.Count == 0 || levels[^1] != sorted[i].X)
            {
                levels.Add(sorted[i].X);
            }

            level[i] = levels.Count - 1;
            tx[i] = sorted[i].Tx / scale;
            t[i] = sorted[i].T / scale;
            weight[i] = sorted[i].Weight;
        }

        return new HistoryGroups(level, [.. levels], tx, t, weight, scale);
    }

    private static ulong Hash(int x, double tx, double t)
    {
        ulong h = (ulong)(uint)x * 0x9E3779B97F4A7C15UL;
        h = (h ^ BitConverter.DoubleToUInt64Bits(tx)) * 0xBF58476D1CE4E5B9UL;
        h ^= h >> 29;
        h = (h ^ BitConverter.DoubleToUInt64Bits(t)) * 0x94D049BB133111EBUL;
        return h ^ (h >> 31);
    }

    private static int Compare(Key left, Key right)
    {
        int byX = left.X.CompareTo(right.X);
        if (byX != 0)
        {
            return byX;
        }

        int byT = left.T.CompareTo(right.T);
        return byT != 0 ? byT : left.Tx.CompareTo(right.Tx);
    }

    private readonly record struct Key(int X, double Tx, double T, double Weight);
}
