using Perennial.Models.GammaGamma;
using Perennial.Models.Histories;

namespace Perennial.Models.Predicting;

/// <summary>What each customer will spend in (T, T + horizon]: the count of purchases times what they are worth, with its own predictive distribution.</summary>
/// <remarks>
/// <para>The plain door to <see cref="ValueDistribution"/>: takes fitted models and the histories they were fitted on. Count and level of spend are independent
/// given the past, so the mean is expected purchases times expected spend; the distribution is right to 1e-3 in probability.</para>
/// <para>Where frequency acts on spend, a customer keeps the level of the frequency at T over the horizon.</para>
/// </remarks>
public sealed class TotalSpend
{
    private readonly ITransactionModel _purchases;
    private readonly SpendCovariateModel _spend;
    private readonly ValueDistribution _value;

    private TotalSpend(ITransactionModel purchases, SpendCovariateModel spend, ValueDistribution value) => (_purchases, _spend, _value) = (purchases, spend, value);

    /// <summary>Makes the distribution from a model of purchases and Gamma-Gamma.</summary>
    /// <param name="purchases">A fitted model of purchases, of <see cref="TransactionModels"/>.</param>
    /// <param name="spend">A fitted Gamma-Gamma.</param>
    /// <param name="horizon">In the unit of the model; at least 0, or positive infinity with a positive rate.</param>
    /// <param name="rate">A discount rate in the unit of the model, or null: what is spent counts whenever it is.</param>
    /// <param name="margin">Margin as a share of revenue, positive; 1 for revenue.</param>
    /// <exception cref="ArgumentException">The model has no predictive distribution, units differ, or an undiscounted horizon is infinite.</exception>
    public static TotalSpend Of(ITransactionModel purchases, GammaGammaModel spend, double horizon, ContinuousRate? rate = null, double margin = 1.0)
    {
        ArgumentNullException.ThrowIfNull(spend);
        return Of(purchases, new SpendCovariateModel(spend.Named, []), horizon, rate, margin);
    }

    /// <summary>Makes the distribution from a model of purchases and Gamma-Gamma on covariates, on frequency, or on both.</summary>
    /// <inheritdoc cref="Of(ITransactionModel, GammaGammaModel, double, ContinuousRate?, double)"/>
    public static TotalSpend Of(ITransactionModel purchases, SpendCovariateModel spend, double horizon, ContinuousRate? rate = null, double margin = 1.0)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(spend);
        return new(
            purchases, spend,
            ValueDistribution.Create(TransactionLaw.Of(purchases), spend.AtZero.Named, horizon, rate ?? ContinuousRate.PerUnit(0.0, purchases.Unit), margin));
    }

    /// <summary>Gives each customer's chance of spending nothing.</summary>
    /// <param name="purchases">n customers.</param>
    /// <returns>n chances in [0, 1].</returns>
    public double[] ProbabilityOfNone(PurchaseHistories purchases)
    {
        HistoryDoor.SameUnit(purchases, _purchases.Unit);
        return _value.PZero(purchases.Frequency, purchases.T, _purchases.ProbabilityAlive(purchases));
    }

    /// <summary>Gives each customer's expected total.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="covariates">n rows, or null where no covariate acts on spend.</param>
    /// <returns>n amounts; null where the level of spend has no mean (q + p x at most 1): take a quantile.</returns>
    public double?[] Mean(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates = null) => Moment(purchases, spend, covariates, deviation: false);

    /// <summary>Gives the standard deviation of each customer's total.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="covariates">n rows, or null where no covariate acts on spend.</param>
    /// <returns>n amounts; null where the level of spend has no variance (q + p x at most 2).</returns>
    public double?[] StandardDeviation(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates = null) =>
        Moment(purchases, spend, covariates, deviation: true);

    /// <summary>Gives each customer's quantiles: the smallest amount that is not exceeded with at least the chance of the level.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="levels">m levels in [0, 1), such as .1 .5 .9.</param>
    /// <param name="covariates">n rows, or null where no covariate acts on spend.</param>
    /// <returns>m columns of n finite amounts of at least 0. They exist however heavy the tail.</returns>
    public double[][] Quantiles(PurchaseHistories purchases, SpendHistories spend, double[] levels, CovariateColumns? covariates = null)
    {
        (SpendHistories scaled, double[] factor) = Check(purchases, spend, covariates);
        double[][] found = _value.Quantiles(purchases.Frequency, purchases.T, _purchases.ProbabilityAlive(purchases), scaled.MeanSpend, levels);
        return Array.ConvertAll(found, column => SpendCovariateModel.Back(column, factor));
    }

    /// <summary>Gives each customer's chance of a total of at most an amount.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="amounts">n amounts of at least 0.</param>
    /// <param name="covariates">n rows, or null where no covariate acts on spend.</param>
    /// <returns>n chances in [0, 1].</returns>
    public double[] ProbabilityOfAtMost(PurchaseHistories purchases, SpendHistories spend, double[] amounts, CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        (SpendHistories scaled, double[] factor) = Check(purchases, spend, covariates);
        PredictiveDoor.SameLength(factor.Length, amounts.Length, nameof(amounts));
        double[] inUnits = [.. amounts.Select((amount, i) => amount / factor[i])];
        return _value.Cdf(purchases.Frequency, purchases.T, _purchases.ProbabilityAlive(purchases), scaled.MeanSpend, inUnits).AtMost;
    }

    private double?[] Moment(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates, bool deviation)
    {
        (SpendHistories scaled, double[] factor) = Check(purchases, spend, covariates);
        (double[] mean, double[] variance) = _value.Moments(purchases.Frequency, purchases.T, _purchases.ProbabilityAlive(purchases), scaled.MeanSpend);
        return [.. (deviation ? variance.Select(Math.Sqrt) : mean).Select((value, i) => double.IsFinite(value * factor[i]) ? value * factor[i] : (double?)null)];
    }

    private (SpendHistories Scaled, double[] Factor) Check(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates)
    {
        HistoryDoor.SameUnit(purchases, _purchases.Unit);
        ArgumentNullException.ThrowIfNull(spend);
        PredictiveDoor.SameLength(purchases.Count, spend.Count, nameof(spend));
        for (int i = 0; i < spend.Count; i++)
        {
            if (spend.Frequency[i] != purchases.Frequency[i])
            {
                throw new ArgumentException(
                    $"Row {i} has frequency {purchases.Frequency[i]} in purchases and {spend.Frequency[i]} in spend. Give the same customers in the same order.", nameof(spend));
            }
        }

        return _spend.Scaled(spend, covariates);
    }
}
