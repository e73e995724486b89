using Perennial.Models.Numerics;

namespace Perennial.Models.Contracts;

/// <summary>Sums of S(s+k)/S(s) e^(-delta k) over k = 1, 2, …: term by term at first, by Euler and Maclaurin's formula far out.</summary>
/// <remarks>Aimed at 1e-10 relative. Heterogeneous contracts have power-law tails, so that a plain sum would need millions of terms.</remarks>
internal static class ContractSum
{
    private const int Plain = 512;
    private const double Negligible = 1e-19;
    private const double PanelWidth = 0.5;

    /// <summary>Gives the sum over k = 1 … horizon.</summary>
    public static double Finite(in ContractLifetime law, int survived, int horizon, double delta)
    {
        if (horizon <= 2 * Plain)
        {
            return Terms(law, survived, horizon, delta);
        }

        return Terms(law, survived, Plain, delta) + Tail(law, survived, Plain, delta, horizon);
    }

    /// <summary>Gives the sum over all k from 1; delta is positive or the sum is known to be finite.</summary>
    public static double Infinite(in ContractLifetime law, int survived, double delta) =>
        Terms(law, survived, Plain, delta) + Tail(law, survived, Plain, delta, double.PositiveInfinity);

    private static double Terms(in ContractLifetime law, int survived, int count, double delta)
    {
        double sum = 0.0;
        double discount = Math.Exp(-delta);
        double factor = 1.0;
        for (int k = 1; k <= count; k++)
        {
            // One opportunity after the other: no difference of large logarithms.
            double at = (double)survived + k - 1.0;
            factor *= discount * (law.C == 1.0 ? (law.Beta + at) / (law.Alpha + law.Beta + at) : Math.Exp(law.LogRatio(at, at + 1.0)));
            sum += factor;
            if (factor < Negligible * sum)
            {
                break;
            }
        }

        return sum;
    }

    // The sum over k = from + 1 … to as an integral with corrections at both ends.
    private static double Tail(ContractLifetime law, int survived, double from, double delta, double to)
    {
        double first = Value(law, survived, from, delta);
        if (first < 1e-300)
        {
            return 0.0;
        }

        double origin = survived + from;
        double top = double.IsPositiveInfinity(to) ? 600.0 / Math.Max(1.0, law.C) : Math.Log((survived + to) / origin);
        double integral = 0.0;
        double y = 0.0;
        double last = first;
        while (y < top)
        {
            double width = Math.Min(PanelWidth, top - y);
            double part = 0.0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double k = origin * Math.Exp(y + (width * GaussLegendre.Nodes[i]));
                part += GaussLegendre.Weights[i] * k * Value(law, survived, k - survived, delta);
            }

            integral += part * width;
            y += width;
            last = Value(law, survived, (origin * Math.Exp(y)) - survived, delta);
            if (last * origin * Math.Exp(y) < Negligible * integral)
            {
                return integral + Correction(law, survived, from, delta, first, -1.0);
            }
        }

        double end = origin * Math.Exp(y);
        integral += double.IsPositiveInfinity(to)
            ? last * end / ((law.C * law.Alpha) - 1.0)
            : Correction(law, survived, to, delta, last, 1.0);
        return integral + Correction(law, survived, from, delta, first, -1.0);
    }

    private static double Value(in ContractLifetime law, double survived, double k, double delta) =>
        Math.Exp(law.LogRatio(survived, survived + k) - (delta * k));

    // Far out the difference of the digammas, times u, is -alpha: taken so before it loses its digits.
    // f/2 + f'/12 - f'''/720, added at the upper end and taken away at the lower one. The small f''' takes S for a power of k.
    private static double Correction(in ContractLifetime law, double survived, double k, double delta, double f, double sign)
    {
        double at = survived + k;
        double u = Math.Pow(at, law.C);
        double fall = u > 1e6 * Math.Max(1.0, Math.Max(law.Alpha, law.Beta))
            ? -law.Alpha / (1.0 + ((law.Beta + (0.5 * (law.Alpha - 1.0))) / u))
            : (SpecialFunctions.Digamma(law.Beta + u) - SpecialFunctions.Digamma(law.Alpha + law.Beta + u)) * u;
        double slope = fall * law.C / at;
        double g1 = slope - delta;
        double g2 = -slope / at;
        double g3 = 2.0 * slope / (at * at);
        double third = (g1 * g1 * g1) + (3.0 * g1 * g2) + g3;
        return sign * f * (0.5 + (g1 / 12.0) - (third / 720.0));
    }
}
