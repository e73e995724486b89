using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.CnbdK;

/// <summary>Tells the story of BG/CNBD-k and MBG/CNBD-k forwards: purchase times of customers with known parameters.</summary>
public static class CnbdKSimulator
{
    /// <summary>Draws one customer's repeat purchases in (0, <paramref name="until"/>], rising, in the unit of Alpha.</summary>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="until">How long the customer is followed.</param>
    /// <param name="random">The source of chance.</param>
    public static double[] Purchases(CnbdKVariant variant, CnbdKParameters parameters, double until, Pcg64 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        HistoryDoor.Horizon(until);
        double rate = random.NextGamma(parameters.R) / parameters.Alpha;
        double leave = random.NextBeta(parameters.A, parameters.B);
        List<double> times = [];
        bool mayLeave = variant == CnbdKVariant.MbgCnbdK;
        for (double now = 0.0; !mayLeave || random.NextDouble() >= leave; mayLeave = true)
        {
            for (int phase = 0; phase < parameters.K; phase++)
            {
                now += random.NextExponential() / rate;
            }

            if (now > until)
            {
                break;
            }

            times.Add(now);
        }

        return [.. times];
    }

    /// <summary>Draws the histories of customers of the given ages.</summary>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ages">n ages T, in <paramref name="unit"/>.</param>
    /// <param name="unit">The unit of Alpha and the ages.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    public static PurchaseHistories Histories(CnbdKVariant variant, CnbdKParameters parameters, double[] ages, TimeUnit unit, ulong seed) =>
        SimulatedHistories.Of(ages, unit, seed, (until, random) => Purchases(variant, parameters, until, random));
}
