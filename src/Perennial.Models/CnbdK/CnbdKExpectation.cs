using System.Numerics;
using Perennial.Models.Numerics;

namespace Perennial.Models.CnbdK;

/// <summary>
/// Expected purchases of a customer known to be alive, for each number j = 0 … k - 1 of phases behind them: phase rate ~ Gamma(r + j, alpha),
/// drop-out chance ~ Beta(a, b), both as of now.
/// </summary>
/// <remarks>
/// The m-th purchase happens within t with chance E(1 - p)^(m - 1) · P(N at least k m - j), N negative binomial: the sum over m is exact and
/// is taken where N stays below some thousands. Beyond, given p, the sum over m has a closed form over the k-th roots of unity w,
/// with q = (1 - p)^(1/k): q^(j + 1 - k) / k · sum over w of w^(j + 1) [1 - (1 + t s/alpha)^-(r + j)] / s, s = 1 - w q; its mean over the beta
/// distribution is taken by quadrature (for p above 1/2, where the powers of q would cancel, by the sum over m, of which 64 terms are enough).
/// With discounting over a finite horizon: see <see cref="Discounted"/>; for ever, given rate l and p, the sum is f^(k - j) / (1 - (1 - p) f^k) with
/// f = l / (l + delta), whose mean over both distributions is taken by quadrature. Aimed at 1e-12, found against the sum 1e-11, relative.
/// </remarks>
internal sealed class CnbdKExpectation
{
    private const int MostPhases = 4096;
    private const int TermsAboveHalf = 64;
    private const double Negligible = 1e-18;

    private readonly int _k;
    private readonly double _r;
    private readonly double _alpha;
    private readonly double _a;
    private readonly double _b;

    public CnbdKExpectation(int k, double r, double alpha, double a, double b)
    {
        _k = k;
        _r = r;
        _alpha = alpha;
        _a = a;
        _b = b;
    }

    /// <summary>Gives k.</summary>
    public int K => _k;

    /// <summary>Gives r, of j = 0.</summary>
    public double R => _r;

    /// <summary>Gives alpha.</summary>
    public double Alpha => _alpha;

    /// <summary>Gives a.</summary>
    public double A => _a;

    /// <summary>Gives b.</summary>
    public double B => _b;

    /// <summary>Gives E[X(t)] for each j.</summary>
    public double[] Transactions(double t)
    {
        if (t == 0.0)
        {
            return new double[_k];
        }

        int reach = Reach(t);
        return reach <= MostPhases ? BySum(t, reach) : ByRoots(t);
    }

    /// <summary>Gives P(not having left by t) for each j: E(1 - p)^N, N the purchases of a customer who never leaves.</summary>
    /// <remarks>
    /// A sum over N; where N may be beyond some thousands it is 1 less the mean of p times the purchases expected given p, which is a / (a + b) times those of
    /// a drop-out chance ~ Beta(a + 1, b).
    /// </remarks>
    public double[] Stays(double t)
    {
        double[] chance = new double[_k];
        int reach = t == 0.0 ? 0 : Reach(t);
        if (reach > MostPhases)
        {
            double[] purchases = new CnbdKExpectation(_k, _r, _alpha, _a + 1.0, _b).ByRoots(t);
            return Array.ConvertAll(purchases, mean => Math.Clamp(1.0 - (_a / (_a + _b) * mean), 0.0, 1.0));
        }

        for (int j = 0; j < _k; j++)
        {
            double stay = 1.0, before = 1.0;
            double[] reached = t == 0.0 ? [] : Reached(j, t, (reach + _k - 1) / _k);
            for (int n = 0; n < reached.Length; n++)
            {
                chance[j] += stay * Math.Max(0.0, before - reached[n]);
                (stay, before) = (stay * ((_b + n) / (_a + _b + n)), reached[n]);
            }

            chance[j] = Math.Clamp(chance[j] + (stay * before), 0.0, 1.0);
        }

        return chance;
    }

    /// <summary>Gives the expected purchases in (0, t], each discounted to 0, for each j.</summary>
    /// <remarks>
    /// Given the phase rate l the n-th phase ends within t, discounted, with f^n P(at least n events of a Poisson of mean (l + delta) t), f = l / (l + delta), and each n is a purchase for one
    /// j alone: one pass over n serves all of them.
    /// </remarks>
    public double[] Discounted(double t, double delta)
    {
        if (t == 0.0 || delta == 0.0)
        {
            return Transactions(t);
        }

        PhaseRates rates = new(_k, _r, _alpha);
        double[] tails = [];
        return rates.AreTooMany(t) ? DiscountedByParts(t, delta) : rates.Mean(t, (rate, given) => DiscountedGiven(rate, t, delta, ref tails, given));
    }

