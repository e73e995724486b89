using Perennial.Models.Fitting;

namespace Perennial.Models.ParetoGgg;

/// <summary>Distinct histories (x, t_x, T, log gaps) with the number of customers who share each, by x, the times in units of <see cref="TimeScale"/>.</summary>
internal sealed class ParetoGggRows
{
    private ParetoGggRows(int[] x, double[] recency, double[] t, double[] logGaps, double[] weight, double timeScale)
    {
        Recency = recency;
        T = t;
        LogGaps = logGaps;
        Weight = weight;
        TimeScale = timeScale;
        Levels = [.. x.Distinct().Order()];
        Level = Array.ConvertAll(x, value => Array.BinarySearch(Levels, value));
        MostUneven = new double[Levels.Length];
        for (int i = 0; i < x.Length; i++)
        {
            Customers += weight[i];
            Purchases += weight[i] * x[i];
            MostUneven[Level[i]] = Math.Max(MostUneven[Level[i]], Uneven(x[i], recency[i], logGaps[i]));
        }
    }

    /// <summary>Gives the distinct frequencies, rising.</summary>
    public int[] Levels { get; }

    /// <summary>Gives, for each row, the place of its frequency in <see cref="Levels"/>.</summary>
    public int[] Level { get; }

    /// <summary>Gives, for each frequency, the largest ln(mean gap) - mean of ln gap.</summary>
    public double[] MostUneven { get; }

    /// <summary>Gives the scaled recencies.</summary>
    public double[] Recency { get; }

    /// <summary>Gives the scaled ages.</summary>
    public double[] T { get; }

    /// <summary>Gives the sums of ln of the scaled gaps.</summary>
    public double[] LogGaps { get; }

    /// <summary>Gives the numbers of customers.</summary>
    public double[] Weight { get; }

    /// <summary>Gives the length of the internal time unit in the unit of the histories: the mean age.</summary>
    public double TimeScale { get; }

    /// <summary>Gives the number of customers.</summary>
    public double Customers { get; }

    /// <summary>Gives the number of repeat purchases of all customers.</summary>
    public double Purchases { get; }

    /// <summary>Groups equal histories. Customers of age 0 without a repeat purchase say nothing and are left out.</summary>
    /// <exception cref="ArgumentException">The histories have no log gaps, or two purchases of one moment.</exception>
    public static ParetoGggRows Of(PurchaseHistories histories)
    {
        double[] gaps = Gaps(histories);
        (int[] x, double[] tx, double[] t) = (histories.Frequency, histories.Recency, histories.T);
        int[] used = [.. Enumerable.Range(0, histories.Count).Where(i => t[i] > 0.0)];
        (int[] first, double[] weight) = DistinctRows.Of(used, (i, j) => (x[i], t[i], tx[i], gaps[i]).CompareTo((x[j], t[j], tx[j], gaps[j])), histories.Weight);
        double customers = weight.Sum(), total = first.Zip(weight, (i, own) => own * t[i]).Sum();
        double scale = customers > 0.0 ? total / customers : 1.0, log = Math.Log(scale);
        return new ParetoGggRows(
            Array.ConvertAll(first, i => x[i]),
            Array.ConvertAll(first, i => tx[i] / scale),
            Array.ConvertAll(first, i => t[i] / scale),
            Array.ConvertAll(first, i => gaps[i] - (x[i] * log)),
            weight,
            scale);
    }

    /// <summary>Gives the log gaps of histories that must have them.</summary>
    public static double[] Gaps(PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return histories.LogGaps ?? (Array.TrueForAll(histories.Frequency, x => x == 0) ? new double[histories.Count] : throw new ArgumentException(
            "The histories have no log gaps, without which a customer's regularity is not known. Give the sum of ln of the times between purchases, or take Pareto/NBD.",
            nameof(histories)));
    }

    /// <summary>Gives ln(mean gap) - mean of ln gap: 0 for a clock, the larger the more uneven.</summary>
    public static double Uneven(int x, double recency, double logGaps) => x == 0 ? 0.0 : Math.Max(0.0, Math.Log(recency / x) - (logGaps / x));
}
