using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Contracts;
using Perennial.Models.Fitting;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests.Contracts;

/// <summary>What must hold for fits of both contract models.</summary>
public sealed class ContractFitTests
{
    private static readonly double[] Survivors = [5000, 3300, 2400, 1900, 1600, 1400, 1250, 1140];

    [Fact]
    public void With_c_at_one_the_beta_discrete_weibull_is_the_shifted_beta_geometric()
    {
        Span<double> one = stackalloc double[10];
        Span<double> other = stackalloc double[10];
        foreach ((int entry, int renewals, bool left) in ((int, int, bool)[])[(0, 0, true), (0, 4, true), (0, 9, false), (3, 7, true), (2, 40, false)])
        {
            ShiftedBetaGeometricLikelihood.Row((0.7, 3.1, 1), entry, renewals, left, one);
            BetaDiscreteWeibullLikelihood.Row((0.7, 3.1, 1), entry, renewals, left, other);
            foreach (int i in (int[])[0, 1, 2, 4, 5, 7])
            {
                Assert.Equal(one[i], other[i], 1e-12 * Math.Max(1, Math.Abs(one[i])));
            }
        }
    }

    [Fact]
    public void Derivatives_agree_with_differences()
    {
        CovariateColumns x = new(["age", "plan"], [[0.3, -1.2, 0.8, 2.0, -0.4], [1, 0, 0, 1, 1]]);
        ContractGroups groups = ContractGroups.Of(new([0, 3, 5, 2, 7], [true, true, false, true, false], [3, 1, 2, 5, 4], entry: [0, 1, 0, 0, 2], covariates: x));
        Agree(ContractRegression.Objective(groups, ShiftedBetaGeometricLikelihood.Row, 2, 0.3, 1), [-0.2, 0.1, -0.3, 0.9, 0.2, 0.4]);
        Agree(ContractRegression.Objective(groups, BetaDiscreteWeibullLikelihood.Row, 3, 0.3, 1), [-0.2, 0.1, -0.3, 0.9, 0.2, 0.4, 0.35]);
    }

    [Fact]
    public void The_covariance_stands_in_the_order_of_the_parameters_and_intervals_of_coefficients_are_symmetric()
    {
        FitReport<BetaDiscreteWeibullModel> fit = BetaDiscreteWeibullFitter.Fit(Simulated(3000, 4));
        Assert.Equal(["alpha", "beta", "c", "alpha:age", "alpha:plan", "beta:age", "beta:plan"], fit.Parameters.Select(p => p.Name));
        IReadOnlyList<ParameterInterval> intervals = WaldIntervals.Of(fit);
        for (int i = 0; i < fit.Parameters.Count; i++)
        {
            ParameterEstimate p = fit.Parameters[i];
            Assert.Equal(i >= 3, p.IsCoefficient);
            double reach = 1.959963984540054 * p.StandardError!.Value;
            double expected = p.IsCoefficient ? p.Value + reach : p.Value * Math.Exp(reach / p.Value);
            Assert.Equal(expected, intervals[i].Upper!.Value, 1e-9 * Math.Abs(expected));
        }
    }

