using Perennial.Models.Covariates;
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
    private readonly Func<CovariateColumns?, int, IReadOnlyList<(ITransactionModel Model, int[] Customers)>> _parts;
    private readonly TimeUnit _unit;
    private readonly SpendCovariateModel _spend;
    private readonly double _horizon;
    private readonly ContinuousRate _rate;
    private readonly double _margin;

    private TotalSpend(
        Func<CovariateColumns?, int, IReadOnlyList<(ITransactionModel Model, int[] Customers)>> parts, ITransactionModel one, SpendCovariateModel spend, double horizon, ContinuousRate? rate, double margin)
    {
        (_parts, _unit, _spend, _horizon, _margin) = (parts, one.Unit, spend, horizon, margin);
        _rate = rate ?? ContinuousRate.PerUnit(0.0, one.Unit);

        // Refuses now what could not be answered later.
        _ = Value(one);
    }

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
        _ = TransactionModels.Listed(purchases, "distribution of the total spend", nameof(purchases));
        return new((_, customers) => [(purchases, [.. Enumerable.Range(0, customers)])], purchases, spend, horizon, rate, margin);
    }

    /// <summary>Makes the distribution from a model of purchases with covariates. It costs what the distinct rows of covariates cost.</summary>
    /// <typeparam name="TModel">The model of one customer.</typeparam>
    /// <inheritdoc cref="Of(ITransactionModel, GammaGammaModel, double, ContinuousRate?, double)"/>
    public static TotalSpend Of<TModel>(CovariateModel<TModel> purchases, SpendCovariateModel spend, double horizon, ContinuousRate? rate = null, double margin = 1.0)
        where TModel : class, ITransactionModel
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(spend);
        return new(
            (covariates, customers) => [.. purchases.Parts(covariates, customers).Select(part => ((ITransactionModel)part.Model, part.Customers))],
            purchases.AtZero, spend, horizon, rate, margin);
    }

    /// <summary>Gives each customer's chance of spending nothing.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="covariates">n rows, or null where none act on purchases.</param>
    /// <returns>n chances in [0, 1].</returns>
    public double[] ProbabilityOfNone(PurchaseHistories purchases, CovariateColumns? covariates = null)
    {
        HistoryDoor.SameUnit(purchases, _unit);
        return Each(purchases, covariates, 1, (value, some, alive, _) => [value.PZero(some.Frequency, some.Recency, some.T, alive)])[0];
    }

    /// <summary>Gives each customer's expected total.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="covariates">n rows, or null where none act on purchases or on spend.</param>
    /// <returns>n amounts; null where the level of spend has no mean (q + p x at most 1): take a quantile.</returns>
    public double?[] Mean(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates = null) => Moment(purchases, spend, covariates, deviation: false);

    /// <summary>Gives the standard deviation of each customer's total.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="covariates">n rows, or null where none act on purchases or on spend.</param>
    /// <returns>n amounts; null where the level of spend has no variance (q + p x at most 2).</returns>
    public double?[] StandardDeviation(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates = null) =>
        Moment(purchases, spend, covariates, deviation: true);

    /// <summary>Gives each customer's quantiles: the smallest amount that is not exceeded with at least the chance of the level.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="levels">m levels in [0, 1), such as .1 .5 .9.</param>
    /// <param name="covariates">n rows, or null where none act on purchases or on spend.</param>
    /// <returns>m columns of n finite amounts of at least 0. They exist however heavy the tail.</returns>
    public double[][] Quantiles(PurchaseHistories purchases, SpendHistories spend, double[] levels, CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        (SpendHistories scaled, double[] factor) = Check(purchases, spend, covariates);
        double[][] found = Each(purchases, covariates, levels.Length, (value, some, alive, rows) => value.Quantiles(some.Frequency, some.Recency, some.T, alive, Taken(scaled.MeanSpend, rows), levels));
        return Array.ConvertAll(found, column => SpendCovariateModel.Back(column, factor));
    }

    /// <summary>Gives each customer's chance of a total of at most an amount.</summary>
    /// <param name="purchases">n customers.</param>
    /// <param name="spend">Their spend, in the same order and with the same frequencies.</param>
    /// <param name="amounts">n amounts of at least 0.</param>
    /// <param name="covariates">n rows, or null where none act on purchases or on spend.</param>
    /// <returns>n chances in [0, 1].</returns>
    public double[] ProbabilityOfAtMost(PurchaseHistories purchases, SpendHistories spend, double[] amounts, CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        (SpendHistories scaled, double[] factor) = Check(purchases, spend, covariates);
        PredictiveDoor.SameLength(factor.Length, amounts.Length, nameof(amounts));
        double[] inUnits = [.. amounts.Select((amount, i) => amount / factor[i])];
        return Each(purchases, covariates, 1, (value, some, alive, rows) =>
            [value.Cdf(some.Frequency, some.Recency, some.T, alive, Taken(scaled.MeanSpend, rows), Taken(inUnits, rows)).AtMost])[0];
    }

    private double?[] Moment(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates, bool deviation)
    {
        (SpendHistories scaled, double[] factor) = Check(purchases, spend, covariates);
        double[] found = Each(purchases, covariates, 1, (value, some, alive, rows) =>
        {
            (double[] mean, double[] variance) = value.InfiniteMoments(some.Frequency, some.Recency, some.T, alive, Taken(scaled.MeanSpend, rows));
            return [deviation ? Array.ConvertAll(variance, Math.Sqrt) : mean];
        })[0];
        return [.. found.Select((value, i) => double.IsFinite(value * factor[i]) ? value * factor[i] : (double?)null)];
    }

    // Asks once for all customers who share their model.
    private double[][] Each(
        PurchaseHistories purchases, CovariateColumns? covariates, int columns, Func<ValueDistribution, PurchaseHistories, double[], int[], double[][]> ask)
    {
        double[][] all = [.. Enumerable.Range(0, columns).Select(_ => new double[purchases.Count])];
        foreach ((ITransactionModel model, int[] rows) in _parts(covariates, purchases.Count))
        {
            PurchaseHistories some = new(
                Array.ConvertAll(rows, i => purchases.Frequency[i]), Taken(purchases.Recency, rows), Taken(purchases.T, rows), purchases.Unit,
                logGaps: purchases.LogGaps is { } gaps ? Taken(gaps, rows) : null);
            double[][] found = ask(Value(model), some, model.ProbabilityAlive(some), rows);
            for (int k = 0; k < columns; k++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    all[k][rows[i]] = found[k][i];
                }
            }
        }

        return all;
    }

    private ValueDistribution Value(ITransactionModel model) => ValueDistribution.Create(TransactionLaw.Of(model), _spend.AtZero.Named, _horizon, _rate, _margin);

    private static double[] Taken(double[] column, int[] rows) => Array.ConvertAll(rows, i => column[i]);

    private (SpendHistories Scaled, double[] Factor) Check(PurchaseHistories purchases, SpendHistories spend, CovariateColumns? covariates)
    {
        HistoryDoor.SameUnit(purchases, _unit);
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
