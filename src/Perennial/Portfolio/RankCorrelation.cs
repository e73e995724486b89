namespace Perennial.Portfolio;

/// <summary>Spearman's rank correlation with ties, and its interval.</summary>
public static class RankCorrelation
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Gives the correlation of frequency and mean spend over customers who bought again, or null where there are fewer than ten or one of them does not vary.</summary>
    public static Correlation? OfRepeatCustomers(int[] frequency, double[] meanSpend)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(meanSpend);
        int[] repeat = [.. Enumerable.Range(0, frequency.Length).Where(i => frequency[i] > 0)];
        return repeat.Length < 10 ? null : Spearman([.. repeat.Select(i => (double)frequency[i])], [.. repeat.Select(i => meanSpend[i])]);
    }

    /// <summary>Gives Spearman's correlation: Pearson's of the mid-ranks, with the 95 % interval on Fisher's scale with the variance (1 + ρ²/2) / (n - 3) of Bonett and Wright. Null where n is below 4 or one side does not vary.</summary>
    public static Correlation? Spearman(double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int n = x.Length;
        if (n < 4)
        {
            return null;
        }

        double[] a = MidRanks(x);
        double[] b = MidRanks(y);
        double mean = (n + 1) / 2.0;
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < n; i++)
        {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }

        if (aa == 0 || bb == 0)
        {
            return null;
        }

        double rho = Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1);
        double half = Z95 * Math.Sqrt((1 + (rho * rho / 2)) / (n - 3));
        return Math.Abs(rho) == 1
            ? new(rho, rho, rho, n)
            : new(rho, Math.Tanh(Math.Atanh(rho) - half), Math.Tanh(Math.Atanh(rho) + half), n);
    }

    internal static double[] MidRanks(double[] values)
    {
        int[] order = new int[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort((double[])values.Clone(), order);
        double[] ranks = new double[values.Length];
        for (int from = 0; from < order.Length;)
        {
            int to = from;
            while (to < order.Length && values[order[to]] == values[order[from]])
            {
                to++;
            }

            for (int i = from; i < to; i++)
            {
                ranks[order[i]] = (from + to + 1) / 2.0;
            }

            from = to;
        }

        return ranks;
    }
}
