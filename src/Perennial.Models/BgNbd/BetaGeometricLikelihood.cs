using Perennial.Models.CnbdK;
using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgNbd;

/// <summary>The one likelihood of BG/NBD, MBG/NBD, BG/CNBD-k and MBG/CNBD-k with its first and second derivatives.</summary>
/// <remarks>
/// The four differ in two whole numbers: the chances to leave before the first repeat purchase, 0 or 1, and the phases k of a purchase. With k = 1
/// no phase can have passed unseen, and what <see cref="PhasePosterior"/> adds is zero.
/// </remarks>
internal static class BetaGeometricLikelihood
{
    /// <summary>Gives one customer's log-likelihood without what the gaps between purchases add where k exceeds 1.</summary>
    public static double LogLikelihood(BgNbdParameters parameters, int k, int before, int x, double tx, double age)
    {
        (double r, double alpha, double a, double b) = parameters;
        int chances = x + before;
        double phases = (double)k * x;
        Span<double> unused = stackalloc double[k];
        double unseen = Unseen(parameters, phases, tx, age, unused);
        double value = SpecialFunctions.LogRising(r, phases)
            + SpecialFunctions.LogRising(b, chances) - SpecialFunctions.LogRising(a + b, chances)
            - (r * SpecialFunctions.Log1p(age / alpha)) - (phases * Math.Log(alpha + age)) + unseen;
        return chances == 0 ? value : value + SpecialFunctions.Softplus(Odds(parameters, chances, phases, tx, age) - unseen);
    }

    /// <summary>Gives ln of the odds of having dropped out at t_x against being alive at T, k being 1; minus infinity where there was no chance to.</summary>
    /// <source paper="FaderHardie2008" page="2"/>
    public static double LogDropoutOdds(BgNbdParameters parameters, int before, int x, double tx, double age) =>
        x + before == 0 ? double.NegativeInfinity : Odds(parameters, x + before, x, tx, age);

    /// <summary>Gives the same for as many phases as there is room for, and writes the chances of 0 … k - 1 of them having passed.</summary>
    public static double LogDropoutOdds(BgNbdParameters parameters, int before, int x, double tx, double age, Span<double> phase)
    {
        double phases = (double)phase.Length * x;
        double unseen = Unseen(parameters, phases, tx, age, phase);
        return x + before == 0 ? double.NegativeInfinity : Odds(parameters, x + before, phases, tx, age) - unseen;
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln a, ln b), times and alpha in the internal unit of the groups.</summary>
    /// <param name="groups">The histories.</param>
    /// <param name="k">The phases of a purchase.</param>
    /// <param name="before">The chances to leave before the first repeat purchase.</param>
    /// <param name="gaps">What no parameter moves, summed over the customers.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    public static SmoothFunction Objective(HistoryGroups groups, int k, int before, double gaps, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = new double[4];
        for (int i = 0; i < 4; i++)
        {
            theta[i] = Math.Exp(point[i]);
        }

