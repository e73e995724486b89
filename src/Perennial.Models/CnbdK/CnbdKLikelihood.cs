using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.CnbdK;

/// <summary>The log-likelihood of BG/CNBD-k and MBG/CNBD-k with its first and second derivatives.</summary>
/// <remarks>
/// A purchase is k phases; after the last purchase of a customer who is alive some of the k phases may have passed unseen, hence the sum over
/// them (<see cref="PhasePosterior"/>). k = 1 is BG/NBD or MBG/NBD. The gaps between purchases enter through the sum of their logarithms alone,
/// and not the search: it only tells one k from another.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public static class CnbdKLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="parameters">The parameters, Alpha in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="logGaps">The sum of ln of the times between purchases; not looked at where K is 1.</param>
    public static double LogLikelihood(CnbdKVariant variant, CnbdKParameters parameters, int frequency, double recency, double age, double logGaps)
    {
        (int k, double r, double alpha, double a, double b) = parameters;
        int chances = frequency + variant.ChancesBeforeTheFirstRepeat();
        double phases = (double)k * frequency;
        Span<double> unused = stackalloc double[k];
        double unseen = PhasePosterior.Of(r + phases, alpha, recency, age, unused);
        double gaps = k == 1 ? 0.0 : ((k - 1) * logGaps) - (frequency * SpecialFunctions.LogGamma(k));
        double value = gaps + SpecialFunctions.LogRising(r, phases) + SpecialFunctions.LogRising(b, chances) - SpecialFunctions.LogRising(a + b, chances)
            - (r * SpecialFunctions.Log1p(age / alpha)) - (phases * Math.Log(alpha + age)) + unseen;
        return chances == 0 ? value : value + SpecialFunctions.Softplus(Odds(parameters, chances, phases, recency, age) - unseen);
    }

    /// <summary>Gives ln of the odds of having dropped out at t_x against being alive at T; minus infinity where there was no chance to.</summary>
    internal static double LogDropoutOdds(CnbdKVariant variant, CnbdKParameters parameters, int x, double tx, double age, Span<double> phase)
    {
        double phases = (double)parameters.K * x;
        int chances = x + variant.ChancesBeforeTheFirstRepeat();
        double unseen = PhasePosterior.Of(parameters.R + phases, parameters.Alpha, tx, age, phase);
        return chances == 0 ? double.NegativeInfinity : Odds(parameters, chances, phases, tx, age) - unseen;
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln a, ln b), times and alpha in the internal unit of the groups.</summary>
    /// <param name="groups">The histories.</param>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="k">The regularity.</param>
    /// <param name="logGaps">The sum of all customers' log gaps, in the unit of the histories.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    internal static SmoothFunction Objective(HistoryGroups groups, CnbdKVariant variant, int k, double logGaps, int threads)
    {
        int before = variant.ChancesBeforeTheFirstRepeat();
        double gaps = ((k - 1) * (logGaps - (groups.Purchases * Math.Log(groups.TimeScale)))) - (groups.Purchases * SpecialFunctions.LogGamma(k));
        return (point, gradient, hessian) =>
        {
            double[] theta = new double[4];
            for (int i = 0; i < 4; i++)
            {
                theta[i] = Math.Exp(point[i]);
            }

            Tables tables = new(groups.Levels, before, k, theta[0], theta[2], theta[3]);
            double[] sum = Blocks.Sum(groups.Count, threads, LogScale.Width(4), (start, end, part) => Add(groups, tables, before, k, theta, start, end, part));
            sum[0] += k == 1 ? 0.0 : gaps;
            return LogScale.Turn(sum, theta, groups.Customers, gradient, hessian);
        };
    }

    private static double Odds(CnbdKParameters p, int chances, double phases, double tx, double age) =>
        Math.Log(p.A / (p.B + chances - 1.0)) + ((p.R + phases) * SpecialFunctions.Log1p((age - tx) / (p.Alpha + tx)));

    private static void Add(HistoryGroups groups, Tables tables, int before, int k, double[] theta, int start, int end, Span<double> sum)
    {
        double r = theta[0];
        double alpha = theta[1];
        double a = theta[2];
        double b = theta[3];
        for (int i = start; i < end; i++)
        {
            int level = groups.Level[i];
            double chances = groups.Levels[level] + before;
            double phases = (double)k * groups.Levels[level];
            double tx = groups.Recency[i];
            double t = groups.T[i];
            double w = groups.Weight[i];
            double growth = SpecialFunctions.Log1p(t / alpha);
            double qT = 1.0 / (alpha + t);
            double qT2 = qT * qT;

            // The part of a customer who is still alive.
            (double s, double sr, double sAlpha, double srr, double srAlpha, double sAlphaAlpha) = PhasePosterior.Derivatives(k, r + phases, alpha, tx, t);
            double value = tables.Value[level] - (r * growth) + (phases * Math.Log(qT)) + s;
            double gr = tables.R1[level] - growth + sr;
            double gAlpha = (r * t * qT / alpha) - (phases * qT) + sAlpha;
            double ga = -tables.AB1[level];
            double gb = tables.B1[level] - tables.AB1[level];
            double hrr = tables.R2[level] + srr;
            double hrAlpha = (t * qT / alpha) + srAlpha;
            double hAlpha = -(r / (alpha * alpha)) + ((r + phases) * qT2) + sAlphaAlpha;
            double haa = -tables.AB2[level];
            double hbb = tables.B2[level] - tables.AB2[level];
            double hra = 0.0;
            double hrb = 0.0;
            double hAlphaA = 0.0;
            double hAlphaB = 0.0;
            double hab = -tables.AB2[level];
            if (chances > 0.0)
            {
                // ln(1 + e^d): the customer may have dropped out at t_x. p is the chance of it.
                double late = SpecialFunctions.Log1p((t - tx) / (alpha + tx));
                double d = tables.Odds[level] + ((r + phases) * late) - s;
                double e = Math.Exp(-Math.Abs(d));
                double p = d > 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
                value += Math.Max(d, 0.0) + SpecialFunctions.Log1p(e);
                double qx = 1.0 / (alpha + tx);
                double difference = qT - qx;
                double dr = late - sr;
                double dAlpha = ((r + phases) * difference) - sAlpha;
                double da = 1.0 / a;
                double db = -1.0 / (b + chances - 1.0);
                double v = p * (1.0 - p);
                gr += p * dr;
                gAlpha += p * dAlpha;
                ga += p * da;
                gb += p * db;
                hrr += (v * dr * dr) - (p * srr);
                hrAlpha += (p * (difference - srAlpha)) + (v * dr * dAlpha);
                hra += v * dr * da;
                hrb += v * dr * db;
                hAlpha += (p * (((r + phases) * ((qx * qx) - qT2)) - sAlphaAlpha)) + (v * dAlpha * dAlpha);
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

    // Everything that depends on a customer through the frequency alone, once for each distinct frequency.
    private sealed class Tables
    {
        public Tables(int[] levels, int before, int k, double r, double a, double b)
        {
            Value = Array.ConvertAll(levels, x =>
                SpecialFunctions.LogRising(r, (double)k * x) + SpecialFunctions.LogRising(b, x + before) - SpecialFunctions.LogRising(a + b, x + before));
            Odds = Array.ConvertAll(levels, x => x + before == 0 ? 0.0 : Math.Log(a / (b + x + before - 1.0)));
            R1 = Array.ConvertAll(levels, x => SpecialFunctions.DigammaRise(r, k * x));
            R2 = Array.ConvertAll(levels, x => SpecialFunctions.TrigammaRise(r, k * x));
            B1 = Array.ConvertAll(levels, x => SpecialFunctions.DigammaRise(b, x + before));
            B2 = Array.ConvertAll(levels, x => SpecialFunctions.TrigammaRise(b, x + before));
            AB1 = Array.ConvertAll(levels, x => SpecialFunctions.DigammaRise(a + b, x + before));
            AB2 = Array.ConvertAll(levels, x => SpecialFunctions.TrigammaRise(a + b, x + before));
        }

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
