using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>What a customer of known regularity k who is alive at T will buy, the rates integrated out.</summary>
/// <remarks>
/// The n-th purchase after the last falls y later with density f_n: k y / A is beta prime (n k, m). The first of the n gaps is a share of y that
/// is beta (k, (n - 1) k), so that it outlasts the silence V with chance I_(u / y)((n - 1) k, k), u = y - V. So the n-th purchase after T falls u
/// later with density f_n(V + u) I / (chance of silence), and counts with the chance of staying so long. Taken over ln y by 16-point panels
/// as wide as the narrowest f_n there; where there was no silence the times too short for anything to happen in them come in closed form, since
/// bursts (k near 0) happen there. Sums over many n are integrals over n behind the first ones.
/// </remarks>
internal static class FuturePurchases
{
    private const double Negligible = 1e-13;
    private const double Instant = 1e-11;
    private const double LongestStep = 1.5;
    private const int FewPurchases = 32;
    private const int ManyPurchases = 1_000_000;

    /// <summary>Adds, for n = 1, 2, …, the weight times the chance of an n-th purchase in (T, T + t] while alive.</summary>
    /// <param name="state">The customer at T.</param>
    /// <param name="s">s.</param>
    /// <param name="beta">beta + T.</param>
    /// <param name="silence">V = T - t_x.</param>
    /// <param name="t">Horizon.</param>
    /// <param name="weight">What to multiply with.</param>
    /// <param name="reached">Receives the sums for as many n as it is long.</param>
    public static void Add(ParetoGggState state, double s, double beta, double silence, double t, double weight, Span<double> reached)
    {
        if (reached.Length > 0)
        {
            Integrate(state, s, beta, silence, t, 0.0, weight, reached.Length, reached);
        }
    }

    /// <summary>Gives the expected purchases in (T, T + t] of a customer who is alive, discounted, none behind the first so many.</summary>
    public static double Sum(ParetoGggState state, double s, double beta, double silence, double t, double delta, double most = double.PositiveInfinity) =>
        Integrate(state, s, beta, silence, t, delta, 1.0, most, []);

    private static double Integrate(
        ParetoGggState state, double s, double beta, double silence, double t, double delta, double weight, double most, Span<double> reached)
    {
        if (t <= 0.0 || weight <= 0.0 || state.Silent <= 0.0)
        {
            return 0.0;
        }

        (double k, _, _, double m, double scale, double silent) = state;
        Terms terms = new(k, m);
        double sum = 0.0, top = Math.Log(silence + t), at = Math.Log(silence);
        if (silence == 0.0)
        {
            // So early that nobody has left, nothing is discounted and the chance of a purchase is a power; or that there is hardly a purchase.
            double instant = Math.Log(Instant) + Math.Min(Math.Log(scale / k) - Math.Log(m + 1.0), -Math.Log(((s + 1.0) / beta) + delta));
            double idle = Math.Log(scale / k) + ((Math.Log(k) + SpecialFunctions.LogBeta(k, m) - 37.0) / k);
            at = Math.Min(top, Math.Max(instant, idle));
            if (instant >= at)
            {
                sum += terms.Add(Math.Log(k / scale) + at, true, 1.0, 0.0, weight, most, reached);
            }
        }

        // Just after T the chance that a first gap outlasts the silence rises like a power.
        double growing = silence > 0.0 ? 1e-5 : 2.0;
        while (at < top)
        {
            double end = Math.Exp(at) * m / scale;
            double width = Math.Sqrt((1.0 / (k * Math.Max(1.0, 2.0 * end))) + (1.0 / m));
            double length = Math.Min(Math.Min(growing, Math.Min(LongestStep, 3.0 * width)), top - at);
            growing *= 6.0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double log = at + (GaussLegendre.Nodes[i] * length), y = Math.Exp(log), u = Math.Max(y - silence, 0.0);
                double stay = Math.Exp(-(delta * u) - (s * SpecialFunctions.Log1p(u / beta)));
                sum += terms.Add(
                    Math.Log(k / scale) + log, false, u / y, silence / y, weight * stay * length * GaussLegendre.Weights[i] / silent, most, reached);
            }

            at = length >= top - at ? top : at + length;
        }

