namespace Perennial.Valuation.Costs;

/// <summary>
/// Rates of customers between their own history and the mean of their group, by how much is known of each: the linear empirical-Bayes estimate of Bühlmann and Straub (1970).
/// </summary>
/// <remarks>
/// A customer's cost a unit in month t has mean x_i and variance s² / w_t, where w_t is how much the customer was there; x_i varies over customers with variance a. The estimate is
/// z_i (own mean) + (1 - z_i) (mean of the group) with z_i = w_i / (w_i + s² / a). s² and a are the unbiased estimates from the squares within and between customers, a at least 0.
/// What is left uncertain of the rate is a (1 - z_i). Nothing is assumed of the shape of the distributions.
/// </remarks>
internal static class Credibility
{
    /// <summary>Estimates the rates of one group.</summary>
    /// <param name="exposure">How much each of n customers was there, at least 0.</param>
    /// <param name="cost">What each cost.</param>
    /// <param name="squares">Sum over months of cost squared by exposure.</param>
    /// <param name="months">Months with exposure.</param>
    public static CredibilityRates Of(ReadOnlySpan<double> exposure, ReadOnlySpan<double> cost, ReadOnlySpan<double> squares, ReadOnlySpan<int> months)
    {
        double all = 0, spent = 0, squaredExposure = 0, within = 0;
        int freedom = 0, known = 0;
        for (int i = 0; i < exposure.Length; i++)
        {
            if (exposure[i] <= 0)
            {
                continue;
            }

            known++;
            all += exposure[i];
            spent += cost[i];
            squaredExposure += exposure[i] * exposure[i];
            within += Math.Max(0, squares[i] - (cost[i] * cost[i] / exposure[i]));
            freedom += months[i] - 1;
        }

        double mean = all > 0 ? spent / all : 0;
        double s2 = freedom > 0 ? within / freedom : 0;
        double between = 0;
        for (int i = 0; i < exposure.Length; i++)
        {
            if (exposure[i] > 0)
            {
                double off = (cost[i] / exposure[i]) - mean;
                between += exposure[i] * off * off;
            }
        }

        double room = all > 0 ? all - (squaredExposure / all) : 0;
        double a = known > 1 && room > 0 ? Math.Max(0, (between - ((known - 1) * s2)) / room) : 0;
        var rates = new CredibilityRates(new double[exposure.Length], new double[exposure.Length], new double[exposure.Length], Math.Sqrt(s2));
        double centre = Centre(exposure, cost, a, s2, mean);
        for (int i = 0; i < exposure.Length; i++)
        {
            double z = Weight(exposure[i], a, s2);
            rates.Rate[i] = exposure[i] > 0 ? (z * cost[i] / exposure[i]) + ((1 - z) * centre) : centre;
            rates.Weight[i] = z;
            rates.Deviation[i] = Math.Sqrt(a * (1 - z));
        }

        return rates;
    }

    private static double Weight(double exposure, double a, double s2) => exposure > 0 && a > 0 ? exposure / (exposure + (s2 / a)) : 0;

    // The mean to shrink to weighs customers by what they say of it, not by how long they were there.
    private static double Centre(ReadOnlySpan<double> exposure, ReadOnlySpan<double> cost, double a, double s2, double mean)
    {
        double sum = 0, weights = 0;
        for (int i = 0; i < exposure.Length; i++)
        {
            double z = Weight(exposure[i], a, s2);
            if (z > 0)
            {
                sum += z * cost[i] / exposure[i];
                weights += z;
            }
        }

        return weights > 0 ? sum / weights : mean;
    }
}

/// <summary>Rates of n customers.</summary>
/// <param name="Rate">What a unit is expected to cost.</param>
/// <param name="Weight">How far the customer's own history counts, 0 to 1.</param>
/// <param name="Deviation">Standard deviation of the expected cost a unit: what is not known of the customer.</param>
/// <param name="Spread">Standard deviation of one unit's cost around the customer's mean.</param>
internal sealed record CredibilityRates(double[] Rate, double[] Weight, double[] Deviation, double Spread);
