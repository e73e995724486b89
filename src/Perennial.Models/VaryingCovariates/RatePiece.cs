using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;

namespace Perennial.Models.VaryingCovariates;

/// <summary>A time in which a customer's covariates are constant.</summary>
/// <param name="Purchase">The factor of the purchase rate.</param>
/// <param name="Dropout">The factor of the drop-out rate.</param>
/// <param name="Time">How long it lasts.</param>
internal readonly record struct RatePiece(double Purchase, double Dropout, double Time)
{
    // E-folds of the integrand on a panel, which sixteen points take.
    private const double Steepest = 6.0;
    private const double MostPanels = 400.0;

    /// <summary>Gives the stretched purchase time of pieces.</summary>
    public static double Bought(RatePiece[] pieces) => pieces.Sum(piece => piece.Purchase * piece.Time);

    /// <summary>Gives the stretched lifetime of pieces.</summary>
    public static double Lived(RatePiece[] pieces) => pieces.Sum(piece => piece.Dropout * piece.Time);

    /// <summary>Gives the chance, against staying alive and silent through all pieces, of dropping out silently within them, as ln of the odds.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="m">r + x.</param>
    /// <param name="alpha">alpha + A where they start.</param>
    /// <param name="s">s.</param>
    /// <param name="beta">beta + C where they start.</param>
    /// <source paper="BachmannMeiererNaef2021"/>
    public static double LogDropoutOdds(RatePiece[] pieces, double m, double alpha, double s, double beta)
    {
        double sum = 0.0, growthA = 0.0, growthB = 0.0;
        foreach ((double a, double c, double time) in pieces)
        {
            sum += Math.Exp(-(m * growthA) - (s * growthB)) * DropoutIntegral.Value(m, alpha * c / a, s, beta, 0.0, c * time);
            growthA += SpecialFunctions.Log1p(a * time / alpha);
            growthB += SpecialFunctions.Log1p(c * time / beta);
            alpha += a * time;
            beta += c * time;
        }

        return Math.Log(s * sum) + (m * growthA) + (s * growthB);
    }

    /// <summary>Gives the discounted stretched purchase time of a customer who is alive where the pieces start: times the purchase rate, expected purchases.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="s">s.</param>
    /// <param name="beta">beta + C where they start.</param>
    /// <param name="delta">The discount rate, at least 0; above it where the last piece is endless.</param>
    /// <remarks>Sum over pieces of a e^(-delta o) ((beta)/(beta_i))^s times the integral of e^(-delta v) (1 + c v / beta_i)^-s dv, o the time a piece starts.</remarks>
    /// <source paper="BachmannMeiererNaef2021"/>
    public static double Discounted(RatePiece[] pieces, double s, double beta, double delta)
    {
        double sum = 0.0, start = 0.0, growth = 0.0;
        foreach ((double a, double c, double time) in pieces)
        {
            sum += a * Math.Exp(-(delta * start) - (s * growth)) * ValueMoments.Integral(s, beta / c, time, delta);
            growth += SpecialFunctions.Log1p(c * time / beta);
            beta += c * time;
            start += time;
        }

        return sum;
    }

    /// <summary>Adds to mass[n] the chance of n purchases within pieces, times a weight, of a customer who is alive where they start.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="m">r + x.</param>
    /// <param name="alpha">alpha + A where they start.</param>
    /// <param name="s">s.</param>
    /// <param name="beta">beta + C where they start.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="mass">Chances of 0, 1, 2, … purchases.</param>
    /// <remarks>
    /// Those who stay buy a negative binomial number in the stretched time of all pieces; those who leave in the stretched time until then, whose moment is
    /// integrated over, in ln(beta + C), on panels short enough for the largest count.
    /// </remarks>
    /// <source paper="BachmannMeiererNaef2021"/>
    public static void AddCounts(RatePiece[] pieces, double m, double alpha, double s, double beta, double weight, double[] mass)
    {
        double bought = 0.0, growth = 0.0;
        foreach ((double a, double c, double time) in pieces)
        {
            double top = SpecialFunctions.Log1p(c * time / beta);
            double stretch = SpecialFunctions.Log1p(a * time / (alpha + bought));
            int panels = (int)Math.Clamp(Math.Ceiling(Math.Max((s + 1.0) * top, (m + mass.Length) * stretch) / Steepest), 1.0, MostPanels);
            for (int k = 0; k < panels * GaussLegendre.Points; k++)
            {
                int node = k % GaussLegendre.Points;
                double y = top * ((k / GaussLegendre.Points) + GaussLegendre.Nodes[node]) / panels;
                double until = bought + (a / c * beta * SpecialFunctions.Expm1(y));
                NegativeBinomial.Add(m, alpha, until, weight * s * Math.Exp(-s * (growth + y)) * GaussLegendre.Weights[node] * top / panels, mass);
            }

            growth += top;
            bought += a * time;
            beta += c * time;
        }

        NegativeBinomial.Add(m, alpha, bought, weight * Math.Exp(-s * growth), mass);
    }
}
