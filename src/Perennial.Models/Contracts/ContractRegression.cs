using Perennial.Models.Fitting;

namespace Perennial.Models.Contracts;

/// <summary>Writes the log-likelihood of one contract history with derivatives in (alpha, beta, c): value, 3 first, 6 second, row by row of the triangle.</summary>
/// <param name="law">alpha, beta, c.</param>
/// <param name="entry">Renewals survived when observation began.</param>
/// <param name="renewals">Renewals survived.</param>
/// <param name="left">Left at the next one.</param>
/// <param name="into">Ten numbers.</param>
internal delegate void ContractRow((double Alpha, double Beta, double C) law, int entry, int renewals, bool left, Span<double> into);

/// <summary>The regression on top of a contract likelihood: ln alpha and ln beta are linear in the covariates, c is common to all.</summary>
/// <source paper="FaderHardie2007Covariates"/>
/// <remarks>The point is (ln alpha, q coefficients, ln beta, q coefficients, ln c where c is free), on standardised covariates.</remarks>
internal static class ContractRegression
{
    /// <summary>Makes the mean negative log-likelihood plus half of penalty times the squared standardised coefficients per customer.</summary>
    public static SmoothFunction Objective(ContractGroups groups, ContractRow row, int shapes, double penalty, int threads) => (point, gradient, hessian) =>
    {
        int q = groups.Width;
        int n = point.Length;
        double[] theta = point.ToArray();
        bool curved = !hessian.IsEmpty;
        double[] sum = Blocks.Sum(groups.Count, threads, 1 + n + (curved ? n * n : 0), (start, end, part) => Add(groups, row, shapes, theta, start, end, part));
        double customers = groups.Customers;
        double value = -sum[0] / customers;
        for (int i = 0; i < n; i++)
        {
            gradient[i] = -sum[1 + i] / customers;
            for (int j = 0; j < n && curved; j++)
            {
                hessian[(i * n) + j] = -sum[1 + n + (Math.Min(i, j) * n) + Math.Max(i, j)] / customers;
            }
        }

        for (int k = 0; k < 2 * q && penalty > 0.0; k++)
        {
            int at = k < q ? 1 + k : 2 + k;
            value += 0.5 * penalty * theta[at] * theta[at] / customers;
            gradient[at] += penalty * theta[at] / customers;
            if (curved)
            {
                hessian[(at * n) + at] += penalty / customers;
            }
        }

        return value;
    };

    private static void Add(ContractGroups groups, ContractRow row, int shapes, double[] theta, int start, int end, Span<double> sum)
    {
        int q = groups.Width;
        int n = theta.Length;
        Span<double> d = stackalloc double[10];
        Span<double> natural = stackalloc double[3];
        for (int g = start; g < end; g++)
        {
            ReadOnlySpan<double> x = groups.X.AsSpan(g * q, q);
            natural[0] = Math.Exp(Linear(theta.AsSpan(0, q + 1), x));
            natural[1] = Math.Exp(Linear(theta.AsSpan(q + 1, q + 1), x));
            natural[2] = shapes == 3 ? Math.Exp(theta[n - 1]) : 1.0;
            row((natural[0], natural[1], natural[2]), groups.Entry[g], groups.Renewals[g], groups.Left[g], d);
            double w = groups.Weight[g];
            sum[0] += w * d[0];
            int at = 4;
            for (int i = 0; i < shapes; i++)
            {
                double gi = natural[i] * d[1 + i];
                Spread(sum.Slice(1, n), i, q, x, w * gi);
                for (int j = i; j < shapes && sum.Length > 1 + n; j++)
                {
                    double hij = natural[i] * natural[j] * d[at + j - i];
                    Spread(sum[(1 + n)..], n, i, j, q, x, w * (i == j ? hij + gi : hij));
                }

                at += 3 - i;
            }
        }
    }

    private static double Linear(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> x)
    {
        double value = coefficients[0];
        for (int j = 0; j < x.Length; j++)
        {
            value += coefficients[1 + j] * x[j];
        }

        return value;
    }

    private static void Spread(Span<double> gradient, int block, int q, ReadOnlySpan<double> x, double by)
    {
        int first = block * (q + 1);
        gradient[first] += by;
        for (int k = 0; k < q && block < 2; k++)
        {
            gradient[first + 1 + k] += by * x[k];
        }
    }

    // The upper triangle of the Hessian: block (i, j) is by times the outer product of (1, x) with itself.
    private static void Spread(Span<double> hessian, int n, int i, int j, int q, ReadOnlySpan<double> x, double by)
    {
        int rows = i < 2 ? q + 1 : 1;
        int columns = j < 2 ? q + 1 : 1;
        for (int a = 0; a < rows; a++)
        {
            double left = a == 0 ? by : by * x[a - 1];
            for (int b = i == j ? a : 0; b < columns; b++)
            {
                hessian[(((i * (q + 1)) + a) * n) + (j * (q + 1)) + b] += b == 0 ? left : left * x[b - 1];
            }
        }
    }
}
