using Perennial.Models.Numerics;

namespace Perennial.Models.BgNbd;

/// <summary>Expected purchases of a customer known to be alive: rate ~ Gamma(r, alpha), drop-out chance ~ Beta(a, b).</summary>
/// <remarks>
/// E[X(t)] = w^(a-1) · sum over n from 1 of e_n (a)_(n-1) / n! z^n with z = t/(alpha + t), w = 1 - z and
/// e_n = c (1 - (c-r)_n / (c)_n), c = a + b - 1. It is the paper's hypergeometric form after Euler's transformation with the
/// leading 1 taken out by hand, so that nothing is singular at a = 1, at c = 0 or at a -> 0 (where the NBD's r t / alpha is left),
/// and nothing overflows at large frequencies. Far out (z near 1) and for rates without spread the mean over the beta distribution
/// of [1 - (1 + p t/alpha)^-r] / p is taken instead.
/// </remarks>
internal readonly struct BgNbdExpectation
{
    private const double LargestZ = 0.97;
    private readonly double _r;
    private readonly double _alpha;
    private readonly double _a;
    private readonly double _b;

    public BgNbdExpectation(double r, double alpha, double a, double b)
    {
        _r = r;
        _alpha = alpha;
        _a = a;
        _b = b;
    }

    // With c - r far below -1 the terms change sign while they are large; with a large they overflow before (1 - z)^a takes them back.
    private bool SeriesIsSafe(double z) =>
        z <= LargestZ && _a + _b - 1.0 - _r >= -3.0 && -_a * SpecialFunctions.Log1p(-z) < 300.0;

    /// <summary>Gives E[X(t)].</summary>
    public double Transactions(double t)
    {
        if (t == 0.0)
        {
            return 0.0;
        }

        double z = t / (_alpha + t);
        return SeriesIsSafe(z) ? Series(z, _alpha / (_alpha + t)) : ByQuadrature(t);
    }

    /// <summary>Gives the expected purchases in (0, t], each discounted to 0.</summary>
    public double Discounted(double t, double delta)
    {
        if (t == 0.0 || delta == 0.0)
        {
            return Transactions(t);
        }

        double z = t / (_alpha + t);
        if (SeriesIsSafe(z))
        {
            return BySeriesAtNodes(t, delta);
        }

        double r = _r;
        double alpha = _alpha;
        return BetaExpectation.Of(_a, _b, alpha / (r * t), p => p == 0.0
            ? r / alpha * DiscountIntegral.Finite(0.0, alpha, delta, t)
            : r / alpha * DiscountIntegral.Finite(r + 1.0, alpha / p, delta, t));
    }

    /// <summary>Gives the expected purchases in (0, infinity), each discounted to 0.</summary>
    public double DiscountedForever(double delta)
    {
        double r = _r;
        double alpha = _alpha;
        return BetaExpectation.Of(_a, _b, alpha * delta / r, p => p * r < 1e-300
            ? r / (alpha * delta)
            : r / p * DiscountIntegral.ScaledExponentialIntegral(r + 1.0, delta * alpha / p));
    }

    private double ByQuadrature(double t)
    {
        double r = _r;
        double tau = t / _alpha;
        return BetaExpectation.Of(_a, _b, 1.0 / (r * tau), p =>
        {
            double v = SpecialFunctions.Log1p(p * tau);
            return p * tau < 1e-300 ? r * tau : r * (v / p) * SpecialFunctions.MeanDecay(r * v);
        });
    }

    private double Series(double z, double w)
    {
        Terms next = new(_r, _a, _a + _b - 1.0, z);
        double sum = 0.0;
        for (int n = 0; n < 100_000; n++)
        {
            double term = next.Move();
            sum += term;
            if (Math.Abs(term) <= 1e-17 * Math.Abs(sum) * (1.0 - z))
            {
                break;
            }
        }

        return Math.Pow(w, _a - 1.0) * sum;
    }

    // By parts: integral of e^(-delta u) dM(u) = e^(-delta t) M(t) + delta · integral of e^(-delta u) M(u) du, in v = ln(1 + u/alpha).
    private double BySeriesAtNodes(double t, double delta)
    {
        ReadOnlySpan<double> nodes = GaussLegendre.Nodes;
        ReadOnlySpan<double> weights = GaussLegendre.Weights;
        double top = SpecialFunctions.Log1p(t / _alpha);
        int panels = 1 + (int)Math.Ceiling(Math.Max(top / 2.0, delta * t / 6.0) - 1.0);
        panels = Math.Max(panels, 1);
        int count = (panels * GaussLegendre.Points) + 1;
        Span<double> z = count <= 129 ? stackalloc double[count] : new double[count];
        Span<double> m = count <= 129 ? stackalloc double[count] : new double[count];
        Span<double> power = count <= 129 ? stackalloc double[count] : new double[count];
        for (int panel = 0; panel < panels; panel++)
        {
            for (int i = 0; i < nodes.Length; i++)
            {
                double v = top * (panel + nodes[i]) / panels;
                z[(panel * GaussLegendre.Points) + i] = -SpecialFunctions.Expm1(-v);
            }
        }

        // In units of the largest z, whose powers the terms carry.
        double largest = t / (_alpha + t);
        z[count - 1] = largest;
        System.Numerics.Tensors.TensorPrimitives.Divide(z, largest, z);
        z.CopyTo(power);
        m.Clear();
        Terms next = new(_r, _a, _a + _b - 1.0, largest);
        for (int n = 0; n < 100_000; n++)
        {
            double term = next.Move();
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(power, term, m, m);
            System.Numerics.Tensors.TensorPrimitives.Multiply(power, z, power);
            if (Math.Abs(term) <= 1e-17 * Math.Abs(m[count - 1]) * (1.0 - largest))
            {
                break;
            }
        }

        double integral = 0.0;
        for (int panel = 0; panel < panels; panel++)
        {
            for (int i = 0; i < nodes.Length; i++)
            {
                int at = (panel * GaussLegendre.Points) + i;
                double v = top * (panel + nodes[i]) / panels;
                double u = _alpha * SpecialFunctions.Expm1(v);
                integral += weights[i] * Math.Exp((-delta * u) - ((_a - 1.0) * v) + v) * m[at];
            }
        }

        return (Math.Exp((-delta * t) - ((_a - 1.0) * top)) * m[count - 1]) + (delta * _alpha * integral * top / panels);
    }

    // e_n (a)_(n-1) / n! z^n, one after the other: without z^n they would overflow at a large.
    private struct Terms
    {
        private readonly double _z;
        private readonly double _r;
        private readonly double _a;
        private readonly double _c;
        private double _e;
        private double _ratio;
        private double _rising;
        private int _n;

        public Terms(double r, double a, double c, double z)
        {
            _z = z;
            _r = r;
            _a = a;
            _c = c;
            _e = 0.0;
            _ratio = c;
            _rising = z;
            _n = 0;
        }

        public double Move()
        {
            // ratio is c (c-r)_n / (c)_n; its first factor is taken apart because c may be 0.
            if (_n == 0)
            {
                _e = _r;
                _ratio = _c - _r;
            }
            else
            {
                double fraction = _r / (_c + _n);
                _e += _ratio * fraction;
                _ratio -= _ratio * fraction;
                _rising *= _z * ((_a + _n - 1.0) / (_n + 1.0));
            }

            _n++;
            return _e * _rising;
        }
    }
}
