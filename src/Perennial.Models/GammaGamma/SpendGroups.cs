namespace Perennial.Models.GammaGamma;

/// <summary>The customers a spend model can learn from: a repeat purchase and a positive mean spend. Sorted, in units of the mean spend.</summary>
internal sealed class SpendGroups
{
    private SpendGroups(int[] level, int[] levels, double[] spend, double scale)
    {
        Level = level;
        Levels = levels;
        Spend = spend;
        Scale = scale;
    }

    /// <summary>Gives the number of customers.</summary>
    public int Count => Level.Length;

    /// <summary>Gives, for each customer, the place of the frequency in <see cref="Levels"/>.</summary>
    public int[] Level { get; }

    /// <summary>Gives the distinct frequencies, rising.</summary>
    public int[] Levels { get; }

    /// <summary>Gives the scaled mean spends.</summary>
    public double[] Spend { get; }

    /// <summary>Gives the internal unit of money in the currency of the histories.</summary>
    public double Scale { get; }

    /// <summary>Picks and sorts the customers, so that the order of the rows given cannot reach the result.</summary>
    public static SpendGroups Of(SpendHistories histories)
    {
        int n = 0;
        for (int i = 0; i < histories.Count; i++)
        {
            n += IsUsable(histories, i) ? 1 : 0;
        }

        (int X, double Z)[] rows = new (int, double)[n];
        for (int i = 0, at = 0; i < histories.Count; i++)
        {
            if (IsUsable(histories, i))
            {
                rows[at++] = (histories.Frequency[i], histories.MeanSpend[i]);
            }
        }

        Array.Sort(rows, static (left, right) => left.X != right.X ? left.X.CompareTo(right.X) : left.Z.CompareTo(right.Z));
        return From(rows);
    }

    /// <summary>Takes every k-th customer: a small problem with nearly the same optimum, to start from.</summary>
    public SpendGroups Thin(int most)
    {
        int step = (Count + most - 1) / most;
        int n = (Count + step - 1) / step;
        int[] level = new int[n];
        double[] spend = new double[n];
        for (int i = 0; i < n; i++)
        {
            level[i] = Level[i * step];
            spend[i] = Spend[i * step];
        }

        return new SpendGroups(level, Levels, spend, Scale);
    }

    private static bool IsUsable(SpendHistories histories, int i) => histories.Frequency[i] > 0 && histories.MeanSpend[i] > 0.0;

    private static SpendGroups From((int X, double Z)[] rows)
    {
        // The geometric mean: no single giant can spoil the scale.
        double logs = 0.0;
        foreach ((_, double z) in rows)
        {
            logs += Math.Log(z);
        }

        double scale = rows.Length == 0 ? 1.0 : Math.Exp(logs / rows.Length);
        int[] level = new int[rows.Length];
        double[] spend = new double[rows.Length];
        List<int> levels = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (levels.Count == 0 || levels[^1] != rows[i].X)
            {
                levels.Add(rows[i].X);
            }

            level[i] = levels.Count - 1;
            spend[i] = rows[i].Z / scale;
        }

        return new SpendGroups(level, [.. levels], spend, scale);
    }
}
