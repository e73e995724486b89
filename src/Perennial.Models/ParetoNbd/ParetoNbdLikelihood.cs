using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoNbd;

/// <summary>The log-likelihood of Pareto/NBD with its first and second derivatives.</summary>
/// <source paper="FaderHardie2005Pareto"/>
public static class ParetoNbdLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters, Alpha and Beta in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(ParetoNbdParameters parameters, int frequency, double recency, double age)
    {
        (double r, double alpha, double s, double beta) = parameters;
        HistoryDoor.Likelihood([r, alpha, s, beta], frequency, recency, age);
        return SpecialFunctions.LogRising(r, frequency) - (r * SpecialFunctions.Log1p(age / alpha)) - (frequency * Math.Log(alpha + age))
            - (s * SpecialFunctions.Log1p(age / beta)) + SpecialFunctions.Softplus(LogDropoutOdds(parameters, frequency, recency, age));
    }

    /// <summary>Gives ln of the odds of having dropped out in (t_x, T] against being alive at T; minus infinity where t_x = T.</summary>
    internal static double LogDropoutOdds(ParetoNbdParameters parameters, int x, double tx, double age)
    {
        if (tx >= age)
        {
            return double.NegativeInfinity;
        }

        (double r, double alpha, double s, double beta) = parameters;
        return Math.Log(s * DropoutIntegral.Value(r + x, alpha, s, beta, tx, age))
            + ((r + x) * SpecialFunctions.Log1p((age - tx) / (alpha + tx))) + (s * SpecialFunctions.Log1p((age - tx) / (beta + tx)));
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln s, ln beta), times, alpha and beta in the internal unit of the groups.</summary>
    internal static SmoothFunction Objective(HistoryGroups groups, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = new double[4];
        for (int i = 0; i < 4; i++)
        {
            theta[i] = Math.Exp(point[i]);
        }

        Tables tables = new(groups, theta);
        bool curved = !hessian.IsEmpty;
        double[] sum = Blocks.Sum(groups.Count, threads, LogScale.Width(4, curved), (start, end, part) => Add(groups, tables, theta, curved, start, end, part));
        return LogScale.Turn(sum, theta, groups.Customers, gradient, hessian);
    };

    private static void Add(HistoryGroups groups, Tables tables, double[] theta, bool curved, int start, int end, Span<double> sum)
    {
        double r = theta[0];
        double alpha = theta[1];
        double s = theta[2];
        double beta = theta[3];
        double logS = Math.Log(s);
        Span<double> moments = stackalloc double[curved ? DropoutIntegral.MomentCount : DropoutIntegral.FirstMomentCount];
        for (int i = start; i < end; i++)
        {
            int level = groups.Level[i];
            double x = groups.Levels[level];
            double tx = groups.Recency[i];
            double t = groups.T[i];
            double w = groups.Weight[i];
            double m = r + x;
            double aT = 1.0 / (alpha + t);
            double bT = 1.0 / (beta + t);
            double growthA = tables.GrowthA[groups.AgeLevel[i]];
            double growthB = tables.GrowthB[groups.AgeLevel[i]];

            // The part of a customer who is still alive.
            double value = tables.Value[level] - (r * growthA) - (x * (tables.LogAlpha + growthA)) - (s * growthB);
            double gr = tables.R1[level] - growthA;
            double gAlpha = (r * t * aT / alpha) - (x * aT);
            double gs = -growthB;
            double gBeta = s * t * bT / beta;
            double hrr = tables.R2[level];
            double hrAlpha = t * aT / alpha;
            double hAlpha = -(r / (alpha * alpha)) + (m * aT * aT);
            double hsBeta = t * bT / beta;
            double hBeta = -(s / (beta * beta)) + (s * bT * bT);
            double hrs = 0.0;
            double hrBeta = 0.0;
            double hAlphaS = 0.0;
            double hAlphaBeta = 0.0;
            double hss = 0.0;
            if (tx < t)
            {
                // ln(1 + J), J the odds of having dropped out; p is the chance of it.
                DropoutIntegral.Moments(m, alpha, s, beta, tx, t, moments);
                double lateA = growthA - tables.GrowthAtLastA[groups.RecencyLevel[i]];
                double lateB = growthB - tables.GrowthAtLastB[groups.RecencyLevel[i]];
                double d = logS + Math.Log(moments[0]) + (m * lateA) + (s * lateB);
                double e = Math.Exp(-Math.Abs(d));
                double p = d > 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
                double v = p * (1.0 - p);
                value += Math.Max(d, 0.0) + SpecialFunctions.Log1p(e);
                double one = 1.0 / moments[0];
                double mp = moments[1] * one;
                double mq = moments[2] * one;
                double mk = moments[3] * one;
                double mh = moments[4] * one;
                double a0 = 1.0 / (alpha + tx);
                double b0 = 1.0 / (beta + tx);
                double ma = m * a0;
                double sb = (s + 1.0) * b0;

                // First derivatives of ln J are means over the moment of drop-out, second ones means and covariances.
                double dr = lateA - mp;
                double dAlpha = (m * aT) - (ma * mq);
                double ds = (1.0 / s) + lateB - mk;
                double dBeta = (s * bT) - (sb * mh);
                gr += p * dr;
                gAlpha += p * dAlpha;
                gs += p * ds;
                gBeta += p * dBeta;
                if (curved)
                {
                    hrr += (p * ((moments[5] * one) - (mp * mp))) + (v * dr * dr);
                    hrAlpha += (p * (aT - (a0 * mq) + (ma * ((moments[6] * one) - (mp * mq))))) + (v * dr * dAlpha);
                    hrs += (p * ((moments[7] * one) - (mp * mk))) + (v * dr * ds);
                    hrBeta += (p * sb * ((moments[8] * one) - (mp * mh))) + (v * dr * dBeta);
                    double qq = moments[9] * one;
                    hAlpha += (p * ((m * ((qq * a0 * a0) - (aT * aT))) + (ma * ma * (qq - (mq * mq))))) + (v * dAlpha * dAlpha);
                    hAlphaS += (p * ma * ((moments[10] * one) - (mq * mk))) + (v * dAlpha * ds);
                    hAlphaBeta += (p * ma * sb * ((moments[11] * one) - (mq * mh))) + (v * dAlpha * dBeta);
                    hss += (p * ((moments[12] * one) - (mk * mk) - (1.0 / (s * s)))) + (v * ds * ds);
                    hsBeta += (p * (bT - (b0 * mh) + (sb * ((moments[13] * one) - (mk * mh))))) + (v * ds * dBeta);
                    double hh = moments[14] * one;
                    hBeta += (p * ((((s + 1.0) * hh * b0 * b0) - (s * bT * bT)) + (sb * sb * (hh - (mh * mh))))) + (v * dBeta * dBeta);
                }
            }

            sum[0] += w * value;
            sum[1] += w * gr;
            sum[2] += w * gAlpha;
            sum[3] += w * gs;
            sum[4] += w * gBeta;
            if (!curved)
            {
                continue;
            }

            sum[5] += w * hrr;
            sum[6] += w * hrAlpha;
            sum[7] += w * hrs;
            sum[8] += w * hrBeta;
            sum[9] += w * hAlpha;
            sum[10] += w * hAlphaS;
            sum[11] += w * hAlphaBeta;
            sum[12] += w * hss;
            sum[13] += w * hsBeta;
            sum[14] += w * hBeta;
        }
    }

    // Everything that depends on a customer through the frequency, the age or the recency alone, once for each distinct value.
    private sealed class Tables
    {
        public Tables(HistoryGroups groups, double[] theta)
        {
            (double r, double alpha, double beta) = (theta[0], theta[1], theta[3]);
            LogAlpha = Math.Log(alpha);
            GrowthA = Array.ConvertAll(groups.Ages, t => SpecialFunctions.Log1p(t / alpha));
            GrowthB = Array.ConvertAll(groups.Ages, t => SpecialFunctions.Log1p(t / beta));
            GrowthAtLastA = Array.ConvertAll(groups.Recencies, tx => SpecialFunctions.Log1p(tx / alpha));
            GrowthAtLastB = Array.ConvertAll(groups.Recencies, tx => SpecialFunctions.Log1p(tx / beta));
            Value = Array.ConvertAll(groups.Levels, x => SpecialFunctions.LogRising(r, x));
            R1 = Array.ConvertAll(groups.Levels, x => SpecialFunctions.DigammaRise(r, x));
            R2 = Array.ConvertAll(groups.Levels, x => SpecialFunctions.TrigammaRise(r, x));
        }

        public double LogAlpha { get; }

        // ln(1 + T / alpha), ln(1 + T / beta), and the same at t_x.
        public double[] GrowthA { get; }

        public double[] GrowthB { get; }

        public double[] GrowthAtLastA { get; }

        public double[] GrowthAtLastB { get; }

        public double[] Value { get; }

        public double[] R1 { get; }

        public double[] R2 { get; }
    }
}
