using Perennial.Models.Numerics;

namespace Perennial.Training.Contracts;

/// <summary>Draws of parameters from a normal around an estimate.</summary>
internal static class ParameterDraws
{
    /// <summary>Draws.</summary>
    /// <param name="point">The estimate.</param>
    /// <param name="covariance">Its covariance, row by row; null where there is none, and every draw is the estimate.</param>
    /// <param name="draws">How many.</param>
    /// <param name="random">Where they come from.</param>
    public static double[][] Of(double[] point, double[]? covariance, int draws, Pcg64 random)
    {
        int n = point.Length;
        double[] root = covariance is null ? new double[n * n] : Root(covariance, n);
        double[][] all = new double[draws][];
        double[] step = new double[n];
        for (int d = 0; d < draws; d++)
        {
            all[d] = [.. point];
            for (int j = 0; j < n; j++)
            {
                step[j] = random.NextNormal();
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    all[d][i] += root[(i * n) + j] * step[j];
                }
            }
        }

        return all;
    }

    /// <summary>Draws from a density that a normal describes badly: a random walk over it (Metropolis), its steps shaped by the covariance and as long as a quarter of them are taken.</summary>
    /// <param name="point">Where the density is highest.</param>
    /// <param name="covariance">Its covariance there.</param>
    /// <param name="logDensity">The density's logarithm, up to a constant.</param>
    /// <param name="draws">How many.</param>
    /// <param name="random">Where they come from.</param>
    public static double[][] Walked(double[] point, double[] covariance, Func<double[], double> logDensity, int draws, Pcg64 random)
    {
        const int Warmup = 1000, Between = 6;
        const double Taken = 0.25;
        int n = point.Length;
        double[] root = Root(covariance, n), at = [.. point], step = new double[n];
        double height = logDensity(at), length = Math.Log(1.5 / Math.Sqrt(n));
        double[][] all = new double[draws][];
        for (int k = 0; k < Warmup + (draws * Between); k++)
        {
            for (int j = 0; j < n; j++)
            {
                step[j] = random.NextNormal() * Math.Exp(length);
            }

            double[] next = [.. at];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    next[i] += root[(i * n) + j] * step[j];
                }
            }

            double there = logDensity(next);
            bool take = Math.Log(1 - random.NextDouble()) < there - height;
            (at, height) = take ? (next, there) : (at, height);
            length += k < Warmup ? ((take ? 1 : 0) - Taken) / Math.Sqrt(k + 10) : 0;
            if (k >= Warmup && (k - Warmup) % Between == Between - 1)
            {
                all[(k - Warmup) / Between] = at;
            }
        }

        // Neighbours of a walk are alike; draws of an account's lives must not be in its order.
        for (int i = draws - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all;
    }

    // Cholesky; a direction in which rounding left no variance has none.
    private static double[] Root(double[] covariance, int n)
    {
        double[] root = new double[n * n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double sum = covariance[(i * n) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= root[(i * n) + k] * root[(j * n) + k];
                }

                double pivot = root[(j * n) + j];
                root[(i * n) + j] = i == j ? Math.Sqrt(Math.Max(sum, 0)) : pivot > 0 ? sum / pivot : 0;
            }
        }

        return root;
    }
}
