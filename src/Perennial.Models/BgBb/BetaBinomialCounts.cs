using Perennial.Models.Numerics;

namespace Perennial.Models.BgBb;

/// <summary>Purchases in m opportunities of a customer who is alive: buying chance ~ Beta(alpha, beta), drop-out chance ~ Beta(gamma, delta).</summary>
internal static class BetaBinomialCounts
{
    private const double Large = 1e200;

    /// <summary>Gives P(x) for x = 0 … counts - 1.</summary>
    /// <source paper="FaderHardieShang2010"/>
    public static double[] Of(BgBbParameters p, int m, int counts)
    {
        (double alpha, double beta, double gamma, double delta) = p;

        // The chance of being alive at exactly the first i of the m opportunities.
        double[] lives = new double[m + 1];
        double alive = 1.0;
        for (int i = 0; i < m; i++)
        {
            lives[i] = alive * (gamma / (gamma + delta + i));
            alive *= (delta + i) / (gamma + delta + i);
        }

        lives[m] = alive;
        double[] mass = new double[counts];
        for (int x = 0; x < counts && x <= m; x++)
        {
            // P(x of i) rises from P(x of x), which may be beyond the smallest number: kept as a number times e^shift.
            double shift = SpecialFunctions.LogRising(alpha, x) - SpecialFunctions.LogRising(alpha + beta, x);
            double scale = Math.Exp(shift);
            double chance = 1.0;
            double sum = 0.0;
            for (int i = x; i <= m; i++)
            {
                sum += chance * scale * lives[i];
                chance *= (i + 1.0) / (i + 1.0 - x) * ((beta + (i - x)) / (alpha + beta + i));
                if (chance > Large)
                {
                    chance /= Large;
                    shift += Math.Log(Large);
                    scale = Math.Exp(shift);
                }
            }

            mass[x] = Math.Min(sum, 1.0);
        }

        return mass;
    }

    /// <summary>Gives P(0), the chance of no purchase.</summary>
    public static double None(BgBbParameters p, int m)
    {
        (double alpha, double beta, double gamma, double delta) = p;
        double silent = 1.0;
        double alive = 1.0;
        double sum = 0.0;
        for (int i = 0; i < m; i++)
        {
            sum += silent * alive * (gamma / (gamma + delta + i));
            alive *= (delta + i) / (gamma + delta + i);
            silent *= (beta + i) / (alpha + beta + i);
        }

        return Math.Min(sum + (silent * alive), 1.0);
    }
}
