using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.VaryingCovariates;

public sealed class VaryingCovariateConsistency
{
    private const int Periods = 70;

    private static readonly VaryingCovariateModel Truth = new(
        new(new(0.9, 9, 0.8, 14), TimeUnit.Week),
        [
            new("season", CovariateProcess.Purchase, 0.6), new("letter", CovariateProcess.Both, 0.4), new("web", CovariateProcess.Dropout, -0.5),
        ]);

    private static readonly CovariatePaths Known = Paths(200, 5);
    private static readonly PurchaseTimes Rows = VaryingCovariateSimulator.Times(Truth, Known, Ages(200), 7);
    private static readonly CovariateOptions Named = new() { Purchase = ["season"], Dropout = ["web"], Common = ["letter"] };
    private static readonly Lazy<FitReport<VaryingCovariateModel>> Fitted = new(() => VaryingCovariateFitter.ParetoNbd(Rows, Known, Named));

    [Fact]
    public void With_all_effects_0_every_answer_and_every_draw_is_that_of_pareto_nbd()
    {
        ParetoNbdModel without = new(new(0.9, 9, 0.8, 14), TimeUnit.Week);
        VaryingCovariateModel with = new(without, [new("season", CovariateProcess.Both, 0), new("letter", CovariateProcess.Purchase, 0)]);
        ContinuousRate rate = ContinuousRate.PerUnit(0.002, TimeUnit.Week);
        PurchaseHistories rows = Rows.Histories;
        Near(without.ProbabilityAlive(rows), with.ProbabilityAlive(Rows, Known));
        Near(without.ProbabilityAlive(rows, 9), with.ProbabilityAlive(Rows, Known, 9));
        Near(without.ProbabilityOfNoPurchase(rows, 9), with.ProbabilityOfNoPurchase(Rows, Known, 9));
        Near(without.ConditionalExpectedTransactions(rows, 9), with.ConditionalExpectedTransactions(Rows, Known, 9));
        Near(without.DiscountedExpectedTransactions(rows, 9, rate), with.DiscountedExpectedTransactions(Rows, Known, 9, rate));
        Near([.. rows.T.Select(_ => without.ExpectedTransactions(30))], with.ExpectedTransactions(Known, 30));
        CovariatePaths onwards = GoingOn(Known);
        Near(without.Dert(rows, rate), with.Dert(Rows, onwards, rate));
        Near(without.ConditionalExpectedTransactions(rows, 900), with.ConditionalExpectedTransactions(Rows, onwards, 900));
        double[][] counts = with.ProbabilityOfCount(Rows, Known, 9, 12), fresh = with.ProbabilityOfCount(Known, 30, 40);
        for (int i = 0; i < rows.Count; i += 9)
        {
            Near(without.ProbabilityOfCount(rows.Frequency[i], rows.Recency[i], rows.T[i], 9, 12), counts[i]);
            Near(without.ProbabilityOfCount(0, 0, 0, 30, 40), fresh[i]);
        }

        Near(
            [.. rows.T.Select((age, i) => ParetoNbdLikelihood.LogLikelihood(without.Named, rows.Frequency[i], rows.Recency[i], age))],
            with.LogLikelihood(Rows, Known));
        PurchaseHistories plain = ParetoNbdSimulator.Histories(without.Named, Ages(200), TimeUnit.Week, 4);
        PurchaseHistories drawn = VaryingCovariateSimulator.Times(with, Known, Ages(200), 4).Histories;
        Assert.Equal(plain.Frequency, drawn.Frequency);
        Near(plain.Recency, drawn.Recency);
    }

