namespace Perennial.Models.ParetoNbd;

/// <summary>The parameters of Pareto/NBD, stated here and nowhere else.</summary>
/// <param name="R">Shape of the gamma distribution of purchase rates; positive, no unit.</param>
/// <param name="Alpha">Rate of the gamma distribution of purchase rates; positive, unit: time.</param>
/// <param name="S">Shape of the gamma distribution of drop-out rates; positive, no unit.</param>
/// <param name="Beta">Rate of the gamma distribution of drop-out rates; positive, unit: time.</param>
public readonly record struct ParetoNbdParameters(double R, double Alpha, double S, double Beta);
