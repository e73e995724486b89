namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>The baseline of one stratum at the mean covariates: times of events, and running sums from the first.</summary>
internal sealed class CoxBaseline
{
    private CoxBaseline(double[] times, double[] hazard, double[] variance, double[][] mean)
    {
        Times = times;
        Hazard = hazard;
        Variance = variance;
        Mean = mean;
    }

    public double[] Times { get; }

    /// <summary>Gives the cumulative hazard.</summary>
    public double[] Hazard { get; }

    /// <summary>Gives the running sum of squared hazard steps: the variance of the hazard were the coefficients known.</summary>
    public double[] Variance { get; }

    /// <summary>Gives the running sums of the risk set's mean times hazard step, one array a covariate, in standardised units.</summary>
    public double[][] Mean { get; }

    /// <summary>Estimates all strata's baselines (Efron's or Breslow's, as the ties were treated).</summary>
    public static CoxBaseline[] Of(CoxRows rows, CoxTies ties, double[] beta)
    {
        int p = rows.Width;
        (double[] relative, double shift) = CoxLikelihood.Relative(rows, beta);
        double unit = Math.Exp(-shift);
        List<(double T, double H, double V, double[] M)>[] steps = [.. rows.Strata.Select(_ => new List<(double T, double H, double V, double[] M)>())];
        CoxSweep.Run(rows, relative, ties, m => steps[m.Stratum].Add(
            (m.Time, m.A0 * unit, m.B0 * unit * unit, [.. Enumerable.Range(0, p).Select(j => m.MeanHazard(j) * unit)])));
        return [.. steps.Select(s => Cumulate(s, p))];
    }

    /// <summary>Gives the last step at or before a time, -1 where there is none.</summary>
    public int LastAt(double t)
    {
        int found = Array.BinarySearch(Times, t);
        return found >= 0 ? found : ~found - 1;
    }

    private static CoxBaseline Cumulate(List<(double T, double H, double V, double[] M)> steps, int p)
    {
        steps.Reverse();
        int n = steps.Count;
        CoxBaseline baseline = new(new double[n], new double[n], new double[n], [.. Enumerable.Range(0, p).Select(_ => new double[n])]);
        double h = 0.0;
        double v = 0.0;
        double[] mean = new double[p];
        for (int k = 0; k < n; k++)
        {
            h += steps[k].H;
            v += steps[k].V;
            baseline.Times[k] = steps[k].T;
            baseline.Hazard[k] = h;
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
