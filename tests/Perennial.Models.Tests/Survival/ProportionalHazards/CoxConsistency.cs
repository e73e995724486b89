using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.Survival.Comparing;
using Perennial.Models.Survival.Curves;
using Perennial.Models.Survival.ProportionalHazards;

namespace Perennial.Models.Tests.Survival.ProportionalHazards;

/// <summary>What must hold for Cox regression, and what is refused.</summary>
public sealed class CoxConsistency
{
    [Fact]
    public void Without_ties_the_score_test_is_the_log_rank_test_and_efron_is_breslow()
    {
        SurvivalHistories rows = Simulated(200, 1, ties: false);
        SurvivalHistories groups = new(rows.Time, rows.Observed, rows.Unit, covariates: new(["group"], [rows.Covariates!.Columns[1]]));
        FitReport<CoxModel> efron = CoxFitter.Fit(groups);
        FitReport<CoxModel> breslow = CoxFitter.Fit(groups, new() { Ties = CoxTies.Breslow });
        LogRankResult logRank = LogRank.Test(groups, Sets.Column(groups, "group"));
        Assert.Equal(logRank.Test.Statistic, efron.Model.ScoreTest.Statistic, 1e-9);
        Assert.Equal(logRank.Test.PValue, efron.Model.ScoreTest.PValue, 1e-9);
        Assert.Equal(breslow.Parameters[0].Value, efron.Parameters[0].Value, 1e-12);
        Assert.Equal(breslow.LogLikelihood, efron.LogLikelihood, 1e-10);
        Assert.Equal(breslow.Model.Curve([0.5]).CumulativeHazard, efron.Model.Curve([0.5]).CumulativeHazard);
    }

    [Fact]
    public void Score_wald_and_likelihood_ratio_agree_in_size()
    {
        CoxModel model = CoxFitter.Fit(Simulated(800, 2)).Model;
        Assert.Equal(1, model.WaldTest!.Statistic / model.LikelihoodRatioTest.Statistic, 0.1);
        Assert.Equal(1, model.ScoreTest.Statistic / model.LikelihoodRatioTest.Statistic, 0.1);
        Assert.Equal(2, model.ScoreTest.Degrees);
    }

