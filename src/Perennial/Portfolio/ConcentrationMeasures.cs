namespace Perennial.Portfolio;

/// <summary>Measures of how concentrated an amount is on few customers. Heuristic cut-offs for the HHI are 1,000, 1,800 and 2,500.</summary>
public static class ConcentrationMeasures
{
    private const int LorenzSteps = 100;

    /// <summary>Measures n amounts; those below zero count as zero, since a share cannot be negative.</summary>
    /// <remarks>
    /// Top p % are the ceiling of p % of n largest. Gini = 2 Σ i x(i) / (n Σ x) - (n + 1) / n with x ascending. HHI = 10,000 Σ share².
    /// Effective number = 10,000 / HHI. All are 0, and the curve is empty, where nothing is positive.
    /// </remarks>
    public static Concentration Of(IEnumerable<double> amounts) => OfRising([.. amounts.Order()]);

    /// <summary>Measures n amounts that rise already: millions need not be put in order twice.</summary>
    internal static Concentration OfRising(double[] rising)
    {
        double[] x = Array.ConvertAll(rising, static amount => Math.Max(amount, 0));
        double total = x.Sum();
        if (total <= 0)
        {
            return new(0, 0, 0, 0, 0, 0, 0, []);
        }

        double ranked = 0;
        double squares = 0;
        double[] cumulative = new double[x.Length + 1];
        for (int i = 0; i < x.Length; i++)
        {
            double share = x[i] / total;
            ranked += (i + 1) * share;
            squares += share * share;
            cumulative[i + 1] = cumulative[i] + share;
        }

        double n = x.Length;
        return new(
            Top(cumulative, 1),
            Top(cumulative, 5),
            Top(cumulative, 10),
            Top(cumulative, 20),
            Math.Max(0, (2 * ranked / n) - ((n + 1) / n)),
            10_000 * squares,
            1 / squares,
            Lorenz(cumulative));
    }

    private static double Top(double[] cumulative, int percent)
    {
        int n = cumulative.Length - 1;
        int largest = ((n * percent) + 99) / 100;
        return Math.Clamp(1 - cumulative[n - largest], 0, 1);
    }

    private static LorenzPoint[] Lorenz(double[] cumulative)
    {
        int n = cumulative.Length - 1;
        int steps = Math.Min(n, LorenzSteps);
        LorenzPoint[] points = new LorenzPoint[steps + 1];
        for (int i = 0; i <= steps; i++)
        {
            int customers = (int)((long)n * i / steps);
            points[i] = new((double)customers / n, i == steps ? 1 : Math.Min(1, cumulative[customers]));
        }

        return points;
    }
}
