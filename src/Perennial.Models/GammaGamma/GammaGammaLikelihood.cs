using Perennial.Models.Fitting;
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
    public static double LogLikelihood(GammaGammaParameters parameters, int frequency, double meanSpend)
    {
        (double p, double q, double gamma) = parameters;
        double shape = p * frequency;
        double total = frequency * meanSpend;
        return SpecialFunctions.LogRising(shape, q) - SpecialFunctions.LogGamma(q)
            - (shape * SpecialFunctions.Log1p(gamma / total)) - (q * SpecialFunctions.Log1p(total / gamma)) - Math.Log(meanSpend);
    }

    /// <summary>Makes the mean negative log-likelihood in (ln p, ln q, ln gamma), money in the internal unit of the groups.</summary>
    internal static SmoothFunction Objective(SpendGroups groups, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = [Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2])];
        Tables tables = new(groups.Levels, theta[0], theta[1]);
        double[] sum = Blocks.Sum(groups.Count, threads, LogScale.Width(3), (start, end, part) => Add(groups, tables, theta, start, end, part));
        return LogScale.Turn(sum, theta, groups.Count, gradient, hessian);
    };

    private static void Add(SpendGroups groups, Tables tables, double[] theta, int start, int end, Span<double> sum)
    {
        double p = theta[0];
        double q = theta[1];
        double gamma = theta[2];
        for (int i = start; i < end; i++)
        {
            int level = groups.Level[i];
            double x = groups.Levels[level];
            double z = groups.Spend[i];
            double total = x * z;
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
