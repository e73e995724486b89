namespace Perennial.Models.Posterior;

/// <summary>The mass matrix of a chain, as the lower triangular factor L of the posterior's covariance: point = L y, momenta of y are standard normal.</summary>
internal sealed class Whitening
{
    private readonly double[] _factor;
    private readonly int _n;

    private Whitening(double[] factor, int n)
    {
        _factor = factor;
        _n = n;
    }

    /// <summary>Makes the factor of a covariance, row by row; null where it is not positive definite.</summary>
    public static Whitening? Of(double[] covariance, int n)
    {
        double[] factor = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = covariance[(i * n) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[(i * n) + k] * factor[(j * n) + k];
                }

                if (i != j)
                {
                    factor[(i * n) + j] = sum / factor[(j * n) + j];
                }
                else if (sum > 1e-14 * covariance[(i * n) + i] && double.IsFinite(sum))
                {
                    factor[(i * n) + i] = Math.Sqrt(sum);
                }
                else
                {
                    return null;
                }
            }
        }

        return new Whitening(factor, n);
    }

    /// <summary>Makes the factor that changes nothing.</summary>
    public static Whitening Identity(int n)
    {
        double[] factor = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            factor[(i * n) + i] = 1.0;
        }

        return new Whitening(factor, n);
    }

    /// <summary>Gives ln det L.</summary>
    public double LogDeterminant => Enumerable.Range(0, _n).Sum(i => Math.Log(_factor[(i * _n) + i]));

    /// <summary>Writes L y.</summary>
    public void Colour(ReadOnlySpan<double> y, Span<double> point)
    {
        for (int i = 0; i < _n; i++)
        {
            double sum = 0.0;
            for (int j = 0; j <= i; j++)
            {
                sum += _factor[(i * _n) + j] * y[j];
            }

            point[i] = sum;
        }
    }

    /// <summary>Writes the y with L y = point.</summary>
    public void Whiten(ReadOnlySpan<double> point, Span<double> y)
    {
        for (int i = 0; i < _n; i++)
        {
            double sum = point[i];
            for (int j = 0; j < i; j++)
            {
                sum -= _factor[(i * _n) + j] * y[j];
            }

            y[i] = sum / _factor[(i * _n) + i];
        }
    }

    /// <summary>Writes the gradient in y, L' g.</summary>
    public void Pull(ReadOnlySpan<double> gradient, Span<double> result)
    {
        for (int j = 0; j < _n; j++)
        {
            double sum = 0.0;
            for (int i = j; i < _n; i++)
            {
                sum += _factor[(i * _n) + j] * gradient[i];
            }

            result[j] = sum;
        }
    }
}
