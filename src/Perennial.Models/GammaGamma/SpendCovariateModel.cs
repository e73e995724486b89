using Perennial.Models.Covariates;

namespace Perennial.Models.GammaGamma;

/// <summary>A fitted Gamma-Gamma whose levels depend on covariates, on frequency, or on both.</summary>
/// <remarks>
/// A customer's level of spend is s times that of <see cref="AtZero"/>, s = exp(c'x) (1 + frequency)^h: money over s follows Gamma-Gamma itself. Columns are
/// found by name, so those of the fit may stand in any order among others.
/// <para>
/// Data: mean value and number of repeat purchases, and covariates or the number itself. Assumptions: as the Gamma-Gamma, the level multiplied
/// by covariates or by a power of the frequency. When not: covariates that change; association is not effect. Accuracy: 1e-9 aimed; at
/// coefficients 0 it is the Gamma-Gamma. Neighbours: <see cref="GammaGammaModel"/>.
/// </para>
/// </remarks>
/// <source paper="FaderHardie2013GammaGamma"/>
public sealed class SpendCovariateModel
{
    private readonly string[] _names;

    /// <summary>Takes parameters and what moves them.</summary>
    /// <param name="atZero">The parameters of a customer whose covariates are all 0, with the first purchase alone where frequency acts.</param>
    /// <param name="effects">The effects of covariates; may be none.</param>
    /// <param name="frequencyPower">h, the power of purchases by which the level rises; null where frequency does not act.</param>
    /// <exception cref="ArgumentException">A parameter is none, an effect has no name or repeats, or a coefficient is not finite.</exception>
    public SpendCovariateModel(GammaGammaParameters atZero, IReadOnlyList<SpendEffect> effects, double? frequencyPower = null)
    {
        ArgumentNullException.ThrowIfNull(effects);
        foreach (SpendEffect effect in effects)
        {
            if (string.IsNullOrWhiteSpace(effect.Covariate) || !double.IsFinite(effect.Coefficient))
            {
                throw new ArgumentException($"An effect has the covariate '{effect.Covariate}' and the coefficient {effect.Coefficient}. It needs a name and a finite coefficient.", nameof(effects));
            }

            if (effects.Count(other => string.Equals(other.Covariate, effect.Covariate, StringComparison.Ordinal)) > 1)
            {
                throw new ArgumentException($"There are two effects '{effect.Name}'. Give each once.", nameof(effects));
            }
        }

        if (frequencyPower is { } power && !double.IsFinite(power))
        {
            throw new ArgumentOutOfRangeException(nameof(frequencyPower), power, "The power of frequency is a finite number; null where frequency does not act.");
        }

        AtZero = new GammaGammaModel(atZero);
        Effects = effects;
        FrequencyPower = frequencyPower;
        _names = [.. effects.Select(effect => effect.Covariate)];
    }

    /// <summary>Gives the model's name: gamma-gamma.</summary>
    public string Name => AtZero.Name;

    /// <summary>Gives the model of a customer whose covariates are all 0.</summary>
    public GammaGammaModel AtZero { get; }

    /// <summary>Gives what each covariate does.</summary>
    public IReadOnlyList<SpendEffect> Effects { get; }

    /// <summary>Gives h, the power of (1 + frequency) by which the level of spend rises; null where frequency does not act.</summary>
    public double? FrequencyPower { get; }

    /// <summary>Gives the parameters as a report has them: p, q, gamma, the coefficients and, where frequency acts, its power.</summary>
    public double[] Parameters => [.. AtZero.Parameters, .. Effects.Select(effect => effect.Coefficient), .. FrequencyPower is { } h ? (double[])[h] : []];

