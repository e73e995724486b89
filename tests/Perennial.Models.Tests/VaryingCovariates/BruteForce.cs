using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.VaryingCovariates;

/// <summary>Pareto/NBD with changing rates by quadrature over both rates of a customer, knowing nothing of closed forms.</summary>
/// <param name="R">Shape of purchase rates.</param>
/// <param name="Alpha">Rate of purchase rates.</param>
/// <param name="S">Shape of drop-out rates.</param>
/// <param name="Beta">Rate of drop-out rates.</param>
internal sealed record BruteForce(double R, double Alpha, double S, double Beta)
{
    private const double Step = 0.12;

    /// <summary>Weighs the two rates, which are independent unless told otherwise.</summary>
    public Func<double, double, double> Joint { get; init; } = (_, _) => 1.0;

    /// <summary>Gives likelihood, P(alive), P(alive at the end of the horizon), chance of no purchase and expected discounted purchases from pieces (purchase factor, drop-out factor, length).</summary>
    /// <param name="before">Pieces up to the last purchase.</param>
    /// <param name="after">Pieces from there to T.</param>
    /// <param name="future">Pieces of the horizon.</param>
    /// <param name="events">Purchase factors at purchases.</param>
    /// <param name="delta">The discount rate.</param>
    public (double Likelihood, double Alive, double Later, double Silent, double Discounted) Of(
        (double A, double C, double H)[] before, (double A, double C, double H)[] after, (double A, double C, double H)[] future, double[] events, double delta)
    {
        double likelihood = 0, alive = 0, later = 0, silent = 0, discounted = 0;

        // The trapezoidal rule in the logarithms of both rates converges exponentially.
        for (double u = -60; u < 8; u += Step)
        {
            double rate = Math.Exp(u), massOfRate = Gamma(R, Alpha, rate) * rate * Step * events.Aggregate(1.0, (product, a) => product * a * rate);
            if (massOfRate < 1e-40)
            {
                continue;
            }

            for (double v = -60; v < 8; v += Step)
            {
                double dropout = Math.Exp(v), mass = massOfRate * Gamma(S, Beta, dropout) * dropout * Step * Joint(rate, dropout);
                double upToLast = before.Aggregate(1.0, (product, piece) => product * Math.Exp(-((rate * piece.A) + (dropout * piece.C)) * piece.H));
                (double left, double gone, _) = Follow(after, rate, dropout, 0);
                likelihood += mass * upToLast * (left + gone);
                alive += mass * upToLast * left;
                later += mass * upToLast * left * future.Aggregate(1.0, (product, piece) => product * Math.Exp(-dropout * piece.C * piece.H));
                (double still, double quietlyGone, double bought) = Follow(future, rate, dropout, delta);
                silent += mass * upToLast * (gone + (left * (still + quietlyGone)));
                discounted += mass * upToLast * left * bought;
            }
        }

        return (likelihood, alive / likelihood, later / likelihood, silent / likelihood, discounted / likelihood);
    }

    // Alive and silent to the end; dropped out silently; purchases expected.
    private static (double Left, double Gone, double Bought) Follow((double A, double C, double H)[] pieces, double rate, double dropout, double delta)
    {
        double silent = 1, surviving = 1, discount = 1, gone = 0, bought = 0;
        foreach ((double a, double c, double h) in pieces)
        {
            double hazard = (rate * a) + (dropout * c), fading = (dropout * c) + delta;
            gone += silent * dropout * c * Decay(hazard, h);
            bought += surviving * discount * rate * a * Decay(fading, h);
            silent *= Math.Exp(-hazard * h);
            surviving *= Math.Exp(-dropout * c * h);
            discount *= Math.Exp(-delta * h);
        }

        return (silent, gone, bought);
    }

    private static double Decay(double rate, double h) => rate * h < 1e-12 ? h : (1 - Math.Exp(-rate * h)) / rate;

    private static double Gamma(double shape, double rate, double at) =>
        Math.Exp((shape * Math.Log(rate)) - SpecialFunctions.LogGamma(shape) + ((shape - 1) * Math.Log(at)) - (rate * at));
}
