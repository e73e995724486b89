using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

public sealed class EquityDistributionTests
{
    private static readonly BgNbdModel Model = new(new(0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week);
    private static readonly GammaGammaParameters Spend = new(6.2496, 3.7442, 15.4435);
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Week);

    [Fact]
    public void Known_parameters_and_no_calendar_leave_the_normal_law_of_the_customers()
    {
        EquityDistribution equity = EquityDistribution.Simulate(new() { Parameters = [2], Total = _ => (1000, 2500), Replicates = 40_000 });
        Assert.Equal(1000, equity.Mean);
        Assert.Equal(1000 - (1.2816 * 50), equity.Quantile(0.1), 1.5);
        Assert.Equal(1000 + (1.2816 * 50), equity.Quantile(0.9), 1.5);
        Assert.Equal("No parameter risk included; customer risk included; no calendar risk included", equity.Label);
    }

    [Fact]
    public void Parameters_and_calendar_move_all_customers_together()
    {
        // ln total = 2 ln theta1 + ln theta2 with covariance of the logs: variance 4 .01 + .04 + 2 2 .005 = .1; plus a calendar of .3 with very many origins.
        EquityDistribution equity = EquityDistribution.Simulate(new()
        {
            Parameters = [3, 5],
            LogCovariance = [0.01, 0.005, 0.005, 0.04],
            Total = p => (p[0] * p[0] * p[1], 0),
            Calendar = new CalendarShock(0.3, 1e6, 8),
            Replicates = 40_000,
        });
        double sd = Math.Sqrt(0.1 + 0.09);
        Assert.Equal(45, equity.Mean!.Value, 12);
        Assert.Equal(45 * Math.Exp(-1.2816 * sd), equity.Quantile(0.1), 0.5);
        Assert.Equal(45 * Math.Exp(1.2816 * sd), equity.Quantile(0.9), 1.6);
        Assert.Contains("calendar risk from 8 rolling origins included", equity.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calendar_shown_by_few_origins_has_the_quantiles_of_students_t()
    {
        EquityDistribution equity = EquityDistribution.Simulate(new()
        {
            Parameters = [1],
            Total = _ => (1, 0),
            Calendar = CalendarShock.From([0.1, -0.1, 0.1, 0.1]),
            Replicates = 40_000,
        });

        // Three degrees of freedom: t .90 = 1.637744.
        Assert.Equal(1.637744, Math.Log(equity.Quantile(0.9)) / 0.1, 0.05);
        Assert.Equal(-1.637744, Math.Log(equity.Quantile(0.1)) / 0.1, 0.05);
        Assert.Null(CalendarShock.From([0.1, 0.1, 0.1]));
    }

    [Fact]
    public void Sampling_customers_and_the_normal_law_agree_where_both_hold()
    {
        (PurchaseHistories h, double[] spend) = Customers(1000);
        double[] covariance = [.. Enumerable.Range(0, 16).Select(i => i % 5 == 0 ? 0.0004 : 0)];
        EquityQuestion question = new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate).Ask(covariance, null, null, 600, 1);
        Assert.NotNull(question.Sample);
        EquityDistribution sampled = EquityDistribution.Simulate(question);
        EquityDistribution normal = EquityDistribution.Simulate(question with { Total = new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate).Ask(covariance, null, null, 600, 1).Total, Sample = null, Replicates = 20_000 });
        double[] means = ValueDistribution.Create(TransactionLaw.Of(Model), Spend, 52.18, Rate).InfiniteMoments(h.Frequency, h.Recency, h.T, Model.ProbabilityAlive(h), spend).Mean;
        Assert.Equal(1, sampled.Mean!.Value / means.Sum(), 12);
        Assert.Equal(sampled.Mean, normal.Mean);
        double width = normal.Quantile(0.9) - normal.Quantile(0.1);
        Assert.InRange((sampled.Quantile(0.9) - sampled.Quantile(0.1)) / width, 0.85, 1.15);
        Assert.InRange((sampled.Quantile(0.5) - normal.Quantile(0.5)) / width, -0.1, 0.1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_total_on_one_thread_and_many()
    {
        (PurchaseHistories h, double[] spend) = Customers(300);
        EquityDistribution one = EquityDistribution.Simulate(new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate, threads: 1).Ask(null, null, null, 50, 7));
        EquityDistribution many = EquityDistribution.Simulate(new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate, threads: 4).Ask(null, null, null, 50, 7));
        EquityDistribution other = EquityDistribution.Simulate(new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate, threads: 4).Ask(null, null, null, 50, 8));
        Assert.Equal(one.Quantile(0.1), many.Quantile(0.1));
        Assert.Equal(one.Quantile(0.9), many.Quantile(0.9));
        Assert.NotEqual(one.Quantile(0.9), other.Quantile(0.9));
    }

    [Fact]
    public void Money_over_a_level_times_the_level_is_the_same_money()
    {
        // Customers by turns at level 4 and 0.5: their money over it, times it, in mean, spread and draws, is that of each half at a gamma of its own.
        (PurchaseHistories h, double[] spend) = Customers(200);
        double[] level = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 4 : 0.5)];
        EquityQuestion Ask(PurchaseHistories rows, double[] means, GammaGammaParameters law, double[]? levels) => new EquityPortfolio(Model, law, rows, means, 52.18, Rate, levels: levels).Ask(null, null, null, 200, 7);
        EquityQuestion together = Ask(h, [.. spend.Zip(level, (m, l) => m / l)], Spend, level);
        EquityQuestion Half(int odd)
        {
            int[] rows = [.. Enumerable.Range(0, 200).Where(i => i % 2 == odd)];
            return Ask(
                new([.. rows.Select(i => h.Frequency[i])], [.. rows.Select(i => h.Recency[i])], [.. rows.Select(i => h.T[i])], TimeUnit.Week), [.. rows.Select(i => spend[i])], Spend with { Gamma = Spend.Gamma * level[odd] }, null);
        }

        EquityQuestion[] halves = [Half(0), Half(1)];
        (double? mean, double? variance) = together.Total(together.Parameters);
        (double? Mean, double? Variance)[] each = [.. halves.Select(half => half.Total(half.Parameters))];
        Assert.Equal(each.Sum(e => e.Mean!.Value), mean!.Value, 1e-9 * mean.Value);
        Assert.Equal(each.Sum(e => e.Variance ?? 0), variance ?? 0, 1e-9 * (variance ?? 1));
        double drawn = Enumerable.Range(1, 400).Average(seed => together.Sample!(together.Parameters, new Pcg64((ulong)seed, 3)));
        Assert.Equal(mean.Value, drawn, 0.05 * mean.Value);
    }

    [Fact]
    public void Levels_are_one_a_customer_and_above_zero()
    {
        (PurchaseHistories h, double[] spend) = Customers(2);
        Assert.Contains("Give one level for each of the 2 customers", Assert.Throws<ArgumentException>(() => new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate, levels: [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EquityPortfolio(Model, Spend, h, spend, 52.18, Rate, levels: [1, 0]));
    }

    [Fact]
    public void Wrong_questions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => EquityDistribution.Simulate(new() { Parameters = [0], Total = _ => (1, 0) }));
        Assert.Throws<ArgumentException>(() => EquityDistribution.Simulate(new() { Parameters = [1], LogCovariance = [1, 1], Total = _ => (1, 0) }));
        Assert.Throws<ArgumentException>(() => EquityDistribution.Simulate(new() { Parameters = [1], LogCovariance = [-1], Total = _ => (1, 0) }));
        Assert.Contains("without one", Assert.Throws<ArgumentException>(
            () => EquityDistribution.Simulate(new() { Parameters = [1], Total = _ => (null, null) })).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Infinity", Assert.Throws<ArgumentException>(() => EquityDistribution.Simulate(new() { Parameters = [1], Total = _ => (double.PositiveInfinity, 1) })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CalendarShock.From([0.1, double.NaN]));
    }

    private static (PurchaseHistories Histories, double[] Spend) Customers(int n)
    {
        Pcg64 random = new(5);
        int[] x = new int[n];
        double[] tx = new double[n], t = new double[n], spend = new double[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = (int)random.NextPoisson(4 * random.NextGamma(0.4));
            t[i] = 30 + Math.Floor(20 * random.NextDouble());
            tx[i] = x[i] == 0 ? 0 : t[i] * random.NextDouble();
            spend[i] = x[i] == 0 ? 0 : 10 + (10 * random.NextGamma(2));
        }

        return (new(x, tx, t, TimeUnit.Week), spend);
    }
}
