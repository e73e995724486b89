using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>The population parameters of Pareto/GGG, stated here and nowhere else.</summary>
/// <param name="T">Shape of the gamma distribution of regularities; positive, no unit. Large: everybody is equally regular.</param>
/// <param name="Gamma">Rate of the gamma distribution of regularities; positive, no unit. T / Gamma is the mean regularity: 1 is random buying.</param>
/// <param name="R">Shape of the gamma distribution of purchase rates; positive, no unit.</param>
/// <param name="Alpha">Rate of the gamma distribution of purchase rates; positive, unit: time.</param>
/// <param name="S">Shape of the gamma distribution of drop-out rates; positive, no unit.</param>
/// <param name="Beta">Rate of the gamma distribution of drop-out rates; positive, unit: time.</param>
public readonly record struct ParetoGggParameters(double T, double Gamma, double R, double Alpha, double S, double Beta)
{
    /// <summary>Gives the parameters in the paper's order.</summary>
    internal double[] ToArray() => [T, Gamma, R, Alpha, S, Beta];

    /// <summary>Gives the chance that a customer alive at an age is still active t later, whatever their regularity.</summary>
    internal double Stays(double age, double t) => Math.Exp(-S * SpecialFunctions.Log1p(t / (Beta + age)));

    /// <summary>Makes the parameters from the paper's order.</summary>
    internal static ParetoGggParameters Of(ReadOnlySpan<double> p) => new(p[0], p[1], p[2], p[3], p[4], p[5]);
}
