using Perennial.Models.Numerics;

namespace Perennial.Models.GammaGamma;

/// <summary>Tells the story of Gamma-Gamma forwards: mean spends of customers with known parameters.</summary>
public static class GammaGammaSimulator
{
    /// <summary>Draws the spend histories of customers with the given numbers of repeat purchases.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    public static SpendHistories Histories(GammaGammaParameters parameters, int[] frequency, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        double[] mean = new double[frequency.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            if (frequency[i] > 0)
            {
                // The sum of x purchases is again gamma, with x times the shape.
                Pcg64 random = new(seed, (ulong)i);
                double nu = random.NextGamma(parameters.Q) / parameters.Gamma;
                mean[i] = random.NextGamma(parameters.P * frequency[i]) / nu / frequency[i];
            }
        }

        return new SpendHistories([.. frequency], mean);
    }

    /// <summary>Draws the spend histories of customers whose level depends on covariates or on frequency.</summary>
    /// <param name="model">The model.</param>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="covariates">n rows, or null where no covariate acts.</param>
    /// <param name="seed">Any number; the same seed gives the same customers, and with all effects 0 those of the plain model.</param>
    /// <exception cref="ArgumentException">A covariate is missing, rows differ in number, or a level is moved beyond all numbers.</exception>
    public static SpendHistories Histories(SpendCovariateModel model, int[] frequency, CovariateColumns? covariates, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        SpendHistories plain = Histories(model.AtZero.Named, frequency, seed);
        double[] factor = model.Scaled(plain, covariates).Factor;
        return new SpendHistories(plain.Frequency, [.. plain.MeanSpend.Select((z, i) => z * factor[i])]);
    }
}