        bool curved = !hessian.IsEmpty;
        Tables tables = new(groups, k, before, theta);
        double[] sum = Blocks.Sum(groups.Count, threads, LogScale.Width(4, curved), k == 1
            ? (start, end, part) => Add<One>(groups, tables, k, before, theta, curved, start, end, part)
            : (start, end, part) => Add<Several>(groups, tables, k, before, theta, curved, start, end, part));
        sum[0] += gaps;
        return LogScale.Turn(sum, theta, groups.Customers, gradient, hessian);
    };

    private static double Unseen(BgNbdParameters p, double phases, double tx, double age, Span<double> phase)
    {
        if (phase.Length > 1)
        {
            return PhasePosterior.Of(p.R + phases, p.Alpha, tx, age, phase);
        }

        phase[0] = 1.0;
        return 0.0;
    }

    private static double Odds(BgNbdParameters p, int chances, double phases, double tx, double age) =>
        Math.Log(p.A / (p.B + chances - 1.0)) + ((p.R + phases) * SpecialFunctions.Log1p((age - tx) / (p.Alpha + tx)));

    private static void Add<TPhases>(HistoryGroups groups, Tables tables, int k, int before, double[] theta, bool curved, int start, int end, Span<double> sum)
        where TPhases : struct, IPhases
    {
        double r = theta[0];
        double alpha = theta[1];
        double a = theta[2];
        double b = theta[3];
        PhaseSum s = default;
        for (int i = start; i < end; i++)
        {
            int level = groups.Level[i];
            double chances = groups.Levels[level] + before;
            double n = (double)k * groups.Levels[level];
            double tx = groups.Recency[i];
            double t = groups.T[i];
            double w = groups.Weight[i];
            double growth = tables.Growth[groups.AgeLevel[i]];
            double qT = 1.0 / (alpha + t);
            double qT2 = qT * qT;

            // The part of a customer who is still alive.
            double value = tables.Value[level] - (r * growth) - (n * (tables.LogAlpha + growth));
            double gr = tables.R1[level] - growth;
            double gAlpha = (r * t * qT / alpha) - (n * qT);
            double ga = -tables.AB1[level];
            double gb = tables.B1[level] - tables.AB1[level];
            if (TPhases.Many)
            {
                s = PhasePosterior.Derivatives(k, r + n, alpha, tx, t);
                value += s.Value;
                gr += s.R;
                gAlpha += s.Alpha;
            }

            double p = 0.0;
            double dr = 0.0;
            double dAlpha = 0.0;
            double da = 0.0;
            double db = 0.0;
            double qx = 0.0;
            if (chances > 0.0)
            {
                // ln(1 + e^d): the customer may have dropped out at t_x. p is the chance of it.
                double late = growth - tables.GrowthAtLast[groups.RecencyLevel[i]];
                qx = 1.0 / (alpha + tx);
                double d = tables.Odds[level] + ((r + n) * late);
                dr = late;
                dAlpha = (r + n) * (qT - qx);
                da = 1.0 / a;
                db = -1.0 / (b + chances - 1.0);
                if (TPhases.Many)
                {
                    d -= s.Value;
                    dr -= s.R;
                    dAlpha -= s.Alpha;
                }

                double e = Math.Exp(-Math.Abs(d));
                p = d > 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
                value += Math.Max(d, 0.0) + SpecialFunctions.Log1p(e);
                gr += p * dr;
                gAlpha += p * dAlpha;
                ga += p * da;
                gb += p * db;
            }

            sum[0] += w * value;
            sum[1] += w * gr;
            sum[2] += w * gAlpha;
            sum[3] += w * ga;
            sum[4] += w * gb;
            if (!curved)
            {
                continue;
            }

            double v = p * (1.0 - p);
            double hrr = tables.R2[level] + (v * dr * dr);
            double hrAlpha = (t * qT / alpha) + (p * (qT - qx)) + (v * dr * dAlpha);
            double hAlpha = -(r / (alpha * alpha)) + ((r + n) * (qT2 + (p * ((qx * qx) - qT2)))) + (v * dAlpha * dAlpha);
            if (TPhases.Many)
            {
                hrr += (1.0 - p) * s.RR;
                hrAlpha += (1.0 - p) * s.RAlpha;
                hAlpha += (1.0 - p) * s.AlphaAlpha;
            }

            sum[5] += w * hrr;
            sum[6] += w * hrAlpha;
            sum[7] += w * v * dr * da;
            sum[8] += w * v * dr * db;
            sum[9] += w * hAlpha;
            sum[10] += w * v * dAlpha * da;
            sum[11] += w * v * dAlpha * db;
            sum[12] += w * (((v - p) * da * da) - tables.AB2[level]);
            sum[13] += w * ((v * da * db) - tables.AB2[level]);
            sum[14] += w * (((p + v) * db * db) + tables.B2[level] - tables.AB2[level]);
        }
    }

    // Everything that depends on a customer through the frequency, the age or the recency alone, once for each distinct value.
    private sealed class Tables
    {
        public Tables(HistoryGroups groups, int k, int before, double[] theta)
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
            for (int i = 0; i < n; i++)
            {
                int phases = k * levels[i];
                int chances = levels[i] + before;
                Value[i] = SpecialFunctions.LogRising(r, phases) + SpecialFunctions.LogRising(b, chances) - SpecialFunctions.LogRising(a + b, chances);
                Odds[i] = chances == 0 ? 0.0 : Math.Log(a / (b + chances - 1.0));
                R1[i] = SpecialFunctions.DigammaRise(r, phases);
                R2[i] = SpecialFunctions.TrigammaRise(r, phases);
                B1[i] = SpecialFunctions.DigammaRise(b, chances);
                B2[i] = SpecialFunctions.TrigammaRise(b, chances);
                AB1[i] = SpecialFunctions.DigammaRise(a + b, chances);
                AB2[i] = SpecialFunctions.TrigammaRise(a + b, chances);
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

    // Whether a purchase has several phases: known when the sum is compiled, so that k = 1 pays nothing for those it has not.
    private interface IPhases
    {
        static abstract bool Many { get; }
    }

    private readonly struct One : IPhases
    {
        public static bool Many => false;
    }

    private readonly struct Several : IPhases
    {
        public static bool Many => true;
    }
}
