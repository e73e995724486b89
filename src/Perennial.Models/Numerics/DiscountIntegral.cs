namespace Perennial.Models.Numerics;

/// <summary>Integrals of a discount factor against a power decay: the core of every discounted expectation.</summary>
internal static class DiscountIntegral
{
    private const double FractionFrom = 0.5;

    /// <summary>Gives e^z E_s(z) = integral over v from 1 to infinity of e^(-z (v - 1)) v^(-s): the scaled generalised exponential integral.</summary>
    /// <source paper="DLMF" equation="8.19.3"/>
    /// <param name="s">Any order of at least 0.</param>
    /// <param name="z">Positive.</param>
    /// <remarks>
    /// From z = 0.5 on by the continued fraction (DLMF 8.19.17 in its contracted form); below by panels in ln v up to the point where the
    /// argument reaches 1, so that s near a whole number is not special. Accuracy found against 40-digit arithmetic: 2e-14.
    /// </remarks>
    public static double ScaledExponentialIntegral(double s, double z)
    {
        if (z >= FractionFrom)
        {
            return Fraction(s, z);
        }

        // In y = ln v the integrand is e^(-z (e^y - 1)) e^((1 - s) y); at y = -ln z the rest is the same function at argument 1.
        double top = -Math.Log(z);
        double rest = Math.Exp((-1.0 + z) + ((1.0 - s) * top)) * Fraction(s, 1.0);
        return Panels(s, z, top) + rest;
    }

    /// <summary>Gives the integral over u from 0 to t of e^(-delta u) (1 + u/c)^(-s).</summary>
    /// <param name="s">Any order of at least 0.</param>
    /// <param name="c">Scale of the decay, positive.</param>
    /// <param name="delta">Discount rate, at least 0.</param>
    /// <param name="t">Horizon, at least 0; finite.</param>
    public static double Finite(double s, double c, double delta, double t)
    {
        if (t <= 0.0)
        {
            return 0.0;
        }

        double top = SpecialFunctions.Log1p(t / c);
        return delta == 0.0
            ? c * top * SpecialFunctions.MeanDecay((s - 1.0) * top)
            : c * Panels(s, delta * c, top);
    }

    private static double Panels(double s, double z, double top)
    {
        ReadOnlySpan<double> nodes = GaussLegendre.Nodes;
        ReadOnlySpan<double> weights = GaussLegendre.Weights;
        double sum = 0.0;
        double y = 0.0;
        while (y < top)
        {
            // A panel is at most 2 long, and the logarithm of the integrand changes by at most about 10 on it.
            double growth = z * Math.Exp(y);
            double length = Math.Min(2.0, top - y);
            double steep = Math.Abs(1.0 - s) + (growth * Math.Exp(length));
            length = steep * length > 10.0 ? Math.Min(length, 10.0 / (Math.Abs(1.0 - s) + (growth * Math.E))) : length;
            length = Math.Min(length, top - y);
            double panel = 0.0;
            for (int i = 0; i < nodes.Length; i++)
            {
                double at = y + (nodes[i] * length);
                panel += weights[i] * Math.Exp((-z * SpecialFunctions.Expm1(at)) + ((1.0 - s) * at));
            }

            sum += panel * length;
            y += length;
            double left = (-z * SpecialFunctions.Expm1(y)) + ((1.0 - s) * y);
            if (left < Math.Log(Math.Max(sum, 1e-300)) - 60.0 && left < -60.0)
            {
                break;
            }

            if (length <= 0.0)
            {
                break;
            }
        }

        return sum;
    }

    private static double Fraction(double s, double z)
    {
        double b = z + s;
        double c = 1e300;
        double d = 1.0 / b;
        double h = d;
        for (int i = 1; i < 100_000; i++)
        {
            double a = -i * (s - 1.0 + i);
            b += 2.0;
            d = 1.0 / ((a * d) + b);
            c = b + (a / c);
            double factor = c * d;
            h *= factor;
            if (Math.Abs(factor - 1.0) < 4e-16)
            {
                break;
            }
        }

        return h;
    }
}
