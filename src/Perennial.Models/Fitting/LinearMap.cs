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

    /// <summary>Gives the function x → f(A x) with its derivatives A'g and A'HA.</summary>
    public static SmoothFunction Pull(double[] matrix, SmoothFunction function)
    {
        int n = (int)Math.Sqrt(matrix.Length);
        return (point, gradient, hessian) =>
        {
            double[] g = new double[n], h = hessian.IsEmpty ? [] : new double[n * n];
            double value = function(Apply(matrix, point.ToArray(), null).Point, g, h);
            gradient.Clear();
            hessian.Clear();
            for (int a = 0; a < n * n; a++)
            {
                int i = a / n, j = a % n;
                gradient[j] += matrix[a] * g[i];
                for (int k = 0; k < n && h.Length > 0 && h[a] != 0.0; k++)
                {
                    for (int l = 0; l < n; l++)
                    {
                        hessian[(k * n) + l] += matrix[(i * n) + k] * h[a] * matrix[(j * n) + l];
                    }
                }
            }

            return value;
        };
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
