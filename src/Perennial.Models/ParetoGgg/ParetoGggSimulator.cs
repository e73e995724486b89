using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>Tells the story of Pareto/GGG forwards: purchase times of customers with known population parameters.</summary>
public static class ParetoGggSimulator
{
    /// <summary>Draws one customer's repeat purchases in (0, <paramref name="until"/>], rising, in the unit of Alpha and Beta.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="until">How long the customer is followed.</param>
    /// <param name="random">The source of chance.</param>
    public static double[] Purchases(ParetoGggParameters parameters, double until, Pcg64 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        HistoryDoor.Horizon(until);
        double k = random.NextGamma(parameters.T) / parameters.Gamma;
        double rate = k * random.NextGamma(parameters.R) / parameters.Alpha;
        double dropoutRate = random.NextGamma(parameters.S) / parameters.Beta;
        double end = Math.Min(until, random.NextExponential() / dropoutRate);
        List<double> times = [];
        if (k > 0.0 && rate > 0.0)
        {
            // Regularities near 0 put many purchases on one moment, which no record would tell apart.
            for (double now = Gap(k, rate, random); now <= end; now += Gap(k, rate, random))
            {
                if (times.Count == 0 ? now > 0.0 : now > times[^1])
                {
                    times.Add(now);
                }
            }
        }

        return [.. times];
    }

    /// <summary>Draws the histories of customers of the given ages.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ages">n ages T, in <paramref name="unit"/>.</param>
    /// <param name="unit">The unit of Alpha, Beta and the ages.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    public static PurchaseHistories Histories(ParetoGggParameters parameters, double[] ages, TimeUnit unit, ulong seed) =>
        SimulatedHistories.Of(ages, unit, seed, (until, random) => Purchases(parameters, until, random));

    /// <summary>Draws a time between purchases of a customer with regularity k and phase rate k times the purchase rate.</summary>
    internal static double Gap(double k, double rate, Pcg64 random) => random.NextGamma(k) / rate;
}
