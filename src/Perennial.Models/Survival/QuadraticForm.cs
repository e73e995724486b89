using Perennial.Models.Fitting;

namespace Perennial.Models.Survival;

/// <summary>x' V^-1 x of small symmetric matrices, and the rank it rests on.</summary>
internal static class QuadraticForm
{
    // Directions in which a covariance has less than this of its largest variance are constraints, not information.
    private const double Singular = 1e-10;

    /// <summary>Gives the form with the pseudo-inverse of a positive semi-definite matrix, and its rank.</summary>
    public static (double Value, int Rank) OfPseudoInverse(double[] x, double[] matrix)
    {
        int n = x.Length;
        (double[] values, double[] vectors) = SymmetricEigen.Decompose(matrix, n);
        double largest = values.Max();
        double sum = 0.0;
        int rank = 0;
        for (int k = 0; k < n; k++)
        {
            if (values[k] > Singular * largest && largest > 0.0)
            {
                double along = 0.0;
                for (int i = 0; i < n; i++)
                {
                    along += vectors[(i * n) + k] * x[i];
                }

                sum += along * along / values[k];
                rank++;
            }
        }

        return (sum, rank);
    }

    /// <summary>Gives the inverse of a positive definite matrix, or null where it has none.</summary>
    public static double[]? Inverse(double[] matrix, int n)
    {
        // On the scale of unit diagonals, so that the units of the rows do not decide.
        double[] scale = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (!(matrix[(i * n) + i] > 0.0))
            {
                return null;
            }

            scale[i] = 1.0 / Math.Sqrt(matrix[(i * n) + i]);
        }

        double[] unit = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                unit[(i * n) + j] = matrix[(i * n) + j] * scale[i] * scale[j];
            }
        }

        (double[] values, double[] vectors) = SymmetricEigen.Decompose(unit, n);
        if (!(values.Min() > 1e-13 * values.Max()))
        {
            return null;
        }

        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0.0;
                for (int k = 0; k < n; k++)
                {
                    sum += vectors[(i * n) + k] * vectors[(j * n) + k] / values[k];
                }

                inverse[(i * n) + j] = sum * scale[i] * scale[j];
            }
        }

        return inverse;
    }
}
