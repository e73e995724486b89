namespace Perennial.Models.Numerics;

/// <summary>Expectations over a beta distribution by the trapezoidal rule in ln(p / (1 - p)), exact to rounding for smooth functions.</summary>
/// <remarks>
/// The rule converges exponentially for functions of p that are analytic off the negative axis. Singular ends (a or b below 1) are
/// taken away first: with g0 = g(0) and g1 = g(1), E[g] = E[g - g0 (1 - p) - g1 p] + g0 b/(a+b) + g1 a/(a+b).
/// </remarks>
public static class BetaExpectation
{
    /// <summary>Gives E[g(p)] for p ~ Beta(a, b).</summary>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    /// <param name="sharpness">How fast ln g may bend: the power in g, such as r in (1 + p tau)^-r.</param>
    /// <param name="scale">Where g bends: tau in the same example, so that g is nearly constant for p far below 1/tau.</param>
    /// <param name="g">The function; must be finite at 0 and 1.</param>
    public static double Of(double a, double b, double sharpness, double scale, Func<double, double> g)
    {
        ArgumentNullException.ThrowIfNull(g);
        double g0 = a < 1.0 ? g(0.0) : 0.0;
        double g1 = b < 1.0 ? g(1.0) : 0.0;
        double leftPower = a < 1.0 ? a + 1.0 : a;
        double rightPower = b < 1.0 ? b + 1.0 : b;
        double bend = (leftPower * rightPower / (leftPower + rightPower)) + (0.25 * sharpness) + 1.0;
        double step = Math.Min(0.4, 0.7 / Math.Sqrt(bend));
        double logBeta = SpecialFunctions.LogBeta(a, b);
        double mode = Math.Log(leftPower / rightPower);
        double bendAt = -Math.Log(Math.Max(scale * Math.Max(sharpness, 1.0), 1e-300));
        double low = Math.Min(Math.Min(mode, bendAt), 0.0) - (42.0 / Math.Min(leftPower, 1.0 + Math.Sqrt(leftPower)));
        double high = Math.Max(mode, 0.0) + (42.0 / Math.Min(rightPower, 1.0 + Math.Sqrt(rightPower)));
        int points = (int)Math.Ceiling((high - low) / step);
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
            double q = Math.Exp(logQ);
            sum += weight * (g(p) - (g0 * q) - (g1 * p));
        }

        return (sum * step) + ((g0 * b) + (g1 * a)) / (a + b);
    }
}
