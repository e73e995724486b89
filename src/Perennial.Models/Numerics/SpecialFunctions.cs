namespace Perennial.Models.Numerics;

/// <summary>The special functions the models stand on, in forms that keep their digits at large and at tiny arguments.</summary>
internal static class SpecialFunctions
{
    // Stirling: ln Gamma(z) = (z - 1/2) ln z - z + ln(2 pi)/2 + S(z); S needs eight terms from z = 10 on.
    private const double StirlingFrom = 10.0;
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>Gives ln Gamma(z).</summary>
    /// <source paper="AbramowitzStegun1964" page="257" equation="6.1.41"/>
    /// <param name="z">A positive number.</param>
    /// <remarks>Accuracy found: 4e-16 of max(1, |ln Gamma(z)|).</remarks>
    public static double LogGamma(double z)
    {
        double product = 1.0;
        double w = z;
        while (w < StirlingFrom)
        {
            product *= w;
            w += 1.0;
        }

        double value = ((w - 0.5) * Math.Log(w)) - w + HalfLogTwoPi + StirlingTail(w);
        return product == 1.0 ? value : value - Math.Log(product);
    }

    /// <summary>Gives digamma, the derivative of ln Gamma.</summary>
    /// <source paper="AbramowitzStegun1964" page="259" equation="6.3.18"/>
    /// <param name="z">A positive number.</param>
    public static double Digamma(double z)
    {
        double shift = 0.0;
        while (z < StirlingFrom)
        {
            shift += 1.0 / z;
            z += 1.0;
        }

        double v = 1.0 / (z * z);
        double tail = v * ((1.0 / 12) - (v * ((1.0 / 120) - (v * ((1.0 / 252) - (v * ((1.0 / 240)
            - (v * ((1.0 / 132) - (v * ((691.0 / 32760) - (v / 12))))))))))));
        return Math.Log(z) - (0.5 / z) - tail - shift;
    }

    /// <summary>Gives trigamma, the second derivative of ln Gamma.</summary>
    /// <source paper="AbramowitzStegun1964" page="260" equation="6.4.12"/>
    /// <param name="z">A positive number.</param>
    public static double Trigamma(double z)
    {
        double shift = 0.0;
        while (z < StirlingFrom)
        {
            shift += 1.0 / (z * z);
            z += 1.0;
        }

        double v = 1.0 / (z * z);
        double tail = (1.0 / 6) - (v * ((1.0 / 30) - (v * ((1.0 / 42) - (v * ((1.0 / 30)
            - (v * ((5.0 / 66) - (v * ((691.0 / 2730) - (v * 7.0 / 6)))))))))));
        return (1.0 / z) + (0.5 * v) + (tail * v / z) + shift;
    }

    /// <summary>Gives ln B(a, b).</summary>
    /// <param name="a">A positive number.</param>
    /// <param name="b">A positive number.</param>
    public static double LogBeta(double a, double b)
    {
        double small = Math.Min(a, b);
        double large = Math.Max(a, b);
        return LogGamma(small) - LogRising(large, small);
    }

    /// <summary>Gives ln Gamma(z + n) - ln Gamma(z), the logarithm of the rising factorial, without the cancellation of the plain difference.</summary>
    /// <param name="z">A positive number.</param>
    /// <param name="n">A number of at least 0; need not be whole.</param>
    public static double LogRising(double z, double n)
    {
        if (n == 0.0)
        {
            return 0.0;
        }

        if (n <= 24.0 && n == Math.Floor(n) && z < 1e10)
        {
            double product = 1.0;
            for (double k = 0.0; k < n; k++)
            {
                product *= z + k;
            }

            return Math.Log(product);
        }

        // Raise both ends past the start of Stirling's series, then take the difference of the series term by term.
        double quotient = 1.0;
        double low = z;
        double high = z + n;
        while (low < StirlingFrom)
        {
            quotient *= high / low;
            low += 1.0;
            high += 1.0;
        }

        double value = ((low - 0.5) * Log1p(n / low)) + (n * Math.Log(high)) - n + (StirlingTail(high) - StirlingTail(low));
        return value - Math.Log(quotient);
    }

    /// <summary>Gives digamma(z + n) - digamma(z) for a whole n.</summary>
    /// <param name="z">A positive number.</param>
    /// <param name="n">A whole number of at least 0.</param>
    public static double DigammaRise(double z, int n)
    {
        if (n > 24)
        {
            return Digamma(z + n) - Digamma(z);
        }

        double sum = 0.0;
        for (int k = 0; k < n; k++)
        {
            sum += 1.0 / (z + k);
        }

        return sum;
    }

    /// <summary>Gives trigamma(z + n) - trigamma(z) for a whole n.</summary>
    /// <param name="z">A positive number.</param>
    /// <param name="n">A whole number of at least 0.</param>
    public static double TrigammaRise(double z, int n)
    {
        if (n > 24)
        {
            return Trigamma(z + n) - Trigamma(z);
        }

        double sum = 0.0;
        for (int k = 0; k < n; k++)
        {
            sum -= 1.0 / ((z + k) * (z + k));
        }

        return sum;
    }

    /// <summary>Gives ln(1 + x) without losing a small x.</summary>
    /// <param name="x">A number above -1.</param>
    public static double Log1p(double x)
    {
        // Kahan's correction; the runtime's LogP1 is plain Log(1 + x).
        double u = 1.0 + x;
        return u == 1.0 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1.0));
    }

    /// <summary>Gives e^x - 1 without losing a small x.</summary>
    /// <param name="x">Any number.</param>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 1.0)
        {
            return Math.Exp(x) - 1.0;
        }

        double u = Math.Exp(x);
        double d = u - 1.0;
        return d == 0.0 ? x : d * (x / Math.Log(u));
    }

    /// <summary>Gives (1 - e^-x) / x, which is 1 at x = 0: the mean of e^-(x u) over u in [0, 1].</summary>
    /// <param name="x">Any number.</param>
    public static double MeanDecay(double x) => x == 0.0 ? 1.0 : -Expm1(-x) / x;

    /// <summary>Gives ln(1 + e^x) without overflow.</summary>
    /// <param name="x">Any number.</param>
    public static double Softplus(double x) => x > 0.0 ? x + Log1p(Math.Exp(-x)) : Log1p(Math.Exp(x));

    /// <summary>Gives 1 / (1 + e^x) without overflow.</summary>
    /// <param name="x">Any number.</param>
    public static double LogisticComplement(double x) => x > 0.0 ? Math.Exp(-x) / (1.0 + Math.Exp(-x)) : 1.0 / (1.0 + Math.Exp(x));

    /// <summary>Gives ln Gamma(z) less (z - 1/2) ln z - z + ln(2 pi) / 2.</summary>
    /// <param name="z">10 or more.</param>
    public static double StirlingTail(double z)
    {
        double v = 1.0 / (z * z);
        return ((1.0 / 12) - (v * ((1.0 / 360) - (v * ((1.0 / 1260) - (v * ((1.0 / 1680)
            - (v * ((1.0 / 1188) - (v * ((691.0 / 360360) - (v * ((1.0 / 156) - (v * 3617.0 / 122400)))))))))))))) / z;
    }
}
