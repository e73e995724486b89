using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>One event time of one stratum: sums over the risk set, sums over its events, and Efron's sums over the order of the ties.</summary>
/// <remarks>
/// With f = l / m for the l-th of m tied events (always 0 under Breslow) and s = S0 - f D0: A_k = sum of f^k / s, B_k = sum of f^k / s^2.
/// Gradient, information, hazard and residuals of both tie rules are linear in these.
/// </remarks>
internal sealed class CoxMoment(int width)
{
    public int Stratum { get; set; }

    public double Time { get; set; }

    /// <summary>Gives the first of the tied rows; they lie together.</summary>
    public int FirstEvent { get; set; }

    /// <summary>Gives the row after the last of the tied rows.</summary>
    public int EndEvent { get; set; }

    /// <summary>Gives the weighted number of events.</summary>
    public double Events { get; set; }

    /// <summary>Gives the sum of weight times relative hazard over the risk set.</summary>
    public double S0 { get; set; }

    public double[] S1 { get; } = new double[width];

    public double[] S2 { get; } = new double[width * width];

    /// <summary>Gives the same over the events.</summary>
    public double D0 { get; set; }

    public double[] D1 { get; } = new double[width];

    public double[] D2 { get; } = new double[width * width];

    public double LogSum { get; set; }

    public double A0 { get; set; }

    public double A1 { get; set; }

    public double B0 { get; set; }

    public double B1 { get; set; }

    public double B2 { get; set; }

    /// <summary>Gives the sum over the ties of the risk set's mean: A0 S1 - A1 D1.</summary>
    public double Mean(int j) => (A0 * S1[j]) - (A1 * D1[j]);

    /// <summary>Gives the sum over the ties of mean times hazard step: B0 S1 - B1 D1.</summary>
    public double MeanHazard(int j) => (B0 * S1[j]) - (B1 * D1[j]);

    /// <summary>Gives the sum over the ties of the risk set's covariance.</summary>
    public double Covariance(int i, int j, int width)
    {
        int at = (i * width) + j;
        return (A0 * S2[at]) - (A1 * D2[at]) - (B0 * S1[i] * S1[j]) + (B1 * ((S1[i] * D1[j]) + (D1[i] * S1[j]))) - (B2 * D1[i] * D1[j]);
    }
}

/// <summary>Visits the event times of all strata, from the latest to the earliest.</summary>
internal static class CoxSweep
{
    // Groups of thousands who leave at one time are summed in closed form.
    private const int LongTie = 2000;
    private const double Asymptotic = 1000.0;

    /// <summary>Visits; <paramref name="relative"/> holds each row's relative hazard.</summary>
    public static void Run(CoxRows rows, double[] relative, CoxTies ties, Action<CoxMoment> visit)
    {
        CoxMoment moment = new(rows.Width);
        for (int s = 0; s < rows.Strata.Length; s++)
        {
            moment.Stratum = s;
            Stratum(rows, relative, ties, visit, moment, s);
        }
    }

    private static void Stratum(CoxRows rows, double[] relative, CoxTies ties, Action<CoxMoment> visit, CoxMoment moment, int s)
    {
        int end = rows.StratumStart[s + 1];
        int[] byEntry = rows.ByEntry[s];
        int late = 0;
        int inside = 0;
        Clear(moment);
        for (int i = rows.StratumStart[s]; i < end;)
        {
            double t = rows.Time[i];
            moment.D0 = 0.0;
            moment.D1.AsSpan().Clear();
            moment.D2.AsSpan().Clear();
            moment.Events = 0.0;
            moment.FirstEvent = end;

            // Within a time the censored rows come first.
            int first = i;
            for (; i < end && rows.Time[i] == t; i++, inside++)
            {
                if (rows.Observed[i])
                {
                    moment.FirstEvent = Math.Min(moment.FirstEvent, i);
                    moment.Events += rows.Weight[i];
                }
            }

            for (; late < byEntry.Length && rows.Entry[byEntry[late]] >= t; late++, inside--)
            {
                Add(rows, relative, byEntry[late], -1.0, moment.S1, moment.S2);
                moment.S0 -= rows.Weight[byEntry[late]] * relative[byEntry[late]];
            }

            if (inside == i - first)
            {
                // Everybody who was there before has not entered yet: nothing but rounding is left.
                Clear(moment);
            }

            for (int k = first; k < i; k++)
            {
                Add(rows, relative, k, 1.0, moment.S1, moment.S2);
                moment.S0 += rows.Weight[k] * relative[k];
                if (rows.Observed[k])
                {
                    Add(rows, relative, k, 1.0, moment.D1, moment.D2);
                    moment.D0 += rows.Weight[k] * relative[k];
                }
            }

            if (moment.Events > 0.0)
            {
                moment.Time = t;
                moment.EndEvent = i;
                Order(moment, ties, rows.WholeWeights);
                visit(moment);
            }
        }
    }

