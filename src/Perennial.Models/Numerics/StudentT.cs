namespace Perennial.Models.Numerics;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>Gives the chance of at most <paramref name="t"/>.</summary>
    /// <param name="t">A number.</param>
    /// <param name="degrees">Degrees of freedom, positive.</param>
    public static double Cdf(double t, double degrees)
    {
        Check(degrees);
        if (double.IsNaN(t))
        {
            throw new ArgumentException("A deviate is a number, not NaN.", nameof(t));
        }

        // Where the square overflows the tail is that of the largest number.
        double square = Math.Min(t * t, double.MaxValue), share = square / (degrees + square);
        double half = 0.5 * IncompleteFunctions.Beta(degrees / 2, 0.5, degrees / (degrees + square), share);
        return t > 0 ? 1 - half : half;
    }

    /// <summary>Gives the t that is not exceeded with chance <paramref name="probability"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="degrees">Degrees of freedom, positive.</param>
    public static double Quantile(double probability, double degrees)
    {
        Check(degrees);
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        }

        double tail = Math.Min(probability, 1 - probability);
        if (tail == 0.5)
        {
            return 0;
        }

        double high = 1;
        while (Cdf(-high, degrees) > tail && high < 1e300)
        {
            high *= 2;
        }

        double low = 0;
        for (int i = 0; i < 200 && high - low > 1e-15 * high; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Cdf(-middle, degrees) > tail ? (middle, high) : (low, middle);
        }

        double t = 0.5 * (low + high);
        return probability < 0.5 ? -t : t;
    }

    private static void Check(double degrees)
    {
        if (!(degrees > 0) || !double.IsFinite(degrees))
        {
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Degrees of freedom are positive and finite.");
        }
    }
}
