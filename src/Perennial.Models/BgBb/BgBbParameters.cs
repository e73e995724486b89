namespace Perennial.Models.BgBb;

/// <summary>The parameters of BG/BB, stated here and nowhere else. All are positive and have no unit.</summary>
/// <param name="Alpha">First shape of the beta distribution of buying chances; the mean chance is Alpha / (Alpha + Beta).</param>
/// <param name="Beta">Second shape of the beta distribution of buying chances.</param>
/// <param name="Gamma">First shape of the beta distribution of drop-out chances; the mean chance is Gamma / (Gamma + Delta).</param>
/// <param name="Delta">Second shape of the beta distribution of drop-out chances.</param>
public readonly record struct BgBbParameters(double Alpha, double Beta, double Gamma, double Delta);