    // Where phases run into tens of thousands the purchases not discounted, which have a closed form there, are the cheaper way.
    private double[] DiscountedByParts(double t, double delta)
    {
        double[] sum = Array.ConvertAll(Transactions(t), mean => mean * Math.Exp(-delta * t));
        foreach ((double at, double length) in Waves(t, delta))
        {
            double weight = delta * length * Math.Exp(-delta * at);
            if (weight == 0.0)
            {
                break;
            }

            double[] mean = Transactions(at);
            for (int j = 0; j < _k; j++)
            {
                sum[j] += weight * mean[j];
            }
        }

        return sum;
    }

    private void DiscountedGiven(double rate, double t, double delta, ref double[] tails, double[] sum)
    {
        Array.Clear(sum);
        ReadOnlySpan<double> tail = PhaseRates.PoissonTails((rate + delta) * t, ref tails);
        double stay = 1.0, f = Math.Exp(-SpecialFunctions.Log1p(delta / rate)), power = 1.0;
        int j = _k;
        for (int n = 1, m = 1; n < tail.Length; n++)
        {
            // n = k m - j.
            j--;
            power *= f;
            double part = stay * power;
            sum[j] += part * tail[n];
            if (part < Negligible)
            {
                return;
            }

            if (j == 0)
            {
                stay *= (_b + m - 1.0) / (_a + _b + m - 1.0);
                m++;
                j = _k;
            }
        }
    }

