using Perennial.Models.Fitting;

namespace Perennial.Models.VaryingCovariates;

/// <summary>The mean negative log-likelihood of Pareto/NBD with covariates that change, in (ln r, ln alpha, ln s, ln beta, coefficients).</summary>
/// <source paper="BachmannMeiererNaef2021"/>
internal static class VaryingObjective
{
    // A customer is a sum of integrals: few are worth a block.
    private const int SmallBlock = 16;

    /// <summary>Makes it, with half of penalty times the squared coefficients per customer.</summary>
    public static SmoothFunction Of(VaryingGroups groups, VaryingTerms terms, double penalty, int threads) => (point, gradient, hessian) =>
    {
        int n = point.Length;
        double[] theta = [Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2]), Math.Exp(point[3])];
        VaryingRates rates = terms.Rates(groups.X, groups.Width, point[4..]);
        double[] sum = Blocks.Sum(groups.Count, threads, SmallBlock, 1 + n + (n * n), (start, end, part) => Add(groups, terms, rates, theta, start, end, n, part));
        double customers = groups.Customers;
        for (int i = 0; i < n; i++)
        {
            double turn = i < 4 ? theta[i] : 1.0;
            gradient[i] = -turn * sum[1 + i] / customers;
            for (int j = 0; j < n; j++)
            {
                double both = turn * (j < 4 ? theta[j] : 1.0);
                hessian[(i * n) + j] = -both * sum[1 + n + (Math.Min(i, j) * n) + Math.Max(i, j)] / customers;
            }

            hessian[(i * n) + i] += i < 4 ? gradient[i] : 0.0;
        }

        double value = -sum[0] / customers;
        for (int k = 4; k < n; k++)
        {
            value += 0.5 * penalty * point[k] * point[k] / customers;
            gradient[k] += penalty * point[k] / customers;
            hessian[(k * n) + k] += penalty / customers;
        }

        return value;
    };

    // A coefficient that acts on both processes is two parameters of the likelihood.
    private static void Add(VaryingGroups groups, VaryingTerms terms, VaryingRates rates, double[] theta, int start, int end, int n, Span<double> sum)
    {
        VaryingLikelihood likelihood = new(rates.Purchases, rates.Dropouts);
        int[] place = terms.Place;
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
