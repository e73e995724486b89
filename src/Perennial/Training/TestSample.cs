using Perennial.Features;
using Perennial.Models;
using Perennial.Models.Seasons;

namespace Perennial.Training;

/// <summary>The customers a test looks at: all of them, or every k-th where there are very many, and what they did in the hidden window.</summary>
/// <remarks>A mean over 100 000 customers has a standard error of a third of a percent of a customer's spread: more customers would cost time and tell nothing new.</remarks>
public sealed class TestSample
{
    /// <summary>The most customers one origin is tested on.</summary>
    public const int MostCustomers = 100_000;

    /// <summary>The most customers an earlier origin is tested on; several origins are pooled, so each needs fewer.</summary>
    public const int MostCustomersEarlier = 25_000;

    /// <summary>The most customers any origin is tested on where a candidate's purchases to come are drawn.</summary>
    public const int MostCustomersDrawn = 5_000;

    private PurchaseHistories? _learned;

    private TestSample(CustomerHistories histories, HoldoutPurchases happened, long population, DateOnly? burnInEnds)
    {
        Population = population;
        CustomerKey = histories.CustomerKey;
        Frequency = histories.Frequency;
        RecencyDays = histories.RecencyDays;
        TDays = histories.TDays;
        MeanSpend = histories.MeanSpend;
        LogGapsInDays = histories.LogGapsInDays;
        Opportunities = histories.Opportunities;
        Time = histories.Time;
        BurnIn = histories.FirstSeenBy(burnInEnds);
        Purchases = happened.Purchases;
        Spend = happened.Spend;
        Happened = happened;
    }

    /// <summary>Gives the number of customers known at the origin, sampled or not.</summary>
    public long Population { get; }

    public int Count => Frequency.Length;

    /// <summary>Gives the customers' keys, ascending.</summary>
    public int[] CustomerKey { get; }

    public int[] Frequency { get; }

    public int[] RecencyDays { get; }

    public int[] TDays { get; }

    public double[] MeanSpend { get; }

    /// <summary>Gives the sums of ln of the days between purchase days, or null where gaps were not read.</summary>
    public double[]? LogGapsInDays { get; }

    /// <summary>Gives the histories counted in opportunities, or null where they were not read.</summary>
    public OpportunityColumns? Opportunities { get; }

    /// <summary>Gives how days become the time of models.</summary>
    public ModelTime Time { get; }

    /// <summary>Gives who was first seen in the burn-in.</summary>
    public bool[] BurnIn { get; }

    /// <summary>Gives the purchase days in the hidden window.</summary>
    public int[] Purchases { get; }

    /// <summary>Gives the money spent in the hidden window, net of returns.</summary>
    public double[] Spend { get; }

    /// <summary>Gives what happened in the window, its weeks and newcomers counted over everybody.</summary>
    public HoldoutPurchases Happened { get; }

    /// <summary>Draws the sample: every k-th customer in key order.</summary>
    /// <param name="features">The door to what was known on a day.</param>
    /// <param name="window">The origin and the last hidden day.</param>
    /// <param name="burnInEnds">Last day of the burn-in, or null.</param>
    /// <param name="most">The most customers to take.</param>
    /// <param name="detail">What is read beside how often, how recently and for how long.</param>
    /// <param name="seasons">The clock of the seasons as known at the origin; null where all days are alike.</param>
    public static TestSample Of(FeaturesStage features, BacktestWindow window, DateOnly? burnInEnds, int most, HistoryDetail detail, SeasonalClock? seasons = null)
    {
        (CustomerHistories histories, HoldoutPurchases happened, long known) = features.Sample(window.Origin, window.End, most, detail);
        if (!histories.CustomerKey.AsSpan().SequenceEqual(happened.CustomerKey))
        {
            throw new System.Diagnostics.UnreachableException("Histories and holdout are not about the same customers in the same order.");
        }

        return new(histories.With(seasons), happened, known, burnInEnds);
    }

    /// <summary>Gives the histories of some customers as a fitted model reads them.</summary>
    /// <param name="model">A model of purchases.</param>
    /// <param name="step">Every so many of them.</param>
    public PurchaseHistories Histories(ITransactionModel model, int step = 1)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(i => i % step == 0)];
        return Counted(model.Name)?.Take(rows).Purchases(model.Unit)
            ?? new(Take(Frequency, rows), Time.Recency(Take(RecencyDays, rows), Take(TDays, rows), model.Unit), Time.Age(Take(TDays, rows), model.Unit), model.Unit, logGaps: LogGaps(rows, model.Unit));
    }

    /// <summary>Gives the histories a model is to learn from: without customers whose beginning may lie before the data.</summary>
    /// <param name="model">Name of a model of purchases.</param>
    /// <param name="unit">The unit of time.</param>
    public PurchaseHistories Learned(string model, TimeUnit unit)
    {
        if (Counted(model) is { } counted)
        {
            return counted.Take(Learners()).Purchases(unit);
        }

        if (_learned is null || _learned.Unit != unit)
        {
            int[] rows = Learners();
            _learned = new(Take(Frequency, rows), Time.Recency(Take(RecencyDays, rows), Take(TDays, rows), unit), Time.Age(Take(TDays, rows), unit), unit, logGaps: LogGaps(rows, unit));
        }

        return _learned;
    }

    private int[] Learners() => [.. Enumerable.Range(0, Count).Where(i => !BurnIn[i])];

    private OpportunityColumns? Counted(string model) => TransactionModels.Named(model).Needs == ModelNeeds.Opportunities ? Opportunities : null;

    private double[]? LogGaps(int[] rows, TimeUnit unit)
    {
        double shift = Math.Log(unit.Days());
        return LogGapsInDays is null ? null : [.. rows.Select(row => LogGapsInDays[row] - (Frequency[row] * shift))];
    }

    private static T[] Take<T>(T[] column, int[] rows) => rows.Length == column.Length ? column : [.. rows.Select(row => column[row])];
}
