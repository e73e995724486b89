namespace Perennial.Models.Numerics;

/// <summary>Expectations over a beta distribution by the trapezoidal rule in ln(p / (1 - p)), exact to rounding for smooth functions.</summary>
/// <remarks>
/// The rule converges exponentially for functions that are analytic and bounded where p has a positive real part. Singular ends
/// (a or b below 1) are taken away first: with g0 = g(0) and g1 = g(1), E[g] = E[g - g0 (1 - p) - g1 p] + (g0 b + g1 a) / (a + b).
/// </remarks>
internal static class BetaExpectation
{
    // Far enough out nothing is left in double precision.
    private const double Reach = 42.0;

    // Half the strip of analyticity is pi/2 wide: the error of a step h is e^(-pi^2 / h).
    private const double LargestStep = 0.25;

    /// <summary>Gives E[g(p)] for p ~ Beta(a, b).</summary>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <param name="bendAt">The p below which g is nearly constant.</param>
    /// <param name="g">The function; must be finite at 0 and 1.</param>
    public static double Of(double a, double b, double bendAt, Func<double, double> g)
    {
        double g0 = a < 1.0 ? g(0.0) : 0.0;
        double g1 = b < 1.0 ? g(1.0) : 0.0;
        (double low, double step, int points, double logBeta) = Grid(a, b, bendAt);
        double sum = 0.0;
        for (int i = 0; i <= points; i++)
        {
            double y = low + (i * step);
            double logP = -SpecialFunctions.Softplus(-y);
            double logQ = -SpecialFunctions.Softplus(y);
            double weight = Math.Exp((a * logP) + (b * logQ) - logBeta);
            if (weight == 0.0)
            {
                continue;
            }

            double p = Math.Exp(logP);
            sum += weight * (g(p) - (g0 * Math.Exp(logQ)) - (g1 * p));
        }

        return (sum * step) + (((g0 * b) + (g1 * a)) / (a + b));
    }

    /// <summary>Gives points p, their complements 1 - p and weights with E[g(p)] = sum of weight times g(p), for many functions at once.</summary>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <param name="bendAt">The p below which every g is nearly constant.</param>
    public static (double[] P, double[] Q, double[] Weight) Rule(double a, double b, double bendAt)
    {
        (double low, double step, int points, double logBeta) = Grid(a, b, bendAt);
        List<double> p = [], q = [], weight = [];
        double atZero = b / (a + b), atOne = a / (a + b);
        for (int i = 0; i <= points; i++)
        {
            double y = low + (i * step);
            double logP = -SpecialFunctions.Softplus(-y);
            double logQ = -SpecialFunctions.Softplus(y);
            double w = step * Math.Exp((a * logP) + (b * logQ) - logBeta);
            if (w > 0.0)
            {
                p.Add(Math.Exp(logP));
                q.Add(Math.Exp(logQ));
                weight.Add(w);
                atZero -= w * q[^1];
                atOne -= w * p[^1];
            }
        }

        // What was taken away at a singular end is a point of its own there.
        if (a < 1.0)
        {
            p.Add(0.0);
            q.Add(1.0);
            weight.Add(atZero);
        }

        if (b < 1.0)
        {
            p.Add(1.0);
            q.Add(0.0);
            weight.Add(atOne);
        }

        return ([.. p], [.. q], [.. weight]);
    }

    private static (double Low, double Step, int Points, double LogBeta) Grid(double a, double b, double bendAt)
    {
        double left = a < 1.0 ? a + 1.0 : a;
        double right = b < 1.0 ? b + 1.0 : b;
        double bend = left * right / (left + right);
        double step = Math.Min(LargestStep, 0.7 / Math.Sqrt(bend));
        double logBeta = SpecialFunctions.LogBeta(a, b);

        // The beta density in y is log-concave with tails e^(a y) and e^(-b y), and narrow where both shapes are large.
        double mode = Math.Log(left / right);
        double low = mode - (Reach / Math.Min(left, 1.0 + Math.Sqrt(bend)));
        double high = mode + (Reach / Math.Min(right, 1.0 + Math.Sqrt(bend)));
        if (a < 1.0)
        {
            low = Math.Min(low, Math.Log(Math.Clamp(bendAt, 1e-300, 1.0)) - (Reach / left));
        }

        return (low, step, (int)Math.Ceiling((high - low) / step), logBeta);
    }
}
