using Perennial.Models.Numerics;

namespace Perennial.Models.CnbdK;

/// <summary>Means over the phase rate l ~ Gamma(r + j, alpha), for each number j = 0 … k - 1 of phases behind a customer.</summary>
/// <remarks>
/// The trapezoidal rule in ln l, one grid for all j. Its step resolves the gamma, and the first purchases, which come in waves; later ones overlap so much that their sum
/// is smooth: waves that are k phases apart and sqrt(n) wide leave ripples of e^(-2 pi² n / k²).
/// </remarks>
internal sealed class PhaseRates(int k, double r, double alpha)
{
    // e^(-2 pi² n / k²) is below 1e-13 from n = this times k² on.
    private const double RippleFree = 1.52;
    private const double Negligible = 1e-22;
    private const double MostSteps = 2e6;

    private double Last => r + k - 1.0;

    private double Step => Math.Min(0.25, 0.7 / Math.Sqrt(Math.Max(Last, RippleFree * k * k)));

    /// <summary>Tells whether the phases up to t, of all rates together, are too many to go over.</summary>
    public bool AreTooMany(double t) => (Last + (8.0 * Math.Sqrt(Last)) + 40.0) / alpha * t / Step > MostSteps;

    /// <summary>Gives the mean over l of what is given for a rate, for each j.</summary>
    /// <param name="t">The horizon: what is given for a rate grows like rate times t at most where that is small.</param>
    /// <param name="given">Writes k numbers for a rate.</param>
    public double[] Mean(double t, Action<double, double[]> given)
    {
        double[] sum = new double[k], own = new double[k];
        double mode = Math.Log(r / alpha), step = Step;
        double low = mode - (42.0 / Math.Min(r, 1.0 + Math.Sqrt(r))), high = Math.Log(Last / alpha) + (42.0 / (1.0 + Math.Sqrt(r)));
        // The density from its height at the mode: where r is in the thousands its terms would cancel.
        double logHeight = r < 10.0 ? (r * Math.Log(r)) - r - SpecialFunctions.LogGamma(r) : (0.5 * Math.Log(r / (2.0 * Math.PI))) - SpecialFunctions.StirlingTail(r);
        double typical = Math.Min(1.0, r / alpha * t);
        for (double y = low; y <= high; y += step)
        {
            double u = y - mode, rate = Math.Exp(y), density = step * Math.Exp(logHeight + (r * (u - SpecialFunctions.Expm1(u)))), most = density;
            double next = density;
            for (int j = 0; j < k - 1; j++)
            {
                next *= alpha * rate / (r + j);
                most = Math.Max(most, next);
            }

            if (most * Math.Min(1.0, rate * t) < Negligible * typical)
            {
                continue;
            }

            given(rate, own);
            for (int j = 0; j < k; j++)
            {
                sum[j] += density * own[j];
                density *= alpha * rate / (r + j);
            }
        }

        return sum;
    }

    /// <summary>Writes P(at least n) for n = 0 to beyond which hardly anything is left, of a Poisson, and gives the span of them; tails grow where they must.</summary>
    public static ReadOnlySpan<double> PoissonTails(double mean, ref double[] tails)
    {
        int reach = (int)Math.Ceiling(mean + (9.5 * Math.Sqrt(mean)) + 40.0);
        if (tails.Length <= reach)
        {
            tails = new double[Math.Max(reach + 1, 2 * tails.Length)];
        }

        Span<double> span = tails.AsSpan(0, reach + 1);
        Fill(mean, span);
        return span;
    }

    // From the mode outwards, then added up from the far end.
    private static void Fill(double mean, Span<double> tails)
    {
        int mode = Math.Min((int)mean, tails.Length - 1);
        double peak = Math.Exp((mode * Math.Log(mean)) - mean - SpecialFunctions.LogGamma(mode + 1.0)), value = peak;
        for (int n = mode; n < tails.Length; n++)
        {
            tails[n] = value;
            value *= mean / (n + 1.0);
        }

        value = peak;
        for (int n = mode; n > 0; n--)
        {
            value *= n / mean;
            tails[n - 1] = value;
        }

        double beyond = 0.0;
        for (int n = tails.Length - 1; n >= 0; n--)
        {
            beyond += tails[n];
            tails[n] = beyond;
        }

        // Where thousands are likely the height of the curve loses digits; that it sums to 1 gives them back.
        double correct = 1.0 / beyond;
        for (int n = 0; n < tails.Length; n++)
        {
            tails[n] *= correct;
        }
    }
}
