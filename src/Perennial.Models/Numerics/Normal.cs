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

        double half = 0.5 * IncompleteFunctions.GammaQ(0.5, 0.5 * z * z);
        return z > 0 ? 1 - half : half;
    }

    /// <summary>Gives the z that is not exceeded with chance <paramref name="probability"/>: minus and plus infinity at 0 and 1.</summary>
    /// <param name="probability">A chance in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public static double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is a number from 0 to 1.");
        }

        if (probability is 0 or 1)
        {
            return probability == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // The tail of a chi-square with one degree of freedom is twice that of the normal.
        double tail = Math.Min(probability, 1 - probability);
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
