using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>What a customer of known regularity k who is alive at T will buy, the rates integrated out.</summary>
/// <remarks>
/// The n-th purchase after the last falls y later with density f_n: k y / A is beta prime (n k, m). The first of the n gaps is a share of y that
/// is beta (k, (n - 1) k), so that it outlasts the silence V with chance I_(u / y)((n - 1) k, k), u = y - V. So the n-th purchase after T falls u
/// later with density f_n(V + u) I / (chance of silence), and counts with the chance of staying so long. Taken over ln y by 16-point panels
/// as wide as the narrowest f_n there.
/// </remarks>
internal static class FuturePurchases
{
    private const double Negligible = 1e-13;
    private const int MostPurchases = 1_000_000;

    /// <summary>Adds, for n = 1, 2, …, the weight times the chance of an n-th purchase in (T, T + t] while alive, discounted.</summary>
    /// <param name="state">The customer at T.</param>
    /// <param name="s">s.</param>
    /// <param name="beta">beta + T.</param>
    /// <param name="silence">V = T - t_x.</param>
    /// <param name="t">Horizon.</param>
    /// <param name="delta">Discount rate.</param>
    /// <param name="weight">What to multiply with.</param>
    /// <param name="reached">Receives the sums; grows as needed.</param>
    public static void Add(ParetoGggState state, double s, double beta, double silence, double t, double delta, double weight, List<double> reached)
    {
        if (t <= 0.0 || weight <= 0.0 || state.Silent <= 0.0)
        {
            return;
        }

        (double k, _, _, double m, double scale, double silent) = state;
        List<double> logBetas = [];
        double top = Math.Log(silence + t), at = Math.Max(top - Math.Min(30.0 / k, 80.0), silence > 0.0 ? Math.Log(silence) : double.NegativeInfinity);

        // Just after T the chance that a first gap outlasts the silence rises like a power.
        double growing = silence > 0.0 ? 1e-5 : 2.0;
        while (at < top)
        {
            double end = Math.Exp(at) * m / scale;
            double width = Math.Sqrt((1.0 / (k * Math.Max(1.0, 2.0 * end))) + (1.0 / m));
            double length = Math.Min(Math.Min(growing, Math.Min(1.5, 3.0 * width)), top - at);
            growing *= 6.0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double y = Math.Exp(at + (GaussLegendre.Nodes[i] * length)), u = Math.Max(y - silence, 0.0);
                double stay = Math.Exp(-(delta * u) - (s * SpecialFunctions.Log1p(u / beta)));
                AddAt(k, m, k * y / scale, u / y, silence / y, weight * stay * length * GaussLegendre.Weights[i] / silent, logBetas, reached);
            }

            at = length >= top - at ? top : at + length;
        }
    }

    private static void AddAt(double k, double m, double c, double share, double rest, double weight, List<double> logBetas, List<double> reached)
    {
        double log = Math.Log(c), near = SpecialFunctions.Log1p(c), centre = Math.Max(1.0, c * m / k);
        double spread = centre * Math.Sqrt((1.0 / (centre * k)) + (1.0 / m));
        double sum = 0.0;
        for (int n = (int)Math.Max(1.0, centre - (9.0 * spread) - 9.0); n < MostPurchases; n++)
        {
            while (logBetas.Count < n)
            {
                logBetas.Add(SpecialFunctions.LogBeta((logBetas.Count + 1) * k, m));
            }

            double mass = Math.Exp((n * k * log) - (((n * k) + m) * near) - logBetas[n - 1]);
            if (n > 1 && rest > 0.0 && mass > 0.0)
            {
                mass *= IncompleteFunctions.Beta((n - 1) * k, k, share, rest);
            }

            while (reached.Count < n)
            {
                reached.Add(0.0);
            }

            reached[n - 1] += weight * mass;
            sum += mass;
            if (n > centre && mass <= Negligible * sum)
            {
                return;
            }
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
