using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Fitting;

namespace Perennial.Models.VaryingCovariates;

/// <summary>The mean negative log-likelihood of Pareto/NBD with covariates that change, in (ln r, ln alpha, ln s, ln beta, coefficients).</summary>
/// <source paper="BachmannMeiererNaef2021"/>
internal static class VaryingObjective
{
    // A customer is a sum of integrals: few are worth a block.
    private const int SmallBlock = 16;

    /// <summary>Makes it, with half of penalty times the squared coefficients per customer.</summary>
    public static SmoothFunction Of(VaryingGroups groups, VaryingTerms terms, double penalty, int threads) =>
        Of(groups, terms, penalty, threads, terms.Place, 1.0, rates => new VaryingLikelihood(rates.Purchases, rates.Dropouts));

    /// <summary>Makes the same for correlated rates: the last of the point is kappa in a unit given, the span in the internal unit of time.</summary>
    public static SmoothFunction Correlated(VaryingGroups groups, VaryingTerms terms, double penalty, int threads, double span, double unit) =>
        Of(groups, terms, penalty, threads, [.. terms.Place, 4 + terms.Count], unit, rates => new CorrelatedLikelihood(rates.Purchases, rates.Dropouts, span));

    private static SmoothFunction Of(
        VaryingGroups groups, VaryingTerms terms, double penalty, int threads, int[] place, double unit, Func<VaryingRates, ICustomerLikelihood> make) =>
        (point, gradient, hessian) =>
    {
        int n = point.Length, coefficients = 4 + terms.Count;
        double[] theta = [Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2]), Math.Exp(point[3]), unit * point[^1]];
        VaryingRates rates = terms.Rates(groups.X, groups.Width, point[4..coefficients]);
        double[] sum = Blocks.Sum(groups.Count, threads, SmallBlock, 1 + n + (n * n), (start, end, part) => Add(groups, make(rates), rates, place, theta, start, end, n, part));
        double customers = groups.Customers;
        double[] turn = [.. theta[..4], .. Enumerable.Repeat(1.0, terms.Count), unit];
        for (int i = 0; i < n; i++)
        {
            gradient[i] = -turn[i] * sum[1 + i] / customers;
            for (int j = 0; j < n && !hessian.IsEmpty; j++)
            {
                hessian[(i * n) + j] = -turn[i] * turn[j] * sum[1 + n + (Math.Min(i, j) * n) + Math.Max(i, j)] / customers;
            }

            if (i < 4 && !hessian.IsEmpty)
            {
                hessian[(i * n) + i] += gradient[i];
            }
        }

        double value = -sum[0] / customers;
        for (int k = 4; k < coefficients; k++)
        {
            value += 0.5 * penalty * point[k] * point[k] / customers;
            gradient[k] += penalty * point[k] / customers;
            if (!hessian.IsEmpty)
            {
                hessian[(k * n) + k] += penalty / customers;
            }
        }

        return value;
    };

    // A coefficient that acts on both processes is two parameters of the likelihood.
    private static void Add(
        VaryingGroups groups, ICustomerLikelihood likelihood, VaryingRates rates, int[] place, double[] theta, int start, int end, int n, Span<double> sum)
    {
        Span<double> gradient = sum.Slice(1, n), hessian = sum[(1 + n)..];
        for (int row = start; row < end; row++)
        {
            VaryingHistory history = groups.Histories[row];
            double weight = history.Weight;
            sum[0] += weight * likelihood.Of(history, groups.Levels[history.Level], rates, theta);
            for (int i = 0; i < place.Length; i++)
            {
                int a = place[i];
                gradient[a] += weight * likelihood.Gradient[i];
                for (int j = i; j < place.Length; j++)
                {
                    int b = place[j];
                    double by = weight * likelihood.Hessian[(i * place.Length) + j];

                    // Twice where two different parameters are one coefficient.
                    hessian[(Math.Min(a, b) * n) + Math.Max(a, b)] += i != j && a == b ? 2.0 * by : by;
                }
            }
        }
    }
}
