using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.GgomNbd;

/// <summary>The log-likelihood of GGompertz/NBD with its first and second derivatives.</summary>
/// <remarks>The integral over the moment of drop-out, and its derivatives, over the same quadrature points; found right to 1e-12.</remarks>
/// <source paper="BemmaorGlady2012"/>
public static class GgomNbdLikelihood
{
    private const int Parameters = 5;

    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters, Alpha and 1 / B in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(GgomNbdParameters parameters, int frequency, double recency, double age)
    {
        HistoryDoor.Likelihood([parameters.R, parameters.Alpha, parameters.B, parameters.S, parameters.Beta], frequency, recency, age);
        double alive = SpecialFunctions.LogRising(parameters.R, frequency) - (parameters.R * SpecialFunctions.Log1p(age / parameters.Alpha))
            - (frequency * Math.Log(parameters.Alpha + age)) - (parameters.S * GompertzLifetime.Decay(parameters.B, 1.0 / parameters.Beta, age));
        return alive + SpecialFunctions.Softplus(LogDropoutOdds(parameters, frequency, recency, age));
    }

    /// <summary>Gives ln of the odds of having dropped out in (t_x, T] against being alive at T; minus infinity where t_x = T.</summary>
    internal static double LogDropoutOdds(GgomNbdParameters p, int x, double tx, double age)
    {
        if (tx >= age)
        {
            return double.NegativeInfinity;
        }

        GompertzLifetime since = GompertzLifetime.At(p, tx);
        double m = p.R + x;
        return Math.Log(since.SilentDropout(m, p.Alpha + tx, age - tx)) + (m * SpecialFunctions.Log1p((age - tx) / (p.Alpha + tx))) + since.LogDecay(age - tx);
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln b, ln s, ln beta), times in the internal unit of the groups.</summary>
    internal static SmoothFunction Objective(HistoryGroups groups, int threads) => (point, gradient, hessian) =>
    {
        double[] theta = new double[Parameters];
        for (int i = 0; i < Parameters; i++)
        {
            theta[i] = Math.Exp(point[i]);
        }

        double[] value = Array.ConvertAll(groups.Levels, x => SpecialFunctions.LogRising(theta[0], x));
        double[] first = Array.ConvertAll(groups.Levels, x => SpecialFunctions.DigammaRise(theta[0], x));
        double[] second = Array.ConvertAll(groups.Levels, x => SpecialFunctions.TrigammaRise(theta[0], x));
        int width = LogScale.Width(Parameters, curved: !hessian.IsEmpty);
        double[] sum = Blocks.Sum(groups.Count, threads, width, (start, end, part) =>
        {
            Span<double> terms = stackalloc double[width];
            for (int i = start; i < end; i++)
            {
                int level = groups.Level[i];
                double log = Mixture(theta, groups.Levels[level], groups.Recency[i], groups.T[i], terms);
                double w = groups.Weight[i];
                part[0] += w * (value[level] + log);
                for (int k = 1; k < terms.Length; k++)
                {
                    part[k] += w * terms[k];
                }

                part[1] += w * first[level];
                if (width > 1 + Parameters)
                {
                    part[1 + Parameters] += w * second[level];
                }
            }
        });
        return LogScale.Turn(sum, theta, groups.Customers, gradient, hessian);
    };

