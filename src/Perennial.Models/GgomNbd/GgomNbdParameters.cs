namespace Perennial.Models.GgomNbd;

/// <summary>The parameters of GGompertz/NBD, stated here and nowhere else.</summary>
/// <param name="R">Shape of the gamma distribution of purchase rates; positive, no unit.</param>
/// <param name="Alpha">Rate of the gamma distribution of purchase rates; positive, unit: time.</param>
/// <param name="B">How fast everybody's risk of dropping out grows with age: by the factor e^(B t); positive, unit: 1 / time.</param>
/// <param name="S">Shape of the gamma distribution of drop-out propensities; positive, no unit.</param>
/// <param name="Beta">Rate of the gamma distribution of drop-out propensities; positive, no unit.</param>
public readonly record struct GgomNbdParameters(double R, double Alpha, double B, double S, double Beta);
