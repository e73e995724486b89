using Perennial.Models.GammaGamma;

namespace Perennial.Models.Predicting;

/// <summary>The law of one purchase's value given x repeat purchases, in units of the posterior rate gamma + x z.</summary>
/// <remarks>
/// The sum of n values with discount factors d_j is D · Gamma(n p, 1) / Gamma(q + p x, 1) times the posterior rate, where D, the mean of the d_j
/// with Dirichlet(p) weights, is independent of the gamma variables: a scaled beta-prime, exactly. A price without spread has p infinite.
/// </remarks>
internal readonly record struct SpendLaw(double P, double Q)
{
    // Below this relative spread of a price its distribution is a point: 0.4 %.
    private const double Sharp = 0.004;

    public static SpendLaw Of(GammaGammaParameters? spend, int frequency)
    {
        if (spend is not { } s)
        {
            return new(double.PositiveInfinity, double.PositiveInfinity);
        }

        SpendLaw law = new(s.P, s.Q + (s.P * frequency));
        return law.Spread(1) < Sharp ? new(double.PositiveInfinity, double.PositiveInfinity) : law;
    }

    /// <summary>Tells whether every purchase has the same known price.</summary>
    public bool IsPrice => double.IsPositiveInfinity(P);

    /// <summary>Gives about the standard deviation of the logarithm of n purchases' undiscounted sum.</summary>
    public double Spread(double n) => IsPrice ? 0 : Math.Sqrt((1 / (n * P)) + (1 / Q));
}
