using Perennial.Models.Numerics;

namespace Perennial.Models.Posterior;

/// <summary>Importance weights whose largest are replaced by the quantiles of a generalised Pareto tail, and that tail's shape as a warning.</summary>
/// <source paper="VehtariSimpsonGelmanYaoGabry2024"/>
internal static class ParetoSmoothing
{
    /// <summary>Gives normalised weights and the shape k of their tail.</summary>
    /// <param name="logRatios">Log of target over proposal at each draw; minus infinity where the target is zero.</param>
    public static (double[] Weights, double K) Smooth(double[] logRatios)
    {
        int n = logRatios.Length;
        int tail = (int)Math.Ceiling(Math.Min(0.2 * n, 3.0 * Math.Sqrt(n)));
        int[] order = [.. Enumerable.Range(0, n)];
        double[] sorted = [.. logRatios];
        Array.Sort(sorted, order);
        double largest = sorted[^1];
        double[] weights = Array.ConvertAll(logRatios, v => Math.Exp(v - largest));
        double cut = Math.Exp(sorted[n - tail - 1] - largest);
        double[] beyond = new double[tail];
        for (int i = 0; i < tail; i++)
        {
            beyond[i] = Math.Exp(sorted[n - tail + i] - largest) - cut;
        }

        // Weights that are all alike have no tail.
        if (!(beyond[0] > 0.0) && beyond[^1] <= 1e-12)
        {
            return (Normalised(weights), double.NegativeInfinity);
        }

        (double k, double sigma) = FitTail(beyond);
        for (int i = 0; i < tail; i++)
        {
            double p = (i + 0.5) / tail;
            double excess = Math.Abs(k) < 1e-12 ? -sigma * SpecialFunctions.Log1p(-p) : sigma * SpecialFunctions.Expm1(-k * SpecialFunctions.Log1p(-p)) / k;
            weights[order[n - tail + i]] = Math.Min(cut + excess, 1.0);
        }

        return (Normalised(weights), k);
    }

    /// <summary>Fits a generalised Pareto distribution to rising positive excesses, the shape drawn weakly towards 1/2.</summary>
    /// <source paper="ZhangStephens2009"/>
    internal static (double K, double Sigma) FitTail(double[] excesses)
    {
        int n = excesses.Length;
        int points = 30 + (int)Math.Sqrt(n);
        double quartile = Math.Max(excesses[(int)((n / 4.0) + 0.5) - 1], 1e-300);
        double[] b = new double[points];
        double[] log = new double[points];
        for (int j = 0; j < points; j++)
        {
            b[j] = (1.0 / excesses[^1]) + ((1.0 - Math.Sqrt(points / (j + 0.5))) / (3.0 * quartile));
            double shape = Shape(b[j]);
            log[j] = n * (Math.Log(-b[j] / shape) - shape - 1.0);
        }

        double best = log.Where(double.IsFinite).DefaultIfEmpty(0.0).Max();
        double sum = 0.0, mean = 0.0;
        for (int j = 0; j < points; j++)
        {
            double weight = double.IsFinite(log[j]) ? Math.Exp(log[j] - best) : 0.0;
            sum += weight;
            mean += weight * b[j];
        }

        mean /= sum;
        double k = Shape(mean);
        double sigma = -k / mean;
        return (((n * k) + 5.0) / (n + 10.0), sigma);

        double Shape(double at) => excesses.Average(x => SpecialFunctions.Log1p(-at * x));
    }

    private static double[] Normalised(double[] weights)
    {
        double sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }
}
