using Perennial.Models.Assessing;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.Tests.Covariates;

namespace Perennial.Models.Tests.GammaGamma;

/// <summary>Gamma-Gamma on covariates and on frequency: theorems, inputs and recovery.</summary>
public sealed class SpendCovariateTests
{
    private static readonly GammaGammaParameters Base = new(6.25, 3.74, 15.44);
    private static readonly CovariateColumns Known = CovariateConsistency.Columns(1500, 5);
    private static readonly int[] Frequency = [.. Enumerable.Range(0, 1500).Select(i => i * i % 11)];
    private static readonly SpendCovariateModel Truth = new(Base, [new("web", 0.4), new("spend", -0.3)], 0.25);
    private static readonly SpendHistories Rows = GammaGammaSimulator.Histories(Truth, Frequency, Known, 3);
    private static readonly SpendCovariateOptions Both = new() { Frequency = FrequencyDependence.Power };

    [Fact]
    public void With_all_effects_0_every_answer_and_every_draw_is_that_of_gamma_gamma()
    {
        GammaGammaModel plain = new(Base);
        SpendCovariateModel zero = new(Base, [new("web", 0), new("spend", 0)], 0);
        SpendHistories drawn = GammaGammaSimulator.Histories(zero, Frequency, Known, 3);
        Assert.Equal(GammaGammaSimulator.Histories(Base, Frequency, 3).MeanSpend, drawn.MeanSpend);
        Assert.Equal(plain.ExpectedSpend(Rows), zero.ExpectedSpend(Rows, Known));
        Assert.Equal(plain.SpendQuantiles(Rows, 0.1, 0.5), zero.SpendQuantiles(Rows, Known, 0.1, 0.5));
        Assert.Equal(plain.Parameters, zero.Customer(7, Known, 3).Parameters);
    }

