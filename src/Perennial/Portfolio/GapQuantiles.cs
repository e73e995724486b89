namespace Perennial.Portfolio;

/// <summary>Quantiles of the days between purchases, from how often each number of days occurs.</summary>
public static class GapQuantiles
{
    private static readonly double[] Levels = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

    /// <summary>Gives the quantiles with linear interpolation between order statistics (type 7); none where nobody bought twice.</summary>
    /// <param name="counts">Days and how often they occur, ascending by days.</param>
    public static IReadOnlyList<Quantile> Of(IReadOnlyList<KeyValuePair<int, long>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        long n = counts.Sum(static pair => pair.Value);
        return n == 0 ? [] : [.. Levels.Select(level => new Quantile(level, At(counts, level * (n - 1))))];
    }

    private static double At(IReadOnlyList<KeyValuePair<int, long>> counts, double position)
    {
        long below = (long)Math.Floor(position);
        double low = OrderStatistic(counts, below);
        return position == below ? low : low + ((position - below) * (OrderStatistic(counts, below + 1) - low));
    }

    private static int OrderStatistic(IReadOnlyList<KeyValuePair<int, long>> counts, long index)
    {
        foreach ((int days, long times) in counts)
        {
            if (index < times)
            {
                return days;
            }

            index -= times;
        }

        return counts[^1].Key;
    }
}
