namespace Perennial.Models.Seasons;

/// <summary>A model fitted in seasonal time, asked in calendar days.</summary>
/// <param name="clock">The clock the model's histories were turned by.</param>
/// <param name="model">The model, fitted to <see cref="SeasonalClock.Histories"/>.</param>
public sealed class SeasonalForecast(SeasonalClock clock, ITransactionModel model)
{
    private const int DaysOneByOne = 12 * FourYears / 4;
    private const int FourYears = 1461;

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

    /// <summary>Gives the expected repeat purchases of a customer acquired on a day in the calendar days after it.</summary>
    /// <param name="acquired">The day of the first purchase.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double ExpectedTransactions(int acquired, int days)
    {
        return Model.ExpectedTransactions(Clock.Time(acquired, SeasonalClock.After(acquired, days)) / Model.Unit.Days());
    }

    /// <summary>Gives each customer's expected purchases in the calendar days after the last known one.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double[] ConditionalExpectedTransactions(CalendarHistories histories, int days) => ByHorizon(histories, days, Model.ConditionalExpectedTransactions);

    /// <summary>Gives each customer's P(n purchases in the calendar days after the last known one) for n = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>n arrays of chances in [0, 1], of 0, 1, 2, … purchases.</returns>
    public double[][] ProbabilityOfCount(CalendarHistories histories, int days, int counts)
    {
        PurchaseHistories all = Clock.Histories(histories, Model.Unit);
        double[] horizons = Clock.Horizons(histories, days, Model.Unit);
        return [.. horizons.Select((t, i) => Model.ProbabilityOfCount(all.Frequency[i], all.Recency[i], all.T[i], t, counts))];
    }

    /// <summary>Gives P(n repeat purchases in the calendar days after the first) of a customer acquired on a day, n = 0 … counts - 1.</summary>
    /// <param name="acquired">The day of the first purchase.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>Chances in [0, 1], of 0, 1, 2, … purchases.</returns>
    public double[] ProbabilityOfCount(int acquired, int days, int counts) =>
        Model.ProbabilityOfCount(Clock.Time(acquired, SeasonalClock.After(acquired, days)) / Model.Unit.Days(), counts);

    /// <summary>Gives each customer's chance of no purchase in the calendar days after the last known one.</summary>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    public double[] ProbabilityOfNoPurchase(CalendarHistories histories, int days) => ByHorizon(histories, days, Model.ProbabilityOfNoPurchase);

    /// <summary>Gives each customer's expected purchases in the calendar days after the last known one, discounted by the calendar.</summary>
    /// <remarks>
    /// Days of one length follow one another in stretches; within one, time and money run at fixed speeds, so that the model's own discounted expectation at the
    /// rate of that stretch is exact.
    /// </remarks>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="days">Calendar days, at least 0.</param>
    /// <param name="rate">A rate a calendar time, in the unit of the model, at least 0.</param>
    public double[] DiscountedExpectedTransactions(CalendarHistories histories, int days, ContinuousRate rate)
    {
        ArgumentNullException.ThrowIfNull(histories);
        Histories.HistoryDoor.SameUnit(rate, Model.Unit);
        return ByDay(histories, (rows, known) => Worth(rows, Stretches(known, days), rate));
    }

