using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>The joint density of purchase rate and drop-out rate: gamma both, and dependent as far as this form goes.</summary>
/// <remarks>
/// f = gamma(lambda | r, alpha) gamma(mu | s, beta) (1 + m (e^(-c lambda) - LA) (e^(-c mu) - LB)), LA and LB the means of e^(-c lambda) and e^(-c mu). With
/// kappa = m LA LB it is a sum of four products of gammas with weights 1 + kappa, kappa, -kappa, -kappa and rates (alpha, beta), (alpha + c, beta + c),
/// (alpha + c, beta), (alpha, beta + c): so is every likelihood and every prediction. It is a density where kappa lies between -min(1, oA oB) and
/// min(oA, oB), oA = LA / (1 - LA), and is held below a million. The correlation is kappa sqrt(r s) c^2 / ((alpha + c)(beta + c)).
/// </remarks>
/// <source paper="ParkFader2004"/>
/// <source paper="Lee1996"/>
internal static class Sarmanov
{
    /// <summary>The largest kappa there is: beyond, rounding would drown what it says.</summary>
    public const double Largest = 1e6;

    private const double Rounding = 1e-12;

    /// <summary>Gives the lowest and the highest kappa.</summary>
    public static (double Lowest, double Highest) Weights(ParetoNbdParameters p, double span)
    {
        double a = Odds(p.R, p.Alpha, span), b = Odds(p.S, p.Beta, span);
        return (-Math.Min(1.0, a * b), Math.Min(Math.Min(a, b), Largest));
    }

    /// <summary>Gives the correlation for a kappa of 1.</summary>
    public static double Unit(ParetoNbdParameters p, double span) => Math.Sqrt(p.R * p.S) * (span / (p.Alpha + span)) * (span / (p.Beta + span));

    /// <summary>Gives the four products: weight, alpha and beta of each; one where kappa is 0.</summary>
    public static (double Weight, double Alpha, double Beta)[] Components(ParetoNbdParameters p, double kappa, double span) => !double.IsNormal(kappa)
        ? [(1.0, p.Alpha, p.Beta)]
        :
        [
            (1.0 + kappa, p.Alpha, p.Beta), (kappa, p.Alpha + span, p.Beta + span), (-kappa, p.Alpha + span, p.Beta), (-kappa, p.Alpha, p.Beta + span),
        ];

    /// <summary>Gives kappa for a correlation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The correlation is out of reach at these parameters.</exception>
    public static double Kappa(ParetoNbdParameters p, double correlation, double span)
    {
        if (!double.IsFinite(span) || span <= 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(span), span, "The span over which rates depend is a positive, finite time.");
        }

        if (correlation == 0.0)
        {
            return 0.0;
        }

        (double lowest, double highest) = Weights(p, span);
        double unit = Unit(p, span);
        double kappa = correlation / unit;

        // A correlation at its bound may be rounded beyond it.
        const double Beyond = 1e-9;
        return kappa >= lowest * (1.0 + Beyond) && kappa <= highest * (1.0 + Beyond)
            ? Math.Clamp(kappa, lowest, highest)
            : throw new ArgumentOutOfRangeException(
                nameof(correlation),
                correlation,
                $"At these parameters and a span of {span} the correlation of purchase rate and drop-out rate lies between {lowest * unit} and {highest * unit}. Give one there, or a longer span.");
    }

    /// <summary>Gives the shares of the components in a customer's posterior, which sum to 1 and may be negative, and the log-likelihood.</summary>
    /// <param name="components">Weights of the components.</param>
    /// <param name="logs">Log-likelihoods of the components; overwritten with the shares.</param>
    public static double Shares((double Weight, double Alpha, double Beta)[] components, Span<double> logs)
    {
        double top = double.NegativeInfinity;
        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] += Math.Log(Math.Abs(components[k].Weight));
            top = Math.Max(top, logs[k]);
        }

        double sum = 0.0, positive = 0.0;
        for (int k = 0; k < logs.Length; k++)
        {
            double size = Math.Exp(logs[k] - top);
            logs[k] = Math.CopySign(size, components[k].Weight);
            sum += logs[k];
            positive += Math.Max(logs[k], 0.0);
        }

        // Where everything cancels to the last digit only the parts above 0 are known.
        bool lost = sum < Rounding * positive;
        sum = lost ? positive : sum;
        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] = (lost ? Math.Max(logs[k], 0.0) : logs[k]) / sum;
        }

        return top + Math.Log(lost ? Rounding * positive : sum);
    }

    /// <summary>Gives the shares of the components in what is known of a customer who is alive at T; recency then says nothing.</summary>
    /// <param name="components">The components.</param>
    /// <param name="p">The parameters without correlation.</param>
    /// <param name="x">Repeat purchases.</param>
    /// <param name="age">T.</param>
    /// <param name="shares">Takes the shares, which sum to 1 and may be negative.</param>
    public static void SharesAlive((double Weight, double Alpha, double Beta)[] components, ParetoNbdParameters p, int x, double age, Span<double> shares)
    {
        for (int k = 0; k < components.Length; k++)
        {
            (_, double alpha, double beta) = components[k];
            shares[k] = -(p.R * SpecialFunctions.Log1p(age / alpha)) - (x * Math.Log(alpha + age)) - (p.S * SpecialFunctions.Log1p(age / beta));
        }

        _ = Shares(components, shares);
    }

    private static double Odds(double shape, double rate, double span) => 1.0 / SpecialFunctions.Expm1(shape * SpecialFunctions.Log1p(span / rate));
}