    /// <summary>Gives Gamma-Gamma of one customer, who may be new: it answers every question about spend.</summary>
    /// <param name="frequency">x repeat purchases, at least 0.</param>
    /// <param name="covariates">Customers' covariates, or null where none act.</param>
    /// <param name="row">Which customer.</param>
    /// <exception cref="ArgumentException">A covariate is missing, there is no such row, or the level is moved beyond all numbers.</exception>
    public GammaGammaModel Customer(int frequency, CovariateColumns? covariates = null, int row = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frequency);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        if (covariates is not null && row >= covariates.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {covariates.Count} rows of covariates. Name one from 0.");
        }

        GammaGammaParameters p = AtZero.Named;
        return new GammaGammaModel(p with { Gamma = p.Gamma * Factor(frequency, Rows(covariates, null), row) });
    }

    /// <summary>Gives each customer's expected spend on a purchase, given the past; the median level where no mean exists.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, or null where no covariate acts.</param>
    /// <returns>n finite amounts of at least 0, in the order given.</returns>
    /// <exception cref="ArgumentException">A covariate is missing, rows differ in number, or a level is moved beyond all numbers.</exception>
    public double[] ExpectedSpend(SpendHistories histories, CovariateColumns? covariates = null)
    {
        (SpendHistories scaled, double[] factor) = Scaled(histories, covariates);
        return Back(AtZero.ExpectedSpend(scaled), factor);
    }

    /// <summary>Gives quantiles of each customer's level of spend, given the past.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, or null where no covariate acts.</param>
    /// <param name="levels">m levels in (0, 1).</param>
    /// <returns>m columns of n finite amounts of at least 0, in the order given.</returns>
    /// <exception cref="ArgumentException">As for expected spend, or a level is not between 0 and 1.</exception>
    public double[][] SpendQuantiles(SpendHistories histories, CovariateColumns? covariates, params double[] levels)
    {
        (SpendHistories scaled, double[] factor) = Scaled(histories, covariates);
        return Array.ConvertAll(AtZero.SpendQuantiles(scaled, levels), column => Back(column, factor));
    }

    /// <summary>Gives the histories with each customer's money over the customer's factor, for which <see cref="AtZero"/> holds, and the factors.</summary>
    internal (SpendHistories Scaled, double[] Factor) Scaled(SpendHistories histories, CovariateColumns? covariates)
    {
        ArgumentNullException.ThrowIfNull(histories);
        CovariateRows? rows = Rows(covariates, histories.Count);
        double[] factor = new double[histories.Count], scaled = new double[histories.Count];
        for (int i = 0; i < factor.Length; i++)
        {
            factor[i] = Factor(histories.Frequency[i], rows, i);
            scaled[i] = histories.MeanSpend[i] / factor[i];
            if (!double.IsFinite(scaled[i]))
            {
                throw Beyond(factor[i]);
            }
        }

        return (new SpendHistories(histories.Frequency, scaled), factor);
    }

    /// <summary>Gives amounts times factors, none beyond the largest number.</summary>
    internal static double[] Back(double[] amounts, double[] factor)
    {
        for (int i = 0; i < amounts.Length; i++)
        {
            amounts[i] = Math.Min(double.MaxValue, amounts[i] * factor[i]);
        }

        return amounts;
    }

    private CovariateRows? Rows(CovariateColumns? covariates, int? customers)
    {
        if (_names.Length == 0)
        {
            return null;
        }

        return covariates is null
            ? throw new ArgumentException($"The level of spend depends on {string.Join(", ", _names)}. Give the customers' covariates.", nameof(covariates))
            : CovariateRows.Of(covariates, _names, customers);
    }

    private double Factor(int frequency, CovariateRows? rows, int row)
    {
        double log = (FrequencyPower ?? 0.0) * SpendTerms.LogPurchases(frequency);
        double[] x = rows?.Row(row) ?? [];
        for (int k = 0; k < x.Length; k++)
        {
            log += Effects[k].Coefficient * x[k];
        }

        double factor = Math.Exp(log);
        return double.IsNormal(factor) ? factor : throw Beyond(factor);
    }

    private static ArgumentException Beyond(double factor) =>
        new($"These covariates multiply a customer's level of spend by {factor}, beyond all numbers. Check their units against those of the fit.");
}
