namespace Perennial.Training;

/// <summary>The naive forecasts every model must be compared with. Each gives expected purchases in the hidden window, per customer.</summary>
public static class Baselines
{
    /// <summary>Names, in the order of the report.</summary>
    public const string OwnRate = "own-mean-rate";
    public const string RecencyRule = "recency-rule";
    public const string CohortMean = "cohort-mean";
    public const string Zero = "zero";

    /// <summary>Gives all baselines by name.</summary>
    /// <param name="frequency">n repeat purchases.</param>
    /// <param name="recencyDays">n days from first to last purchase.</param>
    /// <param name="tDays">n days from first purchase to the origin.</param>
    /// <param name="origin">The origin, which with T gives the acquisition month.</param>
    /// <param name="windowDays">Length of the hidden window.</param>
    public static IReadOnlyDictionary<string, double[]> All(int[] frequency, int[] recencyDays, int[] tDays, DateOnly origin, int windowDays)
        => new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            [OwnRate] = OwnMeanRate(frequency, tDays, windowDays),
            [RecencyRule] = ByRecencyRule(frequency, recencyDays, tDays, windowDays),
            [CohortMean] = ByCohortMean(frequency, tDays, origin, windowDays),
            [Zero] = new double[frequency.Length],
        };

    /// <summary>The customer goes on at the rate shown so far: x / T times the window.</summary>
    private static double[] OwnMeanRate(int[] frequency, int[] tDays, int windowDays)
    {
        var expected = new double[frequency.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = (double)frequency[i] / Math.Max(1, tDays[i]) * windowDays;
        }

        return expected;
    }

    /// <summary>A customer silent for longer than nine in ten gaps between purchases is gone; the others go on at their own rate.</summary>
    /// <remarks>The hiatus heuristic of Wübben and von Wangenheim (2008), its threshold read from the training data: the 90 % quantile of the mean gap.</remarks>
    private static double[] ByRecencyRule(int[] frequency, int[] recencyDays, int[] tDays, int windowDays)
    {
        double[] gaps = [.. frequency.Index().Where(f => f.Item > 0).Select(f => (double)recencyDays[f.Index] / f.Item).Order()];
        double threshold = gaps.Length == 0 ? windowDays : gaps[(int)Math.Min(gaps.Length - 1, Math.Floor(0.9 * gaps.Length))];
        double[] expected = OwnMeanRate(frequency, tDays, windowDays);
        for (int i = 0; i < expected.Length; i++)
        {
            if (tDays[i] - recencyDays[i] > threshold)
            {
                expected[i] = 0;
            }
        }

        return expected;
    }

    /// <summary>Every customer of an acquisition month goes on at the month's mean rate.</summary>
    private static double[] ByCohortMean(int[] frequency, int[] tDays, DateOnly origin, int windowDays)
    {
        var totals = new Dictionary<int, (double Purchases, double Days)>();
        var month = new int[frequency.Length];
        for (int i = 0; i < frequency.Length; i++)
        {
            DateOnly first = origin.AddDays(-tDays[i]);
            month[i] = (first.Year * 12) + first.Month;
            (double purchases, double days) = totals.GetValueOrDefault(month[i]);
            totals[month[i]] = (purchases + frequency[i], days + tDays[i]);
        }

        var expected = new double[frequency.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            (double purchases, double days) = totals[month[i]];
            expected[i] = purchases / Math.Max(1, days) * windowDays;
        }

        return expected;
    }
}
