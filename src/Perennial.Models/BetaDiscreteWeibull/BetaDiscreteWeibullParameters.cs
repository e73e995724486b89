namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>The parameters of the beta-discrete-Weibull, stated here and nowhere else.</summary>
/// <param name="Alpha">First shape of the beta distribution of churn chances at the first renewal; positive, no unit.</param>
/// <param name="Beta">Second shape of the beta distribution of churn chances at the first renewal; positive, no unit.</param>
/// <param name="C">Duration dependence of a single customer; positive, no unit: below 1 a customer's churn chance falls with age, above 1 it rises.</param>
public readonly record struct BetaDiscreteWeibullParameters(double Alpha, double Beta, double C);