    [Theory]
    [InlineData(CoxTies.Efron)]
    [InlineData(CoxTies.Breslow)]
    public void Rows_in_any_order_weights_stretches_and_units_give_the_same_fit(CoxTies ties)
    {
        SurvivalHistories rows = Simulated(150, 3);
        CoxOptions options = new() { Ties = ties };
        FitReport<CoxModel> plain = CoxFitter.Fit(rows, options);
        int[] back = [.. Enumerable.Range(0, rows.Count).Reverse()];
        Assert.Equal(plain.Parameters, CoxFitter.Fit(rows.Select(back), options).Parameters);

        // Twice the customers: weights of 2, or rows twice.
        FitReport<CoxModel> weighted = CoxFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, weight: [.. back.Select(_ => 2.0)], covariates: rows.Covariates), options);
        FitReport<CoxModel> repeated = CoxFitter.Fit(rows.Select([.. back, .. back]), options);
        Same(repeated, weighted, 1e-9);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(repeated.Model.RobustCovariance![k], weighted.Model.RobustCovariance![k], 1e-10);
        }

        Assert.Equal(repeated.Model.Concordance.Concordant, weighted.Model.Concordance.Concordant);

        // Each customer in two stretches.
        double[] cut = [.. rows.Time.Select(t => t * 0.4)];
        SurvivalHistories split = new(
            [.. cut, .. rows.Time], [.. cut.Select(_ => false), .. rows.Observed], rows.Unit, [.. cut.Select(_ => 0.0), .. cut],
            subject: [.. Enumerable.Range(0, rows.Count), .. Enumerable.Range(0, rows.Count)], covariates: rows.Select([.. Enumerable.Range(0, rows.Count), .. Enumerable.Range(0, rows.Count)]).Covariates);
        FitReport<CoxModel> stretches = CoxFitter.Fit(split, options);
        Same(plain, stretches, 1e-8);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(plain.Model.RobustCovariance![k], stretches.Model.RobustCovariance![k], 1e-8);
        }

        // Days for weeks; a covariate in other units, far from 0.
        CovariateColumns far = new(["age", "plan"], [[.. rows.Covariates!.Columns[0].Select(v => (1000 * v) + 1e6)], rows.Covariates.Columns[1]]);
        FitReport<CoxModel> days = CoxFitter.Fit(new([.. rows.Time.Select(t => t * 7)], rows.Observed, TimeUnit.Day, covariates: far), options);
        Assert.Equal(plain.Parameters[0].Value, 1000 * days.Parameters[0].Value, 1e-8);
        Assert.Equal(plain.LogLikelihood, days.LogLikelihood, 1e-8);
        Assert.Equal(plain.Model.Survival(new(["age", "plan"], [[0.7], [1]]), 5)[0], days.Model.Survival(new(["age", "plan"], [[1_000_700], [1]]), 35)[0], 1e-9);
    }

    [Fact]
    public void Strata_of_one_hazard_share_the_coefficient_and_equal_halves_double_the_likelihood()
    {
        SurvivalHistories rows = Simulated(100, 4);
        int[] twice = [.. Enumerable.Range(0, rows.Count), .. Enumerable.Range(0, rows.Count)];
        SurvivalHistories both = rows.Select(twice);
        FitReport<CoxModel> one = CoxFitter.Fit(rows);
        FitReport<CoxModel> strata = CoxFitter.Fit(new(both.Time, both.Observed, both.Unit, stratum: [.. twice.Select((_, i) => i < rows.Count ? 3 : 8)], covariates: both.Covariates));
        Assert.Equal(one.Parameters[0].Value, strata.Parameters[0].Value, 1e-9);
        Assert.Equal(2 * one.LogLikelihood, strata.LogLikelihood, 1e-9);
        Assert.Equal(one.Model.Curve([0.2, 1]).Survival, strata.Model.Curve([0.2, 1], 8).Survival.Select(s => s), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([3, 8], strata.Model.Strata);
        Assert.StartsWith("The model has the strata 3, 8", Assert.Throws<ArgumentException>(() => strata.Model.Curve([0, 0])).Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no stratum 4", Assert.Throws<ArgumentException>(() => strata.Model.Curve([0, 0], 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_coefficients_at_zero_the_baseline_is_nelson_aalens()
    {
        SurvivalHistories rows = Simulated(120, 5);
        CoxModel breslow = CoxFitter.Fit(rows, new() { Ties = CoxTies.Breslow, Penalty = 1e12 }).Model;
        CoxModel efron = CoxFitter.Fit(rows, new() { Penalty = 1e12 }).Model;
        NelsonAalenCurve together = NelsonAalen.Estimate(rows);
        NelsonAalenCurve single = NelsonAalen.Estimate(rows, TieRule.OneByOne);
        Assert.Equal(together.CumulativeHazard[^1], breslow.Curve([0, 0]).CumulativeHazard[^1], 1e-8);
        Assert.Equal(single.CumulativeHazard[^1], efron.Curve([0, 0]).CumulativeHazard[^1], 1e-8);
        Assert.Equal(single.StandardError[^1] * single.Survival[^1], efron.Curve([0, 0]).StandardError![^1], 1e-5);
    }

    [Fact]
    public void Schoenfelds_residuals_sum_to_zero_and_scaled_ones_average_to_the_coefficient()
    {
        SurvivalHistories rows = Simulated(150, 6);
        CoxModel model = CoxFitter.Fit(rows).Model;
        SchoenfeldResiduals residuals = Schoenfeld.Residuals(model, rows);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(0, residuals.Residuals[j].Sum(), 1e-7);
            Assert.Equal(model.Coefficients[j], residuals.Scaled[j].Average(), 1e-7);
        }

        Assert.Equal(rows.Observed.Count(o => o), residuals.Times.Length);
        Assert.All(residuals.Rows, i => Assert.True(rows.Observed[i]));
    }

    [Fact]
    public void A_hazard_ratio_that_turns_is_found_and_a_steady_one_is_not()
    {
        // Exponential lifetimes, plan doubling the hazard: proportional. Then its effect turns round at time 6.
        SurvivalHistories steady = Simulated(3000, 7, ties: false);
        ProportionalHazardsTest fine = Schoenfeld.Test(CoxFitter.Fit(steady).Model, steady);
        Assert.True(fine.Global.PValue > 0.01);
        Pcg64 random = new(8);
        double[] plan = [.. Enumerable.Range(0, 3000).Select(i => (double)(i % 2))];
        double[] time = [.. plan.Select(p => random.NextExponential() is var e && e < 6 * (p == 1 ? 0.2 : 0.1) ? e / (p == 1 ? 0.2 : 0.1) : 6 + ((e - (6 * (p == 1 ? 0.2 : 0.1))) / (p == 1 ? 0.05 : 0.2)))];
        SurvivalHistories turning = new(time, [.. time.Select(_ => true)], TimeUnit.Week, covariates: new(["plan"], [plan]));
        foreach (TimeTransform transform in Enum.GetValues<TimeTransform>())
        {
            Assert.True(Schoenfeld.Test(CoxFitter.Fit(turning).Model, turning, transform).Each[0].PValue < 1e-6);
        }
    }

    [Fact]
    public void Simulated_coefficients_and_survival_come_back()
    {
        SurvivalHistories rows = Simulated(20_000, 9, ties: false);
        FitReport<CoxModel> report = CoxFitter.Fit(rows);
        Assert.InRange(report.Parameters[0].Value, -0.5 - (4 * report.Parameters[0].StandardError!.Value), -0.5 + (4 * report.Parameters[0].StandardError!.Value));
        Assert.InRange(report.Parameters[1].Value, Math.Log(2) - (4 * report.Parameters[1].StandardError!.Value), Math.Log(2) + (4 * report.Parameters[1].StandardError!.Value));
        CovariateColumns customer = new(["age", "plan"], [[0, 0, 0.5], [0, 1, 1]]);
        double[] survival = report.Model.Survival(customer, 5);
        Assert.Equal(Math.Exp(-0.1 * 5), survival[0], 0.01);
        Assert.Equal(Math.Exp(-0.1 * 5 * 2), survival[1], 0.01);
        Assert.Equal(Math.Exp(-0.1 * 5 * 2 * Math.Exp(-0.25)), survival[2], 0.01);

        // No memory: at any age the next four weeks look alike.
        double[] ahead = report.Model.ConditionalSurvival(customer, [0, 2, 4], 4);
        Assert.Equal(Math.Exp(-0.1 * 4), ahead[0], 0.015);
        Assert.Equal(Math.Exp(-0.1 * 4 * 2), ahead[1], 0.015);
        Assert.Equal(ahead[0], report.Model.Survival(customer, 4)[0], 1e-12);
        Assert.Equal(2 * Math.Exp(-0.25), report.Model.HazardRatio([0.5, 1], [0, 0]), 0.1);
        for (int k = 0; k < 2; k++)
        {
            Assert.Equal(1, report.Model.RobustCovariance![k * 3] / report.Model.Covariance![k * 3], 0.05);
        }
    }

    [Fact]
    public void Concordance_counts_pairs()
    {
        SurvivalHistories rows = new([1, 2, 3, 3, 4, 5], [true, true, true, false, true, false], TimeUnit.Day, entry: [0, 0, 1, 0, 3.5, 0], weight: [1, 2, 1, 1, 1, 3]);
        double[] risk = [3, 2, 2, 5, 1, 1];
        double concordant = 0, discordant = 0, tied = 0;
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                bool later = rows.Time[j] > rows.Time[i] || (rows.Time[j] == rows.Time[i] && !rows.Observed[j] && j != i);
                if (rows.Observed[i] && later && rows.Entry![j] < rows.Time[i])
                {
                    double pair = rows.Weight![i] * rows.Weight[j];
                    concordant += risk[i] > risk[j] ? pair : 0;
                    discordant += risk[i] < risk[j] ? pair : 0;
                    tied += risk[i] == risk[j] ? pair : 0;
                }
            }
        }

        ConcordanceIndex found = ConcordanceIndex.Of(rows, risk);
        Assert.Equal((concordant, discordant, tied), (found.Concordant, found.Discordant, found.TiedRisk));
        Assert.Equal(0.5, ConcordanceIndex.Of(new([1], [true], TimeUnit.Day), [1]).Value);
    }

    [Fact]
    public void Derivatives_agree_with_differences()
    {
        SurvivalHistories rows = new([1, 2, 2, 2, 3, 4, 4, 5], [true, true, true, false, true, true, true, false], TimeUnit.Day, entry: [0, 1, 0, 0, 2, 1, 3, 0],
            weight: [1, 2, 1, 1, 3, 1, 1, 2], stratum: [0, 0, 0, 0, 0, 0, 0, 0],
            covariates: new(["a", "b"], [[0.3, 1, -1, 2, 0.5, 0.1, 0.9, -2], [1, 0, 1, 1, 0, 0, 1, 0]]));
        foreach (CoxTies ties in Enum.GetValues<CoxTies>())
        {
            SmoothFunction f = CoxLikelihood.Objective(CoxRows.Of(rows), ties, 0.7);
            double[] at = [0.4, -0.6], g = new double[2], h = new double[4], up = new double[2], down = new double[2], waste = new double[4];
            f(at, g, h);
            for (int i = 0; i < 2; i++)
            {
                double[] more = [.. at], less = [.. at];
                more[i] += 1e-5;
                less[i] -= 1e-5;
                Assert.Equal((f(more, up, waste) - f(less, down, waste)) / 2e-5, g[i], 1e-8);
                Assert.Equal((up[0] - down[0]) / 2e-5, h[i * 2], 1e-8);
                Assert.Equal((up[1] - down[1]) / 2e-5, h[(i * 2) + 1], 1e-8);
            }
        }
    }

    [Fact]
    public void Fractional_weights_are_taken_as_R_takes_them()
    {
        // One event of the mean weight for each tied row: all weights halved halve the likelihood but for the constant events x ln 2.
        SurvivalHistories rows = Sets.Freireich;
        FitReport<CoxModel> half = CoxFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, weight: [.. rows.Time.Select(_ => 0.5)], covariates: rows.Covariates));
        FitReport<CoxModel> whole = CoxFitter.Fit(rows);
        Assert.Equal(whole.Parameters[0].Value, half.Parameters[0].Value, 1e-9);
        Assert.Equal(Math.Sqrt(2) * whole.Parameters[0].StandardError!.Value, half.Parameters[0].StandardError!.Value, 1e-9);
        Assert.Equal((0.5 * whole.LogLikelihood) + (15 * Math.Log(2)), half.LogLikelihood, 1e-9);
    }

    [Theory]
    [InlineData(50_000, 1e9)]
    [InlineData(50_000, 20_000)]
    [InlineData(3_000, 500)]
    [InlineData(3_000, 0)]
    public void Thousands_of_ties_are_summed_as_one_by_one(double events, double others)
    {
        // Events of hazard 1, others of hazard 1/2 who stay.
        SurvivalHistories rows = others > 0
            ? new([1, 1], [true, false], TimeUnit.Day, weight: [events, others], covariates: new(["a"], [[0, 1]]))
            : new([1, 1], [true, true], TimeUnit.Day, weight: [events / 2, events / 2], covariates: new(["a"], [[0, 1]]));
        CoxRows sorted = CoxRows.Of(rows);
        double[] relative = Array.ConvertAll(sorted.Row, i => i == 0 ? 1.0 : 0.5);
        int visited = 0;
        CoxSweep.Run(sorted, relative, CoxTies.Efron, m =>
        {
            visited++;
            double[] sums = new double[6];
            for (int l = 0; l < events; l++)
            {
                double f = l / events, s = m.S0 - (f * m.D0);
                double[] terms = [Math.Log(s), 1 / s, f / s, 1 / (s * s), f / (s * s), f * f / (s * s)];
                for (int k = 0; k < 6; k++)
                {
                    sums[k] += terms[k];
                }
            }

            double[] found = [m.LogSum, m.A0, m.A1, m.B0, m.B1, m.B2];
            for (int k = 0; k < 6; k++)
            {
                // What multiplies the events' own sums may lose the digits by which those are smaller than the risk set's.
                double size = Math.Pow(m.S0 / m.D0, k switch { 2 or 4 => 1, 5 => 2, _ => 0 });
                Assert.Equal(sums[k], found[k], Math.Abs(sums[k]) * 1e-11 * size);
            }
        });
        Assert.Equal(1, visited);
    }

    [Fact]
    public void Ten_thousand_million_customers_are_one_customer_many_times()
    {
        SurvivalHistories rows = Sets.Freireich;
        CoxModel many = CoxFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, weight: [.. rows.Time.Select(_ => 1e10)], covariates: rows.Covariates)).Model;
        CoxModel some = CoxFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, weight: [.. rows.Time.Select(_ => 1e6)], covariates: rows.Covariates)).Model;
        Assert.Equal(some.Coefficients[0], many.Coefficients[0], 1e-6);
        Assert.Equal(some.Covariance![0] / 1e4, many.Covariance![0], 1e-5 * many.Covariance[0]);
    }

    [Fact]
    public void What_has_no_estimate_is_named_and_never_a_nan()
    {
        CovariateColumns separating = new(["vip"], [[0, 0, 0, 1, 1, 1]]);
        FitReport<CoxModel> report = CoxFitter.Fit(new([1, 2, 3, 4, 5, 6], [true, true, true, false, false, false], TimeUnit.Day, covariates: separating));
        Assert.Equal(FitExit.Boundary, report.Exit);
        Starts("The hazard ratio of 'vip' has no finite estimate", report);
        Assert.All(report.Parameters, p => Assert.True(double.IsFinite(p.Value) && p.StandardError is null));
        Assert.All(report.Model.Curve([1]).Survival, s => Assert.InRange(s, 0, 1));
        Assert.Equal(FitExit.Converged, CoxFitter.Fit(new([1, 2, 3, 4, 5, 6], [true, true, true, false, false, false], TimeUnit.Day, covariates: separating), new() { Penalty = 0.5 }).Exit);
        SurvivalHistories rows = Simulated(80, 10);
        CovariateColumns twins = new(["a", "b"], [rows.Covariates!.Columns[0], [.. rows.Covariates.Columns[0].Select(v => 3 * v)]]);
        Assert.Equal(FitExit.NotIdentified, CoxFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, covariates: twins)).Exit);
        Starts("No event was observed", CoxFitter.Fit(new([1, 2], [false, false], TimeUnit.Day, covariates: new(["a"], [[1, 2]]))));
        Starts("The covariate 'a' has the same value", CoxFitter.Fit(new([1, 2], [true, true], TimeUnit.Day, covariates: new(["a"], [[1, 1]]))));
        Assert.StartsWith("There are no covariates", Assert.Throws<ArgumentException>(() => CoxFitter.Fit(new([1, 2], [true, true], TimeUnit.Day))).Message, StringComparison.Ordinal);
        CoxModel model = CoxFitter.Fit(rows).Model;
        Assert.StartsWith("There are 1 covariate values", Assert.Throws<ArgumentException>(() => model.Curve([1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The customers have the covariates [x]", Assert.Throws<ArgumentException>(() => model.Survival(new(["x"], [[1]]), 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Give the histories of the fit", Assert.Throws<ArgumentException>(() => Schoenfeld.Test(model, Sets.Freireich)).Message, StringComparison.Ordinal);
        foreach (double unit in (double[])[1e300, 1e-300])
        {
            CovariateColumns extreme = new(["age", "plan"], [[.. rows.Covariates.Columns[0].Select(v => unit * v)], rows.Covariates.Columns[1]]);
            Assert.Equal(model.Coefficients[0], CoxFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, covariates: extreme)).Model.Coefficients[0] * unit, 1e-9);
        }

        Assert.All(model.Survival(new(["age", "plan"], [[1e6, -1e6], [1e6, -1e6]]), 5), s => Assert.InRange(s, 0, 1));
    }

    private static void Starts(string sentence, FitReport<CoxModel> report) => Assert.StartsWith(sentence, report.Explanation, StringComparison.Ordinal);

    private static void Same(FitReport<CoxModel> expected, FitReport<CoxModel> found, double tolerance)
    {
        for (int j = 0; j < expected.Parameters.Count; j++)
        {
            Assert.Equal(expected.Parameters[j].Value, found.Parameters[j].Value, tolerance);
            Assert.Equal(expected.Parameters[j].StandardError!.Value, found.Parameters[j].StandardError!.Value, tolerance);
        }

        Assert.Equal(expected.LogLikelihood, found.LogLikelihood, tolerance * 10);
    }

    // Hazard 0.1 a week, halved in log by half for one unit of age, doubled by the plan; followed for 4 to 12 weeks.
    private static SurvivalHistories Simulated(int n, ulong seed, bool ties = true)
    {
        Pcg64 random = new(seed);
        double[] age = new double[n], plan = new double[n], time = new double[n];
        bool[] observed = new bool[n];
        for (int i = 0; i < n; i++)
        {
            age[i] = random.NextNormal();
            plan[i] = i % 2;
            double life = random.NextExponential() / (0.1 * Math.Exp((-0.5 * age[i]) + (Math.Log(2) * plan[i])));
            double end = 4 + (8 * random.NextDouble());
            time[i] = Math.Min(life, end);
            observed[i] = life <= end;
            time[i] = ties ? Math.Ceiling(time[i]) : time[i];
        }

        return new SurvivalHistories(time, observed, TimeUnit.Week, covariates: new(["age", "plan"], [age, plan]));
    }
}
