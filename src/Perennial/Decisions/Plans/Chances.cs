using Perennial.Models.Numerics;

namespace Perennial.Decisions.Plans;

/// <summary>The chance that a metric reaches its target in time, from its own history (plan.chance.v1).</summary>
/// <remarks>
/// A random walk with a drift, of the logarithm for money and ratios that are positive: with n steps of mean m and standard deviation s, the value h steps ahead is Student's t with n - 1 degrees
/// of freedom around today's plus h m, of scale s sqrt(h + h^2 / n). Both what is not known of the drift and what each step brings are in it. A metric of a moving year moves slower than
/// such a walk, so that chances of it lie nearer to one half than they might.
/// </remarks>
public static class Chances
{
    /// <summary>The fewest steps a chance is stated from.</summary>
    public const int FewestSteps = 6;

    /// <summary>Gives the chance; null where the history is too short or the day is not ahead.</summary>
    /// <param name="history">The metric on earlier days and today, in order, about evenly spaced.</param>
    /// <param name="target">The target.</param>
    /// <param name="due">The day it is to be reached.</param>
    /// <param name="metric">Whether more is better, and the unit.</param>
    public static double? Of(IReadOnlyList<PlanPoint> history, double target, DateOnly due, PlanMetric metric)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(metric);
        if (Steps(history, metric.Unit) is not { } steps || due <= history[^1].Day || !double.IsFinite(target))
        {
            return null;
        }

        bool log = Log(history, metric.Unit);
        if (log && target <= 0)
        {
            return metric.Better > 0 ? 1 : 0;
        }

        double days = (history[^1].Day.DayNumber - history[0].Day.DayNumber) / (double)(history.Count - 1), h = (due.DayNumber - history[^1].Day.DayNumber) / days;
        double needed = (log ? Math.Log(target / history[^1].Value) : target - history[^1].Value) - (h * steps.Mean), scale = steps.Deviation * Math.Sqrt(h + (h * h / steps.Count));
        double above = scale > 0 ? 1 - StudentT.Cdf(needed / scale, steps.Count - 1) : needed <= 0 ? 1 : 0;
        return metric.Better > 0 ? above : 1 - above;
    }

    /// <summary>Gives the last twelve months of a history or, where they hold too few days, all of it.</summary>
    public static IReadOnlyList<PlanPoint> Lately(IReadOnlyList<PlanPoint> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        PlanPoint[] lately = [.. history.Where(point => point.Day > history[^1].Day.AddDays(-370))];
        return lately.Length > FewestSteps ? lately : history;
    }

    /// <summary>Tells which way a metric goes: 1 up, -1 down, 0 where its mean step lies within one standard error of nothing; null where the history is too short.</summary>
    public static int? Direction(IReadOnlyList<PlanPoint> history, PlanUnit unit) =>
        Steps(history, unit) is not { } steps ? null : Math.Abs(steps.Mean) <= steps.Deviation / Math.Sqrt(steps.Count) ? 0 : Math.Sign(steps.Mean);

    // Whole numbers of steps: count, mean and standard deviation.
    private static (int Count, double Mean, double Deviation)? Steps(IReadOnlyList<PlanPoint> history, PlanUnit unit)
    {
        if (history.Count <= FewestSteps)
        {
            return null;
        }

        bool log = Log(history, unit);
        double[] steps = [.. history.Skip(1).Zip(history, (now, then) => log ? Math.Log(now.Value / then.Value) : now.Value - then.Value)];
        double mean = steps.Average(), deviation = Math.Sqrt(steps.Sum(step => (step - mean) * (step - mean)) / (steps.Length - 1));
        return (steps.Length, mean, deviation);
    }

    private static bool Log(IReadOnlyList<PlanPoint> history, PlanUnit unit) => unit is PlanUnit.Money or PlanUnit.Ratio && history.All(point => point.Value > 0);
}
