namespace Perennial.Models.Fitting;

/// <summary>A linear change of parameters: the point and its covariance follow.</summary>
internal static class LinearMap
{
    /// <summary>Gives A x and A V A' for an n by n matrix, row by row; no covariance gives none.</summary>
    public static (double[] Point, double[]? Covariance) Apply(double[] matrix, double[] point, double[]? covariance)
    {
        int n = point.Length;
        double[] moved = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                moved[i] += matrix[(i * n) + j] * point[j];
            }
        }

        if (covariance is null)
        {
            return (moved, null);
        }

        double[] half = Product(matrix, covariance, n, turned: false);
        return (moved, Product(half, matrix, n, turned: true));
    }

    private static double[] Product(double[] a, double[] b, int n, bool turned)
    {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0.0;
                for (int k = 0; k < n; k++)
                {
                    sum += a[(i * n) + k] * (turned ? b[(j * n) + k] : b[(k * n) + j]);
                }

                product[(i * n) + j] = sum;
            }
        }

        return product;
    }
}
