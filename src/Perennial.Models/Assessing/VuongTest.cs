using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>Whether a fit explains the same data better than another that neither contains it nor lies in it, by more than chance.</summary>
/// <remarks>Where one model contains the other take <see cref="ChiSquareTest.LikelihoodRatio"/>.</remarks>
/// <param name="Statistic">z, standard normal when both are equally near the truth.</param>
/// <param name="PValue">The chance of a statistic at least as far out.</param>
public sealed record VuongTest(double Statistic, double PValue)
{
    /// <summary>Compares two models of which neither contains the other, customer by customer.</summary>
    /// <param name="first">n log-likelihoods of customers under the first model.</param>
    /// <param name="second">n under the second, in the same order.</param>
    /// <param name="firstParameters">Parameters of the first model.</param>
    /// <param name="secondParameters">Parameters of the second; each costs ln(n) / 2, as in BIC.</param>
    /// <returns>z above 0 speaks for the first model, below 0 for the second; the p-value is two-sided. Equal likelihoods everywhere give 0 and 1.</returns>
    /// <source paper="Vuong1989"/>
    public static VuongTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int firstParameters, int secondParameters)
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
