using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.VaryingCovariates;

/// <summary>The integral over the moment of drop-out after the last purchase as a sum over pieces of constant covariates, with its derivatives.</summary>
/// <remarks>
/// Sum over pieces of the integral of c (a0/(a_i + a v))^m (b0/(b_i + c v))^s / (b_i + c v) dv, where a_i = alpha + A, b_i = beta + C at the start of a piece and
/// a0, b0 are theirs at the last purchase. In w = c v a piece is the drop-out integral of Pareto/NBD itself at alpha = a_i c/a and beta = b_i. Every derivative of
/// the logarithm of the integrand is a constant plus a multiple of one of P = ln((alpha+A)/a0), p = 1/(alpha+A), Q = ln((beta+C)/b0), q = 1/(beta+C):
/// first and second derivatives need only that integral's moments. Parameters: r, alpha, s, beta, coefficients on purchases, coefficients on drop-out.
/// </remarks>
internal sealed class DropoutPieces
{
    // What is left after this many e-folds is below the last digit of the sum.
    private const double Negligible = 45.0;

    private readonly int _purchases;
    private readonly int _dropouts;
    private readonly double[] _constant;
    private readonly double[] _factor;
    private readonly int[] _basis;
    private readonly double[] _moments = new double[DropoutIntegral.MomentCount];
    private readonly double[] _f = new double[25];

    public DropoutPieces(int purchases, int dropouts)
    {
        (_purchases, _dropouts) = (purchases, dropouts);
        int n = 4 + purchases + dropouts;
        (_constant, _factor) = (new double[n], new double[n]);
        _basis = [1, 2, 3, 4, .. Enumerable.Repeat(2, purchases), .. Enumerable.Repeat(4, dropouts)];
        (First, Second) = (new double[n], new double[n * n]);
    }

    /// <summary>Gives the sum.</summary>
    public double Sum { get; private set; }

    /// <summary>Gives its derivatives, the power of a0 and b0 in front taken as constant and ln s left out.</summary>
    public double[] First { get; }

    /// <summary>Gives its second derivatives, the upper triangle of a full matrix.</summary>
    public double[] Second { get; }

    /// <summary>Gives ln(a_T / a0): how much stretched purchase time grew up to T.</summary>
    public double GrowthA { get; private set; }

    /// <summary>Gives ln(b_T / b0).</summary>
    public double GrowthB { get; private set; }

    /// <summary>Walks the pieces after the last purchase; the exposures stand at the last purchase, and at T afterwards.</summary>
    public void Walk((int Row, double Time)[] pieces, VaryingRates rates, double m, double alpha, double s, double beta, Exposure bought, Exposure lived)
    {
        (Sum, GrowthA, GrowthB) = (0.0, 0.0, 0.0);
        Array.Clear(First);
        Array.Clear(Second);
        bool over = false;
        double logS = Math.Log(s);
        foreach ((int row, double time) in pieces)
        {
            double a = rates.Purchase[row], c = rates.Dropout[row];
            double ai = alpha + bought.Value, bi = beta + lived.Value;
            double log = -(m * GrowthA) - (s * GrowthB);

            // From here on the integral is at most e^log / s.
            over = over || log - logS < Math.Log(Sum) - Negligible;
            if (!over)
            {
                DropoutIntegral.Moments(m, ai * c / a, s, bi, 0.0, c * time, _moments);
                Spread(Math.Exp(log), 1.0 / ai, 1.0 / bi);
                Add(m, s, ai, bi, rates.PurchaseX(row), rates.DropoutX(row), bought, lived);
            }

            GrowthA += SpecialFunctions.Log1p(a * time / ai);
            GrowthB += SpecialFunctions.Log1p(c * time / bi);
            bought.Add(a * time, rates.PurchaseX(row));
            lived.Add(c * time, rates.DropoutX(row));
        }
    }

