using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoNbd;

/// <summary>Tells the story of Pareto/NBD forwards: purchase times of customers with known parameters.</summary>
public static class ParetoNbdSimulator
{
    /// <summary>Draws one customer's repeat purchases in (0, <paramref name="until"/>], rising, in the unit of Alpha and Beta.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="until">How long the customer is followed.</param>
    /// <param name="random">The source of chance.</param>
    public static double[] Purchases(ParetoNbdParameters parameters, double until, Pcg64 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        HistoryDoor.Horizon(until);
        double rate = random.NextGamma(parameters.R) / parameters.Alpha;
        double dropoutRate = random.NextGamma(parameters.S) / parameters.Beta;
        return Purchases(rate, dropoutRate, until, random);
    }

    /// <summary>Draws the purchases of a customer whose rates are known.</summary>
    internal static double[] Purchases(double rate, double dropoutRate, double until, Pcg64 random)
    {
        double end = Math.Min(until, random.NextExponential() / dropoutRate);
        List<double> times = [];
        for (double now = random.NextExponential() / rate; now <= end; now += random.NextExponential() / rate)
        {
            times.Add(now);
        }

        return [.. times];
    }

    /// <summary>Draws the histories of customers of the given ages.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ages">n ages T, in <paramref name="unit"/>.</param>
    /// <param name="unit">The unit of Alpha, Beta and the ages.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    public static PurchaseHistories Histories(ParetoNbdParameters parameters, double[] ages, TimeUnit unit, ulong seed) =>
        SimulatedHistories.Of(ages, unit, seed, (until, random) => Purchases(parameters, until, random));
}
