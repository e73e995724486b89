using Perennial.Models.Numerics;

namespace Perennial.Models.Survival;

/// <summary>A statistic that is chi-square when nothing is to be found.</summary>
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
}
