using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Predicting;
using Perennial.Scoring;
using Perennial.Training;

namespace Perennial.Valuation;

/// <summary>Predictions become money: discounted margin over the horizon for every customer, with its predictive quantiles.</summary>
/// <remarks>
/// The mean is margin × E[spend] × expected discounted purchases. Quantiles are those of the predictive distribution of that discounted value, read
/// at levels recalibrated on earlier origins. A payment is discounted from its own moment, which over a month of steady purchases equals
/// discounting at mid-month to 3 in a million.
/// </remarks>
public static class ValuationStage
{
    private static readonly double[] Levels = [0.025, 0.10, 0.50, 0.90, 0.975];

    /// <summary>Values every customer known on the as-of day.</summary>
    /// <param name="engine">The session with <c>identity_customers</c>.</param>
    /// <param name="known">The histories of the as-of day.</param>
    /// <param name="training">The chosen models.</param>
    /// <param name="predictions">What customers are expected to do, or null where no model may be scored.</param>
    /// <param name="usability">How far single values carry.</param>
    /// <param name="options">How a value is defined.</param>
    /// <param name="leftCensored">n marks of customers whose history may begin before the data.</param>
    /// <exception cref="PerennialException">The lifetime value asked for is infinite.</exception>
    public static ScoreTable Run(
        DuckDbConnection engine,
        CustomerHistories known,
        TrainingResult training,
        Predictions? predictions,
        Usability usability,
        ValuationOptions options,
        bool[] leftCensored)
    {
        bool individuals = predictions is not null && usability.Level != UsabilityLevel.Facts && known.Count >= Usability.IndividualsFrom && !TooFewRepeaters(known);
        double[] nothing = Filled(known.Count, double.NaN);
        double[] spend = individuals && training.Spend is { } gamma ? known.InMoney(gamma.ExpectedSpend(known.Spend())) : nothing;
        (double[] mean, double[][] quantiles) = individuals && training.Spend is not null
            ? Values(known, training, predictions!, spend, options)
            : (nothing, [nothing, nothing, nothing, nothing, nothing]);
        string[] quality = [.. leftCensored.Select(censored => Word(individuals, censored || usability.Level == UsabilityLevel.Segments))];
        var order = Order(engine, known);
        return new()
        {
            CustomerKey = Take(known.CustomerKey, order.Rows),
            CustomerId = order.Ids,
            FirstPurchase = [.. order.Rows.Select(row => Day(known.FirstDay[row]))],
            LastPurchase = [.. order.Rows.Select(row => Day(known.LastDay[row]))],
            Orders = Take(known.Orders, order.Rows),
            RevenueToDate = Take(known.RevenueToDate, order.Rows),
            Frequency = Take(known.Frequency, order.Rows),
            Recency = InUnit(known.RecencyDays, order.Rows, training.Unit),
            T = InUnit(known.TDays, order.Rows, training.Unit),
            MeanSpend = Take(known.MeanSpend, order.Rows),
            PAlive = Take(individuals ? predictions!.ProbabilityAlive : nothing, order.Rows),
            PZero = Take(individuals ? predictions!.ProbabilityOfNoPurchase : nothing, order.Rows),
            ExpectedOrders = Take(individuals ? predictions!.ExpectedTransactions ?? nothing : nothing, order.Rows),
            ExpectedSpend = Take(spend, order.Rows),
            Clv = Take(mean, order.Rows),
            ClvP025 = Take(quantiles[0], order.Rows),
            ClvP10 = Take(quantiles[1], order.Rows),
            ClvP50 = Take(quantiles[2], order.Rows),
            ClvP90 = Take(quantiles[3], order.Rows),
            ClvP975 = Take(quantiles[4], order.Rows),
            Percentile = Take(Percentiles(mean), order.Rows),
            Quality = Take(quality, order.Rows),
        };
    }

