using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.DiscreteTime;

/// <summary>The log-likelihood of leaving or staying period by period, with its first and second derivatives.</summary>
/// <source paper="SingerWillett1993"/>
/// <source paper="PrenticeGloeckler1978"/>
internal static class DiscreteHazardLikelihood
{
    // Log odds beyond this are 0 and 1 to the last digit.
    private const double Largest = 35.0;

    /// <summary>Makes the mean negative log-likelihood plus penalty in (baselines, coefficients); level gives each group's baseline.</summary>
    public static SmoothFunction Objective(PanelGroups groups, int[] level, int levels, HazardLink link, int penalised, double penalty, int threads) =>
        (point, gradient, hessian) =>
        {
            int n = point.Length;
            double[] theta = point.ToArray();
            double[] sum = Blocks.Sum(groups.Count, threads, 1 + n + (n * n), (start, end, part) => Add(groups, level, levels, link, theta, start, end, part));
            double value = -sum[0] / groups.Rows;
            for (int i = 0; i < n; i++)
            {
                gradient[i] = -sum[1 + i] / groups.Rows;
                for (int j = 0; j < n && !hessian.IsEmpty; j++)
                {
                    hessian[(i * n) + j] = -sum[1 + n + (Math.Min(i, j) * n) + Math.Max(i, j)] / groups.Rows;
                }
            }

            for (int i = n - penalised; i < n && penalty > 0.0; i++)
            {
                value += 0.5 * penalty * theta[i] * theta[i] / groups.Rows;
                gradient[i] += penalty * theta[i] / groups.Rows;
                if (!hessian.IsEmpty)
                {
                    hessian[(i * n) + i] += penalty / groups.Rows;
                }
            }

            return value;
        };

    /// <summary>Gives the chance of leaving at a linear predictor.</summary>
    public static double Hazard(HazardLink link, double eta) => link == HazardLink.Logit
        ? SpecialFunctions.LogisticComplement(-eta)
        : -SpecialFunctions.Expm1(-Math.Exp(Math.Min(eta, Largest)));

    /// <summary>Gives ln(1 - hazard).</summary>
    public static double LogStay(HazardLink link, double eta) => link == HazardLink.Logit ? -SpecialFunctions.Softplus(eta) : -Math.Exp(Math.Min(eta, Largest));

    private static void Add(PanelGroups groups, int[] level, int levels, HazardLink link, double[] theta, int start, int end, Span<double> sum)
    {
        int q = groups.Width;
        int n = theta.Length;
        for (int g = start; g < end; g++)
        {
            ReadOnlySpan<double> x = groups.X.AsSpan(g * q, q);
            double eta = theta[level[g]];
            for (int j = 0; j < q; j++)
            {
                eta += theta[levels + j] * x[j];
            }

            (double value, double first, double second) = link == HazardLink.Logit
                ? Logit(eta, groups.Left[g], groups.Stayed[g])
                : Cloglog(Math.Clamp(eta, -500.0, Largest), groups.Left[g], groups.Stayed[g]);
            sum[0] += value;
            sum[1 + level[g]] += first;
            int diagonal = 1 + n + (level[g] * n);
            sum[diagonal + level[g]] += second;
            for (int j = 0; j < q; j++)
            {
                sum[1 + levels + j] += first * x[j];
                sum[diagonal + levels + j] += second * x[j];
                int row = 1 + n + ((levels + j) * n) + levels;
                for (int k = j; k < q; k++)
                {
                    sum[row + k] += second * x[j] * x[k];
                }
            }
        }
    }

    private static (double Value, double First, double Second) Logit(double eta, double left, double stayed)
    {
        double p = SpecialFunctions.LogisticComplement(-eta);
        double all = left + stayed;
        return (
            -(left * SpecialFunctions.Softplus(-eta)) - (stayed * SpecialFunctions.Softplus(eta)),
            left - (all * p),
            -all * p * SpecialFunctions.LogisticComplement(eta));
    }

    private static (double Value, double First, double Second) Cloglog(double eta, double left, double stayed)
    {
        // m is the cumulative hazard of the period; r = m / (e^m - 1) is the slope of ln(1 - e^-m) in eta.
        double m = Math.Exp(eta);
        double r = 1.0 / (SpecialFunctions.MeanDecay(m) * Math.Exp(Math.Min(m, 700.0)));
        return (
            (left * Math.Log(-SpecialFunctions.Expm1(-m))) - (stayed * m),
            (left * r) - (stayed * m),
            (left * r * (1.0 - m - r)) - (stayed * m));
    }
}
