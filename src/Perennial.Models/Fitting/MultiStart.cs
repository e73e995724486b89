namespace Perennial.Models.Fitting;

/// <summary>Several starts on a small problem, then the best of them on larger ones up to the whole.</summary>
internal static class MultiStart
{
    // Newton's steps on all groups are what a fit costs: a rung in between leaves fewer of them.
    private static readonly int[] Rungs = [3000, 60_000];

    /// <summary>Makes the problems of rising size that lead to the whole one; only the whole one where it is small.</summary>
    /// <param name="groups">The number of groups of the whole problem.</param>
    /// <param name="thinned">Makes a problem of at most so many groups, alike to the whole.</param>
    /// <param name="full">The whole problem.</param>
    public static SmoothFunction[] Ladder(int groups, Func<int, SmoothFunction> thinned, SmoothFunction full) =>
        [.. Rungs.Where((rung, k) => groups > (k == 0 ? rung : 3 * rung)).Select(thinned), full];

    /// <summary>Minimises from every start.</summary>
    public static Minimum Minimise(SmoothFunction function, double[][] starts, double[] lower, double[] upper) => Minimise([function], starts, lower, upper);

    /// <summary>Minimises from every start on the first problem of a ladder and takes the best up to the last.</summary>
    public static Minimum Minimise(SmoothFunction[] ladder, double[][] starts, double[] lower, double[] upper)
    {
        Minimum? best = null;
        int evaluations = 0;
        foreach (double[] start in starts)
        {
            Minimum found = TrustRegionNewton.Minimise(ladder[0], start, lower, upper);
            evaluations += found.Evaluations;
            if (double.IsFinite(found.Value) && (best is null || found.Value < best.Value - 1e-12))
            {
                best = found;
            }
        }

        foreach (SmoothFunction larger in best is null ? ladder[^1..] : ladder[1..])
        {
            best = TrustRegionNewton.Minimise(larger, best?.Point ?? starts[0], lower, upper);
            evaluations += best.Evaluations;
        }

        return best! with { Evaluations = evaluations };
    }

    /// <summary>As on a ladder, and once more from every start on the whole problem where the ladder led to no interior optimum: a thin sample may hold no event at all.</summary>
    public static Minimum MinimiseSafely(SmoothFunction[] ladder, double[][] starts, double[] lower, double[] upper)
    {
        Minimum best = Minimise(ladder, starts, lower, upper);
        if (ladder.Length == 1 || (TrustRegionNewton.IsStationary(best) && !best.Point.Where((x, i) => x <= lower[i] || x >= upper[i]).Any()))
        {
            return best;
        }

        Minimum again = Minimise(ladder[^1], starts, lower, upper);
        int evaluations = best.Evaluations + again.Evaluations;
        return (again.Value < best.Value || !double.IsFinite(best.Value) ? again : best) with { Evaluations = evaluations };
    }
}