    [Fact]
    public void The_unit_and_the_origin_of_a_covariate_change_nothing_but_its_coefficient()
    {
        ContractHistories rows = Simulated(2000, 5);
        CovariateColumns far = new(["age", "plan"], [[.. rows.Covariates!.Columns[0].Select(v => (1e4 * v) + 1e5)], rows.Covariates.Columns[1]]);
        FitReport<ShiftedBetaGeometricModel> plain = ShiftedBetaGeometricFitter.Fit(rows);
        FitReport<ShiftedBetaGeometricModel> other = ShiftedBetaGeometricFitter.Fit(new(rows.Renewals, rows.Left, covariates: far));
        Assert.Equal(plain.LogLikelihood, other.LogLikelihood, 1e-7);
        Assert.Equal(plain.Model.AlphaCoefficients[0], 1e4 * other.Model.AlphaCoefficients[0], 1e-7);
        Assert.Equal(plain.Model.BetaCoefficients[1], other.Model.BetaCoefficients[1], 1e-7);
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.05);
        Assert.Equal(plain.Model.For(0.5, 1).Del(rate), other.Model.For(105_000, 1).Del(rate), 1e-6);
    }

    [Fact]
    public void Covariates_that_mean_nothing_leave_the_base_model()
    {
        // Both halves of the customers have the same histories.
        ContractHistories half = ContractHistories.FromSurvivors(Survivors);
        int[] twice = [.. Enumerable.Range(0, half.Count), .. Enumerable.Range(0, half.Count)];
        ContractHistories both = half.Select(twice);
        CovariateColumns side = new(["side"], [[.. twice.Select((_, i) => i < half.Count ? 0.0 : 1.0)]]);
        FitReport<ShiftedBetaGeometricModel> with = ShiftedBetaGeometricFitter.Fit(new(both.Renewals, both.Left, both.Weight, covariates: side));
        FitReport<ShiftedBetaGeometricModel> without = ShiftedBetaGeometricFitter.Fit(half);
        Assert.Equal(FitExit.Converged, with.Exit);
        Assert.Equal(0, with.Model.AlphaCoefficients[0], 1e-8);
        Assert.Equal(0, with.Model.BetaCoefficients[0], 1e-8);
        Assert.Equal(without.Model.Named.Alpha, with.Model.Named.Alpha, 1e-8);
        Assert.Equal(2 * without.LogLikelihood, with.LogLikelihood, 1e-7);
    }

    [Fact]
    public void A_two_valued_covariate_is_two_separate_fits()
    {
        ContractHistories rows = ContractHistories.FromSurvivors(Survivors, [3000, 2500, 2200, 2000, 1850, 1740, 1650, 1580]);
        CovariateColumns cohort = new(["cohort"], [[.. rows.Cohort!.Select(k => (double)k)]]);
        FitReport<ShiftedBetaGeometricModel> joint = ShiftedBetaGeometricFitter.Fit(new(rows.Renewals, rows.Left, rows.Weight, covariates: cohort));
        CohortFits<ShiftedBetaGeometricModel> apart = ShiftedBetaGeometricFitter.FitCohorts(rows);
        Assert.Equal([0, 1], apart.Separate.Select(f => f.Cohort));
        Assert.Equal(apart.Separate.Sum(f => f.Report.LogLikelihood), joint.LogLikelihood, 1e-6);
        Assert.Equal(apart.Separate[1].Report.Model.Named.Alpha, joint.Model.For(1).Alpha, 1e-6);
        Assert.Equal(apart.Separate[1].Report.Model.Named.Beta, joint.Model.For(1).Beta, 1e-6);
        Assert.Equal(2, apart.LikelihoodRatio!.Degrees);
        Assert.True(apart.LikelihoodRatio.PValue < 1e-10 && apart.LikelihoodRatio.Statistic > 100);
        Assert.Equal(apart.LikelihoodRatio.Statistic, 2 * (joint.LogLikelihood - apart.Pooled.LogLikelihood), 1e-5);
    }

    [Fact]
    public void No_p_value_is_claimed_where_a_cohort_ends_at_an_edge()
    {
        CohortFits<BetaDiscreteWeibullModel> fits = BetaDiscreteWeibullFitter.FitCohorts(ContractHistories.FromSurvivors(Survivors, [100, 100, 100]));
        Assert.Equal(FitExit.Boundary, fits.Separate[1].Report.Exit);
        Assert.Equal(FitExit.Converged, fits.Pooled.Exit);
        Assert.Null(fits.LikelihoodRatio);
        Assert.Null(ShiftedBetaGeometricFitter.FitCohorts(ContractHistories.FromSurvivors(Survivors)).LikelihoodRatio);
    }

    [Fact]
    public void Customers_seen_from_a_later_renewal_on_give_the_same_law()
    {
        // Half of the survivors' table is only seen from the second renewal on.
        ContractHistories whole = Simulated(20_000, 6, covariates: false);
        int[] seen = [.. Enumerable.Range(0, whole.Count).Where(i => i % 2 == 0 || whole.Renewals[i] >= 2)];
        ContractHistories late = whole.Select(seen);
        ContractHistories truncated = new(late.Renewals, late.Left, entry: [.. seen.Select(i => i % 2 == 0 ? 0 : 2)]);
        ShiftedBetaGeometricParameters found = ShiftedBetaGeometricFitter.Fit(truncated).Model.Named;
        FitReport<ShiftedBetaGeometricModel> biased = ShiftedBetaGeometricFitter.Fit(late);
        Assert.Equal(2.0 / 7.0, found.Alpha / (found.Alpha + found.Beta), 0.02);
        Assert.True(biased.Model.Base.Hazard(1) < 0.2);
    }

    [Fact]
    public void Predictions_follow_the_customers_and_are_zero_for_those_who_left()
    {
        ContractHistories rows = Simulated(2000, 7);
        ShiftedBetaGeometricModel model = ShiftedBetaGeometricFitter.Fit(rows).Model;
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.1);
        double[] derl = model.Derl(rows, rate, RenewalStandpoint.BeforeNextRenewal);
        double[] survival = model.ConditionalSurvival(rows, 5);
        double[] expected = model.ExpectedRemainingPeriods(rows, 5);
        int?[] median = model.ResidualLifetimeQuantile(rows, 0.5);
        double[] discounted = model.DiscountedExpectedRenewals(rows, 5, rate, RenewalStandpoint.AfterLastPayment);
        for (int i = 0; i < rows.Count; i++)
        {
            ContractLifetime law = model.For(rows.Covariates!.Row(i));
            Assert.Equal(rows.Left[i] ? 0 : law.Derl(rows.Renewals[i], rate, RenewalStandpoint.BeforeNextRenewal), derl[i]);
            Assert.Equal(rows.Left[i] ? 0 : law.ConditionalSurvival(rows.Renewals[i], 5), survival[i]);
            Assert.Equal(rows.Left[i] ? 0 : law.ResidualLifetimeQuantile(rows.Renewals[i], 0.5), median[i]);
            Assert.True(rows.Left[i] ? expected[i] == 0 : discounted[i] < expected[i] && expected[i] < 5);
        }

        Assert.StartsWith("The customers have the covariates []",
            Assert.Throws<ArgumentException>(() => model.Derl(new([1], [false]), rate, RenewalStandpoint.AfterLastPayment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_handful_who_leave_among_thousands_are_not_lost_in_a_thin_sample()
    {
        // 9 000 contracts, no two alike, of which twelve leave: the fit on all rows at once must not be better.
        int n = 9000;
        bool[] left = [.. Enumerable.Range(0, n).Select(i => i % 750 == 11)];
        ContractHistories rows = new(
            [.. Enumerable.Range(0, n).Select(i => left[i] ? i % 4 : 4 + (i % 3))], left, covariates: new(["age"], [[.. Enumerable.Range(0, n).Select(i => Math.Sin(i))]]));
        FitReport<ShiftedBetaGeometricModel> report = ShiftedBetaGeometricFitter.Fit(rows);
        SmoothFunction all = ContractRegression.Objective(ContractGroups.Of(rows), ShiftedBetaGeometricLikelihood.Row, 2, 0, 1);
        double[] bound = [14, 30, 14, 30];
        Minimum best = MultiStart.Minimise(all, [[-3, 0, 2, 0], [0, 0, 6, 0], [-6, 0, 0, 0]], [.. bound.Select(b => -b)], bound);
        Assert.InRange(report.LogLikelihood, (-best.Value * n) - 1e-4, 0);
        Assert.Equal(12.0 / rows.Renewals.Select((s, i) => s + (left[i] ? 1 : 0)).Sum(), report.Model.For(0).Hazard(1), 1.2e-3);
    }

    public static TheoryData<double[], FitExit, string> Edges => new()
    {
        { [100, 100, 100, 100], FitExit.Boundary, "Nobody left" },
        { [100, 0], FitExit.Boundary, "Everybody left at the first renewal" },
        { [100, 70], FitExit.Boundary, "Only one renewal was observed" },
        { [1000000, 700000, 490000, 343000, 240100], FitExit.Boundary, "No spread in churn chances" },
        { [1000, 500, 500, 500, 500, 500], FitExit.Boundary, "Churn chances collapse on 0 and 1" },
        { [100], FitExit.Failed, "No contract has come up for renewal yet" },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void Edges_have_their_names(double[] survivors, FitExit exit, string sentence)
    {
        ContractHistories rows = ContractHistories.FromSurvivors(survivors);
        FitReport<ShiftedBetaGeometricModel> report = ShiftedBetaGeometricFitter.Fit(rows);
        Assert.Equal(exit, report.Exit);
        Assert.StartsWith(sentence, report.Explanation, StringComparison.Ordinal);
        FitReport<BetaDiscreteWeibullModel> other = BetaDiscreteWeibullFitter.Fit(rows);
        Assert.NotEqual(FitExit.Converged, other.Exit);
        foreach (ContractModel? model in (ContractModel?[])[report.IsUsable ? report.Model : null, other.IsUsable ? other.Model : null])
        {
            if (model is not null)
            {
                // Whatever the exit, the returned model repeats the retention that was seen.
                for (int n = 1; n < survivors.Length; n++)
                {
                    Assert.Equal(survivors[n] / survivors[0], model.Base.Survival(n), 0.02);
                }
            }
        }

        Assert.True(double.IsFinite(report.LogLikelihood) && double.IsFinite(other.LogLikelihood));
        Assert.All(report.Parameters.Concat(other.Parameters), p => Assert.True(double.IsFinite(p.Value) && p.StandardError is null));
    }

    [Fact]
    public void A_constant_covariate_and_no_contracts_are_refused()
    {
        Assert.StartsWith("The covariate 'k' has the same value",
            ShiftedBetaGeometricFitter.Fit(new([0, 1, 2], [true, false, true], covariates: new(["k"], [[4, 4, 4]]))).Explanation, StringComparison.Ordinal);
        Assert.StartsWith("There are no contracts", BetaDiscreteWeibullFitter.Fit(new([], [])).Explanation, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ShiftedBetaGeometricFitter.Fit(new([0], [true]), new() { Penalty = -1 }));
    }

    [Fact]
    public void The_penalty_draws_coefficients_to_zero_and_nothing_else()
    {
        ContractHistories rows = Simulated(1500, 8);
        double free = Math.Abs(ShiftedBetaGeometricFitter.Fit(rows).Model.AlphaCoefficients[0]);
        double held = Math.Abs(ShiftedBetaGeometricFitter.Fit(rows, new() { Penalty = 50 }).Model.AlphaCoefficients[0]);
        FitReport<ShiftedBetaGeometricModel> strong = ShiftedBetaGeometricFitter.Fit(rows, new() { Penalty = 1e9 });
        Assert.True(held < free);
        Assert.Equal(0, strong.Model.AlphaCoefficients[0], 1e-6);
        FitReport<ShiftedBetaGeometricModel> plain = ShiftedBetaGeometricFitter.Fit(new(rows.Renewals, rows.Left));
        Assert.Equal(plain.Model.Named.Alpha, strong.Model.Named.Alpha, 1e-5);
    }

    private static ContractHistories Simulated(int n, ulong seed, bool covariates = true)
    {
        int[] opportunities = [.. Enumerable.Range(0, n).Select(i => 3 + (i % 8))];
        if (!covariates)
        {
            return ShiftedBetaGeometricSimulator.Histories(new(new(1.2, 3.0)), opportunities, seed);
        }

        CovariateColumns x = new(["age", "plan"], [[.. Enumerable.Range(0, n).Select(i => ((i * 7) % 11 / 5.0) - 1)], [.. Enumerable.Range(0, n).Select(i => (double)(i % 2))]]);
        return ShiftedBetaGeometricSimulator.Histories(new(new(1.2, 3.0), ["age", "plan"], [0.3, -0.5], [0.0, 0.4]), opportunities, seed, x);
    }

    private static void Agree(SmoothFunction function, double[] at)
    {
        int n = at.Length;
        double[] g = new double[n], h = new double[n * n], gUp = new double[n], gDown = new double[n], waste = new double[n * n];
        function(at, g, h);
        double[] alone = new double[n];
        function(at, alone, default);
        Assert.Equal(g, alone);
        for (int i = 0; i < n; i++)
        {
            double[] up = [.. at], down = [.. at];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (function(up, gUp, waste) - function(down, gDown, waste)) / 2e-5;
            Assert.Equal(slope, g[i], 1e-8);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal((gUp[j] - gDown[j]) / 2e-5, h[(i * n) + j], 1e-7);
            }
        }
    }
}
