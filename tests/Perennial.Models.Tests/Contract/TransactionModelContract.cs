using System.Globalization;

namespace Perennial.Models.Tests.Contract;

/// <summary>What every purchase model promises, whatever its story. A model joins with one line and its makers.</summary>
public abstract class TransactionModelContract<TModel>
    where TModel : class, ITransactionModel
{
    private static readonly ContinuousRate Rate = ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week);

    /// <summary>x = 0, T = 0, a purchase on the last day, the x's at which others overflow, one long gone.</summary>
    private static readonly PurchaseHistories Hard = new(
        [0, 0, 0, 2, 1, 7, 29, 200, 200, 2000, 20000, 500],
        [0, 0, 0, 30.43, 1.714, 29.43, 37.7, 38.5, 10, 38.7, 38.85, 1],
        [0, 1, 38.857, 38.857, 38.857, 29.43, 38.857, 38.857, 38.857, 38.857, 38.857, 1000],
        TimeUnit.Week);

    protected abstract TModel Typical { get; }

    /// <summary>P(alive) of a customer of age 0; below 1 where the first purchase may be the last.</summary>
    protected virtual double AliveWhenJustAcquired => 1.0;

    protected abstract TModel Make(double[] parameters, TimeUnit unit);

    /// <summary>The same parameters with times in another unit, so many of the new one in the old.</summary>
    protected abstract double[] Rescale(double[] p, double factor);

    protected abstract FitReport<TModel> Fit(PurchaseHistories histories, int threads);

    protected abstract PurchaseHistories Simulate(int customers, ulong seed);

    /// <summary>Parameters with drop-out all but impossible and the given r and alpha.</summary>
    protected abstract double[] NobodyDropsOut(double r, double alpha);

    [Fact]
    public void Every_prediction_is_finite_and_in_its_range_on_hard_histories()
    {
        foreach (double t in (double[])[0, 1e-6, 1, 39, 520, 1e5])
        {
            Assert.All(Typical.ProbabilityAlive(Hard), p => Assert.InRange(p, 0.0, 1.0));
            Assert.All(Typical.ProbabilityOfNoPurchase(Hard, t), p => Assert.InRange(p, 0.0, 1.0));
            Assert.All(Typical.ConditionalExpectedTransactions(Hard, t), x => Assert.True(double.IsFinite(x) && x >= 0.0));
            Assert.All(Typical.DiscountedExpectedTransactions(Hard, t, Rate), x => Assert.True(double.IsFinite(x) && x >= 0.0));
            Assert.True(double.IsFinite(Typical.ExpectedTransactions(t)));
        }

        Assert.All(Typical.Dert(Hard, Rate), x => Assert.True(double.IsFinite(x) && x >= 0.0));
    }

    [Fact]
    public void Horizon_zero_promises_nothing()
    {
        Assert.All(Typical.ConditionalExpectedTransactions(Hard, 0), x => Assert.Equal(0.0, x));
        Assert.All(Typical.DiscountedExpectedTransactions(Hard, 0, Rate), x => Assert.Equal(0.0, x));
        Assert.All(Typical.ProbabilityOfNoPurchase(Hard, 0), p => Assert.Equal(1.0, p, 1e-15));
        Assert.Equal(0.0, Typical.ExpectedTransactions(0));
    }

    [Fact]
    public void Expectations_rise_and_silence_falls_with_the_horizon()
    {
        double[] cet = new double[Hard.Count], dect = new double[Hard.Count];
        double[] silence = Typical.ProbabilityOfNoPurchase(Hard, 0);
        foreach (double t in (double[])[0.5, 1, 4, 13, 39, 52, 104, 260, 520, 1040, 2000])
        {
            double[] nextCet = Typical.ConditionalExpectedTransactions(Hard, t);
            double[] nextDect = Typical.DiscountedExpectedTransactions(Hard, t, Rate);
            double[] nextSilence = Typical.ProbabilityOfNoPurchase(Hard, t);
            for (int i = 0; i < Hard.Count; i++)
            {
                Assert.True(nextCet[i] >= cet[i] * (1 - 1e-12) && nextDect[i] >= dect[i] * (1 - 1e-12) && nextSilence[i] <= silence[i] + 1e-12);
                Assert.True(nextDect[i] <= nextCet[i] * (1 + 1e-12));
            }

            (cet, dect, silence) = (nextCet, nextDect, nextSilence);
        }
    }

    [Fact]
    public void Discounting_at_rate_zero_changes_nothing_and_a_long_horizon_reaches_dert()
    {
        double[] plain = Typical.ConditionalExpectedTransactions(Hard, 52);
        double[] free = Typical.DiscountedExpectedTransactions(Hard, 52, ContinuousRate.PerUnit(0, TimeUnit.Week));
        double[] tiny = Typical.DiscountedExpectedTransactions(Hard, 52, ContinuousRate.PerUnit(1e-13, TimeUnit.Week));
        double[] forever = Typical.Dert(Hard, Rate);
        double[] ages = Typical.DiscountedExpectedTransactions(Hard, 20_000, Rate);
        for (int i = 0; i < Hard.Count; i++)
        {
            Close(plain[i], free[i], 1e-13);
            Close(plain[i], tiny[i], 1e-10);
            Close(forever[i], ages[i], 1e-9);
        }
    }

    [Fact]
    public void Discounted_expectation_is_the_integral_of_the_discounted_slope()
    {
        // Given E[X(u)] at many u, Abel's sum of e^(-delta u) dE brackets the integral between its right and left ends.
        ContinuousRate rate = ContinuousRate.PerUnit(0.02, TimeUnit.Week);
        double[] found = Typical.DiscountedExpectedTransactions(Hard, 60, rate);
        const int Steps = 600;
        double[] before = new double[Hard.Count], low = new double[Hard.Count], high = new double[Hard.Count];
        for (int k = 1; k <= Steps; k++)
        {
            double[] now = Typical.ConditionalExpectedTransactions(Hard, 60.0 * k / Steps);
            for (int i = 0; i < Hard.Count; i++)
            {
                low[i] += Math.Exp(-0.02 * 60 * k / Steps) * (now[i] - before[i]);
                high[i] += Math.Exp(-0.02 * 60 * (k - 1) / Steps) * (now[i] - before[i]);
            }

            before = now;
        }

        for (int i = 0; i < Hard.Count; i++)
        {
            Assert.InRange(found[i], low[i] * (1 - 1e-9), high[i] * (1 + 1e-9));
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 39, 4000)]
    [InlineData(0, 0, 38.857, 39, 1200)]
    [InlineData(2, 30.43, 38.857, 39, 400)]
    [InlineData(1, 1.714, 38.857, 520, 6000)]
    [InlineData(29, 37.7, 38.857, 39, 400)]
    [InlineData(200, 38.5, 38.857, 39, 1200)]
    [InlineData(2000, 38.7, 38.857, 39, 4000)]
    public void Counts_sum_to_one_and_their_mean_is_the_expectation(int x, double tx, double age, double t, int counts)
    {
        double[] mass = Typical.ProbabilityOfCount(x, tx, age, t, counts);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week);
        Assert.All(mass, p => Assert.InRange(p, 0.0, 1.0));
        Assert.Equal(1.0, mass.Sum(), 1e-10);
        double mean = 0;
        for (int n = 0; n < counts; n++)
        {
            mean += n * mass[n];
        }

        Close(Typical.ConditionalExpectedTransactions(one, t)[0], mean, 1e-7);
        Assert.Equal(Typical.ProbabilityOfNoPurchase(one, t)[0], mass[0], 1e-12);
    }

    [Fact]
    public void A_very_active_customers_counts_sum_to_one()
    {
        double[] mass = Typical.ProbabilityOfCount(20000, 38.85, 38.857, 39, 24000);
        Assert.Equal(1.0, mass.Sum(), 1e-9);
    }

    [Fact]
    public void The_customer_just_acquired_is_the_customer_of_age_zero()
    {
        PurchaseHistories born = new([0], [0], [0], TimeUnit.Week);
        Close(Typical.ExpectedTransactions(39), Typical.ConditionalExpectedTransactions(born, 39)[0], 1e-12);
        Assert.Equal(AliveWhenJustAcquired, Typical.ProbabilityAlive(born)[0], 1e-15);
    }

    [Fact]
    public virtual void Without_dropout_the_model_is_the_negative_binomial()
    {
        ITransactionModel model = Make(NobodyDropsOut(0.7, 9.0), TimeUnit.Week);
        PurchaseHistories h = new([0, 3, 12], [0, 20, 39], [40, 40, 40], TimeUnit.Week);
        double[] cet = model.ConditionalExpectedTransactions(h, 26);
        double[] silence = model.ProbabilityOfNoPurchase(h, 26);
        for (int i = 0; i < h.Count; i++)
        {
            Close((0.7 + h.Frequency[i]) * 26 / 49, cet[i], 1e-6);
            Close(Math.Pow(49.0 / 75, 0.7 + h.Frequency[i]), silence[i], 1e-6);
        }
    }

    [Fact]
    public void The_time_unit_changes_no_meaning()
    {
        ITransactionModel days = Make(Rescale(Typical.Parameters, 7), TimeUnit.Day);
        PurchaseHistories hard = new(Hard.Frequency, [.. Hard.Recency.Select(v => v * 7)], [.. Hard.T.Select(v => v * 7)], TimeUnit.Day);
        ContinuousRate daily = ContinuousRate.PerUnit(Rate.Delta / 7, TimeUnit.Day);
        (double[] Weeks, double[] Days)[] pairs =
        [
            (Typical.ProbabilityAlive(Hard), days.ProbabilityAlive(hard)),
            (Typical.ConditionalExpectedTransactions(Hard, 39), days.ConditionalExpectedTransactions(hard, 273)),
            (Typical.DiscountedExpectedTransactions(Hard, 39, Rate), days.DiscountedExpectedTransactions(hard, 273, daily)),
            (Typical.Dert(Hard, Rate), days.Dert(hard, daily)),
        ];
        foreach ((double[] weeks, double[] inDays) in pairs)
        {
            for (int i = 0; i < Hard.Count; i++)
            {
                Close(weeks[i], inDays[i], 1e-9);
            }
        }
    }

    [Fact]
    public void A_subset_in_another_order_gives_the_same_bits()
    {
        int[] pick = [11, 3, 0, 7, 3];
        PurchaseHistories some = new(
            [.. pick.Select(i => Hard.Frequency[i])], [.. pick.Select(i => Hard.Recency[i])], [.. pick.Select(i => Hard.T[i])], TimeUnit.Week);
        foreach (Func<PurchaseHistories, double[]> predict in (Func<PurchaseHistories, double[]>[])
            [
                Typical.ProbabilityAlive,
                h => Typical.ProbabilityOfNoPurchase(h, 39),
                h => Typical.ConditionalExpectedTransactions(h, 39),
                h => Typical.DiscountedExpectedTransactions(h, 39, Rate),
                h => Typical.Dert(h, Rate),
            ])
        {
            double[] all = predict(Hard);
            Assert.Equal(pick.Select(i => all[i]), predict(some));
        }
    }

    [Fact]
    public void A_fit_depends_on_neither_order_nor_grouping_nor_threads_nor_culture()
    {
        PurchaseHistories rows = Simulate(6000, 3);

        // Days, so that histories coincide.
        PurchaseHistories days = Rows(
            rows.Frequency, [.. rows.Recency.Select(v => Math.Ceiling(v * 7) / 7)], [.. rows.T.Select(v => Math.Ceiling(v * 7) / 7)], TimeUnit.Week);
        FitReport<TModel> first = Fit(days, 1);
        Assert.Equal(FitExit.Converged, first.Exit);
        PurchaseHistories backwards = Rows([.. days.Frequency.Reverse()], [.. days.Recency.Reverse()], [.. days.T.Reverse()], TimeUnit.Week);
        var grouped = Enumerable.Range(0, days.Count).GroupBy(i => (days.Frequency[i], days.Recency[i], days.T[i])).ToList();
        PurchaseHistories weighted = Rows(
            [.. grouped.Select(g => g.Key.Item1)], [.. grouped.Select(g => g.Key.Item2)], [.. grouped.Select(g => g.Key.Item3)], TimeUnit.Week,
            [.. grouped.Select(g => (double)g.Count())]);
        Assert.True(grouped.Count < days.Count);
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            foreign.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = foreign;
            foreach (FitReport<TModel> other in (FitReport<TModel>[])[Fit(days, 1), Fit(days, 2), Fit(backwards, 0), Fit(weighted, 0)])
            {
                Assert.Equal(first.Parameters, other.Parameters);
                Assert.Equal(first.LogLikelihood, other.LogLikelihood);
                Assert.Equal(first.LogParameterCovariance!, other.LogParameterCovariance!);
                Assert.Equal(6000, other.Customers);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_fit_in_days_is_the_fit_in_weeks()
    {
        PurchaseHistories weeks = Simulate(3000, 4);
        weeks = Rows(weeks.Frequency, weeks.Recency, weeks.T, TimeUnit.Week);
        PurchaseHistories days = Rows(weeks.Frequency, [.. weeks.Recency.Select(v => v * 7)], [.. weeks.T.Select(v => v * 7)], TimeUnit.Day);
        FitReport<TModel> a = Fit(weeks, 0), b = Fit(days, 0);
        double[] expected = Rescale([.. a.Parameters.Select(p => p.Value)], 7);
        for (int i = 0; i < expected.Length; i++)
        {
            Close(expected[i], b.Parameters[i].Value, 1e-7);
            Close(a.Parameters[i].StandardError!.Value / a.Parameters[i].Value, b.Parameters[i].StandardError!.Value / b.Parameters[i].Value, 1e-6);
        }

        Close(a.LogLikelihood - (weeks.Frequency.Sum() * Math.Log(7)), b.LogLikelihood, 1e-10);
    }

    [Fact]
    public void No_neighbour_of_the_optimum_is_better()
    {
        PurchaseHistories rows = Simulate(2000, 5);
        FitReport<TModel> report = Fit(rows, 0);
        double best = LogLikelihood(report.Model, rows);
        Close(report.LogLikelihood, best, 1e-11);
        for (int i = 0; i < report.Parameters.Count; i++)
        {
            foreach (double factor in (double[])[0.999, 1.001])
            {
                double[] near = report.Model.Parameters;
                near[i] *= factor;
                Assert.True(LogLikelihood(report.Model.With(near), rows) < best);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_handful_of_customers_gives_a_usable_or_an_honest_answer(int customers)
    {
        PurchaseHistories few = Rows([.. ((int[])[3, 1, 0]).Take(customers)], [.. ((double[])[20, 10, 0]).Take(customers)], [.. ((double[])[38.86, 30, 38.86]).Take(customers)], TimeUnit.Week);
        FitReport<TModel> report = Fit(few, 0);
        Assert.NotEqual(FitExit.Converged, report.Exit);
        Assert.NotEmpty(report.Explanation);
        if (report.IsUsable)
        {
            Assert.All(report.Model.ConditionalExpectedTransactions(few, 39), x => Assert.InRange(x, 0.0, 10.0));
        }
        else
        {
            Assert.Throws<ConvergenceException>(() => report.Model);
        }
    }

    [Fact]
    public void Histories_or_rates_in_another_unit_are_refused()
    {
        PurchaseHistories days = new([1], [2], [3], TimeUnit.Day);
        Assert.Throws<UnitMismatchException>(() => Typical.ProbabilityAlive(days));
        Assert.Throws<UnitMismatchException>(() => Typical.Dert(Hard, ContinuousRate.PerUnit(0.1, TimeUnit.Day)));
        Assert.Throws<UnitMismatchException>(() => Typical.DiscountedExpectedTransactions(Hard, 1, ContinuousRate.PerUnit(0.1, TimeUnit.Year)));
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Typical.ConditionalExpectedTransactions(Hard, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Typical.ExpectedTransactions(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Typical.ProbabilityOfNoPurchase(Hard, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Typical.Dert(Hard, ContinuousRate.PerUnit(0, TimeUnit.Week)));
        Assert.Throws<ArgumentException>(() => Typical.ProbabilityOfCount(1, 5, 4, 1, 3));
        double[] p = Typical.Parameters;
        Assert.Throws<ArgumentException>(() => Typical.With(p[1..]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Typical.With([p[0], p[1], 0, .. p[3..]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Typical.With([p[0], double.NaN, .. p[2..]]));
    }

    protected abstract double LogLikelihood(double[] p, int x, double tx, double t);

    /// <summary>Makes histories to fit, with whatever else the model's fit wants to know of them.</summary>
    protected virtual PurchaseHistories Rows(int[] frequency, double[] recency, double[] t, TimeUnit unit, double[]? weight = null) =>
        new(frequency, recency, t, unit, weight);

    protected virtual double LogLikelihood(double[] p, PurchaseHistories rows, int row) => LogLikelihood(p, rows.Frequency[row], rows.Recency[row], rows.T[row]);

    protected static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected) + 1e-300, $"Found {found:R}, expected {expected:R}.");

    private double LogLikelihood(ITransactionModel model, PurchaseHistories rows) =>
        Enumerable.Range(0, rows.Count).Sum(i => LogLikelihood(model.Parameters, rows, i));
}
