using Perennial.Kernel;

namespace Perennial.Portfolio.Tiers;

/// <summary>The amounts between m tiers, the highest first. A customer at a boundary is above it.</summary>
/// <remarks>
/// By quantile equal values stay together, on the side on which their middle lies; where nobody is above a cut its boundary is infinite. Each boundary has two more,
/// which a customer must reach to rise over it, or stay at to keep the tier above it: those of the cut moved by the rule's margin.
/// </remarks>
public sealed class TierBoundaries
{
    private readonly double[] _at, _rise, _keep;

    private TierBoundaries(double[] at, double[] rise, double[] keep) => (_at, _rise, _keep) = (at, rise, keep);

    /// <summary>Gives the m - 1 boundaries, falling; infinite where nobody is above.</summary>
    public IReadOnlyList<double> At => _at;

    /// <summary>Finds them.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="values">n values; what is not finite has no tier and does not count.</param>
    public static TierBoundaries Of(TierRule rule, double[] values)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(values);
        if (rule.By == TierCut.Threshold)
        {
            return new([.. rule.Cuts], [.. rule.Cuts.Select(cut => cut + Moved(rule, cut))], [.. rule.Cuts.Select(cut => cut - Moved(rule, cut))]);
        }

        double[] sorted = Array.FindAll(values, double.IsFinite);
        Array.Sort(sorted);
        double[] At(Func<double, double> moved) => [.. rule.Cuts.Select(cut => Quantile(sorted, moved(cut)))];
        return new(At(cut => cut), At(cut => cut - (rule.Margin * Math.Min(cut, 1 - cut))), At(cut => cut + (rule.Margin * Math.Min(cut, 1 - cut))));
    }

    /// <summary>Gives the tier of a value, 0 for the highest; -1 where it is not finite.</summary>
    public int TierOf(double value) => double.IsFinite(value) ? First(_at, value, 0, _at.Length) : -1;

    /// <summary>Gives the tier of a customer who was in one before: another only where the value is past a boundary by the margin.</summary>
    /// <param name="value">The value.</param>
    /// <param name="before">The tier before, from 0; -1 for none.</param>
    public int TierOf(double value, int before)
    {
        if (before < 0 || !double.IsFinite(value))
        {
            return TierOf(value);
        }

        int risen = First(_rise, value, 0, before);
        return risen < before ? risen : First(_keep, value, before, _at.Length);
    }

    /// <summary>Gives the lower end of a tier; minus infinity of the last.</summary>
    public double From(int tier) => tier < _at.Length ? _at[tier] : double.NegativeInfinity;

    private static int First(double[] boundaries, double value, int from, int to)
    {
        int tier = from;
        while (tier < to && !(value >= boundaries[tier]))
        {
            tier++;
        }

        return tier;
    }

    // A cut at 0 is moved by the share of the smallest other one, so that a sign alone moves nobody to and fro.
    private static double Moved(TierRule rule, double cut) =>
        rule.Margin * (cut == 0 ? rule.Cuts.Where(other => other != 0).Select(Math.Abs).DefaultIfEmpty(0).Min() : Math.Abs(cut));

    private static double Quantile(double[] sorted, double share)
    {
        int n = sorted.Length;
        int above = Math.Min(n, (int)Math.Floor((share * n) + 0.5));
        if (above == 0)
        {
            return double.PositiveInfinity;
        }

        double value = sorted[n - above];
        int first = Bound(sorted, value, inclusive: false), end = Bound(sorted, value, inclusive: true);
        double middle = n - ((first + end) / 2.0);
        return middle <= share * n ? value : end < n ? sorted[end] : double.PositiveInfinity;
    }

    // How many are below the value, or at most at it.
    private static int Bound(double[] sorted, double value, bool inclusive)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < value || (inclusive && sorted[middle] == value))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
