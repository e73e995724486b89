namespace Perennial.Models.Posterior;

/// <summary>The logarithm of a density up to a constant, on all of R^n, with its gradient.</summary>
/// <param name="point">Where: n numbers without bounds.</param>
/// <param name="gradient">Receives the gradient.</param>
/// <returns>The value; minus infinity or NaN where the density is zero or cannot be had, which a sampler steps away from.</returns>
public delegate double LogDensity(ReadOnlySpan<double> point, Span<double> gradient);
