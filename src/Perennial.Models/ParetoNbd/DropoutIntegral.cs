using System.Runtime.Intrinsics;
using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoNbd;

/// <summary>The one integral behind Pareto/NBD: over the moment u in (t_x, T] at which a customer may have dropped out.</summary>
/// <remarks>
/// K = integral of ((alpha+t_x)/(alpha+u))^m ((beta+t_x)/(beta+u))^s / (beta+u) du with m = r + x. The papers give it as a difference of two
/// Gauss hypergeometric functions, with two cases for alpha and beta and cancellation at long histories. Here it is integrated in
/// y = ln((low+u)/(low+t_x)), low = min(alpha, beta): the integrand is then analytic within pi of the axis, positive and never near a
/// singularity, so that 16 points a panel give 15 digits, and the derivatives are moments over the same points.
/// </remarks>
internal static class DropoutIntegral
{
    /// <summary>The number of moments of <see cref="Moments"/>.</summary>
    public const int MomentCount = 15;

    /// <summary>The number of those that a gradient needs.</summary>
    public const int FirstMomentCount = 5;

    private const double PanelLength = 4.0;
    private const double PanelFall = 14.0;
    private const double Negligible = 48.0;

    // Sixteen points take any panel; on short ones, such as a week of a history, fewer are as exact.
    private static readonly Rule Sixteen = Rule.Of(16);
    private static readonly Rule Eight = Rule.Of(8);
    private static readonly Rule Four = Rule.Of(4);

    /// <summary>Gives K; 0 where t_x = T.</summary>
    public static double Value(double m, double alpha, double s, double beta, double tx, double t)
    {
        Shape shape = new(m, alpha, s, beta, tx, t);
        Vector256<double> sum = Vector256<double>.Zero;
        for (double y = 0.0; shape.Next(y, out double length, out Rule rule); y += length)
        {
            Vector256<double> panel = Vector256<double>.Zero;
            for (int k = 0; k < rule.Nodes.Length; k++)
            {
                Vector256<double> at = Vector256.Create(y) + (rule.Nodes[k] * length);
                Vector256<double> rise = Vector256.Exp(at);
                panel += rule.Weights[k] * shape.Integrand(at, rise, out _);
            }

            sum += panel * length;
        }

        return Total(sum) * shape.Front;
    }

    /// <summary>Writes K and its moments: 1, p, q, k, h, pp, pq, pk, ph, qq, qk, qh, kk, kh, hh under the integral sign; the first five where there is no room for more.</summary>
    /// <remarks>p = ln((alpha+u)/(alpha+t_x)), q = (alpha+t_x)/(alpha+u), k = ln((beta+u)/(beta+t_x)), h = (beta+t_x)/(beta+u).</remarks>
    public static void Moments(double m, double alpha, double s, double beta, double tx, double t, Span<double> moments)
    {
        bool curved = moments.Length > FirstMomentCount;
        Shape shape = new(m, alpha, s, beta, tx, t);
        Vector256<double> s0 = default, sp = default, sq = default, sk = default, sh = default;
        Vector256<double> pp = default, pq = default, pk = default, ph = default, qq = default;
        Vector256<double> qk = default, qh = default, kk = default, kh = default, hh = default;
        for (double y = 0.0; shape.Next(y, out double length, out Rule rule); y += length)
        {
            for (int n = 0; n < rule.Nodes.Length; n++)
            {
                Vector256<double> at = Vector256.Create(y) + (rule.Nodes[n] * length);
                Vector256<double> rise = Vector256.Exp(at);
                Vector256<double> f = rule.Weights[n] * length * shape.Integrand(at, rise, out Vector256<double> other);
                Vector256<double> lowQ = Vector256<double>.One / rise;
                Vector256<double> highQ = Vector256.Exp(-other);
                Vector256<double> p = shape.AlphaIsLow ? at : other;
                Vector256<double> q = shape.AlphaIsLow ? lowQ : highQ;
                Vector256<double> k = shape.AlphaIsLow ? other : at;
                Vector256<double> h = shape.AlphaIsLow ? highQ : lowQ;
                Vector256<double> fp = f * p, fq = f * q, fk = f * k, fh = f * h;
                s0 += f;
                sp += fp;
                sq += fq;
                sk += fk;
                sh += fh;
                if (curved)
                {
                    pp += fp * p;
                    pq += fp * q;
                    pk += fp * k;
                    ph += fp * h;
                    qq += fq * q;
                    qk += fq * k;
                    qh += fq * h;
                    kk += fk * k;
                    kh += fk * h;
                    hh += fh * h;
                }
            }
        }

        double front = shape.Front;
        moments[0] = Total(s0) * front;
        moments[1] = Total(sp) * front;
        moments[2] = Total(sq) * front;
        moments[3] = Total(sk) * front;
        moments[4] = Total(sh) * front;
        if (!curved)
        {
            return;
        }

        moments[5] = Total(pp) * front;
        moments[6] = Total(pq) * front;
        moments[7] = Total(pk) * front;
        moments[8] = Total(ph) * front;
        moments[9] = Total(qq) * front;
        moments[10] = Total(qk) * front;
        moments[11] = Total(qh) * front;
        moments[12] = Total(kk) * front;
        moments[13] = Total(kh) * front;
        moments[14] = Total(hh) * front;
    }