    // ln of (alive at T) + (dropped out in (t_x, T]), with derivatives: means of the parts' gradients and second derivatives by their weights.
    private static double Mixture(double[] theta, int x, double tx, double age, Span<double> terms)
    {
        double r = theta[0], alpha = theta[1];
        GompertzLifetime since = new(theta[2], theta[3], GompertzLifetime.Share(theta[2], theta[4], tx));
        double m = r + x;
        double rest = age - tx;

        // Weights relative to the value at t_x, and what is known there.
        double rateAtTx = SpecialFunctions.Log1p(tx / alpha);
        double decayAtTx = GompertzLifetime.Decay(theta[2], 1.0 / theta[4], tx);
        double leftAtTx = Math.Exp(-theta[2] * tx);
        double atTx = -(r * rateAtTx) - (x * Math.Log(alpha + tx)) - (theta[3] * decayAtTx);
        terms.Clear();
        Add(rest, 1.0, 0.0, terms);
        for (double u = 0.0; u < rest;)
        {
            if (Math.Exp(-since.LogDecay(u) - (m * SpecialFunctions.Log1p(u / (alpha + tx)))) <= 1e-18 * terms[0])
            {
                break;
            }

            double length = since.SilentPanel(m, alpha + tx, u, rest - u);
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                Add(u + (GaussLegendre.Nodes[i] * length), GaussLegendre.Weights[i] * length, 1.0, terms);
            }

            u = length >= rest - u ? rest : u + length;
        }

        double total = terms[0];
        for (int k = 1; k < terms.Length; k++)
        {
            terms[k] /= total;
        }

        for (int i = 0, k = 1 + Parameters; i < Parameters && k < terms.Length; i++)
        {
            for (int j = i; j < Parameters; j++, k++)
            {
                terms[k] -= terms[1 + i] * terms[1 + j];
            }
        }

        return atTx + Math.Log(total);

        // Alive until u after t_x (risk = 0), or dropped out there (risk = 1).
        void Add(double u, double width, double risk, Span<double> into)
        {
            (double decay, double share, double left) = since.After(u);
            double rate = SpecialFunctions.Log1p(u / (alpha + tx));
            double weight = width * Math.Exp(-(theta[3] * decay) - (m * rate)) * (risk == 0.0 ? 1.0 : theta[3] * theta[2] * share);
            Accumulate(theta, x, tx + u, new Parts(rateAtTx + rate, decayAtTx + decay, share, leftAtTx * left * share), weight, risk, into);
        }
    }

    // One part, whose logarithm is -r ln(1 + t/alpha) - x ln(alpha + t) - s D(t), for a drop-out plus ln s + ln b + ln q(t), where
    // D = ln(1 + (e^(b t) - 1)/beta).
    private static void Accumulate(double[] theta, int x, double t, Parts parts, double weight, double risk, Span<double> terms)
    {
        double r = theta[0], alpha = theta[1], b = theta[2], s = theta[3], beta = theta[4];
        double q = parts.Q, v = parts.V;
        double shape = s + risk;
        double one = 1.0 / (alpha + t);
        Span<double> g = stackalloc double[Parameters];
        g[0] = -parts.Rate;
        g[1] = (r * t * one / alpha) - (x * one);
        g[2] = (risk * ((1.0 / b) + t)) - (shape * t * q);
        g[3] = (risk / s) - parts.Decay;
        g[4] = (s / beta) - (shape * v);
        terms[0] += weight;
        for (int i = 0; i < Parameters; i++)
        {
            terms[1 + i] += weight * g[i];
        }

        if (terms.Length == 1 + Parameters)
        {
            return;
        }

        for (int i = 0, at = 1 + Parameters; i < Parameters; i++)
        {
            double wg = weight * g[i];
            for (int j = i; j < Parameters; j++)
            {
                terms[at++] += wg * g[j];
            }
        }

        // rr ra rb rs rB aa ab as aB bb bs bB ss sB BB stand at 6 … 20.
        terms[7] += weight * t * one / alpha;
        terms[11] += weight * (((r + x) * one * one) - (r / (alpha * alpha)));
        terms[15] -= weight * ((risk / (b * b)) + (shape * t * t * q * (1.0 - q)));
        terms[16] -= weight * t * q;
        terms[17] += weight * shape * t * q * v;
        terms[18] -= weight * risk / (s * s);
        terms[19] += weight * ((1.0 / beta) - v);
        terms[20] += weight * ((shape * v * v) - (s / (beta * beta)));
    }

    // At t: ln(1 + t/alpha), D, q, and v = 1 / (beta + e^(b t) - 1).
    private readonly record struct Parts(double Rate, double Decay, double Q, double V);
}
