using Perennial.Models.Numerics;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>The log-likelihood of one customer whose rates are correlated: L00 (1 + kappa (1 + L11/L00 - L10/L00 - L01/L00)).</summary>
/// <remarks>L10 is the likelihood with alpha + span for alpha, L01 with beta + span for beta. Parameters: those without correlation, then kappa.</remarks>
/// <source paper="BachmannMeiererNaef2021"/>
internal sealed class CorrelatedLikelihood(int purchases, int dropouts, double span) : ICustomerLikelihood
{
    private readonly VaryingLikelihood[] _parts = [.. Enumerable.Range(0, 4).Select(_ => new VaryingLikelihood(purchases, dropouts))];
    private readonly double[] _logs = new double[4];
    private readonly double[] _theta = new double[4];

    /// <inheritdoc/>
    public double[] Gradient { get; } = new double[5 + purchases + dropouts];

    /// <inheritdoc/>
    public double[] Hessian { get; } = new double[(5 + purchases + dropouts) * (5 + purchases + dropouts)];

    /// <inheritdoc/>
    public double Of(VaryingHistory history, int x, VaryingRates rates, ReadOnlySpan<double> theta)
    {
        double kappa = theta[4];
        for (int k = 0; k < 4; k++)
        {
            theta[..4].CopyTo(_theta);
            _theta[1] += k is 1 or 2 ? span : 0.0;
            _theta[3] += k is 1 or 3 ? span : 0.0;
            _logs[k] = _parts[k].Of(history, x, rates, _theta);
        }

        // Against L00: 1 + kappa times the second difference.
        double e1 = Math.Exp(_logs[1] - _logs[0]), e2 = Math.Exp(_logs[2] - _logs[0]), e3 = Math.Exp(_logs[3] - _logs[0]);
        double difference = 1.0 + e1 - e2 - e3;
        double one = 1.0 / (1.0 + (kappa * difference));
        if (!(one > 0.0) || !double.IsFinite(one))
        {
            return double.NaN;
        }

        Mix((1.0 + kappa) * one, kappa * e1 * one, -kappa * e2 * one, -kappa * e3 * one, difference * one, [one, e1 * one, -e2 * one, -e3 * one]);
        return _logs[0] + SpecialFunctions.Log1p(kappa * difference);
    }

    private void Mix(double w0, double w1, double w2, double w3, double slope, ReadOnlySpan<double> rise)
    {
        int n = Gradient.Length, last = n - 1;
        (double[] g0, double[] g1, double[] g2, double[] g3) = (_parts[0].Gradient, _parts[1].Gradient, _parts[2].Gradient, _parts[3].Gradient);
        (double[] h0, double[] h1, double[] h2, double[] h3) = (_parts[0].Hessian, _parts[1].Hessian, _parts[2].Hessian, _parts[3].Hessian);
        for (int i = 0; i < last; i++)
        {
            Gradient[i] = (w0 * g0[i]) + (w1 * g1[i]) + (w2 * g2[i]) + (w3 * g3[i]);
        }

        Gradient[last] = slope;
        Hessian[(n * n) - 1] = -slope * slope;
        for (int i = 0; i < last; i++)
        {
            for (int j = i; j < last; j++)
            {
                int at = (i * last) + j;
                Hessian[(i * n) + j] = (w0 * (h0[at] + (g0[i] * g0[j]))) + (w1 * (h1[at] + (g1[i] * g1[j]))) + (w2 * (h2[at] + (g2[i] * g2[j])))
                    + (w3 * (h3[at] + (g3[i] * g3[j]))) - (Gradient[i] * Gradient[j]);
            }

            Hessian[(i * n) + last] = (rise[0] * g0[i]) + (rise[1] * g1[i]) + (rise[2] * g2[i]) + (rise[3] * g3[i]) - (slope * Gradient[i]);
        }
    }
}
