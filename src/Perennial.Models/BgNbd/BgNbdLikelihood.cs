using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgNbd;

/// <summary>The log-likelihood of BG/NBD with its first and second derivatives.</summary>
/// <source paper="FaderHardieLee2005" equation="6"/>
public static class BgNbdLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters, Alpha in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    public static double LogLikelihood(BgNbdParameters parameters, int frequency, double recency, double age) =>
        LogLikelihood(parameters, 0, frequency, recency, age);

    /// <summary>Gives one customer's log-likelihood with a number of drop-out chances before the first repeat purchase: 0, or 1 in MBG/NBD.</summary>
    internal static double LogLikelihood(BgNbdParameters parameters, int before, int x, double tx, double age)
    {
        (double r, double alpha, double a, double b) = parameters;
        int chances = x + before;
        double value = SpecialFunctions.LogRising(r, x)
            + SpecialFunctions.LogRising(b, chances) - SpecialFunctions.LogRising(a + b, chances)
            - (r * SpecialFunctions.Log1p(age / alpha)) - (x * Math.Log(alpha + age));
        return chances == 0 ? value : value + SpecialFunctions.Softplus(LogDropoutOdds(parameters, before, x, tx, age));
    }

    /// <summary>Gives ln of the odds of having dropped out at t_x against being alive at T; minus infinity where there was no chance to.</summary>
    /// <source paper="FaderHardie2008" page="2"/>
    internal static double LogDropoutOdds(BgNbdParameters parameters, int before, int x, double tx, double age)
    {
        if (x + before == 0)
        {
            return double.NegativeInfinity;
        }

        (double r, double alpha, double a, double b) = parameters;
        return Math.Log(a / (b + x + before - 1.0)) + ((r + x) * SpecialFunctions.Log1p((age - tx) / (alpha + tx)));
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln a, ln b), times and alpha in the internal unit of the groups.</summary>
    internal static SmoothFunction Objective(HistoryGroups groups, int threads) => Objective(groups, 0, threads);

    /// <summary>Makes it with a number of drop-out chances before the first repeat purchase.</summary>
    internal static SmoothFunction Objective(HistoryGroups groups, int before, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = new double[4];
        for (int i = 0; i < 4; i++)
        {
            theta[i] = Math.Exp(point[i]);
        }

        Tables tables = new(groups, before, theta);
        double[] sum = Blocks.Sum(groups.Count, threads, LogScale.Width(4), (start, end, part) => Add(groups, tables, before, theta, start, end, part));
        return LogScale.Turn(sum, theta, groups.Customers, gradient, hessian);
    };

    private static void Add(HistoryGroups groups, Tables tables, int before, double[] theta, int start, int end, Span<double> sum)
    {
        double r = theta[0];
        double alpha = theta[1];
        double a = theta[2];
        double b = theta[3];
        for (int i = start; i < end; i++)
        {
            int level = groups.Level[i];
            double x = groups.Levels[level];
            double tx = groups.Recency[i];
            double t = groups.T[i];
            double w = groups.Weight[i];
            double growth = tables.Growth[groups.AgeLevel[i]];
            double qT = 1.0 / (alpha + t);
            double qT2 = qT * qT;

            // The part of a customer who is still alive.
            double value = tables.Value[level] - (r * growth) - (x * (tables.LogAlpha + growth));
            double gr = tables.R1[level] - growth;
            double gAlpha = (r * t * qT / alpha) - (x * qT);
            double ga = -tables.AB1[level];
            double gb = tables.B1[level] - tables.AB1[level];
            double hrr = tables.R2[level];
            double hrAlpha = t * qT / alpha;
            double hAlpha = -(r / (alpha * alpha)) + ((r + x) * qT2);
            double haa = -tables.AB2[level];
            double hbb = tables.B2[level] - tables.AB2[level];
            double hra = 0.0;
            double hrb = 0.0;
            double hAlphaA = 0.0;
            double hAlphaB = 0.0;
            double hab = -tables.AB2[level];
            if (x + before > 0.0)
            {
                // ln(1 + e^d): the customer may have dropped out at t_x. p is the chance of it.
                double late = growth - tables.GrowthAtLast[groups.RecencyLevel[i]];
                double d = tables.Odds[level] + ((r + x) * late);
                double e = Math.Exp(-Math.Abs(d));
                double p = d > 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
                value += Math.Max(d, 0.0) + SpecialFunctions.Log1p(e);
                double qx = 1.0 / (alpha + tx);
                double dr = late;
                double difference = qT - qx;
                double dAlpha = (r + x) * difference;
                double da = 1.0 / a;
                double db = -1.0 / (b + x + before - 1.0);
                double v = p * (1.0 - p);
                gr += p * dr;
                gAlpha += p * dAlpha;
                ga += p * da;
                gb += p * db;
                hrr += v * dr * dr;
                hrAlpha += (p * difference) + (v * dr * dAlpha);
                hra += v * dr * da;
                hrb += v * dr * db;
                hAlpha += (p * (r + x) * ((qx * qx) - qT2)) + (v * dAlpha * dAlpha);
                hAlphaA += v * dAlpha * da;
                hAlphaB += v * dAlpha * db;
                haa += (v - p) * da * da;
                hab += v * da * db;
                hbb += (p + v) * db * db;
            }

            sum[0] += w * value;
            sum[1] += w * gr;
            sum[2] += w * gAlpha;
            sum[3] += w * ga;
            sum[4] += w * gb;
            sum[5] += w * hrr;
            sum[6] += w * hrAlpha;
            sum[7] += w * hra;
            sum[8] += w * hrb;
            sum[9] += w * hAlpha;
            sum[10] += w * hAlphaA;
            sum[11] += w * hAlphaB;
            sum[12] += w * haa;
            sum[13] += w * hab;
            sum[14] += w * hbb;
        }
    }

    // Everything that depends on a customer through the frequency, the age or the recency alone, once for each distinct value.
    private sealed class Tables
    {
        public Tables(HistoryGroups groups, int before, double[] theta)
        {
            (double r, double alpha, double a, double b) = (theta[0], theta[1], theta[2], theta[3]);
            int[] levels = groups.Levels;
            LogAlpha = Math.Log(alpha);
            Growth = Array.ConvertAll(groups.Ages, t => SpecialFunctions.Log1p(t / alpha));
            GrowthAtLast = Array.ConvertAll(groups.Recencies, tx => SpecialFunctions.Log1p(tx / alpha));
            int n = levels.Length;
            Value = new double[n];
            Odds = new double[n];
            R1 = new double[n];
            R2 = new double[n];
            B1 = new double[n];
            B2 = new double[n];
            AB1 = new double[n];
            AB2 = new double[n];
            for (int k = 0; k < n; k++)
            {
                int x = levels[k];
                int chances = x + before;
                Value[k] = SpecialFunctions.LogRising(r, x) + SpecialFunctions.LogRising(b, chances) - SpecialFunctions.LogRising(a + b, chances);
                Odds[k] = chances == 0 ? 0.0 : Math.Log(a / (b + chances - 1.0));
                R1[k] = SpecialFunctions.DigammaRise(r, x);
                R2[k] = SpecialFunctions.TrigammaRise(r, x);
                B1[k] = SpecialFunctions.DigammaRise(b, chances);
                B2[k] = SpecialFunctions.TrigammaRise(b, chances);
                AB1[k] = SpecialFunctions.DigammaRise(a + b, chances);
                AB2[k] = SpecialFunctions.TrigammaRise(a + b, chances);
            }
        }

        public double LogAlpha { get; }

        // ln(1 + T / alpha) and ln(1 + t_x / alpha).
        public double[] Growth { get; }

        public double[] GrowthAtLast { get; }

        public double[] Value { get; }

        public double[] Odds { get; }

        public double[] R1 { get; }

        public double[] R2 { get; }

        public double[] B1 { get; }

        public double[] B2 { get; }

        public double[] AB1 { get; }

        public double[] AB2 { get; }
    }
}