    [Fact]
    public void Coefficients_held_at_0_by_a_penalty_give_gamma_gamma()
    {
        FitReport<GammaGammaModel> without = GammaGammaFitter.Fit(Rows);
        foreach (FitReport<SpendCovariateModel> with in (FitReport<SpendCovariateModel>[])
            [SpendCovariateFitter.Fit(Rows, Known, Both with { Penalty = 1e12 }), SpendCovariateFitter.OnFrequency(Rows, new() { Penalty = 1e12 })])
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
    public void The_log_likelihood_is_the_sum_of_each_customers_own()
    {
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(Rows, Known, Both with { Penalty = 30 });
        double sum = 0;
        for (int i = 0; i < Rows.Count; i++)
        {
            sum += Rows.Frequency[i] == 0 ? 0 : GammaGammaLikelihood.LogLikelihood(fit.Model.Customer(Rows.Frequency[i], Known, i).Named, Rows.Frequency[i], Rows.MeanSpend[i]);
        }

        Assert.Equal(sum, fit.LogLikelihood, 1e-7);
        Assert.Equal(["p", "q", "gamma", "spend:web", "spend:spend", "frequency-power"], fit.Parameters.Select(p => p.Name));
        Assert.Equal(fit.Parameters.Select(p => p.Value), fit.Model.Parameters);
    }

    [Fact]
    public void Each_customers_answer_is_that_of_the_customers_own_model()
    {
        double[] expected = Truth.ExpectedSpend(Rows, Known);
        double[][] quantiles = Truth.SpendQuantiles(Rows, Known, 0.1, 0.9);
        for (int i = 0; i < 40; i++)
        {
            GammaGammaModel own = Truth.Customer(Rows.Frequency[i], Known, i);
            double factor = Math.Exp((0.4 * Known.Columns[0][i]) - (0.3 * Known.Columns[1][i])) * Math.Pow(1 + Rows.Frequency[i], 0.25);
            Assert.Equal(Base.Gamma * factor, own.Named.Gamma, 1e-12 * own.Named.Gamma);
            SpendHistories one = new([Rows.Frequency[i]], [Rows.MeanSpend[i]]);
            Assert.Equal(own.ExpectedSpend(one)[0], expected[i], 1e-11 * expected[i]);
            Assert.Equal(own.SpendQuantiles(one, 0.9)[0][0], quantiles[1][i], 1e-11 * quantiles[1][i]);
            Assert.True(quantiles[0][i] < expected[i] && expected[i] < quantiles[1][i]);
        }
    }

    [Fact]
    public void Gradient_and_hessian_are_those_of_finite_differences()
    {
        SpendGroups groups = SpendGroups.Of(Rows, SpendTerms.Of(Rows, Known, Both).Columns);
        double[] turn = [.. Enumerable.Range(0, 36).Select(i => i % 7 == 0 ? 1.0 : 0.1 * (i % 5))];
        foreach (SmoothFunction f in (SmoothFunction[])[GammaGammaLikelihood.Objective(groups, 1, 20), LinearMap.Pull(turn, GammaGammaLikelihood.Objective(groups, 1, 20))])
        {
            double[] at = [1.5, 1.1, -0.3, 0.2, -0.3, 0.1], g = new double[6], h = new double[36];
            _ = f(at, g, h);
            for (int i = 0; i < 6; i++)
            {
                double[] up = [.. at], down = [.. at], gUp = new double[6], gDown = new double[6], unused = new double[36];
                up[i] += 1e-5;
                down[i] -= 1e-5;
                Assert.Equal((f(up, gUp, unused) - f(down, gDown, unused)) / 2e-5, g[i], 1e-8);
                for (int j = 0; j < 6; j++)
                {
                    Assert.Equal((gUp[j] - gDown[j]) / 2e-5, h[(i * 6) + j], 1e-7);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(20.0)]
    public void Units_of_money_and_of_a_covariate_change_gamma_and_its_coefficient_alone(double penalty)
    {
        CovariateColumns other = new(["web", "spend"], [Known.Columns[0].ToArray(), [.. Known.Columns[1].Select(v => (1000 * v) + 50)]]);
        SpendHistories cents = new(Rows.Frequency, [.. Rows.MeanSpend.Select(z => 100 * z)]);
        FitReport<SpendCovariateModel> one = SpendCovariateFitter.Fit(Rows, Known, Both with { Penalty = penalty });
        FitReport<SpendCovariateModel> two = SpendCovariateFitter.Fit(cents, other, Both with { Penalty = penalty });
        Assert.Equal(one.LogLikelihood - (one.Customers * Math.Log(100)), two.LogLikelihood, 1e-6);
        foreach ((ParameterEstimate a, ParameterEstimate b) in one.Parameters.Zip(two.Parameters).Where(pair => pair.First.Name != "gamma"))
        {
            double factor = a.Name == "spend:spend" ? 1000 : 1;
            Assert.Equal(a.Value, factor * b.Value, 1e-7 * Math.Abs(a.Value));
            Assert.Equal(a.StandardError!.Value, factor * b.StandardError!.Value, 1e-6 * a.StandardError.Value);
        }

        double[] expected = one.Model.ExpectedSpend(Rows, Known), found = two.Model.ExpectedSpend(cents, other);
        Assert.All(expected.Zip(found), pair => Assert.Equal(100 * pair.First, pair.Second, 1e-6 * pair.Second));
    }

    [Fact]
    public void Order_of_rows_and_columns_and_threads_change_nothing()
    {
        int[] turned = [.. Enumerable.Range(0, Rows.Count).Reverse()];
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(Rows, Known, Both), single = SpendCovariateFitter.Fit(Rows, Known, Both with { Threads = 1 });
        FitReport<SpendCovariateModel> back = SpendCovariateFitter.Fit(
            new([.. turned.Select(i => Rows.Frequency[i])], [.. turned.Select(i => Rows.MeanSpend[i])]),
            new([.. Known.Names], [.. Known.Columns.Select(column => (double[])[.. turned.Select(i => column[i])])]),
            Both);
        Assert.Equal(fit.Parameters, single.Parameters);
        Assert.Equal(fit.Parameters, back.Parameters);
        CovariateColumns swapped = new(["other", "spend", "web"], [new double[Rows.Count], Known.Columns[1].ToArray(), Known.Columns[0].ToArray()]);
        Assert.Equal(fit.Model.ExpectedSpend(Rows, Known), fit.Model.ExpectedSpend(Rows, swapped));
    }

    [Fact]
    public void A_constraint_leaves_a_covariate_out_and_more_terms_never_lower_the_likelihood()
    {
        double plain = GammaGammaFitter.Fit(Rows).LogLikelihood;
        FitReport<SpendCovariateModel> one = SpendCovariateFitter.Fit(Rows, Known, new() { Spend = ["web"] });
        Assert.Equal(["web"], one.Model.Effects.Select(effect => effect.Covariate));
        double two = SpendCovariateFitter.Fit(Rows, Known).LogLikelihood, all = SpendCovariateFitter.Fit(Rows, Known, Both).LogLikelihood;
        Assert.True(plain < one.LogLikelihood && one.LogLikelihood < two && two < all);
        Assert.True(ChiSquareTest.LikelihoodRatio(two, all, 1).PValue < 1e-6);
    }

    [Fact]
    public void Where_frequency_says_nothing_its_power_is_0_within_its_error_and_the_likelihood_ratio_does_not_reject()
    {
        SpendHistories plain = GammaGammaSimulator.Histories(Base, Frequency, 8);
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.OnFrequency(plain);
        ParameterEstimate power = fit.Parameters[^1];
        Assert.InRange(power.Value / power.StandardError!.Value, -2, 2);
        Assert.True(ChiSquareTest.LikelihoodRatio(GammaGammaFitter.Fit(plain).LogLikelihood, fit.LogLikelihood, 1).PValue > 0.05);
    }

    [Fact]
    public void Covariates_that_say_the_same_are_a_ridge_and_a_penalty_shares_the_effect()
    {
        CovariateColumns twice = new(["web", "again"], [Known.Columns[0].ToArray(), [.. Known.Columns[0].Select(v => 3 - (2 * v))]]);
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(Rows, twice);
        Assert.Equal(FitExit.NotIdentified, fit.Exit);
        Assert.Equal(SpendCovariateFitter.Fit(Rows, twice, new() { Spend = ["web"] }).LogLikelihood, fit.LogLikelihood, 1e-5);
        Assert.Equal(FitExit.Converged, SpendCovariateFitter.Fit(Rows, twice, new() { Penalty = 1 }).Exit);
    }

    [Fact]
    public void One_price_for_all_and_nobody_to_learn_from_end_as_in_gamma_gamma()
    {
        SpendHistories same = new([1, 2, 3, 0], [20, 20, 20, 0]);
        CovariateColumns some = new(["web"], [[0, 1, 0, 1]]);
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(same, some);
        Assert.Equal(FitExit.Boundary, fit.Exit);
        Assert.All(fit.Model.ExpectedSpend(same, some), price => Assert.Equal(20, price, 1e-3));
        FitReport<SpendCovariateModel> nobody = SpendCovariateFitter.OnFrequency(new([0, 2], [0, 0]));
        Assert.Equal(FitExit.Failed, nobody.Exit);
        Assert.Contains("No customer has a repeat purchase of positive value", nobody.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_fitted_or_asked_is_refused_with_what_to_do()
    {
        CovariateColumns constant = new(["web", "one"], [Known.Columns[0].ToArray(), new double[Rows.Count]]);
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(Rows, constant);
        Assert.Equal(FitExit.Failed, fit.Exit);
        Assert.Contains("'one' has the same value for every customer", fit.Explanation, StringComparison.Ordinal);
        Assert.Throws<ConvergenceException>(() => fit.Model);
        Assert.Contains("the same frequency", SpendCovariateFitter.OnFrequency(new([2, 2, 0], [10, 20, 0])).Explanation, StringComparison.Ordinal);
        Says("600 rows", () => SpendCovariateFitter.Fit(Rows, CovariateConsistency.Columns(600, 1)));
        Says("no covariate 'shop'", () => SpendCovariateFitter.Fit(Rows, Known, new() { Spend = ["shop"] }));
        Says("Nothing acts on spend", () => SpendCovariateFitter.Fit(Rows, Known, new() { Spend = [] }));
        Says("no columns are given", () => SpendCovariateFitter.OnFrequency(Rows, new() { Spend = ["web"] }));
        Says("finite number of at least 0", () => new SpendCovariateOptions { Penalty = double.NaN });
        Says("depends on web, spend", () => Truth.ExpectedSpend(Rows));
        Says("'spend' is missing", () => Truth.ExpectedSpend(Rows, new(["web"], [Known.Columns[0].ToArray()])));
        Says("beyond all numbers", () => Truth.Customer(1, new(["web", "spend"], [[1e6], [0]])));
        Says("There are 1500 rows", () => Truth.Customer(1, Known, 1500));
        Says("two effects 'spend:web'", () => new SpendCovariateModel(Base, [new("web", 1), new("web", 2)]));
        Says("finite coefficient", () => new SpendCovariateModel(Base, [new("web", double.NaN)]));
        Says("power of frequency", () => new SpendCovariateModel(Base, [], double.NaN));
        Says("between 0 and 1", () => Truth.SpendQuantiles(Rows, Known, 1.0));

        static void Says(string what, Func<object> act) => Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2020, true)]
    [InlineData(1e100, 0, true)]
    [InlineData(1, 1e7, false)]
    public void Covariates_of_any_size_give_finite_numbers_or_are_refused(double unit, double zero, bool usable)
    {
        CovariateColumns sized = new(["spend"], [[.. Known.Columns[1].Select(v => zero + (unit * v))]]);
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(Rows, sized);
        Assert.True(fit.IsUsable == usable, fit.Explanation);
        if (usable)
        {
            Assert.All(fit.Parameters, p => Assert.True(double.IsFinite(p.Value) && double.IsFinite(p.StandardError!.Value)));
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void What_was_planted_is_found_again_within_the_errors_stated()
    {
        const int Repeats = 40;
        double squares = 0, sum = 0;
        double[] truth = Truth.Parameters;
        for (ulong seed = 1; seed <= Repeats; seed++)
        {
            FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(GammaGammaSimulator.Histories(Truth, Frequency, Known, seed), Known, Both);
            for (int k = 3; k < truth.Length; k++)
            {
                double z = (fit.Parameters[k].Value - truth[k]) / fit.Parameters[k].StandardError!.Value;
                squares += z * z;
                sum += z;
            }
        }

        // 120 squared deviations in standard errors have mean 1 within 4 of its own standard errors.
        Assert.InRange(squares / (3 * Repeats), 1 - (4 * Math.Sqrt(2.0 / (3 * Repeats))), 1 + (4 * Math.Sqrt(2.0 / (3 * Repeats))));
        Assert.InRange(sum / Math.Sqrt(3 * Repeats), -4, 4);
    }
}