    private static void Clear(CoxMoment moment)
    {
        moment.S0 = 0.0;
        moment.S1.AsSpan().Clear();
        moment.S2.AsSpan().Clear();
    }

    private static void Add(CoxRows rows, double[] relative, int row, double sign, double[] first, double[] second)
    {
        int p = rows.Width;
        ReadOnlySpan<double> x = rows.X.AsSpan(row * p, p);
        double w = sign * rows.Weight[row] * relative[row];
        for (int i = 0; i < p; i++)
        {
            double wx = w * x[i];
            first[i] += wx;
            for (int j = 0; j < p; j++)
            {
                second[(i * p) + j] += wx * x[j];
            }
        }
    }

    // Whole weights are customers, each an event of its own; other weights make each row one event of the mean weight, as R has it.
    private static void Order(CoxMoment m, CoxTies ties, bool whole)
    {
        double count = whole ? m.Events : m.EndEvent - m.FirstEvent;
        double each = m.Events / count;
        m.LogSum = 0.0;
        m.A0 = 0.0;
        m.A1 = 0.0;
        m.B0 = 0.0;
        m.B1 = 0.0;
        m.B2 = 0.0;
        if (ties == CoxTies.Breslow)
        {
            m.LogSum = m.Events * Math.Log(m.S0);
            m.A0 = m.Events / m.S0;
            m.B0 = m.A0 / m.S0;
            return;
        }

        if (count > LongTie)
        {
            OrderInClosedForm(m, count, each);
            return;
        }

        for (int l = 0; l < count; l++)
        {
            double f = l / count;
            double s = m.S0 - (f * m.D0);
            double a = each / s;
            double b = a / s;
            m.LogSum += each * Math.Log(s);
            m.A0 += a;
            m.A1 += f * a;
            m.B0 += b;
            m.B1 += f * b;
            m.B2 += f * f * b;
        }
    }

    // s = (D0 / m) (a - l) with a = m S0 / D0 at least m: sums over l are differences of ln Gamma, digamma and trigamma.
    private static void OrderInClosedForm(CoxMoment m, double count, double each)
    {
        double unit = m.D0 / count;
        double a = Math.Max(m.S0 / unit, count);
        double low = a - count + 1.0;
        double one = low > Asymptotic
            ? SpecialFunctions.Log1p(count / low) + (0.5 * count / (low * (a + 1.0))) + (((1.0 / (low * low)) - (1.0 / ((a + 1.0) * (a + 1.0)))) / 12.0)
            : SpecialFunctions.Digamma(a + 1.0) - SpecialFunctions.Digamma(low);
        double two = low > Asymptotic
            ? (count / (low * (a + 1.0))) + (0.5 * ((1.0 / (low * low)) - (1.0 / ((a + 1.0) * (a + 1.0))))) + (((1.0 / (low * low * low)) - (1.0 / Math.Pow(a + 1.0, 3))) / 6.0)
            : SpecialFunctions.Trigamma(low) - SpecialFunctions.Trigamma(a + 1.0);
        m.LogSum = each * (SpecialFunctions.LogRising(low, count) + (count * Math.Log(unit)));
        m.A0 = each * one / unit;
        m.A1 = each * ((a * one) - count) / m.D0;
        m.B0 = each * two / (unit * unit);
        m.B1 = each * ((a * two) - one) / (m.D0 * unit);
        m.B2 = each * ((a * a * two) - (2.0 * a * one) + count) / (m.D0 * m.D0);
    }
}
