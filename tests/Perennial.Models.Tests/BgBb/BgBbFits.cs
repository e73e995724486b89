using Perennial.Models.BgBb;

namespace Perennial.Models.Tests.BgBb;

/// <summary>How fits end: recovery, independence of form, limits with a name, refused inputs.</summary>
public sealed class BgBbFits
{
    private static readonly BgBbParameters Truth = new(1.2, 0.75, 0.66, 2.8);

    [Fact]
    public void The_report_has_the_sum_of_the_customers_log_likelihoods()
    {
        DiscreteHistories rows = Simulate(Truth, 6000, 3);
        FitReport<BgBbModel> first = BgBbFitter.Fit(rows);
        Assert.Equal(
            first.LogLikelihood,
            Enumerable.Range(0, rows.Count).Sum(i => BgBbLikelihood.LogLikelihood(first.Model.Named, rows.Frequency[i], rows.Recency[i], rows.Opportunities[i])),
            1e-7);
    }

    [Fact]
    public void Different_starts_end_at_the_same_optimum()
    {
        DiscreteHistories rows = Simulate(Truth, 5000, 4);
        FitReport<BgBbModel> plain = BgBbFitter.Fit(rows);
        FitReport<BgBbModel> far = BgBbFitter.Fit(rows, new() { Start = new(40, 0.1, 9, 0.2) });
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(1.0, far.Parameters[i].Value / plain.Parameters[i].Value, 1e-7);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Intervals_cover_the_truth()
    {
        const int Repeats = 200;
        double[] truth = [Truth.Alpha, Truth.Beta, Truth.Gamma, Truth.Delta];
        int[] inside = new int[4];
        for (int k = 0; k < Repeats; k++)
        {
            FitReport<BgBbModel> report = BgBbFitter.Fit(Simulate(Truth, 4000, 100 + (ulong)k));
            for (int i = 0; i < 4; i++)
            {
                ParameterEstimate e = report.Parameters[i];
                inside[i] += Math.Abs(Math.Log(e.Value / truth[i])) <= 1.6449 * e.StandardError!.Value / e.Value ? 1 : 0;
            }
        }

        // 90 % of 200, four standard deviations of the count each way.
        Assert.All(inside, n => Assert.InRange(n, 163, 197));
    }

    [Fact]
    public void Where_nobody_drops_out_the_report_says_so_and_gives_the_beta_binomial()
    {
        FitReport<BgBbModel> report = BgBbFitter.Fit(Simulate(new(1.2, 0.75, 1e-9, 1.0), 3000, 5));
        Assert.Equal(FitExit.Boundary, report.Exit);
        Assert.Contains("No drop-out identifiable", report.Explanation, StringComparison.Ordinal);
        BgBbParameters p = report.Model.Named;
        Close((p.Alpha + 2) / (p.Alpha + p.Beta + 8) * 5, report.Model.ConditionalExpectedTransactions(new([2], [3], [8]), 5)[0], 1e-6);
        Assert.Equal(1.0, report.Model.ProbabilityAlive(new([2], [3], [8]))[0], 1e-6);
    }

    [Fact]
    public void Where_everybody_always_buys_the_report_says_so_and_the_last_purchase_is_the_dropout()
    {
        FitReport<BgBbModel> report = BgBbFitter.Fit(Simulate(new(1.0, 1e-9, 0.66, 2.8), 3000, 6));
        Assert.Equal(FitExit.Boundary, report.Exit);
        Assert.Contains("Everybody buys at every opportunity", report.Explanation, StringComparison.Ordinal);
        Assert.InRange(report.Model.ProbabilityAlive(new([3], [3], [8]))[0], 0.0, 1e-6);
        Assert.InRange(report.Model.Named.Gamma, 0.5, 0.85);
    }

    [Fact]
    public void Where_nothing_ever_fails_both_limits_are_named()
    {
        FitReport<BgBbModel> report = BgBbFitter.Fit(new([6, 7], [6, 7], [6, 7], [30, 20]));
        Assert.Equal(FitExit.Boundary, report.Exit);
        Assert.Contains("beta, gamma -> 0", report.Explanation, StringComparison.Ordinal);
        Assert.Equal(5.0, report.Model.ConditionalExpectedTransactions(new([6], [6], [6]), 5)[0], 1e-6);
    }

    [Fact]
    public void One_chance_for_all_is_named()
    {
        FitReport<BgBbModel> report = BgBbFitter.Fit(Simulate(new(4e7, 6e7, 1.0, 5.0), 3000, 8));
        Assert.Contains(report.Exit, (FitExit[])[FitExit.Boundary, FitExit.Converged]);
        Assert.True(report.Exit == FitExit.Converged || report.Explanation.StartsWith("No spread in buying chances", StringComparison.Ordinal), report.Explanation);
        BgBbParameters p = report.Model.Named;
        Assert.InRange(p.Alpha / (p.Alpha + p.Beta), 0.37, 0.43);
    }

    [Fact]
    public void A_single_opportunity_holds_no_four_parameters()
    {
        FitReport<BgBbModel> report = BgBbFitter.Fit(new([0, 1], [0, 1], [1, 1], [60, 40]));
        Assert.NotEqual(FitExit.Converged, report.Exit);
        Assert.Equal((40 * Math.Log(0.4)) + (60 * Math.Log(0.6)), report.LogLikelihood, 1e-6);
        Assert.Equal(0.4, report.Model.ExpectedTransactions(1), 1e-4);
        Assert.All(report.Parameters, p => Assert.Null(p.StandardError));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_handful_of_customers_gives_a_usable_or_an_honest_answer(int customers)
    {
        DiscreteHistories few = new([.. ((int[])[3, 1, 0]).Take(customers)], [.. ((int[])[5, 1, 0]).Take(customers)], [.. ((int[])[6, 6, 6]).Take(customers)]);
        FitReport<BgBbModel> report = BgBbFitter.Fit(few);
        Assert.NotEqual(FitExit.Converged, report.Exit);
        Assert.All(report.Model.ConditionalExpectedTransactions(few, 6), e => Assert.InRange(e, 0.0, 6.0));
    }

    [Fact]
    public void What_says_nothing_is_refused_with_the_reason()
    {
        Assert.Contains("no customers", BgBbFitter.Fit(new([], [], [])).Explanation, StringComparison.Ordinal);
        Assert.Contains("n = 0", BgBbFitter.Fit(new([0], [0], [0])).Explanation, StringComparison.Ordinal);
        FitReport<BgBbModel> silent = BgBbFitter.Fit(new([0, 0], [0, 0], [5, 6]));
        Assert.Equal(FitExit.Failed, silent.Exit);
        Assert.Throws<ConvergenceException>(() => silent.Model);
    }

    [Fact]
    public void Impossible_histories_and_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([1], [1, 2], [3]));
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([-1], [0], [3]));
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([0], [1], [3]));
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([1], [4], [3]));
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([3], [2], [3]));
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([0], [0], [-1]));
        Assert.Throws<ArgumentException>(() => new DiscreteHistories([1], [1], [3], [0]));
        BgBbModel model = new(Truth);
        DiscreteHistories one = new([1], [1], [3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ConditionalExpectedTransactions(one, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ProbabilityAlive(one, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Dert(one, PeriodicRate.PerOpportunity(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PeriodicRate.PerOpportunity(double.NaN));
        Assert.Throws<ArgumentException>(() => BgBbModel.Of([1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BgBbModel.Of([1, 2, 0, 3]));
    }

    [Fact]
    public void A_rate_a_year_is_the_same_over_its_opportunities()
    {
        Assert.Equal(0.10, PeriodicRate.FromEffectiveAnnual(0.10, 1).Rate, 1e-15);
        Assert.Equal(1.10, Math.Pow(1 + PeriodicRate.FromEffectiveAnnual(0.10, 12).Rate, 12), 1e-14);
    }

    [Fact]
    public void Simulated_counts_have_the_distribution_of_the_model()
    {
        DiscreteHistories rows = BgBbSimulator.Histories(Truth, [.. Enumerable.Repeat(8, 40_000)], 12);
        double[] mass = new BgBbModel(Truth).ProbabilityOfCount(8, 9);
        for (int x = 0; x <= 8; x++)
        {
            double share = rows.Frequency.Count(f => f == x) / 40_000.0;
            Assert.InRange(share, mass[x] - (4 * Math.Sqrt(mass[x] / 40_000)), mass[x] + (4 * Math.Sqrt(mass[x] / 40_000)));
        }
    }

    private static DiscreteHistories Simulate(BgBbParameters p, int customers, ulong seed) =>
        BgBbSimulator.Histories(p, [.. Enumerable.Range(0, customers).Select(i => 6 + (i % 3))], seed);

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");
}
