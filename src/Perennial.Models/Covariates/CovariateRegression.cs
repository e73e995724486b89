using Perennial.Models.Fitting;

namespace Perennial.Models.Covariates;

/// <summary>The regression on top of a model's likelihood: the logarithm of a parameter moves by loading times coefficient times covariate.</summary>
/// <remarks>
/// The point is (the logarithms of the model's p parameters at the mean covariates, K coefficients on standardised covariates). What moves is linear in it,
/// so gradient and Hessian are those of the model's own likelihood, carried over exactly.
/// </remarks>
/// <source paper="FaderHardie2007Covariates"/>
internal static class CovariateRegression
{
    // Fewer distinct rows of covariates than this: threads share the histories of each. More: threads share the rows.
    private const int FewRows = 64;

    /// <summary>Makes the mean negative log-likelihood plus half of penalty times the squared coefficients per customer.</summary>
    /// <param name="groups">The customers.</param>
    /// <param name="likelihood">The model's own mean negative log-likelihood of customers who share their parameters, on a number of threads.</param>
    /// <param name="parameters">The number p of the model's parameters.</param>
    /// <param name="terms">For each coefficient its covariate and its loading on each of the p logarithms.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    public static SmoothFunction Objective(
        CovariateGroups groups, Func<HistoryGroups, int, SmoothFunction> likelihood, int parameters, CovariateTerm[] terms, double penalty, int threads)
    {
        bool few = groups.Shared.Length < FewRows;
        SmoothFunction[] each = Array.ConvertAll(groups.Shared, shared => likelihood(shared, few ? threads : 1));
        return (point, gradient, hessian) =>
        {
            int n = point.Length;
            double[] theta = point.ToArray();
            bool curved = !hessian.IsEmpty;
            double[] sum = Blocks.Sum(
                each.Length, few ? 1 : threads, 1 + n + (curved ? n * n : 0), (start, end, part) => Add(groups, each, parameters, terms, theta, start, end, part));
            double customers = groups.Customers;
            double value = sum[0] / customers;
            for (int i = 0; i < n; i++)
            {
                gradient[i] = sum[1 + i] / customers;
                for (int j = 0; j < n && curved; j++)
                {
                    hessian[(i * n) + j] = sum[1 + n + (Math.Min(i, j) * n) + Math.Max(i, j)] / customers;
                }
            }

            for (int k = parameters; k < n; k++)
            {
                value += 0.5 * penalty * theta[k] * theta[k] / customers;
                gradient[k] += penalty * theta[k] / customers;
                if (curved)
                {
                    hessian[(k * n) + k] += penalty / customers;
                }
            }

            return value;
        };
    }

    private static void Add(CovariateGroups groups, SmoothFunction[] each, int p, CovariateTerm[] terms, double[] theta, int start, int end, Span<double> sum)
    {
        int n = theta.Length;
        bool curved = sum.Length > 1 + n;
        double[] logs = new double[p], g = new double[p], h = curved ? new double[p * p] : [];

        // d(logarithms of the parameters) / d(point), and h times it.
        double[] turn = new double[p * n], half = new double[p * n];
        for (int i = 0; i < p; i++)
        {
            turn[(i * n) + i] = 1.0;
        }

        for (int row = start; row < end; row++)
        {
            Array.Copy(theta, logs, p);
            for (int k = 0; k < terms.Length; k++)
            {
                double x = groups.X[(row * groups.Width) + terms[k].Covariate];
                for (int i = 0; i < p; i++)
                {
                    turn[(i * n) + p + k] = terms[k].Loading[i] * x;
                    logs[i] += terms[k].Loading[i] * x * theta[p + k];
                }
            }

            double weight = groups.Shared[row].Customers;
            sum[0] += weight * each[row](logs, g, h);
            Array.Clear(half);
            for (int i = 0; i < p && curved; i++)
            {
                for (int k = 0; k < p; k++)
                {
                    double by = weight * h[(i * p) + k];
                    for (int j = 0; j < n; j++)
                    {
                        half[(i * n) + j] += by * turn[(k * n) + j];
                    }
                }
            }

            Span<double> gradient = sum.Slice(1, n), hessian = sum[(1 + n)..];
            for (int i = 0; i < p; i++)
            {
                for (int a = 0; a < n; a++)
                {
                    double by = turn[(i * n) + a];
                    if (by == 0.0)
                    {
                        continue;
                    }

                    gradient[a] += weight * g[i] * by;
                    for (int b = a; b < n && curved; b++)
                    {
                        hessian[(a * n) + b] += by * half[(i * n) + b];
                    }
                }
            }
        }
    }
}

/// <summary>One coefficient of a regression.</summary>
/// <param name="Covariate">The place of its covariate.</param>
/// <param name="Loading">How far each logarithm of a parameter moves for coefficient times covariate of 1.</param>
internal sealed record CovariateTerm(int Covariate, double[] Loading);
