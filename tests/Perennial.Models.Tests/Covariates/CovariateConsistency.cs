using Perennial.Models.BgNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests.Covariates;

public sealed class CovariateConsistency
{
    private static readonly CovariateColumns Known = Columns(1500, 5);
    private static readonly CovariateModel<ParetoNbdModel> Truth = new(
        new(new(0.9, 9, 0.8, 14), TimeUnit.Week),
        [new("web", CovariateProcess.Purchase, 0.5), new("spend", CovariateProcess.Purchase, -0.3), new("web", CovariateProcess.Dropout, -0.6)]);

    private static readonly PurchaseHistories Rows = CovariateSimulator.Histories(Truth, Known, Ages(1500), 7);

    [Fact]
    public void With_all_effects_0_every_answer_and_every_draw_is_that_of_the_model_without_covariates()
    {
        Same(new ParetoNbdModel(new(0.9, 9, 0.8, 14), TimeUnit.Week), ages => ParetoNbdSimulator.Histories(new(0.9, 9, 0.8, 14), ages, TimeUnit.Week, 4));
        Same(new BgNbdModel(new(0.9, 9, 0.8, 3), TimeUnit.Week), ages => BgNbdSimulator.Histories(new(0.9, 9, 0.8, 3), ages, TimeUnit.Week, 4));
        Same(new MbgNbdModel(new(0.9, 9, 0.8, 3), TimeUnit.Week), ages => MbgNbdSimulator.Histories(new(0.9, 9, 0.8, 3), ages, TimeUnit.Week, 4));
        Same(new GgomNbdModel(new(0.9, 9, 0.02, 0.8, 0.3), TimeUnit.Week), ages => GgomNbdSimulator.Histories(new(0.9, 9, 0.02, 0.8, 0.3), ages, TimeUnit.Week, 4));

        static void Same<TModel>(TModel without, Func<double[], PurchaseHistories> simulate)
            where TModel : class, ITransactionModel
        {
            CovariateModel<TModel> with = new(without, [new("web", CovariateProcess.Both, 0), new("spend", CovariateProcess.Purchase, 0)]);
            PurchaseHistories rows = simulate(Ages(40));
            CovariateColumns known = Columns(40, 6);
            PurchaseHistories drawn = CovariateSimulator.Histories(with, known, Ages(40), 4);
            Assert.Equal(rows.Frequency, drawn.Frequency);
            Assert.Equal(rows.Recency, drawn.Recency);
            ContinuousRate rate = ContinuousRate.PerUnit(0.002, TimeUnit.Week);
            Assert.Equal(without.ProbabilityAlive(rows), with.ProbabilityAlive(rows, known));
            Assert.Equal(without.ProbabilityOfNoPurchase(rows, 13), with.ProbabilityOfNoPurchase(rows, known, 13));
            Assert.All(with.ExpectedTransactions(known, 26), expected => Assert.Equal(without.ExpectedTransactions(26), expected));
            Assert.Equal(without.ConditionalExpectedTransactions(rows, 26), with.ConditionalExpectedTransactions(rows, known, 26));
            Assert.Equal(without.ProbabilityOfCount(rows.Frequency[3], rows.Recency[3], rows.T[3], 26, 5), with.ProbabilityOfCount(rows, known, 26, 5)[3]);
            Assert.Equal(without.DiscountedExpectedTransactions(rows, 26, rate), with.DiscountedExpectedTransactions(rows, known, 26, rate));
            Assert.Equal(without.Dert(rows, rate), with.Dert(rows, known, rate));
        }
    }

    [Fact]
    public void Coefficients_held_at_0_by_a_penalty_give_the_fit_without_covariates()
    {
        Held(ParetoNbdFitter.Fit(Rows), CovariateFitter.ParetoNbd(Rows, Known, new() { Penalty = 1e12 }));
        Held(BgNbdFitter.Fit(Rows), CovariateFitter.BgNbd(Rows, Known, new() { Penalty = 1e12 }));
        Held(MbgNbdFitter.Fit(Rows), CovariateFitter.MbgNbd(Rows, Known, new() { Penalty = 1e12 }));

        static void Held<TModel>(FitReport<TModel> without, FitReport<CovariateModel<TModel>> with)
            where TModel : class, ITransactionModel
        {
            Assert.Equal(without.LogLikelihood, with.LogLikelihood, 1e-6);
            foreach ((ParameterEstimate expected, ParameterEstimate found) in without.Parameters.Zip(with.Parameters))
            {
                Assert.Equal(expected.Name, found.Name);
                Assert.Equal(expected.Value, found.Value, 1e-6 * expected.Value);
                Assert.Equal(expected.StandardError!.Value, found.StandardError!.Value, 1e-5 * expected.StandardError.Value);
            }
        }
    }

