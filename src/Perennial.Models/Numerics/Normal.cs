namespace Perennial.Models.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>Gives the chance of at most <paramref name="z"/>; relative accuracy about 1e-14 in both tails.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>A chance in [0, 1].</returns>
    public static double Cdf(double z)
    {
        if (double.IsNaN(z))
        {
            throw new ArgumentException("A normal deviate is a number, not NaN.", nameof(z));
        }

        // Beyond 40 deviations less is left than the smallest number.
        double far = Math.Clamp(z, -40, 40), half = 0.5 * IncompleteFunctions.GammaQ(0.5, 0.5 * far * far);
        return z > 0 ? 1 - half : half;
    }

    /// <summary>Gives the z that is not exceeded with chance <paramref name="probability"/>; below a chance of 1e-300 that of 1e-300, -37.05.</summary>
    /// <param name="probability">A chance in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1): at 0 and 1 there is no such number.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile of the normal distribution needs a probability above 0 and below 1.");
        }

        // The tail of a chi-square with one degree of freedom is twice that of the normal.
        // Below 1e-300 the deviate is that of 1e-300, -37.05.
        double tail = Math.Max(Math.Min(probability, 1 - probability), 1e-300);
        double z = probability == 0.5 ? 0 : -TailDeviate(tail);
        return probability < 0.5 ? z : -z;
    }

    private static double TailDeviate(double tail)
    {
        // Newton on the logarithm of the tail, which is concave: from below it converges from one side.
        double z = Math.Sqrt(Math.Max(0, -2 * Math.Log(2 * tail)));
        for (int i = 0; i < 60; i++)
        {
            double q = 0.5 * IncompleteFunctions.GammaQ(0.5, 0.5 * z * z);
            double step = Math.Log(q / tail) * q / (Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI));
            z += step;
            if (Math.Abs(step) <= 1e-15 * Math.Max(1, z))
            {
                break;
            }
        }

        return z;
    }
}
