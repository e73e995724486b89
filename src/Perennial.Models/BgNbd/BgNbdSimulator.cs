using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgNbd;

/// <summary>Tells the story of BG/NBD forwards: purchase times of customers with known parameters.</summary>
public static class BgNbdSimulator
{
    /// <summary>Draws one customer's repeat purchases in (0, <paramref name="until"/>], rising, in the unit of Alpha.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="until">How long the customer is followed.</param>
    /// <param name="random">The source of chance.</param>
    public static double[] Purchases(BgNbdParameters parameters, double until, Pcg64 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        HistoryDoor.Horizon(until);
        double rate = random.NextGamma(parameters.R) / parameters.Alpha;
        double leave = random.NextBeta(parameters.A, parameters.B);
        List<double> times = [];
        for (double now = Gap(rate, random); now <= until; now += Gap(rate, random))
        {
            times.Add(now);
            if (random.NextDouble() < leave)
            {
                break;
            }
        }

        return [.. times];
    }

    /// <summary>Draws the histories of customers of the given ages.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ages">n ages T, in <paramref name="unit"/>.</param>
    /// <param name="unit">The unit of Alpha and the ages.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    public static PurchaseHistories Histories(BgNbdParameters parameters, double[] ages, TimeUnit unit, ulong seed) =>
        SimulatedHistories.Of(ages, unit, seed, (until, random) => Purchases(parameters, until, random));

    private static double Gap(double rate, Pcg64 random) => random.NextExponential() / rate;
}
