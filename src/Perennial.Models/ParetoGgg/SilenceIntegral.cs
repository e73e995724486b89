using System.Runtime.Intrinsics;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>What a silence since the last purchase says of a customer of given regularity k, the purchase rate integrated out.</summary>
/// <remarks>
/// The next purchase would fall v after the last with density f: c = k v / A is beta prime (k, m), m = r + k x, A = alpha + k t_x. With the chance
/// S(v) = (b / (b + v))^s of staying so long, b = beta + t_x, silence over V has the chance 1 - integral of f S = I + integral of f (1 - S), where
/// I = P(v &gt; V) is an incomplete beta function: a sum of positive numbers. Integrated in q = ln c by 16-point panels of one length, so that
/// the points of all panels are multiples of constants; the head of the range by its series.
/// </remarks>
internal static class SilenceIntegral
{
    /// <summary>The number of moments of <see cref="Moments"/>.</summary>
    public const int MomentCount = 7;

    private const int Vectors = GaussLegendre.Points / 4;
    private const int PanelLengths = 16;
    private const double LongestPanel = 3.0;
    private const double Negligible = 34.0;

    // For each panel length: the places of the points, their exponentials, and the weights.
    private static readonly Vector256<double>[][] Places = [.. Enumerable.Range(0, PanelLengths).Select(j => Table(GaussLegendre.Nodes, x => x * Length(j)))];
    private static readonly Vector256<double>[][] Rises = [.. Enumerable.Range(0, PanelLengths).Select(j => Table(GaussLegendre.Nodes, x => Math.Exp(x * Length(j))))];
    private static readonly Vector256<double>[][] Shares = [.. Enumerable.Range(0, PanelLengths).Select(j => Table(GaussLegendre.Weights, x => x * Length(j)))];

    /// <summary>Gives the chance of silence over V, which is (chance alive and silent) + (chance gone): I · S(V) + the rest.</summary>
    /// <param name="m">r + k x.</param>
    /// <param name="k">Regularity.</param>
    /// <param name="scale">A.</param>
    /// <param name="s">s.</param>
    /// <param name="b">beta + t_x.</param>
    /// <param name="silence">V.</param>
    /// <param name="logBeta">ln B(m, k).</param>
    /// <param name="fineness">How fine.</param>
    /// <param name="moments">
    /// Receives I, the integrals of f (1 - S) and f S, and those of f S times ln(1 + c), c / (1 + c), ln((b + v) / b) and b / (b + v).
    /// </param>
    public static double Moments(double m, double k, double scale, double s, double b, double silence, double logBeta, Fineness fineness, Span<double> moments)
    {
        double longest = k * silence / scale, ratio = scale / (k * b);
        double end = Math.Log(longest), peak = Math.Log(k / m), width = Math.Sqrt((m + k) / (m * k));
        double LogMass(double q) => (k * q) - ((m + k) * SpecialFunctions.Softplus(q)) - logBeta;
        bool cut = false;
        double back = Math.Min(1.0, width);
        if (end > peak && LogMass(end) < -Negligible)
        {
            cut = true;
            end = Math.Min(end, peak + (8.0 * width));
            while (LogMass(end) > -Negligible)
            {
                end += 4.0 * back;
            }

            end = Math.Min(end, Math.Log(longest));
        }

        int panel = fineness.Panel;
        while (Length(panel) > fineness.PanelWidths * width && panel < PanelLengths - 1)
        {
            panel++;
        }

        double length = Length(panel), fall = Math.Exp(-length);
        double series = fineness.Head / Math.Max(m + k, (s + 1.0) * ratio);
        Vector256<double> f0 = default, u = default, j = default, jLog = default, jShare = default, jFade = default, jRate = default;
        Vector256<double>[] places = Places[panel], rises = Rises[panel], shares = Shares[panel];
        double c = Math.Exp(end), at = end;
        bool whole = false;
        while (c > series)
        {
            c *= fall;
            at -= length;
            for (int i = 0; i < Vectors; i++)
            {
                Vector256<double> cs = rises[i] * c, one = Vector256<double>.One;
                Vector256<double> near = one + cs, far = one + (cs * ratio);
                Vector256<double> log = Vector256.Log(near), stay = Vector256.Log(far);
                Vector256<double> f = shares[i] * Vector256.Exp(((places[i] + Vector256.Create(at)) * k) - (log * (m + k)) - Vector256.Create(logBeta));
                Vector256<double> fs = f * Vector256.Exp(stay * -s);
                f0 += f;
                u += f - fs;
                j += fs;
                jLog += fs * log;
                jShare += fs * (cs / near);
                jFade += fs * stay;
                jRate += fs / far;
            }

            if (at < peak && LogMass(at) < -Negligible)
            {
                whole = true;
                break;
            }
        }

        moments[0] = Vector256.Sum(f0);
        moments[1] = Vector256.Sum(u);
        moments[2] = Vector256.Sum(j);
        moments[3] = Vector256.Sum(jLog);
        moments[4] = Vector256.Sum(jShare);
        moments[5] = Vector256.Sum(jFade);
        moments[6] = Vector256.Sum(jRate);
        if (!whole)
        {
            Head(m, k, s, ratio, c, logBeta, moments);
        }

        double silent = 1.0 - moments[0];
        if (silent < fineness.Check)
        {
            silent = cut && fineness.Check < 1.0 ? 0.0 : Silent(m, k, longest);
        }

        moments[0] = silent;
        return silent + moments[1];
    }

    /// <summary>Gives I: the chance that a customer who stays makes no purchase within V, c = k V / A.</summary>
    public static double Silent(double m, double k, double c) => IncompleteFunctions.Beta(m, k, 1.0 / (1.0 + c), c / (1.0 + c));

    // Two terms of each integral over (0, c).
    private static void Head(double m, double k, double s, double ratio, double c, double logBeta, Span<double> moments)
    {
        double front = Math.Exp((k * Math.Log(c)) - logBeta);
        double first = front / k, second = front * c / (k + 1.0), third = front * c * c / (k + 2.0);
        double leave = s * ratio, bend = 0.5 * leave * (s + 1.0) * ratio, next = 0.5 * (m + k) * (m + k + 1.0);
        double f0 = first - ((m + k) * second) + (next * third);
        double u = (leave * second) - ((((m + k) * leave) + bend) * third);
        double one = second - ((m + k + leave) * third);
        moments[0] += f0;
        moments[1] += u;
        moments[2] += f0 - u;
        moments[3] += one - (0.5 * third);
        moments[4] += one - third;
        moments[5] += ratio * (one - (0.5 * ratio * third));
        moments[6] += f0 - u - (ratio * (one - (ratio * third)));
    }

    private static double Length(int j) => LongestPanel / (1 << j);

    private static Vector256<double>[] Table(ReadOnlySpan<double> values, Func<double, double> map)
    {
        Vector256<double>[] table = new Vector256<double>[Vectors];
        for (int i = 0; i < Vectors; i++)
        {
            table[i] = Vector256.Create(map(values[4 * i]), map(values[(4 * i) + 1]), map(values[(4 * i) + 2]), map(values[(4 * i) + 3]));
        }

        return table;
    }
}
