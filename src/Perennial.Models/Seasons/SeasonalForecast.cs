namespace Perennial.Models.Seasons;

/// <summary>A model fitted in seasonal time, asked in calendar days.</summary>
/// <param name="clock">The clock the model's histories were turned by.</param>
/// <param name="model">The model, fitted to <see cref="SeasonalClock.Histories"/>.</param>
public sealed class SeasonalForecast(SeasonalClock clock, ITransactionModel model)
{
    /// <summary>Gives the clock.</summary>
    public SeasonalClock Clock { get; } = clock ?? throw new ArgumentNullException(nameof(clock));

    /// <summary>Gives the model.</summary>
    public ITransactionModel Model { get; } = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>Gives each customer's P(alive) on the last known day.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    public double[] ProbabilityAlive(CalendarHistories histories) => Model.ProbabilityAlive(Clock.Histories(histories, Model.Unit));

    /// <summary>Gives each customer's chance of still being active some calendar days after the last known one.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double[] ProbabilityAlive(CalendarHistories histories, int days) => ByHorizon(histories, days, Model.ProbabilityAlive);

    /// <summary>Gives each customer's chance of no purchase in the calendar days after the last known one.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double[] ProbabilityOfNoPurchase(CalendarHistories histories, int days) => ByHorizon(histories, days, Model.ProbabilityOfNoPurchase);

    /// <summary>Gives each customer's expected purchases in the calendar days after the last known one.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double[] ConditionalExpectedTransactions(CalendarHistories histories, int days) => ByHorizon(histories, days, Model.ConditionalExpectedTransactions);

    /// <summary>Gives the expected repeat purchases of a customer acquired on a day in the calendar days after it.</summary>
    /// <param name="acquired">The day of the first purchase.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double ExpectedTransactions(int acquired, int days)
    {
        return Model.ExpectedTransactions(Clock.Time(acquired, SeasonalClock.After(acquired, days)) / Model.Unit.Days());
    }

    /// <summary>Gives all customers' expected purchases in each of some periods after the last known day.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="periods">Lengths in calendar days, one after the other, such as 31, 28, 31 …; positive.</param>
    public double[] Tracking(CalendarHistories histories, IReadOnlyList<int> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        double[] totals = new double[periods.Count];
        double before = 0.0;
        int days = 0;
        for (int i = 0; i < totals.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(periods[i], 1, nameof(periods));
            days = SeasonalClock.After(days, periods[i]);
            double until = ConditionalExpectedTransactions(histories, days).Sum();
            totals[i] = until - before;
            before = until;
        }

        return totals;
    }

    // Models are asked one horizon at a time; customers known up to one day share it.
    private double[] ByHorizon(CalendarHistories histories, int days, Func<PurchaseHistories, double, double[]> predict)
    {
        PurchaseHistories all = Clock.Histories(histories, Model.Unit);
        double[] horizons = Clock.Horizons(histories, days, Model.Unit), values = new double[all.Count];
        foreach (IGrouping<double, int> group in Enumerable.Range(0, all.Count).GroupBy(i => horizons[i]))
        {
            int[] rows = [.. group];
            double[] predicted = predict(
                new(
                    [.. rows.Select(i => all.Frequency[i])], [.. rows.Select(i => all.Recency[i])], [.. rows.Select(i => all.T[i])], all.Unit, null,
                    [.. rows.Select(i => all.LogGaps![i])]),
                group.Key);
            for (int j = 0; j < rows.Length; j++)
            {
                values[rows[j]] = predicted[j];
            }
        }

        return values;
    }
}