        return sum;
    }

    // The densities (or, up to an instant, the chances) of the n-th purchase at one y, as far as they are not negligible.
    private sealed class Terms(double k, double m)
    {
        private readonly List<double> _logBetas = [];

        // So many n that the densities at one y are wide in n.
        private readonly int _few = Few(k, m);

        public double Add(double log, bool instant, double share, double rest, double weight, double most, Span<double> reached)
        {
            double c = Math.Exp(log), near = SpecialFunctions.Log1p(c), centre = Math.Max(1.0, c * m / k);
            double spread = centre * Math.Sqrt((1.0 / (centre * k)) + (1.0 / m));
            double At(double n, double logBeta)
            {
                double mass = instant
                    ? Math.Exp((n * k * log) - logBeta - Math.Log(n * k))
                    : Math.Exp((n * k * log) - (((n * k) + m) * near) - logBeta);
                return n > 1.0 && rest > 0.0 && mass > 0.0 ? mass * IncompleteFunctions.Beta((n - 1.0) * k, k, share, rest) : mass;
            }

            double sum = 0.0, from = Math.Max(1.0, Math.Floor(centre - (9.0 * spread) - 9.0)), last = 0.0;
            double exact = reached.IsEmpty ? Math.Min(most, _few) : most;
            for (int n = (int)Math.Min(from, int.MaxValue); n <= exact; n++)
            {
                while (_logBetas.Count < n)
                {
                    _logBetas.Add(SpecialFunctions.LogBeta((_logBetas.Count + 1) * k, m));
                }

                double mass = At(n, _logBetas[n - 1]);
                if (!reached.IsEmpty)
                {
                    reached[n - 1] += weight * mass;
                }

                sum += mass;
                if (n > centre && mass <= Negligible * sum)
                {
                    return weight * sum;
                }

                last = mass;
            }

            if (!reached.IsEmpty || exact >= most)
            {
                return weight * sum;
            }

            // Euler and Maclaurin: behind n the sum is the integral from n + 1/2 and what the slope and the third derivative there, by differences, correct.
            double Log(double n) => At(n, SpecialFunctions.LogBeta(n * k, m));
            double low = Math.Max(from, exact + 0.5), end = most + 0.5;
            if (from <= exact)
            {
                double next = Log(exact + 1.0), bend = Log(exact + 2.0) - (3.0 * (next - last)) - Log(exact - 1.0);
                sum += ((next - last) / 24.0) - (17.0 / 5760.0 * bend);
            }

            // Without a silence the density is smooth in n k.
            double smooth = rest > 0.0 ? 0.0 : Math.Min(1.0, m) / (k * (1.0 + Math.Abs(log)));
            while (low < end)
            {
                double length = Math.Min(low, 3.0 * low * Math.Sqrt((1.0 / (low * k)) + (1.0 / m))), part = 0.0;
                length = Math.Min(Math.Max(length, smooth), end - low);
                for (int i = 0; i < GaussLegendre.Points; i++)
                {
                    part += GaussLegendre.Weights[i] * length * Log(low + (GaussLegendre.Nodes[i] * length));
                }

                sum += part;
                low += length;
                if (low > centre && part <= Negligible * sum)
                {
                    break;
                }
            }

            return weight * sum;
        }

        private static int Few(double k, double m)
        {
            int n = FewPurchases;
            while (n < ManyPurchases && ((double)n * n / m) + (n / k) < 36.0)
            {
                n *= 2;
            }

            return n;
        }
    }

    /// <summary>Gives the expected discounted purchases in (T, infinity) of a customer who is alive.</summary>
    /// <remarks>
    /// Given purchase rate l and drop-out rate, with h the drop-out rate plus the discount rate and f = (k l / (k l + h))^k, purchases to come
    /// are worth e^(h V) f Q(k, (k l + h) V) / Q(k, k l V) / (1 - f); both rates are summed over in equal steps of their logarithms.
    /// </remarks>
    public static double Forever(ParetoGggState state, double s, double beta, double silence, double delta)
    {
        (double k, _, _, double m, double scale, double silent) = state;
        if (silent <= 0.0)
        {
            return 0.0;
        }

        (double[] rates, double[] rateWeights) = Nodes(m, scale);
        (double[] ends, double[] endWeights) = Nodes(s, beta);
        double sum = 0.0;
        for (int i = 0; i < rates.Length; i++)
        {
            double phase = k * rates[i];
            for (int j = 0; j < ends.Length; j++)
            {
                double h = ends[j] + delta, log = k * SpecialFunctions.Log1p(h / phase);
                double wait = silence == 0.0 ? 1.0 : IncompleteFunctions.GammaQ(k, (phase + h) * silence);
                if (wait > 0.0)
                {
                    sum += Math.Exp(rateWeights[i] + endWeights[j] + (h * silence) + Math.Log(wait) - log) / -SpecialFunctions.Expm1(-log);
                }
            }
        }

        return sum / silent;
    }

    // Gamma (shape, rate) in equal steps of its logarithm: values, and the logarithms of their weights.
    private static (double[] Values, double[] LogWeights) Nodes(double shape, double rate)
    {
        double step = 0.55 / Math.Sqrt(2.0 + shape), low = -Math.Sqrt(60.0 / shape) - (30.0 / shape), high = Math.Log(1.0 + Math.Sqrt(60.0 / shape) + (30.0 / shape));
        int count = (int)((high - low) / step) + 1;
        double[] values = new double[count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            double z = low + (i * step);
            values[i] = shape / rate * Math.Exp(z);
            weights[i] = (shape * (z + Math.Log(shape))) - (shape * Math.Exp(z)) - SpecialFunctions.LogGamma(shape) + Math.Log(step);
        }

        return (values, weights);
    }
}