    /// <summary>Gives each customer's expected discounted purchases: over the horizon, or over the remaining lifetime.</summary>
    /// <exception cref="PerennialException">Undiscounted lifetime value does not exist for these parameters.</exception>
    internal static double[] DiscountedTransactions(ITransactionModel model, PurchaseHistories histories, ModelTime time, ValuationOptions options)
    {
        ContinuousRate rate = time.Rate(options.Discount, options.Horizon.Days, model.Unit);
        if (options.Horizon.Days is { } days)
        {
            return model.DiscountedExpectedTransactions(histories, time.Ahead(days, model.Unit), rate);
        }

        return rate.Delta > 0
            ? model.Dert(histories, rate)
            : throw new PerennialException("valuation/infinite-lifetime", Fault.Usage, "An undiscounted lifetime value is infinite when s or a is at most 1, as it often is, so it is never given. Choose a --discount above 0, or a finite --horizon such as 3y.");
    }

    internal static ValueDistribution Distribution(ITransactionModel model, PurchaseHistories histories, ModelTime time, Models.GammaGamma.GammaGammaModel spend, ValuationOptions options) => ValueDistribution.Create(
        TransactionLaw.Of(model, histories),
        spend.Named,
        options.Horizon.Days is { } days ? time.Ahead(days, model.Unit) : double.PositiveInfinity,
        time.Rate(options.Discount, options.Horizon.Days, model.Unit),
        options.Margin ?? 1);

    private static (double[] Mean, double[][] Quantiles) Values(
        CustomerHistories known, TrainingResult training, Predictions predictions, double[] spend, ValuationOptions options)
    {
        ITransactionModel model = training.Chosen!;
        PurchaseHistories histories = known.Purchases(model);
        double[] discounted = DiscountedTransactions(model, histories, known.Time, options);
        double margin = options.Margin ?? 1;
        var mean = new double[known.Count];
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = margin * spend[i] * discounted[i];
        }

        double[] levels = [.. Levels.Select(training.SpendRecalibration.Inverse)];
        double[][] quantiles = Distribution(model, histories, known.Time, training.Spend!, options).Quantiles(
            histories.Frequency, histories.Recency, histories.T, predictions.ProbabilityAlive, known.LevelledSpend(), levels);
        return (mean, Array.ConvertAll(quantiles, known.InMoney));
    }

    private static bool TooFewRepeaters(CustomerHistories known) => known.Frequency.Count(x => x > 0) < Usability.RepeatersFrom;

    private static string Word(bool individuals, bool lowData) => !individuals ? "abstain" : lowData ? "low_data" : "ok";

    /// <summary>Gives percentiles from 0 to 100 with mid-ranks on ties; NaN where there is no value.</summary>
    internal static double[] Percentiles(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i]))];
        double[] keys = Take(values, order);
        Array.Sort(keys, order);
        double[] percentile = Filled(values.Length, double.NaN);
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
            {
                end++;
            }

            for (int k = start; k < end; k++)
            {
                percentile[order[k]] = 100.0 * (start + end) / 2 / order.Length;
            }

            start = end;
        }

        return percentile;
    }

    /// <summary>Reads the customers in the order of the exports: by id, ordinal.</summary>
    private static (int[] Rows, string[] Ids) Order(DuckDbConnection engine, CustomerHistories known)
    {
        var rowOf = new Dictionary<int, int>(known.Count);
        for (int row = 0; row < known.Count; row++)
        {
            rowOf[known.CustomerKey[row]] = row;
        }

        int[] rows = new int[known.Count];
        string[] ids = new string[known.Count];
        int next = 0;
        using DuckDbResult result = SqlFile.Of("Valuation", "10_order").Query(engine);
        while (result.Read(out DuckDbChunk chunk))
        {
            ReadOnlySpan<int> keys = chunk.Int32(0);
            for (int i = 0; i < keys.Length; i++)
            {
                if (rowOf.TryGetValue(keys[i], out int row))
                {
                    rows[next] = row;
                    ids[next++] = chunk.String(1, i)!;
                }
            }
        }

        return next == known.Count ? (rows, ids) : throw new System.Diagnostics.UnreachableException($"{known.Count} customers have histories, but only {next} have ids.");
    }

    private static DateOnly Day(int days) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days);

    private static double[] InUnit(int[] days, int[] rows, TimeUnit unit)
    {
        double length = unit.Days();
        return [.. rows.Select(row => days[row] / length)];
    }

    private static double[] Filled(int count, double value)
    {
        double[] column = new double[count];
        Array.Fill(column, value);
        return column;
    }

    private static T[] Take<T>(T[] column, int[] rows)
    {
        T[] taken = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = column[rows[i]];
        }

        return taken;
    }
}
