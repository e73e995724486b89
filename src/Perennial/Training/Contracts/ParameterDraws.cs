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