    [Fact]
    public void A_common_coefficient_is_two_equal_ones()
    {
        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(Rows, Known, new() { Common = ["web"], Dropout = [] });
        Assert.Equal(["purchase:spend", "both:web"], fit.Model.Effects.Select(effect => effect.Name));
        CovariateEffect both = fit.Model.Effects[1];
        CovariateModel<ParetoNbdModel> two = new(
            fit.Model.AtZero, [fit.Model.Effects[0], both with { Process = CovariateProcess.Purchase }, both with { Process = CovariateProcess.Dropout }]);
        double[] expected = two.ConditionalExpectedTransactions(Rows, Known, 26), found = fit.Model.ConditionalExpectedTransactions(Rows, Known, 26);
        for (int i = 0; i < Rows.Count; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-12 * expected[i]);
        }

        Assert.Equal(fit.LogLikelihood, LogLikelihood(two), 1e-8);
        Assert.True(fit.LogLikelihood < CovariateFitter.ParetoNbd(Rows, Known).LogLikelihood);
    }

    [Fact]
    public void The_unit_and_the_zero_of_a_covariate_change_its_coefficient_alone()
    {
        CovariateColumns other = new(["web", "spend"], [Known.Columns[0].ToArray(), [.. Known.Columns[1].Select(v => (1000 * v) + 50)]]);
        foreach (double penalty in (double[])[0, 20])
        {
            FitReport<CovariateModel<ParetoNbdModel>> one = CovariateFitter.ParetoNbd(Rows, Known, new() { Penalty = penalty });
            FitReport<CovariateModel<ParetoNbdModel>> two = CovariateFitter.ParetoNbd(Rows, other, new() { Penalty = penalty });
            Assert.Equal(FitExit.Converged, one.Exit);
            Assert.Equal(one.LogLikelihood, two.LogLikelihood, 1e-8);
            foreach ((ParameterEstimate a, ParameterEstimate b) in one.Parameters.Zip(two.Parameters).Where(pair => pair.First.IsCoefficient))
            {
                double factor = a.Name.EndsWith("spend", StringComparison.Ordinal) ? 1000 : 1;
                Assert.Equal(a.Value, factor * b.Value, 1e-8);
                Assert.Equal(a.StandardError!.Value, factor * b.StandardError!.Value, 1e-7);
            }

            double[] expected = one.Model.ConditionalExpectedTransactions(Rows, Known, 26), found = two.Model.ConditionalExpectedTransactions(Rows, other, 26);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        }
    }

    [Fact]
    public void The_order_of_columns_changes_nothing()
    {
        FitReport<CovariateModel<BgNbdModel>> fit = CovariateFitter.BgNbd(Rows, Known);
        CovariateColumns swapped = new(["spend", "web"], [Known.Columns[1].ToArray(), Known.Columns[0].ToArray()]);
        Assert.Equal(fit.Model.ProbabilityAlive(Rows, Known), fit.Model.ProbabilityAlive(Rows, swapped));
    }

    [Fact]
    public void Each_customers_answer_is_that_of_the_customers_own_model()
    {
        double[] alive = Truth.ProbabilityAlive(Rows, Known), expected = Truth.ConditionalExpectedTransactions(Rows, Known, 26), fresh = Truth.ExpectedTransactions(Known, 52);
        for (int i = 0; i < 40; i++)
        {
            ParetoNbdModel own = Truth.Customer(Known, i);
            double web = Known.Columns[0][i], spend = Known.Columns[1][i];
            Assert.Equal(9 * Math.Exp((-0.5 * web) + (0.3 * spend)), own.Named.Alpha, 1e-12 * own.Named.Alpha);
            Assert.Equal(14 * Math.Exp(0.6 * web), own.Named.Beta, 1e-12 * own.Named.Beta);
            PurchaseHistories one = Taken(Rows, [i]);
            Assert.Equal(own.ProbabilityAlive(one)[0], alive[i]);
            Assert.Equal(own.ConditionalExpectedTransactions(one, 26)[0], expected[i]);
            Assert.Equal(own.ExpectedTransactions(52), fresh[i]);
        }
    }

    [Fact]
    public void In_bg_nbd_covariates_on_drop_out_move_a_and_b_alike()
    {
        CovariateModel<BgNbdModel> model = new(new(new(0.9, 9, 0.8, 3), TimeUnit.Week), [new("web", CovariateProcess.Dropout, 0.7)]);
        BgNbdParameters own = model.Customer(new(["web"], [[2]]), 0).Named;
        Assert.Equal((0.9, 9), (own.R, own.Alpha));
        Assert.Equal(0.8 * Math.Exp(1.4), own.A, 1e-14);
        Assert.Equal(3 * Math.Exp(1.4), own.B, 1e-13);
    }

    [Fact]
    public void Gradient_and_hessian_are_those_of_finite_differences()
    {
        CovariateGroups groups = CovariateGroups.Of(Rows, CovariateRows.Of(Known, Known.Names, Rows.Count));
        CovariateTerm[] terms = [new(0, [0, -1, 0, 0]), new(1, [0, -1, 0, 0]), new(0, [0, 0, 1, 1]), new(1, [0, -1, 1, 1])];
        SmoothFunction f = CovariateRegression.Objective(groups, BgNbdLikelihood.Objective, 4, terms, 30, 1);
        double[] at = [-0.3, -1.2, 0.2, 0.9, 0.4, -0.2, 0.3, 0.1];
        int n = at.Length;
        double[] g = new double[n], h = new double[n * n];
        _ = f(at, g, h);
        for (int i = 0; i < n; i++)
        {
            double[] up = [.. at], down = [.. at], gUp = new double[n], gDown = new double[n], unused = new double[n * n];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double difference = f(up, gUp, unused) - f(down, gDown, unused);
            Assert.Equal(difference / 2e-5, g[i], 1e-8);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal((gUp[j] - gDown[j]) / 2e-5, h[(i * n) + j], 1e-8);
            }
        }
    }

    [Fact]
    public void Covariates_that_say_the_same_are_a_ridge()
    {
        CovariateColumns twice = new(["web", "again"], [Known.Columns[0].ToArray(), [.. Known.Columns[0].Select(v => 3 - (2 * v))]]);
        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(Rows, twice, new() { Dropout = [] });
        Assert.Equal(FitExit.NotIdentified, fit.Exit);
        Assert.Equal(CovariateFitter.ParetoNbd(Rows, twice, new() { Purchase = ["web"], Dropout = [] }).LogLikelihood, fit.LogLikelihood, 1e-5);

        // A penalty shares the effect between them.
        Assert.Equal(FitExit.Converged, CovariateFitter.ParetoNbd(Rows, twice, new() { Dropout = [], Penalty = 1 }).Exit);
    }

    [Theory]
    [InlineData(1, 2020, true)]
    [InlineData(1e100, 0, true)]
    [InlineData(1e-100, 0, true)]
    [InlineData(1, 1e7, false)]
    [InlineData(1e300, 0, false)]
    [InlineData(1e-300, 0, false)]
    public void Covariates_of_any_size_give_finite_numbers_or_are_refused(double unit, double zero, bool usable)
    {
        CovariateColumns sized = new(["web", "spend"], [Known.Columns[0].ToArray(), [.. Known.Columns[1].Select(v => zero + (unit * v))]]);
        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(Rows, sized);
        Assert.Equal(usable, fit.IsUsable);
        if (!usable)
        {
            Assert.Contains("Take each from its mean", fit.Explanation, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(CovariateFitter.ParetoNbd(Rows, Known).LogLikelihood, fit.LogLikelihood, 1e-6);
        Assert.All(fit.Parameters, p => Assert.True(double.IsFinite(p.Value) && double.IsNormal(p.StandardError!.Value)));
        Assert.All(fit.Model.ConditionalExpectedTransactions(Rows, sized, 26), expected => Assert.True(double.IsFinite(expected)));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Where_nobody_drops_out_covariates_on_purchases_are_still_found()
    {
        CovariateModel<ParetoNbdModel> loyal = new(new(new(2, 8, 1e-9, 1), TimeUnit.Week), [new("web", CovariateProcess.Purchase, 0.5)]);
        PurchaseHistories rows = CovariateSimulator.Histories(loyal, Known, Ages(1500), 6);
        foreach (CovariateOptions options in (CovariateOptions[])[new(), new() { Dropout = [] }, new() { Penalty = 10 }])
        {
            FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(rows, Known, options);
            Assert.Equal(FitExit.Boundary, fit.Exit);
            Assert.Contains("nobody ever drops out", fit.Explanation, StringComparison.Ordinal);
            Assert.Equal(0.5, fit.Model.Effects.Single(effect => effect.Name == "purchase:web").Coefficient, 0.15);
            Assert.All(fit.Model.Effects.Where(effect => effect.Process == CovariateProcess.Dropout), effect => Assert.Equal(0, effect.Coefficient));
            Assert.All(fit.Model.ProbabilityAlive(rows, Known), alive => Assert.Equal(1, alive, 1e-6));
        }

        // Other draws have a few silent customers whom coefficients without bound single out as gone.
        Assert.Equal(FitExit.NotIdentified, CovariateFitter.ParetoNbd(CovariateSimulator.Histories(loyal, Known, Ages(1500), 2), Known).Exit);
    }

    [Fact]
    public void Wald_intervals_of_coefficients_are_symmetric_and_those_of_parameters_in_logarithms()
    {
        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(Rows, Known);
        foreach ((ParameterInterval interval, ParameterEstimate p) in WaldIntervals.Of(fit).Zip(fit.Parameters))
        {
            if (p.IsCoefficient)
            {
                Assert.Equal(p.Value - (1.959963984540054 * p.StandardError!.Value), interval.Lower!.Value, 1e-10);
                Assert.Equal(p.Value + (1.959963984540054 * p.StandardError.Value), interval.Upper!.Value, 1e-10);
            }
            else
            {
                Assert.Equal(1, interval.Lower!.Value * interval.Upper!.Value / (p.Value * p.Value), 1e-10);
            }
        }
    }

    [Fact]
    public void What_cannot_be_fitted_or_asked_is_refused_with_what_to_do()
    {
        FitReport<CovariateModel<ParetoNbdModel>> constant = CovariateFitter.ParetoNbd(Rows, new(["web", "one"], [Known.Columns[0].ToArray(), [.. Rows.T.Select(_ => 0.0)]]));
        Assert.Equal(FitExit.Failed, constant.Exit);
        Assert.Contains("'one' has the same value for every customer", constant.Explanation, StringComparison.Ordinal);
        Assert.Throws<ConvergenceException>(() => constant.Model);
        PurchaseHistories silent = new([0, 0], [0, 0], [10, 12], TimeUnit.Week);
        Assert.Contains("No customer bought twice", CovariateFitter.MbgNbd(silent, Columns(2, 1)).Explanation, StringComparison.Ordinal);
        Says("600 rows", () => CovariateFitter.BgNbd(Rows, Columns(600, 1)));
        Says("no covariate 'shop'", () => CovariateFitter.BgNbd(Rows, Known, new() { Common = ["shop"] }));
        Says("No covariate acts", () => CovariateFitter.BgNbd(Rows, Known, new() { Purchase = [], Dropout = [] }));
        Says("finite number of at least 0", () => new CovariateOptions { Penalty = -1 });
        Says("'spend' is missing", () => Truth.ProbabilityAlive(Rows, new(["web"], [Known.Columns[0].ToArray()])));
        Says("beyond all numbers", () => Truth.Customer(new(["web", "spend"], [[1e6], [0]]), 0));
        Says("There are 1500 rows", () => Truth.Customer(Known, 1500));
        Says("two effects 'both:web'", () => new CovariateModel<BgNbdModel>(
            new(new(1, 1, 1, 1), TimeUnit.Week), [new("web", CovariateProcess.Both, 1), new("web", CovariateProcess.Both, 2)]));
        Says("finite coefficient", () => new CovariateModel<BgNbdModel>(new(new(1, 1, 1, 1), TimeUnit.Week), [new("web", CovariateProcess.Both, double.NaN)]));
        Assert.Throws<UnitMismatchException>(() => Truth.ProbabilityAlive(new([0], [0], [10], TimeUnit.Day), Columns(1, 1)));

        static void Says(string what, Func<object> act) => Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    internal static CovariateColumns Columns(int n, ulong seed)
    {
        Pcg64 random = new(seed, 0);
        double[] web = new double[n], spend = new double[n];
        for (int i = 0; i < n; i++)
        {
            web[i] = random.NextDouble() < 0.4 ? 1 : 0;
            spend[i] = Math.Floor(5 * random.NextDouble()) / 2;
        }

        return new(["web", "spend"], [web, spend]);
    }

    internal static double[] Ages(int n) => [.. Enumerable.Range(0, n).Select(i => 20.0 + (i % 60))];

    private static double LogLikelihood(CovariateModel<ParetoNbdModel> model) => Enumerable.Range(0, Rows.Count).Sum(i =>
        ParetoNbdLikelihood.LogLikelihood(model.Customer(Known, i).Named, Rows.Frequency[i], Rows.Recency[i], Rows.T[i]));

    private static PurchaseHistories Taken(PurchaseHistories rows, int[] at) => new(
        [.. at.Select(i => rows.Frequency[i])], [.. at.Select(i => rows.Recency[i])], [.. at.Select(i => rows.T[i])], rows.Unit);
}
