namespace Perennial.Models.ShiftedBetaGeometric;

/// <summary>The parameters of the shifted beta-geometric, stated here and nowhere else.</summary>
/// <param name="Alpha">First shape of the beta distribution of churn chances per renewal; positive, no unit.</param>
/// <param name="Beta">Second shape of the beta distribution of churn chances per renewal; positive, no unit.</param>
public readonly record struct ShiftedBetaGeometricParameters(double Alpha, double Beta);
