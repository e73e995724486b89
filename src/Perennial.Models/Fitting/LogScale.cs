namespace Perennial.Models.Fitting;

/// <summary>Turns sums of log-likelihood derivatives in the parameters into those of the mean negative log-likelihood in their logarithms.</summary>
internal static class LogScale
{
    /// <summary>The width of a sum: value, gradient, upper triangle of the Hessian.</summary>
    public static int Width(int parameters) => 1 + parameters + (parameters * (parameters + 1) / 2);

    /// <summary>The width of a sum without the Hessian where none is asked for.</summary>
    public static int Width(int parameters, bool curved) => curved ? Width(parameters) : 1 + parameters;

    /// <summary>Writes gradient and Hessian of -sum / customers with respect to ln theta, the gradient alone where there is no room for the other; gives its value.</summary>
    public static double Turn(double[] sum, ReadOnlySpan<double> theta, double customers, Span<double> gradient, Span<double> hessian)
    {
        int n = theta.Length;
        int at = 1 + n;
        for (int i = 0; i < n; i++)
        {
            gradient[i] = -theta[i] * sum[1 + i] / customers;
        }

        for (int i = 0; i < n && !hessian.IsEmpty; i++)
        {
            for (int j = i; j < n; j++, at++)
            {
                double value = -theta[i] * theta[j] * sum[at] / customers;
                if (i == j)
                {
                    value += gradient[i];
                }

                hessian[(i * n) + j] = value;
                hessian[(j * n) + i] = value;
            }
        }

        return -sum[0] / customers;
    }
}