    /// <summary>Gives each customer's expected purchases after the last known day without end, discounted by the calendar.</summary>
    /// <remarks>
    /// Day by day for twelve years. What comes later is that of a model without seasons times what the seasons do to it over a year: its own change within a year
    /// is left out, some 2e-5 of the value at a rate of a tenth a year where December is three times as strong.
    /// </remarks>
    /// <param name="histories">n customers by calendar day.</param>
    /// <param name="rate">A rate a calendar time, in the unit of the model, above 0.</param>
    public double[] Dert(CalendarHistories histories, ContinuousRate rate)
    {
        ArgumentNullException.ThrowIfNull(histories);
        Histories.HistoryDoor.SameUnit(rate, Model.Unit);
        Histories.HistoryDoor.Positive(rate);
        return ByDay(histories, (rows, known) =>
        {
            double[] values = Worth(rows, Stretches(known, DaysOneByOne), rate);
            int last = SeasonalClock.After(known, DaysOneByOne);
            double unit = Model.Unit.Days(), until = Clock.Time(known, last) / unit, size = 0.0, sum = 0.0;
            foreach ((double calendar, double seasonal, double days, double time) in Stretches(last, FourYears))
            {
                size += time;
                sum += time * Math.Exp(-rate.Delta * (calendar + (0.5 * days) - seasonal - (0.5 * time)));
            }

            double factor = sum / size * Math.Exp(-rate.Delta * ((DaysOneByOne / unit) - until));
            double[] all = Model.Dert(rows, rate), before = Model.DiscountedExpectedTransactions(rows, until, rate);
            return [.. values.Select((value, i) => value + (factor * Math.Max(0.0, all[i] - before[i])))];
        });
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

    // Each stretch: e^(-delta C + delta' S) times what is bought from S to S + time, discounted at delta' = delta days / time.
    private double[] Worth(PurchaseHistories rows, List<(double Calendar, double Seasonal, double Days, double Time)> stretches, ContinuousRate rate)
    {
        double[] values = new double[rows.Count];
        foreach ((double calendar, double seasonal, double days, double time) in stretches)
        {
            ContinuousRate own = ContinuousRate.PerUnit(rate.Delta * days / time, Model.Unit);
            double factor = Math.Exp((own.Delta * seasonal) - (rate.Delta * calendar));
            double[] early = Model.DiscountedExpectedTransactions(rows, seasonal, own), late = Model.DiscountedExpectedTransactions(rows, seasonal + time, own);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += factor * Math.Max(0.0, late[i] - early[i]);
            }
        }

        return values;
    }

    // Days after a day, those of one length that follow one another together: calendar and seasonal time where they start and how long they last, in the model's unit.
    private List<(double Calendar, double Seasonal, double Days, double Time)> Stretches(int from, int days)
    {
        double unit = Model.Unit.Days();
        int end = SeasonalClock.After(from, days), start = from;
        List<(double, double, double, double)> stretches = [];
        for (int day = from; day < end; day++)
        {
            if (day + 1 == end || Math.Abs(Clock.Time(day + 1, day + 2) - Clock.Time(day, day + 1)) > 1e-9 * Clock.Time(day, day + 1))
            {
                stretches.Add(((start - from) / unit, Clock.Time(from, start) / unit, (day + 1 - start) / unit, Clock.Time(start, day + 1) / unit));
                start = day + 1;
            }
        }

        return stretches;
    }

    private double[] ByDay(CalendarHistories histories, Func<PurchaseHistories, int, double[]> predict)
    {
        PurchaseHistories all = Clock.Histories(histories, Model.Unit);
        double[] values = new double[all.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, all.Count).GroupBy(i => histories.Known[i]))
        {
            Place(all, [.. group], rows => predict(rows, group.Key), values);
        }

        return values;
    }

    private static void Place(PurchaseHistories all, int[] rows, Func<PurchaseHistories, double[]> predict, double[] values)
    {
        double[] predicted = predict(new(
            [.. rows.Select(i => all.Frequency[i])], [.. rows.Select(i => all.Recency[i])], [.. rows.Select(i => all.T[i])], all.Unit, null, [.. rows.Select(i => all.LogGaps![i])]));
        for (int j = 0; j < rows.Length; j++)
        {
            values[rows[j]] = predicted[j];
        }
    }

    // Models are asked one horizon at a time; customers known up to one day share it.
    private double[] ByHorizon(CalendarHistories histories, int days, Func<PurchaseHistories, double, double[]> predict)
    {
        PurchaseHistories all = Clock.Histories(histories, Model.Unit);
        double[] horizons = Clock.Horizons(histories, days, Model.Unit), values = new double[all.Count];
        foreach (IGrouping<double, int> group in Enumerable.Range(0, all.Count).GroupBy(i => horizons[i]))
        {
            Place(all, [.. group], rows => predict(rows, group.Key), values);
        }

        return values;
    }
}
