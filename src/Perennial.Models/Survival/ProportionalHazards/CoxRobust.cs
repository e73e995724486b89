using Perennial.Models.Fitting;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>The sandwich covariance from score residuals.</summary>
/// <source paper="LinWei1989"/>
internal static class CoxRobust
{
    /// <summary>Gives the robust covariance of the coefficients in the caller's units.</summary>
    public static double[] Covariance(CoxRows rows, CoxTies ties, double[] beta, double[] covariance, int[]? subject)
    {
        int p = rows.Width;
        double[] residuals = ScoreResiduals(rows, ties, beta);

        // Sum within a subject. A row that stands for several customers is as many subjects of one row.
        Dictionary<int, double[]> bySubject = [];
        double[] meat = new double[p * p];
        for (int i = 0; i < rows.Count; i++)
        {
            Span<double> r = residuals.AsSpan(i * p, p);
            if (subject is null)
            {
                Outer(meat, r, rows.Weight[i]);
                continue;
            }

            int key = subject[rows.Row[i]];
            if (!bySubject.TryGetValue(key, out double[]? sum))
            {
                bySubject[key] = sum = new double[p];
            }

            for (int j = 0; j < p; j++)
            {
                sum[j] += rows.Weight[i] * r[j];
            }
        }

        foreach (double[] sum in bySubject.OrderBy(s => s.Key).Select(s => s.Value))
        {
            Outer(meat, sum, 1.0);
        }

        // Residuals are in standardised covariates: V (diag(sd) meat diag(sd)) V.
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                meat[(i * p) + j] *= rows.Scale.Deviation[i] * rows.Scale.Deviation[j];
            }
        }

        return LinearMap.Apply(covariance, new double[p], meat).Covariance!;
    }

    // x minus the risk set's mean at the row's own event, less the same expected over all events the row was at risk for.
    private static double[] ScoreResiduals(CoxRows rows, CoxTies ties, double[] beta)
    {
        int p = rows.Width;
        double[] residuals = new double[rows.Count * p];
        (double[] relative, double shift) = CoxLikelihood.Relative(rows, beta);
        CoxSweep.Run(rows, relative, ties, m =>
        {
            for (int k = m.FirstEvent; k < m.EndEvent; k++)
            {
                for (int j = 0; j < p; j++)
                {
                    double x = rows.X[(k * p) + j];

                    // Under Efron a tied event is only partly at risk for the others.
                    double tied = relative[k] * ((x * m.A1) - ((m.B1 * m.S1[j]) - (m.B2 * m.D1[j])));
                    residuals[(k * p) + j] += x - (m.Mean(j) / m.Events) + tied;
                }
            }
        });
        CoxBaseline[] baseline = CoxBaseline.Of(rows, ties, beta);
        for (int s = 0; s < rows.Strata.Length; s++)
        {
            CoxBaseline b = baseline[s];
            for (int i = rows.StratumStart[s]; i < rows.StratumStart[s + 1]; i++)
            {
                int last = b.LastAt(rows.Time[i]);
                int first = b.LastAt(rows.Entry[i]);
                double hazard = At(b.CumulativeHazard, last) - At(b.CumulativeHazard, first);
                for (int j = 0; j < p; j++)
                {
                    double mean = At(b.Mean[j], last) - At(b.Mean[j], first);
                    residuals[(i * p) + j] -= relative[i] * Math.Exp(shift) * ((rows.X[(i * p) + j] * hazard) - mean);
                }
            }
        }

        return residuals;
    }

    private static double At(double[] sums, int k) => k < 0 ? 0.0 : sums[k];

    private static void Outer(double[] matrix, ReadOnlySpan<double> x, double weight)
    {
        int p = x.Length;
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                matrix[(i * p) + j] += weight * x[i] * x[j];
            }
        }
    }
}
