namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>The baseline of one stratum at the mean covariates: times of events, and running sums from the first.</summary>
/// <param name="Stratum">The stratum; 0 where there is one.</param>
/// <param name="Times">n times of events, rising, in the unit of the model.</param>
/// <param name="CumulativeHazard">n cumulative hazards, rising.</param>
/// <param name="Variance">n running sums of squared hazard steps: the variance of the hazard were the coefficients known.</param>
/// <param name="Mean">Running sums of the risk set's mean times hazard step, n for each covariate, in standard deviations.</param>
public sealed record CoxBaseline(int Stratum, double[] Times, double[] CumulativeHazard, double[] Variance, double[][] Mean)
{
    /// <summary>Estimates all strata's baselines (Efron's or Breslow's, as the ties were treated).</summary>
    internal static CoxBaseline[] Of(CoxRows rows, CoxTies ties, double[] beta)
    {
        int p = rows.Width;
        (double[] relative, double shift) = CoxLikelihood.Relative(rows, beta);
        double unit = Math.Exp(-shift);
        List<(double T, double H, double V, double[] M)>[] steps = [.. rows.Strata.Select(_ => new List<(double T, double H, double V, double[] M)>())];
        CoxSweep.Run(rows, relative, ties, m => steps[m.Stratum].Add(
            (m.Time, m.A0 * unit, m.B0 * unit * unit, [.. Enumerable.Range(0, p).Select(j => m.MeanHazard(j) * unit)])));
        return [.. steps.Select((s, k) => Cumulate(rows.Strata[k], s, p))];
    }

    /// <summary>Gives the last step at or before a time, -1 where there is none.</summary>
    internal int LastAt(double t)
    {
        int found = Array.BinarySearch(Times, t);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Refuses columns that are not of one length, not finite, or do not rise.</summary>
    internal void Check(int covariates)
    {
        ArgumentNullException.ThrowIfNull(Times);
        ArgumentNullException.ThrowIfNull(CumulativeHazard);
        ArgumentNullException.ThrowIfNull(Variance);
        ArgumentNullException.ThrowIfNull(Mean);
        int n = Times.Length;
        if (CumulativeHazard.Length != n || Variance.Length != n || Mean.Length != covariates || Array.Exists(Mean, column => column.Length != n))
        {
            throw new ArgumentException($"The baseline of stratum {Stratum} has {n} times, {CumulativeHazard.Length} hazards, {Variance.Length} variances and {Mean.Length} columns of means. "
                + $"Give as many as times, and {covariates} columns.");
        }

        foreach (double[] column in (double[][])[Times, CumulativeHazard, Variance, .. Mean])
        {
            SurvivalParameters.Finite(column, nameof(Times));
        }

        if (Array.Exists(Times, t => t < 0.0) || Array.Exists(CumulativeHazard, h => h < 0.0) || Array.Exists(Variance, v => v < 0.0)
            || Enumerable.Range(1, Math.Max(0, n - 1)).Any(k => Times[k] <= Times[k - 1] || CumulativeHazard[k] < CumulativeHazard[k - 1]))
        {
            throw new ArgumentException($"The baseline of stratum {Stratum} has times or hazards that do not rise, or are below 0. Times of events rise, and so do cumulative hazards.");
        }
    }

    private static CoxBaseline Cumulate(int stratum, List<(double T, double H, double V, double[] M)> steps, int p)
    {
        steps.Reverse();
        int n = steps.Count;
        CoxBaseline baseline = new(stratum, new double[n], new double[n], new double[n], [.. Enumerable.Range(0, p).Select(_ => new double[n])]);
        double h = 0.0;
        double v = 0.0;
        double[] mean = new double[p];
        for (int k = 0; k < n; k++)
        {
            h += steps[k].H;
            v += steps[k].V;
            baseline.Times[k] = steps[k].T;
            baseline.CumulativeHazard[k] = h;
            baseline.Variance[k] = v;
            for (int j = 0; j < p; j++)
            {
                mean[j] += steps[k].M[j];
                baseline.Mean[j][k] = mean[j];
            }
        }

        return baseline;
    }
}