    /// <summary>Gives points and weights of an integral over (0, t) of what the purchases up to then make of e^(-delta t).</summary>
    public IEnumerable<(double At, double Weight)> Waves(double t, double delta)
    {
        // The mean time between purchases is the finest scale; the first 2 k purchases come in waves, which need panels of their own.
        double wave = _k * _alpha / _r;
        for (double u = 0.0, length; u < t; u += length)
        {
            double smooth = _k > 1 && u < 2 * _k * wave ? 2 * wave : Math.Max(2 * wave, u);
            length = Math.Min(Math.Min(smooth, 1.5 * (_alpha + u)), Math.Min(6.0 / delta, t - u));
            if (length < 1e-12 * u)
            {
                yield break;
            }

            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                yield return (u + (length * GaussLegendre.Nodes[i]), length * GaussLegendre.Weights[i]);
            }
        }
    }

    /// <summary>Gives the expected purchases in (0, infinity), each discounted to 0, for each j.</summary>
    public double[] DiscountedForever(double delta) => Forever(delta, y =>
    {
        double logF = -SpecialFunctions.Softplus(-y), once = Math.Exp(_k * logF), rest = -SpecialFunctions.Expm1(_k * logF);
        return (logF, (p, _) => 1.0 / (rest + (p * once)));
    });

    /// <summary>Gives the expected sum over ordered pairs of purchases in (0, infinity) of the product of their discounts to 0, for each j.</summary>
    public double[] PairsForever(double delta) => Forever(delta, y =>
    {
        // The earlier purchase is discounted twice, with g = l / (l + 2 delta), the time between the two once.
        double logF = -SpecialFunctions.Softplus(-y), logG = -SpecialFunctions.Softplus(Math.Log(2.0) - y);
        double f = Math.Exp(_k * logF), g = Math.Exp(_k * logG), restF = -SpecialFunctions.Expm1(_k * logF), restG = -SpecialFunctions.Expm1(_k * logG);
        return (logG, (p, q) => 2.0 / (restG + (p * g)) * (q * f / (restF + (p * f))));
    });

    // The mean over rates l and drop-out chances p of f^(k - j) times a function of p, where ln f and the function are given for ln(l / delta).
    private double[] Forever(double delta, Func<double, (double LogF, Func<double, double, double> Given)> at)
    {
        double[] sum = new double[_k];
        double most = (_r + _k + (40 * Math.Sqrt(_r + _k)) + 40) / _alpha;
        (double[] p, double[] q, double[] weight) = BetaExpectation.Rule(_a, _b, _k * delta / (most + delta));

        // Trapezoidal in y = ln(rate / delta): analytic in a strip of half-width pi/2, narrow where the shape is large. One grid serves all j.
        double scale = delta * _alpha, last = _r + _k - 1.0, mode = Math.Log(_r / scale);
        double step = Math.Min(0.25, 0.7 / Math.Sqrt(last));
        double low = Math.Max(mode - (42.0 / Math.Min(_r, 1.0 + Math.Sqrt(_r))), Math.Min(mode, 0.0) - (42.0 / Math.Min(_r + 1.0, 1.0 + Math.Sqrt(_r + 1.0))));
        double high = Math.Log(last / scale) + (42.0 / (1.0 + Math.Sqrt(_r)));
        double logNorm = (_r * Math.Log(scale)) - SpecialFunctions.LogGamma(_r);
        for (double y = low; y <= high; y += step)
        {
            double rate = scale * Math.Exp(y), density = step * Math.Exp(logNorm + (_r * y) - rate);
            (double logF, Func<double, double, double> given) = at(y);
            double mean = 0.0;
            for (int i = 0; i < p.Length && density > 0.0; i++)
            {
                mean += weight[i] * given(p[i], q[i]);
            }

            for (int j = 0; j < _k; j++)
            {
                sum[j] += density * Math.Exp((_k - j) * logF) * mean;
                density *= rate / (_r + j);
            }
        }

        return sum;
    }

    /// <summary>Gives P(m-th purchase within t), m = 1 … of a customer who never leaves, for phases j.</summary>
    public double[] Reached(int j, double t, int purchases)
    {
        double[] mass = new double[(_k * purchases) + 1];
        NegativeBinomial.Add(_r + j, _alpha, t, 1.0, mass);
        double beyond = NegativeBinomial.Tail(_r + j, _alpha, t, mass.Length), sum = beyond;
        foreach (double part in mass)
        {
            sum += part;
        }

        // Where thousands of phases are likely the height of the whole curve loses digits; that it sums to 1 gives them back.
        double correct = beyond < 1e-3 ? (1.0 - beyond) / (sum - beyond) : 1.0;
        double[] reached = new double[purchases];
        for (int n = mass.Length - 1; n > 0; n--)
        {
            beyond += correct * mass[n];
            if ((n + j) % _k == 0 && (n + j) / _k <= purchases)
            {
                reached[((n + j) / _k) - 1] = Math.Min(1.0, beyond);
            }
        }

        return reached;
    }

    // The number of phases beyond which hardly anything is left.
    internal int Reach(double t)
    {
        double ratio = t / _alpha, shape = _r + _k - 1.0, mean = shape * ratio;
        double n = mean + (8.0 * Math.Sqrt(mean * (1.0 + ratio))) + (4.0 * _k) + 16.0;
        while (n <= MostPhases && NegativeBinomial.Tail(shape, _alpha, t, (int)n) > Negligible)
        {
            n = (n * 1.25) + 4.0;
        }

        return n <= MostPhases ? (int)n : int.MaxValue;
    }

    internal double[] BySum(double t, int reach)
    {
        double[] sum = new double[_k];
        int purchases = (reach + _k - 1) / _k;
        double[] stay = new double[purchases];
        stay[0] = 1.0;
        for (int m = 1; m < purchases; m++)
        {
            stay[m] = stay[m - 1] * (_b + m - 1.0) / (_a + _b + m - 1.0);
        }

        for (int j = 0; j < _k; j++)
        {
            double[] reached = Reached(j, t, purchases);
            for (int m = purchases - 1; m >= 0; m--)
            {
                sum[j] += stay[m] * reached[m];
            }
        }

        return sum;
    }

    internal double[] ByRoots(double t)
    {
        double[] sum = new double[_k];
        double tau = t / _alpha;
        (double[] p, double[] q, double[] weight) = BetaExpectation.Rule(_a, _b, 1.0 / (_r * tau));
        double[][]? reached = null;
        for (int i = 0; i < p.Length; i++)
        {
            if (Math.Abs(weight[i]) < 1e-30)
            {
                continue;
            }

            if (p[i] <= 0.5)
            {
                AddRoots(tau, p[i], weight[i], sum);
                continue;
            }

            reached ??= [.. Enumerable.Range(0, _k).Select(j => Reached(j, t, TermsAboveHalf))];
            for (int j = 0; j < _k; j++)
            {
                double value = 0.0;
                for (int m = TermsAboveHalf - 1; m >= 0; m--)
                {
                    value = reached[j][m] + (q[i] * value);
                }

                sum[j] += weight[i] * value;
            }
        }

        return sum;
    }

    private void AddRoots(double tau, double p, double weight, double[] sum)
    {
        double logTheta = SpecialFunctions.Log1p(-p) / _k, theta = Math.Exp(logTheta);

        // The root 1: s is real and may be as good as 0.
        double s = -SpecialFunctions.Expm1(logTheta), v = SpecialFunctions.Log1p(tau * s);
        for (int j = 0; j < _k; j++)
        {
            double shape = _r + j;
            double value = tau * s < 1e-300 ? shape * tau : shape * (v / s) * SpecialFunctions.MeanDecay(shape * v);
            sum[j] += weight * value * Math.Exp((j + 1 - _k) * logTheta) / _k;
        }

        // The others come in pairs of conjugates, but for -1.
        for (int l = 1; 2 * l <= _k; l++)
        {
            double twice = 2 * l == _k ? 1.0 : 2.0;
            Complex root = Complex.FromPolarCoordinates(1.0, 2.0 * Math.PI * l / _k), complexS = 1.0 - (theta * root);
            Complex logGrowth = Complex.Log(1.0 + (tau * complexS)), power = Complex.Exp(-_r * logGrowth), shrink = Complex.Exp(-logGrowth), turn = root;
            for (int j = 0; j < _k; j++)
            {
                Complex value = turn * (1.0 - power) / complexS;
                sum[j] += weight * twice * value.Real * Math.Exp((j + 1 - _k) * logTheta) / _k;
                power *= shrink;
                turn *= root;
            }
        }
    }
}
