using Perennial.Models.Histories;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>Tells the story forwards: purchase times of customers whose rates are correlated.</summary>
public static class CorrelatedParetoNbdSimulator
{
    /// <summary>Draws the histories of customers of the given ages.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ages">n ages T, in the unit of the model.</param>
    /// <param name="seed">Any number; the same seed gives the same customers, and with a correlation of 0 those of Pareto/NBD.</param>
    public static PurchaseHistories Histories(CorrelatedParetoNbdModel model, double[] ages, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ages);
        return SimulatedHistories.Of(ages, model.Unit, seed, (until, random) =>
        {
            (double rate, double dropoutRate) = Rates(model.Named, model.Kappa, model.Span, random);
            return ParetoNbdSimulator.Purchases(rate, dropoutRate, until, random);
        });
    }

    /// <summary>Draws a purchase rate and a drop-out rate: independent ones, kept as often as Sarmanov's factor says.</summary>
    internal static (double Purchase, double Dropout) Rates(ParetoNbdParameters p, double kappa, double span, Pcg64 random) => Rates(p, kappa, span, 0, 0.0, random);

    /// <summary>Draws the rates of a customer alive at T with x repeat purchases.</summary>
    internal static (double Purchase, double Dropout) Rates(ParetoNbdParameters p, double kappa, double span, int x, double age, Pcg64 random)
    {
        double meanA = Math.Exp(-p.R * SpecialFunctions.Log1p(span / p.Alpha)), meanB = Math.Exp(-p.S * SpecialFunctions.Log1p(span / p.Beta));
        double m = kappa / meanA / meanB;
        double most = 1.0 + (kappa >= 0.0
            ? m * Math.Max(meanA * meanB, (1.0 - meanA) * (1.0 - meanB))
            : -m * Math.Max(meanA * (1.0 - meanB), (1.0 - meanA) * meanB));
        while (true)
        {
            double rate = random.NextGamma(p.R + x) / (p.Alpha + age), dropoutRate = random.NextGamma(p.S) / (p.Beta + age);
            double factor = 1.0 + (m * (Math.Exp(-span * rate) - meanA) * (Math.Exp(-span * dropoutRate) - meanB));
            if (kappa == 0.0 || random.NextDouble() * most <= factor)
            {
                return (rate, dropoutRate);
            }
        }
    }
}
