namespace Perennial.Models.Fitting;

/// <summary>Several starts on a small problem, then the best of them on the whole one.</summary>
internal static class MultiStart
{
    /// <summary>The number of groups a small problem has at most.</summary>
    public const int ThinGroups = 3000;

    /// <summary>Minimises from every start on <paramref name="thin"/> and finishes the best on <paramref name="full"/>.</summary>
    public static Minimum Minimise(SmoothFunction thin, SmoothFunction full, double[][] starts, double[] lower, double[] upper)
    {
        Minimum? best = null;
        int evaluations = 0;
        foreach (double[] start in starts)
        {
            Minimum found = TrustRegionNewton.Minimise(thin, start, lower, upper);
            evaluations += found.Evaluations;
            if (double.IsFinite(found.Value) && (best is null || found.Value < best.Value - 1e-12))
            {
                best = found;
            }
        }

        double[] from = best is null ? starts[0] : best.Point;
        if (best is null || thin != full)
        {
            best = TrustRegionNewton.Minimise(full, from, lower, upper);
            evaluations += best.Evaluations;
        }

        return best with { Evaluations = evaluations };
    }
}
