using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>A statistic that is chi-square when nothing is to be found: the one such test of the library.</summary>
public sealed record ChiSquareTest
{
    internal ChiSquareTest(double statistic, int degrees)
    {
        Statistic = Math.Max(0.0, statistic);
        Degrees = degrees;
        PValue = degrees == 0 ? 1.0 : IncompleteFunctions.GammaQ(0.5 * degrees, 0.5 * Statistic);
    }

    /// <summary>Gives the statistic, at least 0.</summary>
    public double Statistic { get; }

    /// <summary>Gives the degrees of freedom.</summary>
    public int Degrees { get; }

    /// <summary>Gives the chance of a larger statistic when nothing is to be found.</summary>
    public double PValue { get; }

    /// <summary>Compares a model with one it contains by twice the log-likelihood gained: covariates against none, k free against k = 1.</summary>
    /// <remarks>Where the smaller model lies at the edge of the larger (a variance of zero), the p-value is too large: half of it is nearer the truth.</remarks>
    /// <param name="restricted">Maximum of the log-likelihood of the smaller model.</param>
    /// <param name="full">Maximum of the larger one; at least as high.</param>
    /// <param name="degrees">How many parameters more the larger has, at least 1.</param>
    /// <exception cref="ArgumentException">The larger model has the lower likelihood by more than rounding: one of the two is no maximum.</exception>
    /// <source paper="Wilks1938"/>
    public static ChiSquareTest LikelihoodRatio(double restricted, double full, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        double ratio = 2.0 * (full - restricted);
        return double.IsFinite(ratio) && ratio >= -1e-6 * Math.Max(1.0, Math.Abs(full))
            ? new(ratio, degrees)
            : throw new ArgumentException(
                $"The larger model has log-likelihood {full}, the smaller one {restricted}. A model that contains another reaches at least as high: check that both fits converged on the same data.", nameof(full));
    }
}
