using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.VaryingCovariates;

/// <summary>Tells the story forwards: purchase times of customers whose rates follow covariates that change with time.</summary>
public static class VaryingCovariateSimulator
{
    private const int SmallBlock = 64;

    /// <summary>Draws the purchase times of customers of the given ages.</summary>
    /// <param name="model">The model.</param>
    /// <param name="covariates">n customers' covariates up to their ages.</param>
    /// <param name="ages">n ages T, in the unit of the model.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    /// <exception cref="ArgumentException">Ages and covariates are not of the same customers, or covariates end too soon.</exception>
    public static PurchaseTimes Times(VaryingCovariateModel model, CovariatePaths covariates, double[] ages, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(ages);
        CovariatePath[] paths = model.Paths(covariates, ages.Length);
        double[][] times = new double[ages.Length][];
        Blocks.Run(ages.Length, 0, SmallBlock, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                times[i] = One(model, model.Pieces(covariates, paths, i, 0.0, ages[i]), ages[i], new Pcg64(seed, (ulong)i));
            }
        });
        return new PurchaseTimes(times, [.. ages], model.Unit);
    }

    // In stretched time both processes are those of Pareto/NBD.
    private static double[] One(VaryingCovariateModel model, RatePiece[] pieces, double until, Pcg64 random)
    {
        (double rate, double dropoutRate) = CorrelatedParetoNbdSimulator.Rates(model.AtZero.Named, model.Kappa, model.Span, random);
        double life = random.NextExponential() / dropoutRate, next = random.NextExponential() / rate;
        List<double> times = [];
        double now = 0.0;
        foreach ((double a, double c, double time) in pieces)
        {
            double stop = Math.Min(time, life / c), at = 0.0;
            for (; next <= a * (stop - at); next = random.NextExponential() / rate)
            {
                at += next / a;
                times.Add(Math.Min(now + at, until));
            }

            if (stop < time)
            {
                break;
            }

            next -= a * (stop - at);
            life -= c * time;
            now += time;
        }

        return [.. times];
    }
}
