using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.Curves;

/// <summary>A Kaplan-Meier curve: a step function that falls at the times of events.</summary>
/// <remarks>Columns hold every distinct time of the data, censorings included.</remarks>
public sealed class KaplanMeierCurve
{
    // Curves that reach a level exactly are found although sums round.
    private const double Fuzz = 1e-12;

    // Greenwood's sum of d / (n (n - d)); carried on unchanged where the curve has reached 0 and it would be infinite.
    private readonly double[] _greenwood;

    internal KaplanMeierCurve(RiskTable table, TimeUnit unit)
    {
        Times = table.Times;
        AtRisk = table.AtRisk;
        Events = table.Events;
        Censored = table.Censored;
        Unit = unit;
        Survival = new double[Times.Length];
        StandardError = new double[Times.Length];
        _greenwood = new double[Times.Length];
        double s = 1.0;
        double sum = 0.0;
        for (int k = 0; k < Times.Length; k++)
        {
            double n = AtRisk[k];
            double d = Events[k];
            s = d >= n ? 0.0 : s * (n - d) / n;
            sum += d >= n ? 0.0 : d / (n * (n - d));
            Survival[k] = s;
            _greenwood[k] = sum;
            StandardError[k] = s * Math.Sqrt(sum);
        }
    }

    /// <summary>Gives the distinct times, rising.</summary>
    public double[] Times { get; }

    /// <summary>Gives the numbers at risk just before each time.</summary>
    public double[] AtRisk { get; }

    /// <summary>Gives the events at each time.</summary>
    public double[] Events { get; }

    /// <summary>Gives the censorings at each time.</summary>
    public double[] Censored { get; }

    /// <summary>Gives S at each time, the chance of lasting longer.</summary>
    public double[] Survival { get; }

    /// <summary>Gives Greenwood's standard error of S at each time; 0 where nothing happened yet or nobody is left.</summary>
    public double[] StandardError { get; }

    /// <summary>Gives the unit of the times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives S(t); 1 before the first time, the last value beyond the last.</summary>
    /// <param name="t">A time of at least 0.</param>
    public double At(double t)
    {
        Histories.HistoryDoor.Time(t);
        int k = LastAt(t);
        return k < 0 ? 1.0 : Survival[k];
    }

    /// <summary>Gives a pointwise confidence band.</summary>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <param name="transform">The scale on which it is symmetric; R draws <see cref="BandTransform.Log"/>, SAS and lifelines <see cref="BandTransform.LogLog"/>.</param>
    /// <returns>Ends in [0, 1]. Where the curve is 0 the lower end is 0 and the upper end that of the time before.</returns>
    public ConfidenceBand Band(double level = 0.95, BandTransform transform = BandTransform.LogLog)
    {
        double z = Deviate(level);
        double[] lower = new double[Times.Length];
        double[] upper = new double[Times.Length];
        for (int k = 0; k < Times.Length; k++)
        {
            (lower[k], upper[k]) = Survival[k] == 0.0
                ? (0.0, k == 0 ? 1.0 : upper[k - 1])
                : Ends(Survival[k], z * Math.Sqrt(_greenwood[k]), transform);
        }

        return new ConfidenceBand(lower, upper);
    }

    /// <summary>Gives the time by which a given share has had the event.</summary>
    /// <param name="share">In (0, 1): 0.5 for the median.</param>
    /// <returns>The first time with S at most 1 - share; the middle of the flat stretch where S is exactly that; null where S stays above.</returns>
    public double? Quantile(double share) => Crossing(Survival, share);

    /// <summary>Gives the median lifetime, or null where less than half have had the event.</summary>
    public double? Median() => Quantile(0.5);

    /// <summary>Gives the confidence interval of a quantile: where the ends of the band cross it.</summary>
    /// <param name="share">In (0, 1): 0.5 for the median.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <param name="transform">The scale of the band.</param>
    /// <returns>The ends; null where an end of the band never crosses.</returns>
    /// <source paper="BrookmeyerCrowley1982"/>
    public (double? Lower, double? Upper) QuantileInterval(double share, double level = 0.95, BandTransform transform = BandTransform.LogLog)
    {
        ConfidenceBand band = Band(level, transform);
        return (Crossing(band.Lower, share), Crossing(band.Upper, share));
    }

    /// <summary>Gives the mean lifetime up to a horizon: the area under the curve, always finite.</summary>
    /// <param name="horizon">A time of at least 0 and at most the last time seen, unless the curve is 0 there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon lies beyond what was seen.</exception>
    public EstimateWithError RestrictedMean(double horizon)
    {
        Histories.HistoryDoor.Time(horizon);
        if (horizon > Times[^1] && Survival[^1] > 0.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(horizon), horizon, $"The curve is known up to {Times[^1]} only. Choose a horizon within it, or a parametric model that extrapolates.");
        }

        // Backwards: the area to the right of each time weighs its share of Greenwood's sum.
        double area = 0.0;
        double variance = 0.0;
        double right = horizon;
        for (int k = LastAt(horizon); k >= 0; k--)
        {
            area += Survival[k] * (right - Times[k]);
            right = Times[k];
            double n = AtRisk[k];
            double d = Events[k];
            variance += d >= n ? 0.0 : area * area * d / (n * (n - d));
        }

        return new EstimateWithError(area + right, Math.Sqrt(variance));
    }

    private static double Deviate(double level) => level is > 0.0 and < 1.0
        ? Normal.Quantile(0.5 + (0.5 * level))
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1, such as 0.95.");

    private static (double Lower, double Upper) Ends(double s, double half, BandTransform transform)
    {
        if (half == 0.0 && Enum.IsDefined(transform))
        {
            return (s, s);
        }

        double log = Math.Log(s);
        return transform switch
        {
            BandTransform.Plain => (Math.Max(0.0, s - (s * half)), Math.Min(1.0, s + (s * half))),
            BandTransform.Log => (Math.Exp(log - half), Math.Min(1.0, Math.Exp(log + half))),
            BandTransform.LogLog => (Math.Exp(log * Math.Exp(-half / log)), Math.Exp(log * Math.Exp(half / log))),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "A transform is Plain, Log or LogLog."),
        };
    }

    private double? Crossing(double[] curve, double share)
    {
        if (!(share > 0.0 && share < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1; the median is at 0.5.");
        }

        double level = 1.0 - share;
        int k = Array.FindIndex(curve, s => s <= level + Fuzz);
        if (k < 0)
        {
            return null;
        }

        if (curve[k] < level - Fuzz)
        {
            return Times[k];
        }

        int next = Array.FindIndex(curve, k, s => s < level - Fuzz);
        return next < 0 ? Times[k] : 0.5 * (Times[k] + Times[next]);
    }

    private int LastAt(double t)
    {
        int found = Array.BinarySearch(Times, t);
        return found >= 0 ? found : ~found - 1;
    }
}
