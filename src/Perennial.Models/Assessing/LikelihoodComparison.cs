using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>Whether a fit explains the same data better than another by more than chance.</summary>
/// <param name="Statistic">The likelihood ratio, chi-square when the smaller model is true; or Vuong's z, standard normal when both are equally near the truth.</param>
/// <param name="PValue">The chance of a statistic at least as far out.</param>
public sealed record LikelihoodComparison(double Statistic, double PValue)
{
    /// <summary>Compares a model with one it contains: covariates against none, k free against k = 1.</summary>
    /// <remarks>Where the smaller model lies at the edge of the larger (a variance of zero), the p-value is too large: half of it is nearer the truth.</remarks>
    /// <param name="restricted">Maximum of the log-likelihood of the smaller model.</param>
    /// <param name="full">Maximum of the larger one; at least as high.</param>
    /// <param name="degrees">How many parameters more the larger has, at least 1.</param>
    /// <exception cref="ArgumentException">The larger model has the lower likelihood by more than rounding: one of the two is no maximum.</exception>
    /// <source paper="Wilks1938"/>
    public static LikelihoodComparison Nested(double restricted, double full, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        double ratio = 2.0 * (full - restricted);
        if (!double.IsFinite(ratio) || ratio < -1e-6 * Math.Max(1.0, Math.Abs(full)))
        {
            throw new ArgumentException(
                $"The larger model has log-likelihood {full}, the smaller one {restricted}. A model that contains another reaches at least as high: check that both fits converged on the same data.", nameof(full));
        }

        double statistic = Math.Max(0.0, ratio);
        return new(statistic, IncompleteFunctions.GammaQ(0.5 * degrees, 0.5 * statistic));
    }

    /// <summary>Compares two models of which neither contains the other, customer by customer.</summary>
    /// <param name="first">n log-likelihoods of customers under the first model.</param>
    /// <param name="second">n under the second, in the same order.</param>
    /// <param name="firstParameters">Parameters of the first model.</param>
    /// <param name="secondParameters">Parameters of the second; each costs ln(n) / 2, as in BIC.</param>
    /// <returns>z above 0 speaks for the first model, below 0 for the second; the p-value is two-sided. Equal likelihoods everywhere give 0 and 1.</returns>
    /// <source paper="Vuong1989"/>
    public static LikelihoodComparison Vuong(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int firstParameters, int secondParameters)
    {
        Columns.Pair(first, nameof(first), second, nameof(second), "Vuong's test");
        int n = first.Length;
        double mean = 0.0;
        for (int i = 0; i < n; i++)
        {
            mean += (first[i] - second[i]) / n;
        }

        double variance = 0.0;
        for (int i = 0; i < n; i++)
        {
            double apart = first[i] - second[i] - mean;
            variance += apart * apart / n;
        }

        if (variance == 0.0)
        {
            return new(0.0, 1.0);
        }

        double price = 0.5 * (firstParameters - secondParameters) * Math.Log(n);
        double z = ((n * mean) - price) / Math.Sqrt(n * variance);
        return new(z, Math.Min(1.0, 2.0 * Normal.Cdf(-Math.Abs(z))));
    }
}
