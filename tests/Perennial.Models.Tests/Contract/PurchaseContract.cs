using System.Reflection;
using System.Text.Json;
using Perennial.Models.BgNbd;
using Perennial.Models.MbgNbd;

namespace Perennial.Models.Tests.Contract;

/// <summary>What every purchase model promises, whatever its story.</summary>
public sealed class PurchaseContract
{
    private static readonly ContinuousRate Rate = ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week);

    /// <summary>Gives the models.</summary>
    public static TheoryData<string> Names => PurchaseCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_prediction_is_finite_and_in_its_range_on_hard_histories(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        foreach (double t in (double[])[0, 1e-6, 1, 39, 520, 1e5])
        {
            Assert.All(typical.ProbabilityAlive(Hard(name)), p => Assert.InRange(p, 0.0, 1.0));
            Assert.All(typical.ProbabilityAlive(Hard(name), t), p => Assert.InRange(p, 0.0, 1.0));
            Assert.All(typical.ProbabilityOfNoPurchase(Hard(name), t), p => Assert.InRange(p, 0.0, 1.0));
            Assert.All(typical.ConditionalExpectedTransactions(Hard(name), t), x => Assert.True(double.IsFinite(x) && x >= 0.0));
            Assert.All(typical.DiscountedExpectedTransactions(Hard(name), t, Rate), x => Assert.True(double.IsFinite(x) && x >= 0.0));
            Assert.True(double.IsFinite(typical.ExpectedTransactions(t)));
        }

        Assert.All(typical.Dert(Hard(name), Rate), x => Assert.True(double.IsFinite(x) && x >= 0.0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Horizon_zero_promises_nothing(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        Assert.All(typical.ConditionalExpectedTransactions(Hard(name), 0), x => Assert.Equal(0.0, x));
        Assert.All(typical.DiscountedExpectedTransactions(Hard(name), 0, Rate), x => Assert.Equal(0.0, x));
        Assert.All(typical.ProbabilityOfNoPurchase(Hard(name), 0), p => Assert.Equal(1.0, p, 1e-15));
        Assert.Equal(0.0, typical.ExpectedTransactions(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Expectations_rise_and_silence_falls_with_the_horizon(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        double[] cet = new double[Hard(name).Count], dect = new double[Hard(name).Count];
        double[] silence = typical.ProbabilityOfNoPurchase(Hard(name), 0);
        foreach (double t in (double[])[0.5, 1, 4, 13, 39, 52, 104, 260, 520, 1040, 2000])
        {
            double[] nextCet = typical.ConditionalExpectedTransactions(Hard(name), t);
            double[] nextDect = typical.DiscountedExpectedTransactions(Hard(name), t, Rate);
            double[] nextSilence = typical.ProbabilityOfNoPurchase(Hard(name), t);
            for (int i = 0; i < Hard(name).Count; i++)
            {
                Assert.True(nextCet[i] >= cet[i] * (1 - 1e-12) && nextDect[i] >= dect[i] * (1 - 1e-12) && nextSilence[i] <= silence[i] + 1e-12);
                Assert.True(nextDect[i] <= nextCet[i] * (1 + 1e-12));
            }

            (cet, dect, silence) = (nextCet, nextDect, nextSilence);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Who_is_alive_now_is_less_and_less_likely_to_be_alive_later(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        double[] before = typical.ProbabilityAlive(Hard(name)), silence = typical.ProbabilityOfNoPurchase(Hard(name), 39), later = typical.ProbabilityAlive(Hard(name), 39);
        double[] silent = typical.ProbabilityAlive(Read(name)(Hard(name).Frequency, Hard(name).Recency, [.. Hard(name).T.Select(t => t + 39)], TimeUnit.Week, null));
        double[] atZero = typical.ProbabilityAlive(Hard(name), 0);
        for (int i = 0; i < Hard(name).Count; i++)
        {
            Assert.Equal(before[i], atZero[i], 1e-15);

            // The silent among those still there are some of them, and only some of those who fall silent have left.
            Assert.True(later[i] >= (silence[i] * silent[i]) - 1e-12);
        }

        foreach (double t in (double[])[1e-6, 0.5, 4, 39, 52, 260, 2000, 1e5])
        {
            double[] now = typical.ProbabilityAlive(Hard(name), t);
            for (int i = 0; i < Hard(name).Count; i++)
            {
                Assert.InRange(now[i], 0.0, before[i] + 1e-10);
            }

            before = now;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Speed", "Slow")]
    public void As_many_are_alive_later_as_are_said_to_be_when_later_has_come(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        double[] now = model.Typical.ProbabilityAlive(model.Simulate(model.Parameters, [.. Enumerable.Repeat(27.0, 20_000)], 21), 39);
        double[] then = model.Typical.ProbabilityAlive(model.Simulate(model.Parameters, [.. Enumerable.Repeat(66.0, 20_000)], 22));
        double born = model.Typical.ProbabilityAlive(Read(name)([0], [0], [0], TimeUnit.Week, null), 66)[0];
        Assert.InRange(then.Average() - now.Average(), -4.5 * Error([.. now, .. then]) * 2, 4.5 * Error([.. now, .. then]) * 2);
        Assert.InRange(then.Average() - born, -4.5 * Error(then), 4.5 * Error(then));

        static double Error(double[] values)
        {
            double mean = values.Average();
            return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean))) / values.Length;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Discounting_at_rate_zero_changes_nothing_and_a_long_horizon_reaches_dert(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        double[] plain = typical.ConditionalExpectedTransactions(Hard(name), 52);
        double[] free = typical.DiscountedExpectedTransactions(Hard(name), 52, ContinuousRate.PerUnit(0, TimeUnit.Week));
        double[] tiny = typical.DiscountedExpectedTransactions(Hard(name), 52, ContinuousRate.PerUnit(1e-13, TimeUnit.Week));
        double[] forever = typical.Dert(Hard(name), Rate);
        double[] ages = typical.DiscountedExpectedTransactions(Hard(name), 20_000, Rate);
        for (int i = 0; i < Hard(name).Count; i++)
        {
            Close(plain[i], free[i], 1e-13);
            Close(plain[i], tiny[i], 1e-10);
            Close(forever[i], ages[i], 1e-9);
        }
    }

    /// <summary>Where many hardly ever leave, chances to leave of any smallness carry weight.</summary>
    [Theory]
    [InlineData(20_000)]
    [InlineData(1e5)]
    [InlineData(1e6)]
    [InlineData(1e9)]
    public void A_long_horizon_reaches_dert_where_customers_hardly_leave(double horizon)
    {
        foreach (ITransactionModel model in (ITransactionModel[])[new MbgNbdModel(new(0.5, 4.4, 0.05, 1), TimeUnit.Week), new BgNbdModel(new(1, 4.4, 0.001, 1), TimeUnit.Week)])
        {
            double[] forever = model.Dert(PurchaseCase.Everybody, Rate), ages = model.DiscountedExpectedTransactions(PurchaseCase.Everybody, horizon, Rate);
            Assert.All(Enumerable.Range(0, PurchaseCase.Everybody.Count), i => Close(forever[i], ages[i], 1e-9));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Discounted_expectation_is_the_integral_of_the_discounted_slope(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        // Given E[X(u)] at many u, Abel's sum of e^(-delta u) dE brackets the integral between its right and left ends.
        ContinuousRate rate = ContinuousRate.PerUnit(0.02, TimeUnit.Week);
        double[] found = typical.DiscountedExpectedTransactions(Hard(name), 60, rate);
        const int Steps = 150;
        double[] before = new double[Hard(name).Count], low = new double[Hard(name).Count], high = new double[Hard(name).Count];
        for (int k = 1; k <= Steps; k++)
        {
            double[] now = typical.ConditionalExpectedTransactions(Hard(name), 60.0 * k / Steps);
            for (int i = 0; i < Hard(name).Count; i++)
            {
                low[i] += Math.Exp(-0.02 * 60 * k / Steps) * (now[i] - before[i]);
                high[i] += Math.Exp(-0.02 * 60 * (k - 1) / Steps) * (now[i] - before[i]);
            }

            before = now;
        }

        for (int i = 0; i < Hard(name).Count; i++)
        {
            Assert.InRange(found[i], low[i] * (1 - 1e-9), high[i] * (1 + 1e-9));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counts_sum_to_one_their_mean_is_the_expectation_and_none_is_silence(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        foreach ((int x, double tx, double age, double t, int counts) in PurchaseCases.Named(name).Counted)
        {
            double[] mass = typical.ProbabilityOfCount(x, tx, age, t, counts);
            PurchaseHistories one = Read(name)([x], [tx], [age], TimeUnit.Week, null);
            Assert.All(mass, p => Assert.InRange(p, 0.0, 1.0));
            Assert.Equal(1.0, mass.Sum(), 1e-10);
            Close(typical.ConditionalExpectedTransactions(one, t)[0], mass.Select((p, n) => n * p).Sum(), 1e-7);
            Assert.Equal(typical.ProbabilityOfNoPurchase(one, t)[0], mass[0], PurchaseCases.Named(name).Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counts_of_new_customers_sum_to_one_and_their_mean_is_the_expectation(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        foreach (double t in (double[])[0, 0.5, 39])
        {
            double[] mass = typical.ProbabilityOfCount(t, 1200);
            Assert.All(mass, p => Assert.InRange(p, 0.0, 1.0));
            Assert.Equal(1.0, mass.Sum(), 1e-9);
            Close(typical.ExpectedTransactions(t), mass.Select((p, n) => n * p).Sum(), PurchaseCases.Named(name).MeanTolerance);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => typical.ProbabilityOfCount(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => typical.ProbabilityOfCount(1, -3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Within_no_time_nobody_buys_and_no_chance_exceeds_one(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        for (int i = 0; i < 200; i++)
        {
            double age = 20 + (0.37 * i), tx = age * (i % 17) / 17;
            Assert.All(typical.ProbabilityOfCount(tx == 0 ? 0 : i % 13 + 1, tx, age, 0, 3), (chance, n) => Assert.InRange(chance, n == 0 ? 1 - 1e-12 : 0, n == 0 ? 1 : 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_very_active_customers_counts_sum_to_one(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        double[] mass = typical.ProbabilityOfCount(20000, 38.85, 38.857, 39, 24000);
        Assert.Equal(1.0, mass.Sum(), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_customer_just_acquired_is_the_customer_of_age_zero(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        ITransactionModel typical = model.Typical;
        PurchaseHistories born = Read(name)([0], [0], [0], TimeUnit.Week, null);
        Close(typical.ExpectedTransactions(39), typical.ConditionalExpectedTransactions(born, 39)[0], Math.Max(1e-12, model.Noise));
        Assert.Equal(model.AliveWhenJustAcquired, typical.ProbabilityAlive(born)[0], 1e-15);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_dropout_phases_are_negative_binomial(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        // With j of k phases behind them and n more, floor((j + n) / k) purchases are made; where k = 1 purchases themselves are counted.
        ITransactionModel nobody = model.Make(model.NobodyDropsOut(0.7, 9.0), TimeUnit.Week);
        PurchaseHistories h = new([0, 3, 12], [0, 20, 39], [40, 40, 40], TimeUnit.Week);
        double[] cet = nobody.ConditionalExpectedTransactions(h, 26), silence = nobody.ProbabilityOfNoPurchase(h, 26);
        for (int i = 0; i < h.Count; i++)
        {
            double shape = 0.7 + (model.Phases * h.Frequency[i]), z = (40 - h.Recency[i]) / 49.0, weight = 1, weights = 0, mean = 0, none = 0;
            for (int j = 0; j < model.Phases; j++)
            {
                double mass = Math.Pow(49.0 / 75, shape + j);
                for (int n = 0; n < 4000; n++)
                {
                    mean += weight * mass * ((j + n) / model.Phases);
                    none += j + n < model.Phases ? weight * mass : 0;
                    mass *= (shape + j + n) / (n + 1) * 26 / 75;
                }

                weights += weight;
                weight *= (shape + j) / (j + 1) * z;
            }

            Close(mean / weights, cet[i], 1e-6);
            Close(none / weights, silence[i], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_time_unit_changes_no_meaning(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        ITransactionModel typical = model.Typical;
        ITransactionModel days = model.Make(model.Rescaled(typical.Parameters, 7), TimeUnit.Day);
        PurchaseHistories hard = Read(name)(Hard(name).Frequency, [.. Hard(name).Recency.Select(v => v * 7)], [.. Hard(name).T.Select(v => v * 7)], TimeUnit.Day, null);
        ContinuousRate daily = ContinuousRate.PerUnit(Rate.Delta / 7, TimeUnit.Day);
        (double[] Weeks, double[] Days, double Relative)[] pairs =
        [
            (typical.ProbabilityAlive(Hard(name)), days.ProbabilityAlive(hard), 1e-9),
            (typical.ProbabilityAlive(Hard(name), 39), days.ProbabilityAlive(hard, 273), 1e-9),
            (typical.ProbabilityOfNoPurchase(Hard(name), 39), days.ProbabilityOfNoPurchase(hard, 273), 1e-9),
            (typical.ConditionalExpectedTransactions(Hard(name), 39), days.ConditionalExpectedTransactions(hard, 273), Math.Max(1e-9, model.Noise)),
            (typical.DiscountedExpectedTransactions(Hard(name), 39, Rate), days.DiscountedExpectedTransactions(hard, 273, daily), Math.Max(1e-9, model.Noise)),
            (typical.Dert(Hard(name), Rate), days.Dert(hard, daily), Math.Max(1e-9, model.Noise)),
        ];
        foreach ((double[] weeks, double[] inDays, double relative) in pairs)
        {
            for (int i = 0; i < Hard(name).Count; i++)
            {
                Close(weeks[i], inDays[i], relative, model.Noise * 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_subset_in_another_order_gives_the_same_bits(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        int[] pick = [11, 3, 0, 7, 3];
        PurchaseHistories some = Read(name)(
            [.. pick.Select(i => Hard(name).Frequency[i])], [.. pick.Select(i => Hard(name).Recency[i])], [.. pick.Select(i => Hard(name).T[i])], TimeUnit.Week, null);
        foreach (Func<PurchaseHistories, double[]> predict in (Func<PurchaseHistories, double[]>[])
            [
                typical.ProbabilityAlive,
                h => typical.ProbabilityAlive(h, 39),
                h => typical.ProbabilityOfNoPurchase(h, 39),
                h => typical.ConditionalExpectedTransactions(h, 39),
                h => typical.DiscountedExpectedTransactions(h, 39, Rate),
                h => typical.Dert(h, Rate),
            ])
        {
            double[] all = predict(Hard(name));
            Assert.Equal(pick.Select(i => all[i]), predict(some));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fit_in_days_is_the_fit_in_weeks(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        PurchaseHistories weeks = model.Customers(1200, 4);
        weeks = model.Read(weeks.Frequency, weeks.Recency, weeks.T, TimeUnit.Week, null);
        PurchaseHistories days = model.Read(weeks.Frequency, [.. weeks.Recency.Select(v => v * 7)], [.. weeks.T.Select(v => v * 7)], TimeUnit.Day, null);
        FitReport<ITransactionModel> a = model.Fit(weeks, 0), b = model.Fit(days, 0);
        double[] expected = model.Rescaled([.. a.Parameters.Select(p => p.Value)], 7);
        for (int i = 0; i < expected.Length; i++)
        {
            Close(expected[i], b.Parameters[i].Value, 1e-7);
            Close(a.Parameters[i].StandardError!.Value / a.Parameters[i].Value, b.Parameters[i].StandardError!.Value / b.Parameters[i].Value, 1e-6);
        }

        Close(a.LogLikelihood - (model.IsDensity ? weeks.Frequency.Sum() * Math.Log(7) : 0), b.LogLikelihood, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_neighbour_of_the_optimum_is_better(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        PurchaseHistories rows = model.Customers(1000, 5);
        FitReport<ITransactionModel> report = model.Fit(rows, 0);
        double best = LogLikelihood(model, report.Model, rows);
        Close(report.LogLikelihood, best, 1e-11);
        for (int i = 0; i < report.Parameters.Count; i++)
        {
            foreach (double factor in (double[])[0.999, 1.001])
            {
                double[] near = report.Model.Parameters;
                near[i] *= factor;
                Assert.True(LogLikelihood(model, report.Model.With(near), rows) < best);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_handful_of_customers_gives_a_usable_or_an_honest_answer(string name)
    {
        foreach (int customers in (int[])[0, 1, 3])
        {
            PurchaseHistories few = Read(name)(
                [.. ((int[])[3, 1, 0]).Take(customers)], [.. ((double[])[20, 10, 0]).Take(customers)], [.. ((double[])[38.86, 30, 38.86]).Take(customers)], TimeUnit.Week, null);
            FitReport<ITransactionModel> report = PurchaseCases.Named(name).Fit(few, 0);
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
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Histories_or_rates_in_another_unit_are_refused(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        PurchaseHistories days = Read(name)([1], [14], [21], TimeUnit.Day, null);
        Assert.Throws<UnitMismatchException>(() => typical.ProbabilityAlive(days));
        Assert.Throws<UnitMismatchException>(() => typical.ProbabilityAlive(days, 1));
        Assert.Throws<UnitMismatchException>(() => typical.Dert(Hard(name), ContinuousRate.PerUnit(0.1, TimeUnit.Day)));
        Assert.Throws<UnitMismatchException>(() => typical.DiscountedExpectedTransactions(Hard(name), 1, ContinuousRate.PerUnit(0.1, TimeUnit.Year)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Impossible_arguments_are_refused_with_what_was_found(string name)
    {
        ITransactionModel typical = PurchaseCases.Named(name).Typical;
        Refused<ArgumentOutOfRangeException>("-1", () => typical.ConditionalExpectedTransactions(Hard(name), -1));
        Refused<ArgumentOutOfRangeException>("-1", () => typical.ProbabilityAlive(Hard(name), -1));
        Refused<ArgumentOutOfRangeException>("NaN", () => typical.ProbabilityAlive(Hard(name), double.NaN));
        Refused<ArgumentOutOfRangeException>("NaN", () => typical.ExpectedTransactions(double.NaN));
        Refused<ArgumentOutOfRangeException>("Infinity", () => typical.ProbabilityOfNoPurchase(Hard(name), double.PositiveInfinity));
        Refused<ArgumentOutOfRangeException>("rate", () => typical.Dert(Hard(name), ContinuousRate.PerUnit(0, TimeUnit.Week)));
        Refused<ArgumentException>("T 4", () => typical.ProbabilityOfCount(1, 5, 4, 1, 3));
        Refused<ArgumentOutOfRangeException>("-2", () => typical.ProbabilityOfCount(1, 2, 4, 1, -2));
        double[] p = typical.Parameters;
        Refused<ArgumentException>($"{p.Length - 1} parameters", () => typical.With(p[1..]));
        Refused<ArgumentOutOfRangeException>("0", () => typical.With([p[0], p[1], 0, .. p[3..]]));
        Refused<ArgumentOutOfRangeException>("NaN", () => typical.With([p[0], double.NaN, .. p[2..]]));
        Refused<ArgumentNullException>("histories", () => typical.ProbabilityAlive(null!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_written_to_json_and_read_again_are_the_same_model_to_the_bit(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        ITransactionModel typical = model.Typical.With([.. model.Parameters.Select(p => p * (1 + 1e-15))]);
        string json = JsonSerializer.Serialize(new Written(typical.Name, typical.Unit, typical.Parameters));
        Written read = JsonSerializer.Deserialize<Written>(json)!;
        ITransactionModel again = model.Make(read.Parameters, read.Unit);
        Assert.Equal(typical.Name, again.Name);
        Assert.Equal(typical.Parameters, again.Parameters);
        Assert.Equal(typical.ProbabilityAlive(Hard(name)), again.ProbabilityAlive(Hard(name)));
        Assert.Equal(typical.DiscountedExpectedTransactions(Hard(name), 39, Rate), again.DiscountedExpectedTransactions(Hard(name), 39, Rate));
    }

    /// <summary>Models of which not every clause can be asked: each clause but those they are excused from, with a reason.</summary>
    [Theory]
    [MemberData(nameof(Clauses))]
    public void Models_that_are_excused_from_some_clauses_keep_the_others(string name, string clause) => Ask(name, clause);

    [Theory]
    [MemberData(nameof(SlowClauses))]
    [Trait("Speed", "Slow")]
    public void So_do_those_that_take_longer(string name, string clause) => Ask(name, clause);

    [Fact]
    public void An_excuse_names_a_clause_and_says_why()
    {
        HashSet<string> clauses = [.. All()];
        foreach (PurchaseCase model in PurchaseCases.Excused)
        {
            Assert.All(model.Excuses, excuse =>
            {
                Assert.Contains(excuse.Key, clauses);
                Assert.True(excuse.Value.Split(' ').Length > 5, $"{model.Name} is excused from {excuse.Key} without a reason.");
            });
            Assert.True(model.Excuses.Count < clauses.Count / 2, $"{model.Name} is under no contract.");
        }

        Assert.All(PurchaseCases.All, model => Assert.Empty(model.Excuses));
    }

    /// <summary>Gives each model that is excused from some clauses with each clause it keeps.</summary>
    public static TheoryData<string, string> Clauses => Kept(slow: false);

    /// <summary>Gives those of models that take longer.</summary>
    public static TheoryData<string, string> SlowClauses => Kept(slow: true);

    private static TheoryData<string, string> Kept(bool slow) =>
    [
        .. PurchaseCases.Excused.Where(model => model.Slow == slow).SelectMany(model => All().Where(clause => !model.Excuses.ContainsKey(clause)), (model, clause) => (model.Name, clause)),
    ];

    // A clause is a theory over the names of the models.
    private static IEnumerable<string> All() => typeof(PurchaseContract).GetMethods()
        .Where(method => method.GetCustomAttributes<MemberDataAttribute>().Any(data => data.MemberName == nameof(Names))).Select(method => method.Name).Order(StringComparer.Ordinal);

    private void Ask(string name, string clause)
    {
        MethodInfo method = typeof(PurchaseContract).GetMethod(clause)!;
        method.CreateDelegate<Action<string>>(this)(name);
    }

    private static PurchaseHistories Hard(string name) => PurchaseCases.Named(name).Hard;

    private static Func<int[], double[], double[], TimeUnit, double[]?, PurchaseHistories> Read(string name) => PurchaseCases.Named(name).Read;

    private static void Refused<TException>(string found, Action act)
        where TException : Exception => Assert.Contains(found, Assert.Throws<TException>(act).Message, StringComparison.Ordinal);

    private static void Close(double expected, double found, double relative, double absolute = 0) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected) + absolute + 1e-300, $"Found {found:R}, expected {expected:R}.");

    private static double LogLikelihood(PurchaseCase model, ITransactionModel at, PurchaseHistories rows) =>
        Enumerable.Range(0, rows.Count).Sum(i => model.LogLikelihood(at, rows, i));

    private sealed record Written(string Name, TimeUnit Unit, double[] Parameters);
}
