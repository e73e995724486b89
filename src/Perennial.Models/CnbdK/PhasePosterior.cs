namespace Perennial.Models.CnbdK;

/// <summary>How many phases of the time to the next purchase a customer who is alive has behind them at T.</summary>
/// <remarks>
/// With R = r + k x, j phases without a purchase in (t_x, T] have weight (R)_j / j! z^j, z = (T - t_x) / (alpha + T), j = 0 … k - 1. Given j
/// the phase rate is gamma (R + j, alpha + T).
/// </remarks>
internal static class PhasePosterior
{
    /// <summary>Writes the chances of 0 … k - 1 phases; gives ln of the sum of their weights.</summary>
    public static double Of(double shape, double alpha, double tx, double age, Span<double> chance)
    {
        double z = (age - tx) / (alpha + age);
        double weight = 1.0, sum = 0.0;
        for (int j = 0; j < chance.Length; j++)
        {
            chance[j] = weight;
            sum += weight;
            weight *= (shape + j) / (j + 1.0) * z;
        }

        for (int j = 0; j < chance.Length; j++)
        {
            chance[j] /= sum;
        }

        return Math.Log(sum);
    }

    /// <summary>Gives ln of the sum of the weights with its derivatives in r and alpha.</summary>
    public static PhaseSum Derivatives(int k, double shape, double alpha, double tx, double age)
    {
        double inverse = 1.0 / (alpha + age);
        double z = (age - tx) * inverse;
        double weight = 1.0, rise = 0.0, bend = 0.0;
        double sum = 0.0, sumJ = 0.0, sumJJ = 0.0, sumG = 0.0, sumGG = 0.0, sumGJ = 0.0, sumBend = 0.0;
        for (int j = 0; j < k; j++)
        {
            // rise and bend are the derivatives of ln (R)_j.
            sum += weight;
            sumJ += weight * j;
            sumJJ += weight * j * j;
            sumG += weight * rise;
            sumGG += weight * rise * rise;
            sumGJ += weight * rise * j;
            sumBend += weight * bend;
            double step = 1.0 / (shape + j);
            rise += step;
            bend -= step * step;
            weight *= (shape + j) / (j + 1.0) * z;
        }

        double meanJ = sumJ / sum, meanG = sumG / sum;
        return new(
            Math.Log(sum),
            meanG,
            -meanJ * inverse,
            (sumBend / sum) + (sumGG / sum) - (meanG * meanG),
            -((sumGJ / sum) - (meanG * meanJ)) * inverse,
            (meanJ + (sumJJ / sum) - (meanJ * meanJ)) * inverse * inverse);
    }
}

/// <summary>ln of the sum of the weights of the phases with its first and second derivatives in r and alpha.</summary>
internal readonly record struct PhaseSum(double Value, double R, double Alpha, double RR, double RAlpha, double AlphaAlpha);
