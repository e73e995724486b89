using Perennial.Models.Numerics;

namespace Perennial.Models.Uncertainty;

/// <summary>Confidence intervals from the curvature of the likelihood at its top.</summary>
/// <remarks>
/// They are symmetric in the logarithm of a parameter, so that they never reach below zero; in a coefficient itself. Quick, and good where customers are many; where they
/// are few the likelihood is not a parabola: take <see cref="ProfileLikelihood"/> or <see cref="ParametricBootstrap"/>.
/// </remarks>
/// <source paper="Wald1943"/>
public static class WaldIntervals
{
    /// <summary>Gives the interval of each parameter of a fit.</summary>
    /// <param name="report">A fit that converged.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">The fit has no covariance, because it did not end at an interior optimum.</exception>
    public static IReadOnlyList<ParameterInterval> Of<TModel>(FitReport<TModel> report, double level = 0.95)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(report);
        double z = Confidence.Deviate(level);
        double[] covariance = report.LogParameterCovariance
            ?? throw new ConvergenceException($"The {report.Name} fit ended as {report.Exit}, so its likelihood has no curved top to read intervals from. {report.Explanation}");
        int n = report.Parameters.Count;
        return [.. report.Parameters.Select((p, i) =>
        {
            double reach = z * Math.Sqrt(covariance[(i * n) + i]);
            if (p.IsCoefficient)
            {
                return new ParameterInterval(p.Name, p.Value, p.Value - reach, p.Value + reach);
            }

            double factor = Math.Exp(reach);
            return new ParameterInterval(p.Name, p.Value, p.Value / factor, p.Value * factor);
        })];
    }
}

/// <summary>Levels of confidence.</summary>
internal static class Confidence
{
    /// <summary>Gives the normal deviate that is exceeded in size with chance 1 - level.</summary>
    public static double Deviate(double level) => level > 0.0 && level < 1.0
        ? Normal.Quantile(0.5 + (0.5 * level))
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level is a number between 0 and 1, such as 0.95.");
}
