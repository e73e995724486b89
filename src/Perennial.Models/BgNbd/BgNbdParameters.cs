namespace Perennial.Models.BgNbd;

/// <summary>The parameters of BG/NBD, stated here and nowhere else.</summary>
/// <param name="R">Shape of the gamma distribution of purchase rates; positive, no unit.</param>
/// <param name="Alpha">Rate of the gamma distribution of purchase rates; positive, unit: time.</param>
/// <param name="A">First shape of the beta distribution of drop-out chances; positive, no unit.</param>
/// <param name="B">Second shape of the beta distribution of drop-out chances; positive, no unit.</param>
public readonly record struct BgNbdParameters(double R, double Alpha, double A, double B);
