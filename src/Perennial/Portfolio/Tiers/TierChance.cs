namespace Perennial.Portfolio.Tiers;

/// <summary>The chance of a stretch of money under a law of which some quantiles are known.</summary>
internal static class TierChance
{
    /// <summary>Gives the chance, 0 to 1, of lying in [low, high). Between the quantiles, and as steeply beyond the outer ones, chance is spread evenly; equal quantiles are a lump.</summary>
    /// <param name="levels">The k levels, rising, in (0, 1).</param>
    /// <param name="quantiles">The k quantiles.</param>
    /// <param name="low">The lower end; may be minus infinity.</param>
    /// <param name="high">The upper end; may be infinite.</param>
    public static double Between(double[] levels, double[] quantiles, double low, double high) => Math.Max(0, Below(levels, quantiles, high) - Below(levels, quantiles, low));

    private static double Below(double[] levels, double[] quantiles, double amount)
    {
        int k = levels.Length;
        double first = quantiles[0] - ((quantiles[1] - quantiles[0]) * levels[0] / (levels[1] - levels[0]));
        double last = quantiles[^1] + ((quantiles[^1] - quantiles[^2]) * (1 - levels[^1]) / (levels[^1] - levels[^2]));

        // What is never below zero at its lowest quantile is taken to be so throughout.
        first = quantiles[0] >= 0 ? Math.Max(0, first) : first;
        (double level, double at) = (0, first);
        for (int q = 0; q <= k; q++)
        {
            (double nextLevel, double next) = q == k ? (1, last) : (levels[q], quantiles[q]);
            if (!(next < amount))
            {
                return !(at < amount) ? level : level + ((nextLevel - level) * (amount - at) / (next - at));
            }

            (level, at) = (nextLevel, next);
        }

        return 1;
    }
}
