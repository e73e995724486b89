using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.GammaGamma;

/// <summary>The log-likelihood of Gamma-Gamma with its first and second derivatives.</summary>
/// <source paper="FaderHardie2013GammaGamma"/>
public static class GammaGammaLikelihood
{
    /// <summary>Gives the log-density of one customer's mean spend.</summary>
    /// <param name="parameters">The parameters, Gamma in the currency of the spend.</param>
    /// <param name="frequency">x, at least 1.</param>
    /// <param name="meanSpend">The mean of x purchases, positive.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(GammaGammaParameters parameters, int frequency, double meanSpend)
    {
        (double p, double q, double gamma) = parameters;
        HistoryDoor.Parameters([p, q, gamma]);
        ArgumentOutOfRangeException.ThrowIfLessThan(frequency, 1);
        HistoryDoor.Parameter(meanSpend, nameof(meanSpend));
        double shape = p * frequency;
        double total = frequency * meanSpend;
        return SpecialFunctions.LogRising(shape, q) - SpecialFunctions.LogGamma(q)
            - (shape * SpecialFunctions.Log1p(gamma / total)) - (q * SpecialFunctions.Log1p(total / gamma)) - Math.Log(meanSpend);
    }

    /// <summary>Makes the mean negative log-likelihood, money in the internal unit of the groups, plus half of penalty times the squared coefficients per customer.</summary>
    /// <remarks>
    /// The point is (ln p, ln q, ln gamma, K coefficients on the groups' standardised covariates): a customer's gamma is gamma exp(c'x), so that the
    /// level of spend is multiplied by exp(c'x). Without covariates it is Gamma-Gamma to the last bit.
    /// </remarks>
    internal static SmoothFunction Objective(SpendGroups groups, int threads, double penalty = 0.0)
    {
        const int Base = 3;
        int extra = groups.Width, head = LogScale.Width(Base), n = Base + extra;
        return (point, gradient, hessian) =>
        {
            double[] theta = [Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2])];
            double[] coefficients = point[Base..].ToArray();
            Tables tables = new(groups.Levels, theta[0], theta[1]);
            double[] sum = Blocks.Sum(
                groups.Count, threads, head + (extra * (Base + 1)) + (extra * extra), (start, end, part) => Add(groups, tables, theta, coefficients, start, end, part));
            if (extra == 0)
            {
                return LogScale.Turn(sum, theta, groups.Count, gradient, hessian);
            }

            double[] h = new double[Base * Base];
            double value = LogScale.Turn(sum[..head], theta, groups.Count, gradient[..Base], h);
            for (int i = 0; i < hessian.Length; i++)
            {
                int row = i / n, column = i % n, k = Math.Max(row, column) - Base, j = Math.Min(row, column);
                hessian[i] = k < 0 ? h[(row * Base) + column] : (j < Base ? -theta[j] * sum[head + (k * (Base + 1)) + 1 + j] : -sum[head + (extra * (Base + 1)) + ((j - Base) * extra) + k]) / groups.Count;
            }

            for (int k = 0; k < extra; k++)
            {
                double c = coefficients[k];
                value += 0.5 * penalty * c * c / groups.Count;
                gradient[Base + k] = ((penalty * c) - sum[head + (k * (Base + 1))]) / groups.Count;
                if (!hessian.IsEmpty)
                {
                    hessian[((Base + k) * n) + Base + k] += penalty / groups.Count;
                }
            }

            return value;
        };
    }

    private static void Add(SpendGroups groups, Tables tables, double[] theta, double[] coefficients, int start, int end, Span<double> sum)
    {
        double p = theta[0];
        double q = theta[1];
        double gamma = theta[2];
        for (int i = start; i < end; i++)
        {
            int level = groups.Level[i];
            double x = groups.Levels[level];
            double z = groups.Spend[i];

            // A level multiplied by s with money divided by s: the same density, over s.
            double total = coefficients.Length == 0 ? x * z : x * z * Math.Exp(-groups.Dot(i, coefficients));
            double below = SpecialFunctions.Log1p(gamma / total);
            double above = SpecialFunctions.Log1p(total / gamma);
            double one = 1.0 / (gamma + total);
            double share = total * one / gamma;
            sum[0] += tables.Value[level] - (p * x * below) - (q * above) - Math.Log(z);
            sum[1] += tables.P1[level] - (x * below);
            sum[2] += tables.Q1[level] - above;
            sum[3] += (q * share) - (p * x * one);
            sum[4] += tables.P2[level];
            sum[5] += tables.PQ[level];
            sum[6] -= x * one;
            sum[7] += tables.Q2[level];
            sum[8] += share;
            sum[9] += (((p * x) + q) * one * one) - (q / (gamma * gamma));
            if (coefficients.Length > 0)
            {
                AddCoefficients(groups.Covariates(i), (q * share) - (p * x * one), -x * one, share, (((p * x) + q) * one * one) - (q / (gamma * gamma)), gamma, sum[10..]);
            }
        }
    }

    // A coefficient moves ln gamma by its covariate: for each first the slope, then the slopes of that in p, q and gamma; then those in other coefficients.
    private static void AddCoefficients(ReadOnlySpan<double> covariates, double slope, double inP, double inQ, double inGamma, double gamma, Span<double> sum)
    {
        double bend = gamma * ((gamma * inGamma) + slope);
        int extra = covariates.Length;
        for (int k = 0; k < extra; k++)
        {
            double by = covariates[k];
            sum[4 * k] += by * gamma * slope;
            sum[(4 * k) + 1] += by * gamma * inP;
            sum[(4 * k) + 2] += by * gamma * inQ;
            sum[(4 * k) + 3] += by * bend / gamma;
            for (int j = 0; j <= k; j++)
            {
                sum[(4 * extra) + (j * extra) + k] += covariates[j] * by * bend;
            }
        }
    }

    // Everything that depends on a customer through the frequency alone, once for each distinct frequency.
    private sealed class Tables
    {
        public Tables(int[] levels, double p, double q)
        {
            int n = levels.Length;
            Value = new double[n];
            P1 = new double[n];
            Q1 = new double[n];
            P2 = new double[n];
            PQ = new double[n];
            Q2 = new double[n];
            double logGamma = SpecialFunctions.LogGamma(q);
            double digamma = SpecialFunctions.Digamma(q);
            double trigamma = SpecialFunctions.Trigamma(q);
            for (int k = 0; k < n; k++)
            {
                double x = levels[k];
                double digammaAll = SpecialFunctions.Digamma((p * x) + q);
                double trigammaAll = SpecialFunctions.Trigamma((p * x) + q);
                Value[k] = SpecialFunctions.LogRising(p * x, q) - logGamma;
                P1[k] = x * (digammaAll - SpecialFunctions.Digamma(p * x));
                Q1[k] = digammaAll - digamma;
                P2[k] = x * x * (trigammaAll - SpecialFunctions.Trigamma(p * x));
                PQ[k] = x * trigammaAll;
                Q2[k] = trigammaAll - trigamma;
            }
        }

        public double[] Value { get; }

        public double[] P1 { get; }

        public double[] Q1 { get; }

        public double[] P2 { get; }

        public double[] PQ { get; }

        public double[] Q2 { get; }
    }
}
