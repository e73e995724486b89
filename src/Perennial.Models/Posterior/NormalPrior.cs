namespace Perennial.Models.Posterior;

/// <summary>A prior: the coefficient of a covariate is normal.</summary>
/// <param name="Coefficient">The name of the coefficient: purchase:web, dropout:web, both:web.</param>
/// <param name="Mean">The mean, per unit of the covariate.</param>
/// <param name="StandardDeviation">The standard deviation, per unit of the covariate; positive; positive infinity makes the prior flat.</param>
public sealed record NormalPrior(string Coefficient, double Mean, double StandardDeviation);
