namespace Perennial.Models.Numerics;

/// <summary>The regularised incomplete gamma and beta functions: distribution functions of gamma, Poisson, beta and negative binomial.</summary>
internal static class IncompleteFunctions
{
    private const double Tiny = 1e-300;
    private const double Epsilon = 1e-16;

    /// <summary>Gives P(a, x), the distribution function of Gamma(a, 1) at x.</summary>
    /// <source paper="AbramowitzStegun1964" page="262" equation="6.5.29"/>
    /// <param name="a">Shape, positive.</param>
    /// <param name="x">At least 0.</param>
    public static double GammaP(double a, double x) => x <= 0.0 ? 0.0 : x < a + 1.0 ? GammaSeries(a, x) : 1.0 - GammaFraction(a, x);

    /// <summary>Gives Q(a, x) = 1 - P(a, x) without losing a small value.</summary>
    /// <param name="a">Shape, positive.</param>
    /// <param name="x">At least 0.</param>
    public static double GammaQ(double a, double x) => x <= 0.0 ? 1.0 : x < a + 1.0 ? 1.0 - GammaSeries(a, x) : GammaFraction(a, x);

    /// <summary>Gives the quantile of Gamma(a, 1): the x with P(a, x) = p.</summary>
    /// <param name="a">Shape, positive.</param>
    /// <param name="p">Probability in [0, 1).</param>
    public static double GammaQuantile(double a, double p)
    {
        if (p <= 0.0)
        {
            return 0.0;
        }

        // Bisection in ln x always holds the root; Newton shortens the way where it stays inside.
        double low = (Math.Log(p) + SpecialFunctions.LogGamma(a + 1.0)) / a;
        double high = Math.Log(a + 1.0) + 1.0;
        while (GammaP(a, Math.Exp(high)) < p)
        {
            high += 1.0;
        }

        low = Math.Min(low, high) - 1e-9;
        double y = low > -690.0 ? 0.5 * (low + high) : low;
        for (int i = 0; i < 200 && high - low > 1e-15 * Math.Max(1.0, Math.Abs(y)); i++)
        {
            double x = Math.Exp(y);
            double error = GammaP(a, x) - p;
            if (error > 0.0)
            {
                high = y;
            }
            else
            {
                low = y;
            }

            double slope = Math.Exp((a * y) - x - SpecialFunctions.LogGamma(a));
            double next = y - (error / slope);
            bool inside = next > low && next < high;
            double step = Math.Abs(next - y);
            y = inside ? next : 0.5 * (low + high);
            if (inside && step < 1e-15 * Math.Max(1.0, Math.Abs(y)))
            {
                break;
            }
        }

        return Math.Exp(y);
    }

    /// <summary>Gives I_x(a, b), the distribution function of Beta(a, b) at x.</summary>
    /// <source paper="AbramowitzStegun1964" page="944" equation="26.5.8"/>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <param name="x">In [0, 1].</param>
    public static double Beta(double a, double b, double x) => Beta(a, b, x, 1.0 - x);

    /// <summary>Gives I_x(a, b) from x and its complement y = 1 - x, so that neither end loses digits.</summary>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <param name="x">In [0, 1].</param>
    /// <param name="y">1 - x.</param>
    public static double Beta(double a, double b, double x, double y)
    {
        if (x <= 0.0)
        {
            return 0.0;
        }

        if (y <= 0.0)
        {
            return 1.0;
        }

        double front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(y)) - SpecialFunctions.LogBeta(a, b));
        return x < (a + 1.0) / (a + b + 2.0)
            ? front * BetaFraction(a, b, x) / a
            : 1.0 - (front * BetaFraction(b, a, y) / b);
    }

    private static double GammaSeries(double a, double x)
    {
        double term = 1.0 / a;
        double sum = term;
        for (double n = a + 1.0; term > sum * Epsilon; n++)
        {
            term *= x / n;
            sum += term;
        }

        return Math.Min(1.0, sum * GammaFront(a, x));
    }

    private static double GammaFraction(double a, double x)
    {
        double b = x + 1.0 - a;
        double c = 1.0 / Tiny;
        double d = 1.0 / b;
        double h = d;
        for (int i = 1; i < 100_000; i++)
        {
            double an = -i * (i - a);
            b += 2.0;
            d = 1.0 / NotZero((an * d) + b);
            c = NotZero(b + (an / c));
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1.0) < Epsilon * 4)
            {
                break;
            }
        }

        return Math.Min(1.0, h * GammaFront(a, x));
    }

    private static double GammaFront(double a, double x) => Math.Exp((a * Math.Log(x)) - x - SpecialFunctions.LogGamma(a));

    private static double BetaFraction(double a, double b, double x)
    {
        double c = 1.0;
        double d = 1.0 / NotZero(1.0 - ((a + b) * x / (a + 1.0)));
        double h = d;
        for (int m = 1; m < 100_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1.0) * (a + (2 * m)));
            d = 1.0 / NotZero(1.0 + (even * d));
            c = NotZero(1.0 + (even / c));
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1.0));
            d = 1.0 / NotZero(1.0 + (odd * d));
            c = NotZero(1.0 + (odd / c));
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1.0) < Epsilon * 4)
            {
                break;
            }
        }

        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
