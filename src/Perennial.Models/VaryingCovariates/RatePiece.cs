using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.VaryingCovariates;

/// <summary>A time in which a customer's covariates are constant.</summary>
/// <param name="Purchase">The factor of the purchase rate.</param>
/// <param name="Dropout">The factor of the drop-out rate.</param>
/// <param name="Time">How long it lasts.</param>
internal readonly record struct RatePiece(double Purchase, double Dropout, double Time)
{
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
    /// <param name="delta">The discount rate, at least 0.</param>
    /// <remarks>Sum over pieces of a e^(-delta o) ((beta)/(beta_i))^s times the integral of e^(-delta v) (1 + c v / beta_i)^-s dv, o the time a piece starts.</remarks>
    /// <source paper="BachmannMeiererNaef2021"/>
    public static double Discounted(RatePiece[] pieces, double s, double beta, double delta)
    {
        double sum = 0.0, start = 0.0, growth = 0.0;
        foreach ((double a, double c, double time) in pieces)
        {
            sum += a * Math.Exp(-(delta * start) - (s * growth)) * DiscountIntegral.Finite(s, beta / c, delta, time);
            growth += SpecialFunctions.Log1p(c * time / beta);
            beta += c * time;
            start += time;
        }

        return sum;
    }
}
