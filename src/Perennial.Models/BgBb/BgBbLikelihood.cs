using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgBb;

/// <summary>The log-likelihood of BG/BB with its first and second derivatives.</summary>
/// <remarks>
/// A customer seen last at t_x is alive at n or dropped out after k = t_x … n - 1 opportunities: n - t_x + 1 positive terms, whose ratios
/// are taken one after the other, so that nothing cancels. A history is that of one sequence of purchases; no binomial coefficient.
/// </remarks>
/// <source paper="FaderHardieShang2010"/>
public static class BgBbLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="opportunities">n.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(BgBbParameters parameters, int frequency, int recency, int opportunities)
    {
        (double alpha, double beta, double gamma, double delta) = parameters;
        HistoryDoor.Parameters([alpha, beta, gamma, delta]);
        _ = new DiscreteHistories([frequency], [recency], [opportunities]);
        double alive = SpecialFunctions.LogRising(alpha, frequency) + SpecialFunctions.LogRising(beta, opportunities - frequency)
            - SpecialFunctions.LogRising(alpha + beta, opportunities)
            + SpecialFunctions.LogRising(delta, opportunities) - SpecialFunctions.LogRising(gamma + delta, opportunities);
        return alive + SpecialFunctions.Softplus(LogDropoutOdds(parameters, frequency, recency, opportunities));
    }

    /// <summary>Gives ln of the odds of having dropped out before the n-th opportunity against being alive at it; minus infinity where t_x = n.</summary>
    internal static double LogDropoutOdds(BgBbParameters parameters, int x, int tx, int n)
    {
        (double alpha, double beta, double gamma, double delta) = parameters;
        double term = 1.0;
        double sum = 0.0;
        double taken = 0.0;
        for (int k = n - 1; k >= tx; k--)
        {
            // Dropped out after k opportunities, against after k + 1 (or alive at n).
            double gone = k == n - 1 ? gamma : gamma + delta + k + 1.0;
            term *= (alpha + beta + k) / (beta + (k - x)) * (gone / (delta + k));
            sum += term;
            if (sum > 1e200)
            {
                term /= 1e200;
                sum /= 1e200;
                taken += Math.Log(1e200);
            }
        }

        return sum == 0.0 ? double.NegativeInfinity : Math.Log(sum) + taken;
    }

    /// <summary>Makes the mean negative log-likelihood in (ln alpha, ln beta, ln gamma, ln delta).</summary>
    internal static SmoothFunction Objective(OpportunityGroups groups, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = new double[4];
        for (int i = 0; i < 4; i++)
        {
            theta[i] = Math.Exp(point[i]);
        }

        Rise alpha = new(theta[0], groups.Longest);
        Rise beta = new(theta[1], groups.Longest);
        Rise both = new(theta[0] + theta[1], groups.Longest);
        Rise delta = new(theta[3], groups.Longest);
        Rise leave = new(theta[2] + theta[3], groups.Longest);
        double[] sum = Blocks.Sum(groups.Count, threads, LogScale.Width(4), (start, end, part) =>
        {
            double[] terms = new double[groups.Longest + 1];
            for (int i = start; i < end; i++)
            {
                Add(groups, i, theta[2], alpha, beta, both, delta, leave, terms, part);
            }
        });
        return LogScale.Turn(sum, theta, groups.Customers, gradient, hessian);
    };

    private static void Add(
        OpportunityGroups groups, int row, double gamma, Rise alpha, Rise beta, Rise both, Rise delta, Rise leave, double[] terms, Span<double> sum)
    {
        int x = groups.Frequency[row];
        int tx = groups.Recency[row];
        int n = groups.Opportunities[row];
        double w = groups.Weight[row];
        double logGamma = Math.Log(gamma);
        double largest = double.NegativeInfinity;
        for (int k = tx; k <= n; k++)
        {
            double term = beta.Log[k - x] - both.Log[k] + delta.Log[k] + (k < n ? logGamma - leave.Log[k + 1] : -leave.Log[n]);
            terms[k] = term;
            largest = Math.Max(largest, term);
        }

        double total = 0.0;
        for (int k = tx; k <= n; k++)
        {
            terms[k] = Math.Exp(terms[k] - largest);
            total += terms[k];
        }

        // Means of the terms' gradients, of the products of those, and of the terms' Hessians.
        double ga = 0, gb = 0, gc = 0, gd = 0;
        double aa = 0, ab = 0, ac = 0, ad = 0, bb = 0, bc = 0, bd = 0, cc = 0, cd = 0, dd = 0;
        for (int k = tx; k <= n; k++)
        {
            double p = terms[k] / total;
            int at = k < n ? k + 1 : n;
            double own = k < n ? 1.0 / gamma : 0.0;
            double a = alpha.First[x] - both.First[k];
            double b = beta.First[k - x] - both.First[k];
            double c = own - leave.First[at];
            double d = delta.First[k] - leave.First[at];
            ga += p * a;
            gb += p * b;
            gc += p * c;
            gd += p * d;
            aa += p * ((a * a) + alpha.Second[x] - both.Second[k]);
            ab += p * ((a * b) - both.Second[k]);
            ac += p * a * c;
            ad += p * a * d;
            bb += p * ((b * b) + beta.Second[k - x] - both.Second[k]);
            bc += p * b * c;
            bd += p * b * d;
            cc += p * ((c * c) - (own * own) - leave.Second[at]);
            cd += p * ((c * d) - leave.Second[at]);
            dd += p * ((d * d) + delta.Second[k] - leave.Second[at]);
        }

        sum[0] += w * (alpha.Log[x] + largest + Math.Log(total));
        sum[1] += w * ga;
        sum[2] += w * gb;
        sum[3] += w * gc;
        sum[4] += w * gd;
        sum[5] += w * (aa - (ga * ga));
        sum[6] += w * (ab - (ga * gb));
        sum[7] += w * (ac - (ga * gc));
        sum[8] += w * (ad - (ga * gd));
        sum[9] += w * (bb - (gb * gb));
        sum[10] += w * (bc - (gb * gc));
        sum[11] += w * (bd - (gb * gd));
        sum[12] += w * (cc - (gc * gc));
        sum[13] += w * (cd - (gc * gd));
        sum[14] += w * (dd - (gd * gd));
    }

    // ln of the rising factorial (z)_k and its first two derivatives in z, for k = 0 … n.
    private sealed class Rise
    {
        public Rise(double z, int n)
        {
            Log = new double[n + 1];
            First = new double[n + 1];
            Second = new double[n + 1];
            for (int k = 1; k <= n; k++)
            {
                double one = 1.0 / (z + (k - 1));
                Log[k] = SpecialFunctions.LogRising(z, k);
                First[k] = First[k - 1] + one;
                Second[k] = Second[k - 1] - (one * one);
            }
        }

        public double[] Log { get; }

        public double[] First { get; }

        public double[] Second { get; }
    }
}
