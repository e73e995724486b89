using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>Simulates the future of a customer who is alive at T.</summary>
internal static class ValueSampler
{
    // Beyond this many purchases their number's own law is used instead of each of them: the sum is then normal to 1e-3 of its spread.
    private const int OneByOne = 4096;
    private const double Deepest = 30;

    public static double Draw(AliveCustomer now, GammaGammaParameters? spend, int frequency, double meanSpend, double horizon, double delta, Pcg64 random)
    {
        double end = delta > 0 ? Math.Min(horizon, Deepest / delta) : horizon;
        double p = spend?.P ?? double.PositiveInfinity, price = 1, rate = meanSpend;
        if (spend is { } s)
        {
            rate = s.Gamma + (frequency * meanSpend);
            price = random.NextGamma(s.Q + (s.P * frequency));
        }

        double sum = now.Draw(p, end, delta, random);
        return sum == 0 ? 0 : Math.Min(sum * rate / Math.Max(price, 1e-300), double.MaxValue);
    }

    /// <summary>Draws the discounted worth of n purchases at uniform times in (0, u].</summary>
    public static double Uniform(long n, double u, double p, double delta, Pcg64 random)
    {
        if (delta == 0)
        {
            return Worth(n, p, random);
        }

        double sum = 0;
        if (n <= OneByOne)
        {
            for (long j = 0; j < n; j++)
            {
                sum += Math.Exp(-delta * u * random.NextDouble()) * Worth(1, p, random);
            }

            return sum;
        }

        double fall = delta * u, mean = SpecialFunctions.MeanDecay(fall), square = SpecialFunctions.MeanDecay(2 * fall);
        double w = double.IsPositiveInfinity(p) ? 1 : p, w2 = double.IsPositiveInfinity(p) ? 1 : p * (p + 1);
        double spread = Math.Sqrt(n * Math.Max(0, (w2 * square) - (w * w * mean * mean)));
        return Math.Max(0, (n * w * mean) + (spread * random.NextNormal()));
    }

    /// <summary>Draws the worth of n purchases.</summary>
    public static double Worth(double n, double p, Pcg64 random) => n == 0 ? 0 : double.IsPositiveInfinity(p) ? n : random.NextGamma(n * p);
}
