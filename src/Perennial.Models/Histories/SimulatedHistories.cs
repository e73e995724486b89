using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.Histories;

/// <summary>Histories from simulated purchase times.</summary>
internal static class SimulatedHistories
{
    /// <summary>Simulates a customer for each age, each from a stream of its own, so that threads cannot reach the result.</summary>
    public static PurchaseHistories Of(double[] ages, TimeUnit unit, ulong seed, Func<double, Pcg64, double[]> purchases) =>
        Of(ages, unit, seed, (_, until, random) => purchases(until, random));

    /// <summary>Simulates customers who differ: the first argument is the customer's place.</summary>
    public static PurchaseHistories Of(double[] ages, TimeUnit unit, ulong seed, Func<int, double, Pcg64, double[]> purchases)
    {
        ArgumentNullException.ThrowIfNull(ages);
        int[] frequency = new int[ages.Length];
        double[] recency = new double[ages.Length];
        double[] logGaps = new double[ages.Length];
        Blocks.Run(ages.Length, 0, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                double[] times = purchases(i, ages[i], new Pcg64(seed, (ulong)i));
                frequency[i] = times.Length;
                recency[i] = times.Length == 0 ? 0.0 : times[^1];
                logGaps[i] = LogGaps(times);
            }
        });
        return new PurchaseHistories(frequency, recency, [.. ages], unit, logGaps: logGaps);
    }

    private static double LogGaps(double[] times)
    {
        double sum = 0.0, last = 0.0;
        foreach (double time in times)
        {
            // Rates beyond all measure may put two purchases on one number.
            sum += Math.Log(Math.Max(time - last, double.Epsilon));
            last = time;
        }

        return sum;
    }
}
