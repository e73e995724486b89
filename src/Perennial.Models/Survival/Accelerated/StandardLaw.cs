using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.Accelerated;

/// <summary>ln f and ln S of the standardised log lifetime w, each with two derivatives.</summary>
internal static class StandardLaw
{
    // Beyond this e^w is beyond any data; a cap keeps wild trial steps finite.
    private const double LargestW = 600.0;
    private const double FarTail = 25.0;
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>Gives ln f(w) and its derivatives.</summary>
    public static (double Value, double First, double Second) LogDensity(AftDistribution law, double w)
    {
        switch (law)
        {
            case AftDistribution.LogNormal:
                return ((-0.5 * w * w) - HalfLogTwoPi, -w, -1.0);
            case AftDistribution.LogLogistic:
                double p = SpecialFunctions.LogisticComplement(-w);
                return (w - (2.0 * SpecialFunctions.Softplus(w)), 1.0 - (2.0 * p), -2.0 * p * SpecialFunctions.LogisticComplement(w));
            default:
                double e = Math.Exp(Math.Min(w, LargestW));
                return (w - e, 1.0 - e, -e);
        }
    }

    /// <summary>Gives ln S(w) and its derivatives.</summary>
    public static (double Value, double First, double Second) LogSurvival(AftDistribution law, double w)
    {
        switch (law)
        {
            case AftDistribution.LogNormal:
                double log = LogUpperTail(w);
                double hazard = Math.Exp((-0.5 * w * w) - HalfLogTwoPi - log);
                return (log, -hazard, hazard * (w - hazard));
            case AftDistribution.LogLogistic:
                double p = SpecialFunctions.LogisticComplement(-w);
                return (-SpecialFunctions.Softplus(w), -p, -p * SpecialFunctions.LogisticComplement(w));
            default:
                double e = Math.Exp(Math.Min(w, LargestW));
                return (-e, -e, -e);
        }
    }

    /// <summary>Gives the w with S(w) = survival.</summary>
    public static double Quantile(AftDistribution law, double survival) => law switch
    {
        AftDistribution.LogNormal => -Normal.Quantile(survival),
        AftDistribution.LogLogistic => SpecialFunctions.Log1p(-survival) - Math.Log(survival),
        _ => Math.Log(-Math.Log(survival)),
    };

    /// <summary>Gives the w with ln S(w) = <paramref name="log"/>, also where S itself would vanish.</summary>
    public static double QuantileOfLog(AftDistribution law, double log)
    {
        switch (law)
        {
            case AftDistribution.LogNormal:
                // Newton on ln S, which is concave and falls ever faster: from the left of the root it converges without passing it.
                double w = log > -0.7 ? Quantile(law, Math.Exp(log)) : Math.Sqrt(Math.Max(0.0, -2.0 * (log + 1.0)));
                for (int i = 0; i < 100; i++)
                {
                    (double value, double first, _) = LogSurvival(law, w);
                    double step = (log - value) / first;
                    w += step;
                    if (Math.Abs(step) <= 1e-14 * Math.Max(1.0, Math.Abs(w)))
                    {
                        break;
                    }
                }

                return w;
            case AftDistribution.LogLogistic:
                // S = 1 / (1 + e^w).
                return -log > 30.0 ? -log : Math.Log(SpecialFunctions.Expm1(-log));
            default:
                return Math.Log(-log);
        }
    }

    private static double LogUpperTail(double w)
    {
        if (w < FarTail)
        {
            return w < -8.0 ? -Normal.Cdf(w) : Math.Log(Normal.Cdf(-w));
        }

        // Mills' ratio as a continued fraction.
        double ratio = w;
        for (int k = 40; k >= 1; k--)
        {
            ratio = w + (k / ratio);
        }

        return (-0.5 * w * w) - HalfLogTwoPi - Math.Log(ratio);
    }
}
