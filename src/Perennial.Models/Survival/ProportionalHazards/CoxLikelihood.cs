using Perennial.Models.Fitting;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>The log partial likelihood with its first and second derivatives, under either tie rule.</summary>
/// <source paper="Cox1972"/>
/// <source paper="Efron1977"/>
/// <source paper="Breslow1974"/>
internal static class CoxLikelihood
{
    /// <summary>Makes the negative log partial likelihood per event, plus the penalty, in coefficients of standardised covariates.</summary>
    public static SmoothFunction Objective(CoxRows rows, CoxTies ties, double penalty) => (point, gradient, hessian) =>
    {
        int p = rows.Width;
        double[] beta = point.ToArray();
        double[] g = new double[p];
        double[] h = new double[p * p];
        double value = 0.0;
        (double[] relative, double shift) = Relative(rows, beta);
        CoxSweep.Run(rows, relative, ties, m =>
        {
            value -= m.LogSum;
            for (int k = m.FirstEvent; k < m.EndEvent; k++)
            {
                ReadOnlySpan<double> x = rows.X.AsSpan(k * p, p);
                value += rows.Weight[k] * (Linear(beta, x) - shift);
                for (int i = 0; i < p; i++)
                {
                    g[i] += rows.Weight[k] * x[i];
                }
            }

            for (int i = 0; i < p; i++)
            {
                g[i] -= m.Mean(i);
                for (int j = i; j < p; j++)
                {
                    h[(i * p) + j] += m.Covariance(i, j, p);
                }
            }
        });
        double events = rows.Events;
        double squares = 0.0;
        for (int i = 0; i < p; i++)
        {
            squares += beta[i] * beta[i];
            gradient[i] = ((penalty * beta[i]) - g[i]) / events;
            for (int j = 0; j < p && !hessian.IsEmpty; j++)
            {
                hessian[(i * p) + j] = (h[(Math.Min(i, j) * p) + Math.Max(i, j)] + (i == j ? penalty : 0.0)) / events;
            }
        }

        return ((0.5 * penalty * squares) - value) / events;
    };

    /// <summary>Gives each row's relative hazard, divided by the largest so that nothing overflows, and the logarithm of that divisor.</summary>
    public static (double[] Relative, double Shift) Relative(CoxRows rows, double[] beta)
    {
        double[] relative = new double[rows.Count];
        double shift = double.NegativeInfinity;
        for (int i = 0; i < relative.Length; i++)
        {
            relative[i] = Linear(beta, rows.X.AsSpan(i * rows.Width, rows.Width));
            shift = Math.Max(shift, relative[i]);
        }

        for (int i = 0; i < relative.Length; i++)
        {
            relative[i] = Math.Exp(relative[i] - shift);
        }

        return (relative, shift);
    }

    /// <summary>Gives the linear predictor.</summary>
    public static double Linear(double[] beta, ReadOnlySpan<double> x)
    {
        double value = 0.0;
        for (int j = 0; j < x.Length; j++)
        {
            value += beta[j] * x[j];
        }

        return value;
    }
}