    private static double Total(Vector256<double> v) => (v[0] + v[1]) + (v[2] + v[3]);

    private sealed record Rule(Vector256<double>[] Nodes, Vector256<double>[] Weights)
    {
        public static Rule Of(int points)
        {
            (double[] nodes, double[] weights) = GaussLegendre.Rule(points);
            return new(Vectors(nodes), Vectors(weights));
        }

        private static Vector256<double>[] Vectors(double[] values)
        {
            Vector256<double>[] vectors = new Vector256<double>[values.Length / 4];
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Vector256.Create(values[4 * i], values[(4 * i) + 1], values[(4 * i) + 2], values[(4 * i) + 3]);
            }

            return vectors;
        }
    }

    // The integrand in y, and where its panels end.
    private readonly struct Shape
    {
        private readonly double _top;
        private readonly double _lowPower;
        private readonly double _highPower;
        private readonly double _gap;
        private readonly double _lowScale;

        public Shape(double m, double alpha, double s, double beta, double tx, double t)
        {
            AlphaIsLow = alpha <= beta;
            double low = (AlphaIsLow ? alpha : beta) + tx;
            double high = (AlphaIsLow ? beta : alpha) + tx;
            _top = SpecialFunctions.Log1p((t - tx) / low);

            // du = low e^y dy takes one from the power of the low factor.
            _lowPower = (AlphaIsLow ? m : s + 1.0) - 1.0;
            _highPower = AlphaIsLow ? s + 1.0 : m;
            _gap = high - low;
            _lowScale = low / high;
            Front = low / (beta + tx);
        }

        public bool AlphaIsLow { get; }

        public double Front { get; }

        // The logarithm of the high factor is ln(1 + (low/high)(e^y - 1)).
        public Vector256<double> Integrand(Vector256<double> y, Vector256<double> rise, out Vector256<double> other)
        {
            other = _gap == 0.0 ? y : Vector256.Log(Vector256<double>.One + ((rise - Vector256<double>.One) * _lowScale));
            return Vector256.Exp((y * -_lowPower) - (other * _highPower));
        }

        // The next panel from y on; false at the end or where the rest no longer counts.
        public bool Next(double y, out double length, out Rule rule)
        {
            rule = Sixteen;
            length = _top - y;
            if (length <= 0.0)
            {
                return false;
            }

            double log = LogIntegrand(y);
            double fall = -Slope(y);
            // The logarithm is concave in y, so that it only falls faster from here on.
            if (fall > 0.0 && log < -Negligible)
            {
                return false;
            }

            length = Math.Min(length, PanelLength);
            double steepest = Math.Max(Math.Abs(fall), Math.Abs(Slope(y + length)));
            length = Math.Min(length, Math.Max(PanelFall / steepest, 1e-12));

            // The error of 4 points is that of a Taylor term of order 8 over 6e8, of 8 points of order 16 over 5e22.
            double change = Math.Max(steepest, 1.0) * length;
            rule = change < 0.1 ? Four : change < 1.0 ? Eight : Sixteen;
            return true;
        }

        private double LogIntegrand(double y)
        {
            double other = _gap == 0.0 ? y : SpecialFunctions.Log1p(_lowScale * SpecialFunctions.Expm1(y));
            return (-_lowPower * y) - (_highPower * other);
        }

        // d/dy: the high factor's share of e^y rises from low/high to 1.
        private double Slope(double y)
        {
            double e = Math.Exp(y) * _lowScale;
            return -_lowPower - (_highPower * e / (1.0 - _lowScale + e));
        }
    }
}
