using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>Exact first and second moments of the discounted number of purchases S = sum of e^(-delta t_j) of a customer who is alive.</summary>
/// <remarks>
/// With rate lambda and activity A(t): E S = integral of e^(-delta t) E[lambda A(t)], and the pairs
/// E sum over i != j of e^(-delta (t_i + t_j)) = 2 integral of e^(-delta t') (1 - e^(-delta t')) / delta E[lambda^2 A A'](t') dt'.
/// </remarks>
internal static class ValueMoments
{
    /// <summary>Gives mean and variance of the value over margin, given those of S and the chance of being alive; infinite where the spend's are.</summary>
    public static (double Mean, double Variance) Value(
        (double First, double Squares, double Pairs) s, double alive, GammaGammaParameters? spend, int frequency, double meanSpend)
    {
        if (alive == 0 || s.First == 0)
        {
            return (0, 0);
        }

        double price, square, product;
        if (spend is not { } g)
        {
            (price, square, product) = (meanSpend, meanSpend * meanSpend, meanSpend * meanSpend);
        }
        else
        {
            double q = g.Q + (g.P * frequency), gamma = g.Gamma + (frequency * meanSpend);
            price = q > 1 ? g.P * gamma / (q - 1) : double.PositiveInfinity;
            double inverse = q > 2 ? gamma / (q - 1) * (gamma / (q - 2)) : double.PositiveInfinity;
            square = g.P * (g.P + 1) * inverse;
            product = g.P * g.P * inverse;
        }

        double mean = alive * s.First * price;
        double second = alive * ((s.Squares * square) + (s.Pairs * product));
        return double.IsInfinity(second) ? (mean, double.PositiveInfinity) : (mean, Math.Max(0, second - (mean * mean)));
    }

    /// <summary>Gives the integral of e^(-delta t) (1 + t / c)^(-s) over the horizon.</summary>
    public static double Integral(double s, double c, double horizon, double delta) => double.IsPositiveInfinity(horizon)
        ? s == 0 ? 1 / delta : c * DiscountIntegral.ScaledExponentialIntegral(s, delta * c)
        : DiscountIntegral.Finite(s, c, delta, horizon);

    /// <summary>Gives the integral of 2 e^(-delta t) (1 - e^(-delta t)) / delta (1 + t / c)^(-s) over the horizon.</summary>
    public static double Pairs(double s, double c, double horizon, double delta)
    {
        if (delta * Math.Min(horizon, 1e300) > 0.5)
        {
            return 2 * (Integral(s, c, horizon, delta) - Integral(s, c, horizon, 2 * delta)) / delta;
        }

        // Where little is discounted the difference would lose digits. In y = ln(1 + t / c) the integrand is smooth.
        double top = SpecialFunctions.Log1p(horizon / c), sum = 0;
        int panels = 1 + (int)Math.Ceiling(top * (1 + Math.Abs(s)) / 10);
        for (int k = 0; k < panels; k++)
        {
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double y = top * (k + GaussLegendre.Nodes[i]) / panels, t = c * SpecialFunctions.Expm1(y);
                sum += GaussLegendre.Weights[i] * Math.Exp((-delta * t) + ((1 - s) * y)) * t * SpecialFunctions.MeanDecay(delta * t);
            }
        }

        return 2 * c * sum * top / panels;
    }
}
