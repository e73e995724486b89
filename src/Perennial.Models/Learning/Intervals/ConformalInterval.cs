namespace Perennial.Models.Learning.Intervals;

/// <summary>How far intervals must reach so that they would have covered earlier outcomes: on average over customers like those of the calibration, and no promise where times change.</summary>
/// <remarks>Calibrate on outcomes that neither the model nor the choice between models has seen, such as those of the last origin whose horizon is over.</remarks>
public sealed record ConformalInterval
{
    private ConformalInterval(double level, double? reach, int count) => (Level, Reach, Count) = (level, reach, count);

    /// <summary>Gives the share of outcomes the intervals are to hold.</summary>
    public double Level { get; }

    /// <summary>Gives what is added at both ends; null where there were too few outcomes for the level: no finite reach is sure to hold it. Negative where quantiles were too wide.</summary>
    public double? Reach { get; }

    /// <summary>Gives the number of outcomes it was calibrated on.</summary>
    public int Count { get; }

    /// <summary>Calibrates intervals around a point: the reach is the ceil((n + 1) level)-th smallest distance.</summary>
    /// <source paper="LeiGSellRinaldoTibshiraniWasserman2018"/>
    /// <param name="predicted">n predictions.</param>
    /// <param name="actual">n outcomes.</param>
    /// <param name="level">Share to hold, in (0, 1).</param>
    public static ConformalInterval Around(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, double level) => Between(predicted, predicted, actual, level);

    /// <summary>Calibrates the interval between two predicted quantiles: wider or narrower by the same reach for all.</summary>
    /// <source paper="RomanoPattersonCandes2019"/>
    /// <param name="low">n lower quantiles.</param>
    /// <param name="high">n upper quantiles.</param>
    /// <param name="actual">n outcomes.</param>
    /// <param name="level">Share to hold, in (0, 1).</param>
    public static ConformalInterval Between(ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> actual, double level)
    {
        int n = actual.Length;
        if (n == 0 || low.Length != n || high.Length != n || !(level is > 0 and < 1))
        {
            throw new ArgumentException($"There are {low.Length} lower and {high.Length} upper ends, {n} outcomes and level {level}. Give equally many, at least one, and a level in (0, 1).", nameof(actual));
        }

        double[] missed = new double[n];
        for (int i = 0; i < n; i++)
        {
            missed[i] = Math.Max(low[i] - actual[i], actual[i] - high[i]);
            if (!double.IsFinite(missed[i]))
            {
                throw new ArgumentException($"Row {i} is not finite. Leave abstained customers out.", nameof(actual));
            }
        }

        Array.Sort(missed);
        int rank = (int)Math.Ceiling((n + 1) * level);
        return new(level, rank > n ? null : missed[rank - 1], n);
    }

    /// <summary>Gives the interval of a customer.</summary>
    /// <param name="low">Lower quantile, or the point.</param>
    /// <param name="high">Upper quantile, or the point.</param>
    /// <returns>Ends in order; where a negative reach crosses them, both are the middle. Null where there is no reach.</returns>
    /// <exception cref="ArgumentException">An end is not finite, or they are not in order.</exception>
    public (double Low, double High)? Apply(double low, double high)
    {
        if (!(low <= high) || !double.IsFinite(low) || !double.IsFinite(high))
        {
            throw new ArgumentException($"The ends are {low} and {high}. Give two finite numbers in order.", nameof(low));
        }

        if (Reach is not { } reach)
        {
            return null;
        }

        double a = low - reach, b = high + reach;
        return a <= b ? (a, b) : (0.5 * low + 0.5 * high, 0.5 * low + 0.5 * high);
    }
}
