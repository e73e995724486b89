namespace Perennial.Models.Numerics;

/// <summary>Algebra of small square matrices kept row by row.</summary>
internal static class SquareMatrix
{
    /// <summary>Gives A B.</summary>
    public static double[] Times(double[] a, double[] b, int n)
    {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                double left = a[(i * n) + k];
                for (int j = 0; j < n; j++)
                {
                    product[(i * n) + j] += left * b[(k * n) + j];
                }
            }
        }

        return product;
    }

    /// <summary>Gives A v.</summary>
    public static double[] TimesVector(double[] a, double[] v)
    {
        int n = v.Length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                product[i] += a[(i * n) + j] * v[j];
            }
        }

        return product;
    }

    /// <summary>Gives A'.</summary>
    public static double[] Transposed(double[] a, int n)
    {
        double[] turned = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                turned[(j * n) + i] = a[(i * n) + j];
            }
        }

        return turned;
    }

    /// <summary>Gives f of a symmetric matrix through its eigenvalues.</summary>
    public static double[] Function(double[] symmetric, int n, Func<double, double> f)
    {
        (double[] values, double[] vectors) = Fitting.SymmetricEigen.Decompose(symmetric, n);
        double[] result = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            double value = f(values[k]);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    result[(i * n) + j] += value * vectors[(i * n) + k] * vectors[(j * n) + k];
                }
            }
        }

        return result;
    }

    /// <summary>Gives the inverse of a symmetric, positive definite matrix.</summary>
    public static double[] Inverse(double[] positive, int n)
    {
        // Gauss and Jordan without pivoting: safe for positive definite matrices.
        double[] a = [.. positive];
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            inverse[(i * n) + i] = 1.0;
        }

        for (int k = 0; k < n; k++)
        {
            double pivot = 1.0 / a[(k * n) + k];
            for (int j = 0; j < n; j++)
            {
                a[(k * n) + j] *= pivot;
                inverse[(k * n) + j] *= pivot;
            }

            for (int i = 0; i < n; i++)
            {
                double factor = a[(i * n) + k];
                if (i == k || factor == 0.0)
                {
                    continue;
                }

                for (int j = 0; j < n; j++)
                {
                    a[(i * n) + j] -= factor * a[(k * n) + j];
                    inverse[(i * n) + j] -= factor * inverse[(k * n) + j];
                }
            }
        }

        return inverse;
    }

    /// <summary>Gives the lower triangular C with C C' = A and its inverse, for a symmetric, positive definite A.</summary>
    public static (double[] Factor, double[] Inverse) Cholesky(double[] positive, int n)
    {
        double[] factor = new double[n * n];
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = positive[(i * n) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[(i * n) + k] * factor[(j * n) + k];
                }

                factor[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / factor[(j * n) + j];
            }

            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? 1.0 : 0.0;
                for (int k = j; k < i; k++)
                {
                    sum -= factor[(i * n) + k] * inverse[(k * n) + j];
                }

                inverse[(i * n) + j] = sum / factor[(i * n) + i];
            }
        }

        return (factor, inverse);
    }
}
