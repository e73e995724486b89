using Perennial.Models.Assessing;
using Perennial.Models.BgNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Assessing;

/// <summary>What a user of the library alone needs to test a model on days gone by: origins, splits, scores, a choice that says why, a tracking curve.</summary>
public sealed class BacktestTests
{
    // Two customers by hand: bought first at 1 and at 4, followed to 20.
    private static readonly double[] Start = [1, 4];
    private static readonly PurchaseTimes Two = new([[2, 6, 11], [8.5]], [19, 16], TimeUnit.Week);

    [Fact]
    public void Origins_lie_a_step_apart_before_the_last_window_and_leave_history()
    {
        RollingOrigins plan = RollingOrigins.Plan(52, 10, most: 3);
        Assert.Equal([22.0, 32, 42], plan.Times);
        Assert.Equal(10, plan.Window);
        Assert.Equal([37.0, 42], RollingOrigins.Plan(52, 10, most: 3, step: 5, least: 36).Times);
        Assert.Equal([12.0, 22, 32, 42], RollingOrigins.Plan(52, 10, most: 9, least: 12).Times);
        Assert.Contains("cannot hide", Assert.Throws<ArgumentException>(() => RollingOrigins.Plan(15, 10)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RollingOrigins.Plan(52, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RollingOrigins.Plan(52, 10, most: 0));
    }

    [Fact]
    public void A_split_knows_nothing_later_and_counts_what_came()
    {
        OriginSplit split = OriginSplit.Of(Two, Start, 7, 6);
        Assert.Equal([0, 1], split.Rows);
        Assert.Equal([[2.0, 6], []], split.Known.Times);
        Assert.Equal([6.0, 3], split.Known.Histories.T);
        Assert.Equal([1, 1], split.Hidden);
        OriginSplit early = OriginSplit.Of(Two, Start, 3, 9);
        Assert.Equal([0], early.Rows);
        Assert.Equal([2], early.Hidden);

        // Other purchases after the origin change nothing known.
        PurchaseTimes other = new([[2, 6, 18], [8.5, 9]], [19, 16], TimeUnit.Week);
        Assert.Equal(split.Known.Histories.Recency, OriginSplit.Of(other, Start, 7, 6).Known.Histories.Recency);
        Assert.Contains("followed to 20", Assert.Throws<ArgumentException>(() => OriginSplit.Of(Two, Start, 15, 6)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => OriginSplit.Of(Two, Start, 7, 0));
        Assert.Throws<ArgumentException>(() => OriginSplit.Of(Two, [1], 7, 6));
    }

    [Fact]
    public void A_tracking_curve_adds_up_cohorts_and_counts_purchases_where_they_fall()
    {
        BgNbdModel model = new(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week);
        TrackedPeriod[] curve = TrackingCurve.Of(model, Two, Start, 5, 4);
        Assert.Equal([5.0, 10, 15, 20], curve.Select(p => p.Ends));

        // Bought again at 3, 7 and 12, and at 12.5.
        Assert.Equal([1.0, 1, 2, 0], curve.Select(p => p.Actual));
        Assert.Equal([1.0, 2, 4, 4], curve.Select(p => p.CumulativeActual));
        Assert.Equal(model.ExpectedTransactions(4) + model.ExpectedTransactions(1), curve[0].Expected, 1e-14);
        Assert.Equal(model.ExpectedTransactions(19) + model.ExpectedTransactions(16), curve[3].CumulativeExpected, 1e-14);
        Assert.Equal(curve[3].CumulativeExpected, curve.Sum(p => p.Expected), 1e-14);
        PurchaseTimes heavy = new([[2, 6, 11], [8.5]], [19, 16], TimeUnit.Week, [2, 1]);
        Assert.Equal([2.0, 2, 3, 0], TrackingCurve.Of(model, heavy, Start, 5, 4).Select(p => p.Actual));
        Assert.Throws<ArgumentException>(() => TrackingCurve.Of(model, Two, [-1, 4], 5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrackingCurve.Of(model, Two, Start, 0, 4));
        Assert.Throws<UnitMismatchException>(() => TrackingCurve.Of(new BgNbdModel(model.Named, TimeUnit.Day), Two, Start, 5, 4));
    }

    [Fact]
    public void The_simplest_within_one_standard_error_of_the_best_is_chosen_with_the_figures()
    {
        double[] level = [.. Enumerable.Repeat(1.0, 100)], noisy = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0.0 : 2.002)], worse = [.. Enumerable.Repeat(1.1, 100)];
        ModelChoice near = ModelChoice.Of([("worse", worse), ("noisy", noisy), ("level", level)]);
        Assert.Equal("noisy", near.Chosen);
        Assert.Equal("noisy has a CRPS of 1.0010, level of 1.0000: less than one standard error (0.1006) apart, so the simpler one is taken.", near.Because);
        Assert.Equal(0.001, near.Compared[1].Behind, 1e-12);
        ModelChoice clear = ModelChoice.Of([("worse", worse), ("level", level)], "loss");
        Assert.Equal("level has the lowest loss, 1.0000 against worse 1.1000.", clear.Because);
        Assert.Equal("worse is the only candidate.", ModelChoice.Of([("worse", worse)]).Because);
        Assert.Throws<ArgumentException>(() => ModelChoice.Of([]));
        Assert.Throws<ArgumentException>(() => ModelChoice.Of([("a", level), ("a", worse)]));
        Assert.Throws<ArgumentException>(() => ModelChoice.Of([("a", level), ("b", [1.0])]));
    }

    [Fact]
    public void A_rolling_backtest_fits_what_was_known_and_scores_what_came()
    {
        (PurchaseTimes times, double[] start) = Company(300);
        RollingOrigins origins = RollingOrigins.Plan(70, 12, most: 2);
        RollingBacktest test = RollingBacktest.Run(times, start, origins, ["pareto-nbd", "bg-nbd"]);
        Assert.Equal(4, test.Scores.Count);
        Assert.Equal([(46.0, "bg-nbd"), (46.0, "pareto-nbd"), (58.0, "bg-nbd"), (58.0, "pareto-nbd")], test.Scores.Select(s => (s.Origin, s.Model)));
        PurchaseHistories known = test.Splits[1].Known.Histories;
        BgNbdModel model = BgNbdFitter.Fit(known).Model;
        OriginScore second = test.Scores[2];
        Assert.Equal(model.ConditionalExpectedTransactions(known, 12), second.Predicted);
        Assert.Equal(Crps.OfCount(model.ProbabilityOfCount(known.Frequency[5], known.Recency[5], known.T[5], 12, 400), test.Splits[1].Hidden[5]), second.Crps[5], 1e-8);
        Assert.Equal(test.Scores.Where(s => s.Model == "bg-nbd").SelectMany(s => s.Crps).Average(), test.Choice.Compared[0].MeanLoss, 1e-12);
        Assert.Contains(test.Choice.Chosen, test.Choice.Because, StringComparison.Ordinal);
        Assert.Contains("There are: bg-nbd", Assert.Throws<ArgumentException>(() => RollingBacktest.Run(times, start, origins, ["no-such"])).Message, StringComparison.Ordinal);
        PurchaseTimes silent = new([[], []], [69, 69], TimeUnit.Week);
        Assert.Throws<ConvergenceException>(() => RollingBacktest.Run(silent, [1, 1], origins, ["bg-nbd"]));
    }

    [Fact]
    public void What_is_known_beside_purchases_is_taken_where_it_foretells_them_and_left_where_it_does_not()
    {
        double[] start = [.. Enumerable.Range(0, 300).Select(i => i % 20 / 1.0)], ages = [.. start.Select(s => 70 - s)];
        double[] web = [.. start.Select((_, i) => i % 3 == 0 ? 1.0 : 0)], season = [.. Enumerable.Range(0, 71).Select(week => week % 26 < 8 ? 1.0 : 0)], nothing = [.. start.Select((_, i) => i % 7 / 7.0)];
        CovariatePaths both = new([CovariatePath.Constant("web", web), CovariatePath.Calendar("season", season)], start, 71, 1, TimeUnit.Week);
        VaryingCovariateModel truth = new(
            new(new(0.9, 14, 0.8, 20), TimeUnit.Week), [new("web", Models.Covariates.CovariateProcess.Purchase, 1.6), new("season", Models.Covariates.CovariateProcess.Purchase, 1.5)]);
        PurchaseTimes times = VaryingCovariateSimulator.Times(truth, both, ages, 5);
        Models.Covariates.CovariateOptions buying = new() { Dropout = [] };
        BacktestCandidate plain = BacktestCandidate.Of(TransactionModels.Named("pareto-nbd")), known = BacktestCandidate.WithCovariates("pareto-nbd", new(["web"], [web]), buying);
        BacktestCandidate seasonal = BacktestCandidate.WithCovariates(both, buying), noise = BacktestCandidate.WithCovariates("mbg-nbd", new(["nothing"], [nothing]), buying);
        Assert.Equal("pareto-nbd with web on purchases, season on purchases by time", seasonal.Name);
        Assert.Equal("bg-nbd with web, age on drop-out", BacktestCandidate.WithCovariates("bg-nbd", new(["web", "age"], [web, nothing]), new() { Purchase = ["web"] }).Name);

        RollingOrigins origins = RollingOrigins.Plan(70, 12, most: 2);
        RollingBacktest test = RollingBacktest.Run(times, start, origins, [plain, noise, known, seasonal]);
        Assert.Equal(seasonal.Name, test.Choice.Chosen);
        Assert.All(test.Choice.Compared.Take(3), model => Assert.True(model.Behind > 2 * model.StandardError, model.ToString()));
        Assert.Equal(plain.Name, RollingBacktest.Run(Company(300).Times, start, origins, [plain, noise]).Choice.Chosen);

        // Each customer keeps the covariates of the customer's own row: those acquired after an origin take no part.
        OriginSplit early = OriginSplit.Of(times, start, 10, 12);
        double[] own = [.. early.Rows.Select(i => web[i])];
        CovariatePaths some = new([CovariatePath.Constant("web", own)], [.. early.Rows.Select(i => start[i])], 71, 1, TimeUnit.Week), paths = new([CovariatePath.Own("web", [.. web.SelectMany(x => Enumerable.Repeat(x, 71))])], start, 71, 1, TimeUnit.Week);
        double[] expected = VaryingCovariateFitter.ParetoNbd(early.Known, some, buying).Model.ConditionalExpectedTransactions(early.Known, some, 12);
        Assert.Equal(expected, RollingBacktest.Run(times, start, new([10.0], 12), [BacktestCandidate.WithCovariates(paths, buying)]).Scores[0].Predicted);

        Assert.Contains("takes no covariates", Assert.Throws<ArgumentException>(() => BacktestCandidate.WithCovariates("bg-bb", new(["web"], [web]))).Message, StringComparison.Ordinal);
        Assert.Contains("no covariate 'age'", Assert.Throws<ArgumentException>(() => BacktestCandidate.WithCovariates(both, new() { Purchase = ["age"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RollingBacktest.Run(times, start, origins, [plain, plain]));
        Assert.Throws<ArgumentException>(() => RollingBacktest.Run(times, start, origins, (IReadOnlyList<BacktestCandidate>)[]));
    }

    [Fact]
    public void The_log_score_of_counts_is_the_mean_of_what_was_given_to_them()
    {
        Assert.Equal((Math.Log(2) + Math.Log(4)) / 2, Probabilities.LogScore([0.5, 0.25]), 1e-15);
        Assert.Throws<ArgumentException>(() => Probabilities.LogScore([]));
    }

    // Pareto/NBD customers who start over twenty weeks and are followed to week 70.
    private static (PurchaseTimes Times, double[] Start) Company(int customers)
    {
        double[] start = [.. Enumerable.Range(0, customers).Select(i => i % 20 / 1.0)], ages = [.. start.Select(s => 70 - s)];
        CovariatePaths none = new([CovariatePath.Constant("x", new double[customers])], new double[customers], 71, 1, TimeUnit.Week);
        VaryingCovariateModel model = new(new(new(0.9, 9, 0.8, 14), TimeUnit.Week), [new("x", Models.Covariates.CovariateProcess.Both, 0.1)]);
        return (VaryingCovariateSimulator.Times(model, none, ages, 5), start);
    }
}