    [Fact]
    public void Covariates_constant_in_time_are_the_model_with_static_covariates()
    {
        double[] web = [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? 1.0 : 0.0)], spend = [.. Enumerable.Range(0, 400).Select(i => (i % 7) / 3.0)];
        CovariateColumns columns = new(["web", "spend"], [web, spend]);
        CovariatePaths paths = new([CovariatePath.Constant("web", web), CovariatePath.Constant("spend", spend)], new double[400], Periods, 1, TimeUnit.Week);
        VaryingCovariateModel truth = new(Truth.AtZero, [new("web", CovariateProcess.Purchase, 0.7), new("spend", CovariateProcess.Dropout, -0.4)]);
        PurchaseTimes rows = VaryingCovariateSimulator.Times(truth, paths, Ages(400), 11);
        CovariateModel<ParetoNbdModel> known = new(truth.AtZero, truth.Effects);
        Near(known.ProbabilityAlive(rows.Histories, columns), truth.ProbabilityAlive(rows, paths));
        Near(known.ConditionalExpectedTransactions(rows.Histories, columns, 9), truth.ConditionalExpectedTransactions(rows, paths, 9));
        Near(known.ExpectedTransactions(columns, 9), truth.ExpectedTransactions(paths, 9));
        foreach (CovariateOptions options in (CovariateOptions[])[new() { Purchase = ["web"], Dropout = ["spend"] }, new() { Common = ["web"], Dropout = [], Penalty = 30 }])
        {
            FitReport<CovariateModel<ParetoNbdModel>> fixedFit = CovariateFitter.ParetoNbd(rows.Histories, columns, options);
            FitReport<VaryingCovariateModel> varying = VaryingCovariateFitter.ParetoNbd(rows, paths, options);
            Assert.Equal(fixedFit.Exit, varying.Exit);
            Assert.Equal(fixedFit.LogLikelihood, varying.LogLikelihood, 1e-8);
            foreach ((ParameterEstimate expected, ParameterEstimate found) in fixedFit.Parameters.Zip(varying.Parameters))
            {
                Assert.Equal(expected.Name, found.Name);
                Assert.Equal(expected.Value, found.Value, 1e-6 * Math.Abs(expected.Value));
                Assert.Equal(expected.StandardError!.Value, found.StandardError!.Value, 1e-6 * expected.StandardError.Value);
            }
        }
    }

    /// <summary>Their sum, their mean and their share of none are those of the other questions; correlated or not.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(0)]
    [InlineData(-0.03)]
    public void Counts_sum_to_one_their_mean_is_the_expectation_and_none_is_silence(double correlation)
    {
        VaryingCovariateModel model = new(Truth.AtZero, Truth.Effects, correlation, 9);
        double[][] counts = model.ProbabilityOfCount(Rows, Known, 9, 150);
        Near([.. counts.Select(_ => 1.0)], [.. counts.Select(mass => mass.Sum())]);
        Near(model.ProbabilityOfNoPurchase(Rows, Known, 9), [.. counts.Select(mass => mass[0])]);
        Near(model.ConditionalExpectedTransactions(Rows, Known, 9), [.. counts.Select(mass => mass.Select((p, n) => n * p).Sum())]);
        double[][] fresh = model.ProbabilityOfCount(Known, 30, 300);
        Near(model.ExpectedTransactions(Known, 30), [.. fresh.Select(mass => mass.Select((p, n) => n * p).Sum())]);
        Assert.All(model.ProbabilityOfCount(Rows, Known, 0, 3), mass => Assert.Equal([1.0, 0.0, 0.0], mass.Select(p => Math.Round(p, 12))));
    }

    [Fact]
    public void Without_end_is_where_long_horizons_lead_and_only_where_the_last_period_is_said_to_go_on()
    {
        ContinuousRate rate = ContinuousRate.PerUnit(0.02, TimeUnit.Week);
        CovariatePaths onwards = GoingOn(Known);
        Near(Truth.DiscountedExpectedTransactions(Rows, onwards, 2000, rate), Truth.Dert(Rows, onwards, rate));
        Near(Truth.DiscountedExpectedTransactions(Rows, Known, 9, rate), Truth.DiscountedExpectedTransactions(Rows, onwards, 9, rate));

        // The last period written out is the last period going on.
        CovariatePaths written = Written(Known, 40);
        Near(Truth.ConditionalExpectedTransactions(Rows, written, 45), Truth.ConditionalExpectedTransactions(Rows, onwards, 45));
        Assert.Contains("goes on", Assert.Throws<ArgumentException>(() => Truth.Dert(Rows, Known, rate)).Message, StringComparison.Ordinal);
        Assert.Contains("goes on", Assert.Throws<ArgumentException>(() => Truth.ConditionalExpectedTransactions(Rows, Known, 900)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Truth.Dert(Rows, onwards, ContinuousRate.PerUnit(0, TimeUnit.Week)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Truth.ConditionalExpectedTransactions(Rows, onwards, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Truth.ProbabilityOfCount(Rows, Known, 1, -1));
    }

    [Theory]
    [InlineData(0, 2.5, 2.5)]
    [InlineData(1, 3.5, 3.5)]
    [InlineData(2, 2.0, 4.25)]
    [InlineData(3, 0.75, 4.0)]
    public void Likelihood_and_predictions_are_those_of_brute_force(int purchases, double last, double age)
    {
        // Periods of length 1 from -0.25 on the customer's clock; a purchase at 2 lies on no boundary, one at 0.75 does.
        double[] x = [0.5, -1, 1.5, 0, 2, -0.5, 1, 0.3], z = [1, 0, -1, 2, 0.5, 0, -2, 1];
        double[] own = purchases == 0 ? [] : [.. Enumerable.Range(1, purchases).Select(k => last * k / purchases)];
        CovariatePaths paths = new([CovariatePath.Calendar("x", x), CovariatePath.Own("z", z)], [0.25], 8, 1, TimeUnit.Year);
        VaryingCovariateModel model = new(new(new(0.8, 1.3, 1.2, 2.1), TimeUnit.Year), [new("x", CovariateProcess.Purchase, 0.7), new("z", CovariateProcess.Dropout, 0.6)]);
        PurchaseTimes times = new([own], [age], TimeUnit.Year);
        BruteForce force = new(0.8, 1.3, 1.2, 2.1);
        (double likelihood, double alive, double later, double silent, double discounted) = force.Of(
            Cut(0, purchases == 0 ? 0 : last), Cut(purchases == 0 ? 0 : last, age), Cut(age, age + 2.6), [.. own.Select(time => Math.Exp(0.7 * x[(int)(time + 0.25)]))], 0.3);
        Assert.Equal(Math.Log(likelihood), model.LogLikelihood(times, paths)[0], 1e-9);
        Assert.Equal(alive, model.ProbabilityAlive(times, paths)[0], 1e-9);
        Assert.Equal(later, model.ProbabilityAlive(times, paths, 2.6)[0], 1e-9);
        Assert.Equal(alive, model.ProbabilityAlive(times, paths, 0)[0], 1e-9);
        Assert.Equal(silent, model.ProbabilityOfNoPurchase(times, paths, 2.6)[0], 1e-9);
        Assert.Equal(discounted, model.DiscountedExpectedTransactions(times, paths, 2.6, ContinuousRate.PerUnit(0.3, TimeUnit.Year))[0], 1e-9);

        (double, double, double)[] Cut(double from, double to)
        {
            List<(double, double, double)> pieces = [];
            for (int k = 0; k < x.Length; k++)
            {
                double length = Math.Min(to, k + 0.75) - Math.Max(from, k - 0.25);
                if (length > 0)
                {
                    pieces.Add((Math.Exp(0.7 * x[k]), Math.Exp(0.6 * z[k]), length));
                }
            }

            return [.. pieces];
        }
    }

    [Fact]
    public void Gradient_and_hessian_are_those_of_finite_differences()
    {
        VaryingGroups groups = VaryingGroups.Of(Rows, Known, ["season", "letter", "web"], centred: true);
        SmoothFunction f = VaryingObjective.Of(
            groups, new([(0, CovariateProcess.Purchase), (1, CovariateProcess.Both), (2, CovariateProcess.Dropout), (0, CovariateProcess.Dropout)]), 30, 1);
        double[] at = [-0.3, -1.2, 0.2, -0.9, 0.4, -0.2, 0.3, 0.1];
        DerivativesAreDifferences(f, at);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Order_of_rows_and_covariates_threads_and_weights_for_repeated_rows_change_nothing()
    {
        FitReport<VaryingCovariateModel> fit = Fitted.Value;
        Assert.Equal(FitExit.Converged, fit.Exit);
        Assert.Equal(fit.Parameters, VaryingCovariateFitter.ParetoNbd(Rows, Known, Named with { Threads = 1 }).Parameters);
        int[] back = [.. Enumerable.Range(0, 200).Reverse()], twice = [.. Enumerable.Range(0, 200).SelectMany(i => (int[])[i, i])];
        Assert.Equal(fit.Parameters, VaryingCovariateFitter.ParetoNbd(Taken(back), Known.Taken(back), Named).Parameters);
        PurchaseTimes weighted = new([.. Rows.Times], Rows.Histories.T, TimeUnit.Week, [.. Rows.Times.Select(_ => 2.0)]);
        Assert.Equal(
            VaryingCovariateFitter.ParetoNbd(weighted, Known, Named).Parameters, VaryingCovariateFitter.ParetoNbd(Taken(twice), Known.Taken(twice), Named).Parameters);
        Assert.Equal(
            fit.Model.ProbabilityAlive(Rows, Known), fit.Model.ProbabilityAlive(Rows, new([.. Known.Paths.Reverse()], [.. Known.Start], Periods, 1, TimeUnit.Week)));
    }

    [Fact]
    public void The_unit_of_time_changes_alpha_and_beta_alone_and_the_unit_of_a_covariate_its_coefficient()
    {
        PurchaseTimes days = new([.. Rows.Times.Select(own => (double[])[.. own.Select(time => 7 * time)])], [.. Rows.Histories.T.Select(age => 7 * age)], TimeUnit.Day);
        CovariatePath season = CovariatePath.Calendar("season", [.. Season().Select(value => 50 + (1000 * value))]);
        CovariatePaths other = new([season, Known.Paths[1], Known.Paths[2]], [.. Known.Start.Select(start => 7 * start)], Periods, 7, TimeUnit.Day);
        FitReport<VaryingCovariateModel> fit = VaryingCovariateFitter.ParetoNbd(days, other, Named);
        Assert.Equal(Fitted.Value.LogLikelihood - (Rows.Histories.Frequency.Sum() * Math.Log(7)), fit.LogLikelihood, 1e-6);
        Assert.Equal(Fitted.Value.Model.Effects[0].Coefficient, 1000 * fit.Model.Effects[0].Coefficient, 1e-6);
        Assert.Equal(Fitted.Value.Parameters[5].Value, fit.Parameters[5].Value, 1e-6);
        Near(Fitted.Value.Model.ProbabilityAlive(Rows, Known), fit.Model.ProbabilityAlive(days, other), 1e-6);
        Near(Fitted.Value.Model.ConditionalExpectedTransactions(Rows, Known, 9), fit.Model.ConditionalExpectedTransactions(days, other, 63), 1e-6);
    }

    [Fact]
    public void What_is_expected_adds_up_over_time_starts_at_0_and_shrinks_with_discounting()
    {
        double[] four = Truth.ConditionalExpectedTransactions(Rows, Known, 4), nine = Truth.ConditionalExpectedTransactions(Rows, Known, 9);
        double[] discounted = Truth.DiscountedExpectedTransactions(Rows, Known, 9, ContinuousRate.PerUnit(0.01, TimeUnit.Week));
        Assert.All(Truth.ConditionalExpectedTransactions(Rows, Known, 0), expected => Assert.Equal(0.0, expected));
        Assert.All(Truth.ProbabilityOfNoPurchase(Rows, Known, 0), none => Assert.Equal(1.0, none));
        for (int i = 0; i < Rows.Count; i++)
        {
            Assert.InRange(four[i], 0, nine[i]);
            Assert.InRange(discounted[i], 0.9 * nine[i], nine[i]);
        }

        // Expected from the first day on is what is expected up to a day and from it on, when nothing is known yet.
        double[] sixty = Truth.ExpectedTransactions(Known, 30), thirty = Truth.ExpectedTransactions(Known, 12);
        Assert.All(sixty.Zip(thirty), pair => Assert.True(pair.First > pair.Second && pair.Second > 0));
    }

    [Fact]
    public void A_customer_who_bought_at_the_last_moment_is_alive_and_one_of_age_0_is_new()
    {
        CovariatePaths one = Paths(1, 3);
        Assert.Equal(1.0, Truth.ProbabilityAlive(new([[3, 10]], [10], TimeUnit.Week), one)[0]);
        PurchaseTimes fresh = new([[]], [0], TimeUnit.Week);
        Assert.Equal(1.0, Truth.ProbabilityAlive(fresh, one)[0]);
        Assert.Equal(0.0, Truth.LogLikelihood(fresh, one)[0]);
        Assert.Equal(Truth.ExpectedTransactions(one, 20), Truth.ConditionalExpectedTransactions(fresh, one, 20));
        double many = Truth.LogLikelihood(new([[.. Enumerable.Range(1, 200).Select(k => 0.2 * k)]], [50], TimeUnit.Week), one)[0];
        Assert.True(double.IsFinite(many));
    }

    [Fact]
    public void What_cannot_be_fitted_or_asked_is_refused_with_what_to_do()
    {
        CovariatePaths still = new([CovariatePath.Calendar("one", [.. Season().Select(_ => 1.0)])], [.. Known.Start], Periods, 1, TimeUnit.Week);
        FitReport<VaryingCovariateModel> constant = VaryingCovariateFitter.ParetoNbd(Rows, still);
        Assert.Equal(FitExit.Failed, constant.Exit);
        Assert.Contains("'one' has the same value for every customer at all times", constant.Explanation, StringComparison.Ordinal);
        PurchaseTimes silent = new([[], []], [10, 12], TimeUnit.Week);
        Assert.Contains("No customer bought twice", VaryingCovariateFitter.ParetoNbd(silent, Paths(2, 1)).Explanation, StringComparison.Ordinal);
        Assert.Contains("There are no customers", VaryingCovariateFitter.ParetoNbd(new([], [], TimeUnit.Week), Paths(0, 1)).Explanation, StringComparison.Ordinal);
        Says("200 customers but covariates of 3", () => VaryingCovariateFitter.ParetoNbd(Rows, Paths(3, 1)));
        Says("no covariate 'shop'", () => VaryingCovariateFitter.ParetoNbd(Rows, Known, new() { Common = ["shop"] }));
        Says("31 more periods, a shorter horizon", () => Truth.ConditionalExpectedTransactions(new([[]], [60], TimeUnit.Week), Short(), 40.5));
        Says("Give one more period", () => VaryingCovariateFitter.ParetoNbd(new([[5, 70]], [70], TimeUnit.Week), Short()));
        Says("'letter' is missing", () => Truth.ProbabilityAlive(Rows, new([Known.Paths[0]], [.. Known.Start], Periods, 1, TimeUnit.Week)));
        Says("beyond all numbers", () => Truth.ProbabilityAlive(Rows, new([CovariatePath.Calendar("season", [.. Season().Select(_ => 1e6)]), Known.Paths[1], Known.Paths[2]], [.. Known.Start], Periods, 1, TimeUnit.Week)));
        Says("two effects 'both:x'", () => new VaryingCovariateModel(Truth.AtZero, [new("x", CovariateProcess.Both, 1), new("x", CovariateProcess.Both, 2)]));
        Says("finite time of at least 0", () => Truth.ConditionalExpectedTransactions(Rows, Known, -1));
        Says("in units of Day", () => Truth.ProbabilityAlive(new([[]], [10], TimeUnit.Day), Short()));
        Says("in units of Week, the histories or the model in units of Day", () => VaryingCovariateFitter.ParetoNbd(new([[]], [10], TimeUnit.Day), Short()));
        Says("repeat purchase at 11 but T 10", () => new PurchaseTimes([[11]], [10], TimeUnit.Week));
        Says("at 3 after one at 5", () => new PurchaseTimes([[5, 3]], [10], TimeUnit.Week));
        Says("has 2 values. It needs 3: one for each of 3 periods", () => new CovariatePaths([CovariatePath.Calendar("x", [1, 2])], [0], 3, 1, TimeUnit.Week));
        Says("has NaN at place 1", () => CovariatePath.Own("x", [1, double.NaN]));
        Says("starts at 4", () => new CovariatePaths([CovariatePath.Calendar("x", [1, 2, 3])], [4], 3, 1, TimeUnit.Week));
        Says("no name twice", () => new CovariatePaths([CovariatePath.Calendar("x", [1]), CovariatePath.Calendar("x", [1])], [0], 1, 1, TimeUnit.Week));

        static CovariatePaths Short() => Paths(1, 3);
        static void Says(string what, Func<object> act) => Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    private static CovariatePaths GoingOn(CovariatePaths known) => new(known.Paths, [.. known.Start], known.Periods, known.Period, known.Unit) { LastPeriodGoesOn = true };

    // So many more periods, each as the last.
    private static CovariatePaths Written(CovariatePaths known, int more)
    {
        int periods = known.Periods + more;
        CovariatePath[] paths = [.. known.Paths.Select(path => CovariatePath.Own(
            path.Name, [.. Enumerable.Range(0, known.Count).SelectMany(i => Enumerable.Range(0, periods).Select(k => path.At(i, Math.Min(k, known.Periods - 1), known.Periods)))]))];
        return new(paths, [.. known.Start], periods, known.Period, known.Unit);
    }

    internal static double[] Ages(int n) => [.. Enumerable.Range(0, n).Select(i => 20.0 + (i % 31) + (i % 7 / 7.0))];

    internal static CovariatePaths Paths(int n, ulong seed)
    {
        Pcg64 random = new(seed, 0);
        double[] letter = new double[n * Periods], web = new double[n];
        for (int i = 0; i < n; i++)
        {
            web[i] = random.NextDouble() < 0.4 ? 1 : 0;
            for (int k = 0; k < Periods; k++)
            {
                letter[(i * Periods) + k] = random.NextDouble() < 0.2 ? 1 : 0;
            }
        }

        return new(
            [CovariatePath.Calendar("season", Season()), CovariatePath.Own("letter", letter), CovariatePath.Constant("web", web)],
            [.. Enumerable.Range(0, n).Select(i => n == 1 ? 0.0 : (i % 10) + (i % 5 / 7.0))],
            Periods,
            1,
            TimeUnit.Week);
    }

    private static double[] Season() => [.. Enumerable.Range(0, Periods).Select(k => k % 26 < 8 ? 1.0 : 0.0)];

    private static PurchaseTimes Taken(int[] at) => new([.. at.Select(i => Rows.Times[i])], [.. at.Select(i => Rows.Histories.T[i])], TimeUnit.Week);

    private static void Near(double[] expected, double[] found, double within = 1e-10)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, within * Math.Max(1, Math.Abs(pair.First))));
    }

    /// <summary>Holds a gradient and a Hessian to differences of the function and of its gradient.</summary>
    internal static void DerivativesAreDifferences(SmoothFunction f, double[] at)
    {
        int n = at.Length;
        double[] g = new double[n], h = new double[n * n];
        _ = f(at, g, h);
        for (int i = 0; i < n; i++)
        {
            double[] up = [.. at], down = [.. at], above = new double[n], below = new double[n], unused = new double[n * n];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double difference = f(up, above, unused) - f(down, below, unused);
            Assert.Equal(difference / 2e-5, g[i], 1e-8);
            Assert.All(Enumerable.Range(0, n), k => Assert.Equal((above[k] - below[k]) / 2e-5, h[(i * n) + k], 1e-8));
        }
    }
}
