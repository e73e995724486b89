using Perennial.Models.Numerics;

namespace Perennial.Models.GgomNbd;

/// <summary>The lifetime still to come of a customer who is alive, u from now: S(u) = (1 + q (e^(b u) - 1))^-s.</summary>
/// <remarks>
/// A customer just acquired has q = 1 / beta; at age t it is e^(b t) / (beta + e^(b t) - 1), which goes to 1 from either side. In q nothing
/// overflows and nothing cancels, however old the customer. The risk of dropping out at u is s b q(u).
/// Integrals go in panels that end before a singularity of the integrand comes nearer than sixteen points can bear.
/// </remarks>
internal readonly struct GompertzLifetime
{
    private const double PanelFall = 14.0;
    private const double Negligible = 1e-18;
    private readonly double _b;
    private readonly double _s;
    private readonly double _q;
    private readonly double _singularity;

    public GompertzLifetime(double b, double s, double q)
    {
        _b = b;
        _s = s;
        _q = q;

        // Where 1 + q (e^(b u) - 1) vanishes: on the negative axis for q above 1, else at this real part and imaginary parts of pi / b.
        _singularity = q > 1.0 ? SpecialFunctions.Log1p(-1.0 / q) / b : q < 1.0 ? Math.Log((1.0 / q) - 1.0) / b : double.NegativeInfinity;
    }

    /// <summary>Gives the lifetime to come of a customer of an age.</summary>
    public static GompertzLifetime At(GgomNbdParameters p, double age) => new(p.B, p.S, Share(p.B, p.Beta, age));

    /// <summary>Gives q at an age.</summary>
    public static double Share(double b, double beta, double age)
    {
        double left = Math.Exp(-b * age);
        return 1.0 / ((beta * left) - SpecialFunctions.Expm1(-b * age));
    }

    /// <summary>Gives -ln S(u) / s.</summary>
    public static double Decay(double b, double q, double u)
    {
        double rise = b * u;
        return rise <= 30.0 ? SpecialFunctions.Log1p(q * SpecialFunctions.Expm1(rise)) : rise + Math.Log(Math.Exp(-rise) + (q * -SpecialFunctions.Expm1(-rise)));
    }

    /// <summary>Gives -ln S(u) / s and q(u), and e^(-b u), for the price of one exponential and one logarithm.</summary>
    /// <remarks>Right to 1e-16 of max(1, b u), where <see cref="Decay"/> is right to 1e-16 of its value.</remarks>
    public (double Decay, double Share, double Left) After(double u)
    {
        double rise = _b * u;
        double gone = rise <= 1.0 ? -SpecialFunctions.Expm1(-rise) : 1.0 - Math.Exp(-rise);
        double left = rise <= 1.0 ? 1.0 - gone : Math.Exp(-rise);
        double sum = left + (_q * gone);
        return (rise + Math.Log(sum), _q / sum, left);
    }

    /// <summary>Gives -ln S(u).</summary>
    public double LogDecay(double u) => _s * Decay(_b, _q, u);

    /// <summary>Gives the risk of dropping out a time unit at u.</summary>
    public double Risk(double u)
    {
        double left = Math.Exp(-_b * u);
        return _s * _b * _q / (left + (_q * -SpecialFunctions.Expm1(-_b * u)));
    }

    /// <summary>Gives the integral of e^(-delta u) S(u) over (0, t); t may be infinite where delta is positive.</summary>
    public double Discounted(double t, double delta) => Integral(t, delta, static (_, _) => 1.0);

    /// <summary>Gives the integral of 2 e^(-delta u) (1 - e^(-delta u)) / delta S(u) over (0, t); t may be infinite where delta is positive.</summary>
    public double DiscountedPairs(double t, double delta) => Integral(t, delta, static (u, delta) => 2.0 * u * SpecialFunctions.MeanDecay(delta * u));

    private double Integral(double t, double delta, Func<double, double, double> factor)
    {
        double sum = 0.0;
        for (double u = 0.0; u < t;)
        {
            double height = Math.Exp(-LogDecay(u) - (delta * u));
            double rest = delta > 0.0 ? Math.Min(t - u, 1.0 / delta) : t - u;
            if (height * rest * factor(u + rest, delta) <= Negligible * sum)
            {
                break;
            }

            double length = Panel(u, t - u, delta);
            double panel = 0.0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double at = u + (GaussLegendre.Nodes[i] * length);
                panel += GaussLegendre.Weights[i] * factor(at, delta) * Math.Exp(-LogDecay(at) - (delta * at));
            }

            sum += panel * length;
            u = length >= t - u ? t : u + length;
        }

        return sum;
    }

    /// <summary>Gives the chance of dropping out in (0, t) without a purchase before, rate of purchases ~ Gamma(m, alpha).</summary>
    public double SilentDropout(double m, double alpha, double t)
    {
        double sum = 0.0;
        for (double u = 0.0; u < t;)
        {
            if (Math.Exp(-LogDecay(u) - (m * SpecialFunctions.Log1p(u / alpha))) <= Negligible * sum)
            {
                break;
            }

            double length = SilentPanel(m, alpha, u, t - u);
            double panel = 0.0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double at = u + (GaussLegendre.Nodes[i] * length);
                panel += GaussLegendre.Weights[i] * Risk(at) * Math.Exp(-LogDecay(at) - (m * SpecialFunctions.Log1p(at / alpha)));
            }

            sum += panel * length;
            u = length >= t - u ? t : u + length;
        }

        return sum;
    }

    /// <summary>Gives the length of a panel from u on for an integrand with a factor (1 + u / alpha)^-m.</summary>
    public double SilentPanel(double m, double alpha, double u, double rest) =>
        Panel(u, Math.Min(rest, 2.5 * (alpha + u)), m / (alpha + u));

    /// <summary>Gives the length of a panel from u on, at most the rest, for an integrand that falls by an own slope besides.</summary>
    public double Panel(double u, double rest, double slope)
    {
        double length = rest;
        double behind = u - _singularity;
        if (_q > 1.0)
        {
            length = Math.Min(length, 2.5 * behind);
        }
        else if (_q < 1.0)
        {
            double height = Math.PI / _b;
            length = Math.Min(length, behind >= 0.0 ? 1.4 * Math.Sqrt((behind * behind) + (height * height)) : Math.Max(1.2 * height, -0.7 * behind));
        }

        double steepest = slope + Math.Max(Risk(u), Risk(u + length)) + (_q < 1.0 ? _b : 0.0);
        return Math.Max(Math.Min(length, PanelFall / steepest), 1e-14 * (u + (1.0 / _b)));
    }
}
