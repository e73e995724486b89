using Perennial.Models.Numerics;

namespace Perennial.Models.VaryingCovariates;

/// <summary>The log-likelihood of one customer whose rates change with time, with its first and second derivatives.</summary>
/// <remarks>
/// With stretched times A(t) = integral of e^(g'x), C(t) = integral of e^(h'z): ln rising(r, x) + sum of g'x at purchases + r ln alpha + s ln beta
/// + ln[(alpha+A(T))^-(r+x) (beta+C(T))^-s + s integral over u in (t_x, T] of e^(h'z) (alpha+A(u))^-(r+x) (beta+C(u))^-(s+1) du].
/// Parameters: r, alpha, s, beta, coefficients on purchases, coefficients on drop-out. One instance serves one thread.
/// </remarks>
/// <source paper="BachmannMeiererNaef2021"/>
internal sealed class VaryingLikelihood : ICustomerLikelihood
{
    private readonly int _purchases;
    private readonly int _n;
    private readonly Exposure _bought;
    private readonly Exposure _lived;
    private readonly DropoutPieces _pieces;
    private readonly double[] _rise;

    public VaryingLikelihood(int purchases, int dropouts)
    {
        (_purchases, _n) = (purchases, 4 + purchases + dropouts);
        (_bought, _lived, _pieces) = (new Exposure(purchases), new Exposure(dropouts), new DropoutPieces(purchases, dropouts));
        (_rise, Gradient, Hessian) = (new double[_n], new double[_n], new double[_n * _n]);
    }

    /// <inheritdoc/>
    public double[] Gradient { get; }

    /// <inheritdoc/>
    public double[] Hessian { get; }

    /// <inheritdoc/>
    public double Of(VaryingHistory history, int x, VaryingRates rates, ReadOnlySpan<double> theta)
    {
        (double r, double alpha, double s, double beta) = (theta[0], theta[1], theta[2], theta[3]);
        double m = r + x;
        _bought.Clear();
        _lived.Clear();
        foreach ((int row, double time) in history.Before)
        {
            _bought.Add(rates.Purchase[row] * time, rates.PurchaseX(row));
            _lived.Add(rates.Dropout[row] * time, rates.DropoutX(row));
        }

        _pieces.Walk(history.After, rates, m, alpha, s, beta, _bought, _lived);
        double value = Alive(history, x, rates, r, alpha, s, beta);
        if (history.After.Length > 0)
        {
            double odds = Math.Log(s * _pieces.Sum) + (m * _pieces.GrowthA) + (s * _pieces.GrowthB);
            value += SpecialFunctions.Softplus(odds);
            AddDropout(odds, m, alpha, s, beta);
        }

        return value;
    }

    // A customer who is still alive at T.
    private double Alive(VaryingHistory history, int x, VaryingRates rates, double r, double alpha, double s, double beta)
    {
        double m = r + x;
        double growthA = SpecialFunctions.Log1p(_bought.Value / alpha), growthB = SpecialFunctions.Log1p(_lived.Value / beta);
        double pa = 1.0 / (alpha + _bought.Value), pb = 1.0 / (beta + _lived.Value);
        double value = SpecialFunctions.LogRising(r, x) - (r * growthA) - (x * (Math.Log(alpha) + growthA)) - (s * growthB);
        Array.Clear(Gradient);
        Array.Clear(Hessian);
        Gradient[0] = SpecialFunctions.DigammaRise(r, x) - growthA;
        Gradient[1] = (r * _bought.Value * pa / alpha) - (x * pa);
        Gradient[2] = -growthB;
        Gradient[3] = s * _lived.Value * pb / beta;
        Hessian[0] = SpecialFunctions.TrigammaRise(r, x);
        Hessian[1] = _bought.Value * pa / alpha;
        Hessian[_n + 1] = -(r / (alpha * alpha)) + (m * pa * pa);
        Hessian[(2 * _n) + 3] = _lived.Value * pb / beta;
        Hessian[(3 * _n) + 3] = -(s / (beta * beta)) + (s * pb * pb);
        Coefficients(Gradient, 1.0, 1.0, 0, 4, m, pa, _bought);
        Coefficients(Gradient, 1.0, 1.0, 2, 4 + _purchases, s, pb, _lived);
        foreach ((int row, int count) in history.Events)
        {
            value += count * Math.Log(rates.Purchase[row]);
            ReadOnlySpan<double> covariates = rates.PurchaseX(row);
            for (int k = 0; k < _purchases; k++)
            {
                Gradient[4 + k] += count * covariates[k];
            }
        }

        return value;
    }

    // Takes what coefficients do to m ln(rate + exposure) so many times from a gradient and from the Hessian; the shape stands before the rate.
    private void Coefficients(double[] gradient, double once, double times, int shape, int first, double m, double p, Exposure exposure)
    {
        int at = 0;
        for (int k = 0; k < exposure.First.Length; k++)
        {
            double share = exposure.First[k] * p;
            gradient[first + k] -= once * m * share;
            Hessian[(shape * _n) + first + k] -= times * share;
            Hessian[((shape + 1) * _n) + first + k] += times * m * p * share;
            for (int l = k; l < exposure.First.Length; l++, at++)
            {
                Hessian[((first + k) * _n) + first + l] -= times * m * ((exposure.Second[at] * p) - (share * exposure.First[l] * p));
            }
        }
    }

    // ln(1 + odds): first derivatives of ln odds are means over the moment of drop-out, second ones means and covariances.
    private void AddDropout(double odds, double m, double alpha, double s, double beta)
    {
        double chance = SpecialFunctions.LogisticComplement(-odds);
        double both = chance * SpecialFunctions.LogisticComplement(odds);
        double pa = 1.0 / (alpha + _bought.Value), pb = 1.0 / (beta + _lived.Value);
        double one = 1.0 / _pieces.Sum;
        for (int i = 0; i < _n; i++)
        {
            _rise[i] = _pieces.First[i] * one;
        }

        // The covariance, before what alive and dropped out do not share is added to the means.
        for (int i = 0; i < _n; i++)
        {
            for (int j = i; j < _n; j++)
            {
                Hessian[(i * _n) + j] += chance * ((_pieces.Second[(i * _n) + j] * one) - (_rise[i] * _rise[j]));
            }
        }

        _rise[0] += _pieces.GrowthA;
        _rise[1] += m * pa;
        _rise[2] += (1.0 / s) + _pieces.GrowthB;
        _rise[3] += s * pb;
        Hessian[1] += chance * pa;
        Hessian[_n + 1] -= chance * m * pa * pa;
        Hessian[(2 * _n) + 2] -= chance / (s * s);
        Hessian[(2 * _n) + 3] += chance * pb;
        Hessian[(3 * _n) + 3] -= chance * s * pb * pb;
        Coefficients(_rise, -1.0, -chance, 0, 4, m, pa, _bought);
        Coefficients(_rise, -1.0, -chance, 2, 4 + _purchases, s, pb, _lived);
        for (int i = 0; i < _n; i++)
        {
            Gradient[i] += chance * _rise[i];
            for (int j = i; j < _n; j++)
            {
                Hessian[(i * _n) + j] += both * _rise[i] * _rise[j];
            }
        }
    }
}