    // Moments of 1, P, p, Q, q on a piece, from those of ln((alpha+u)/alpha), alpha/(alpha+u), … of the integral.
    private void Spread(double size, double pa, double qb)
    {
        double[] m = _moments, f = _f;
        double la = GrowthA, lb = GrowthB;
        f[0] = size * m[0];
        f[1] = size * (m[1] + (la * m[0]));
        f[2] = size * pa * m[2];
        f[3] = size * (m[3] + (lb * m[0]));
        f[4] = size * qb * m[4];
        f[6] = size * (m[5] + (la * ((2.0 * m[1]) + (la * m[0]))));
        f[7] = size * pa * (m[6] + (la * m[2]));
        f[8] = size * (m[7] + (la * m[3]) + (lb * (m[1] + (la * m[0]))));
        f[9] = size * qb * (m[8] + (la * m[4]));
        f[12] = size * pa * pa * m[9];
        f[13] = size * pa * (m[10] + (lb * m[2]));
        f[14] = size * pa * qb * m[11];
        f[18] = size * (m[12] + (lb * ((2.0 * m[3]) + (lb * m[0]))));
        f[19] = size * qb * (m[13] + (lb * m[4]));
        f[24] = size * qb * qb * m[14];
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < i; j++)
            {
                f[(i * 5) + j] = f[(j * 5) + i];
            }
        }
    }

    private void Add(double m, double s, double ai, double bi, ReadOnlySpan<double> x, ReadOnlySpan<double> z, Exposure bought, Exposure lived)
    {
        double[] f = _f;
        int n = First.Length;

        // d ln(integrand): constant + factor times the parameter's own of P, p, Q, q.
        _factor[0] = -1.0;
        _factor[1] = -m;
        _factor[2] = -1.0;
        _factor[3] = -(s + 1.0);
        for (int k = 0; k < _purchases; k++)
        {
            _constant[4 + k] = -m * x[k];
            _factor[4 + k] = -m * (bought.First[k] - (x[k] * ai));
        }

        for (int k = 0; k < _dropouts; k++)
        {
            _constant[4 + _purchases + k] = -s * z[k];
            _factor[4 + _purchases + k] = -(s + 1.0) * (lived.First[k] - (z[k] * bi));
        }

        Sum += f[0];
        for (int i = 0; i < n; i++)
        {
            int b = _basis[i] * 5;
            double c0 = _constant[i], w0 = _factor[i];
            double one = (c0 * f[0]) + (w0 * f[b]);
            First[i] += one;
            for (int j = i; j < n; j++)
            {
                int other = _basis[j];
                Second[(i * n) + j] += (_constant[j] * one) + (_factor[j] * ((c0 * f[other]) + (w0 * f[b + other])));
            }
        }

        Own(0, 1, 4, _purchases, m, ai, f[0], f[2], f[12], x, bought);
        Own(2, 3, 4 + _purchases, _dropouts, s + 1.0, bi, f[0], f[4], f[24], z, lived);
    }

    // Second derivatives of ln(integrand) within one process: shape power m, its rate, its coefficients.
    private void Own(int shape, int rate, int first, int count, double m, double start, double f, double fp, double fpp, ReadOnlySpan<double> x, Exposure exposure)
    {
        int n = First.Length;
        Second[(shape * n) + rate] -= fp;
        Second[(rate * n) + rate] += m * fpp;
        int at = 0;
        for (int k = 0; k < count; k++)
        {
            // The derivative of alpha + A over itself is x + g p.
            double g = exposure.First[k] - (x[k] * start);
            Second[(shape * n) + first + k] -= (x[k] * f) + (g * fp);
            Second[(rate * n) + first + k] += m * ((x[k] * fp) + (g * fpp));
            for (int l = k; l < count; l++, at++)
            {
                double other = exposure.First[l] - (x[l] * start);
                double squares = (x[k] * x[l] * f) + (((x[k] * other) + (x[l] * g)) * fp) + (g * other * fpp);
                double curve = (x[k] * x[l] * f) + ((exposure.Second[at] - (x[k] * x[l] * start)) * fp);
                Second[((first + k) * n) + first + l] += m * (squares - curve);
            }
        }
    }
}
