namespace Perennial.Models.Numerics;

/// <summary>The negative binomial: purchases in t of a customer whose rate is Gamma(r, alpha).</summary>
internal static class NegativeBinomial
{
    /// <summary>Adds weight times P(n) to mass[n] for every n of the array.</summary>
    public static void Add(double r, double alpha, double t, double weight, double[] mass)
    {
        int counts = mass.Length;
        if (counts == 0 || weight == 0.0)
        {
            return;
        }

        if (t == 0.0)
        {
            mass[0] += weight;
            return;
        }

        // From the mode outwards, so that P(0) may underflow without taking the rest with it.
        double p = t / (alpha + t);
        double modeAt = Math.Floor((r - 1.0) * t / alpha);
        int mode = (int)Math.Clamp(modeAt, 0.0, counts - 1.0);
        double logMode = SpecialFunctions.LogRising(r, mode) - SpecialFunctions.LogGamma(mode + 1.0)
            - (r * SpecialFunctions.Log1p(t / alpha)) + (mode == 0 ? 0.0 : mode * Math.Log(p));
        double peak = weight * Math.Exp(logMode);
        double value = peak;
        for (int n = mode; n < counts && value > 0.0; n++)
        {
            mass[n] += value;
            value *= (r + n) / (n + 1.0) * p;
        }

        value = peak;
        for (int n = mode; n > 0 && value > 0.0; n--)
        {
            value *= n / ((r + n - 1.0) * p);
            mass[n - 1] += value;
        }
    }

    /// <summary>Gives P(at least n).</summary>
    public static double Tail(double r, double alpha, double t, int n) =>
        n == 0 ? 1.0 : IncompleteFunctions.Beta(n, r, t / (alpha + t), alpha / (alpha + t));
}
