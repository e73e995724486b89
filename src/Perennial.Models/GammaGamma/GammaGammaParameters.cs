namespace Perennial.Models.GammaGamma;

/// <summary>The parameters of Gamma-Gamma, stated here and nowhere else. A purchase is Gamma(P, nu), and nu is Gamma(Q, Gamma) over customers.</summary>
/// <param name="P">Shape of the gamma distribution of one purchase's value; positive, no unit.</param>
/// <param name="Q">Shape of the gamma distribution of nu; positive, no unit. The mean spend exists only where Q is above 1.</param>
/// <param name="Gamma">Rate of the gamma distribution of nu; positive, unit: currency.</param>
public readonly record struct GammaGammaParameters(double P, double Q, double Gamma);
