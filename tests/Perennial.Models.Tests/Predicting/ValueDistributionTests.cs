using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

public sealed class ValueDistributionTests
{
    private static readonly GammaGammaParameters Cdnow = new(6.2496, 3.7442, 15.4435);
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Week);
    private static readonly double[] Levels = [0.025, 0.1, 0.5, 0.9, 0.975];

    public static TheoryData<string> Names => [.. Typical.Names];

    public static TheoryData<string, double> Horizons => new()
    {
        { "bg-nbd", 52.18 }, { "bg-nbd", 520 }, { "bg-nbd", double.PositiveInfinity },
        { "mbg-nbd", 52.18 }, { "mbg-nbd", 520 }, { "mbg-nbd", double.PositiveInfinity },
        { "pareto-nbd", 52.18 }, { "pareto-nbd", 520 }, { "pareto-nbd", double.PositiveInfinity },
        { "bg-cnbd-k", 52.18 }, { "mbg-cnbd-k", 52.18 },
        { "ggom-nbd", 52.18 }, { "ggom-nbd", 520 }, { "ggom-nbd", double.PositiveInfinity },
    };

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("bg-cnbd-k", 520)]
    [InlineData("bg-cnbd-k", double.PositiveInfinity)]
    [InlineData("mbg-cnbd-k", 520)]
    [InlineData("mbg-cnbd-k", double.PositiveInfinity)]
    public void All_holds_for_regular_buyers_over_long_horizons_too(string name, double horizon)
    {
        The_mean_is_expected_spend_times_discounted_transactions(name, horizon);
        A_test_of_forecasts_reads_what_the_single_questions_give(name, horizon);
        The_chance_of_zero_is_the_models_own(name, horizon);
        Mean_and_variance_are_those_of_the_quantiles(name, horizon);
    }

    [Theory]
    [MemberData(nameof(Horizons))]
    public void The_mean_is_expected_spend_times_discounted_transactions(string name, double horizon)
    {
        ITransactionModel model = Model(name);
        PurchaseHistories histories = Histories(400);
        double[] alive = model.ProbabilityAlive(histories), spend = Spend(400);
        double[] discounted = double.IsInfinity(horizon) ? model.Dert(histories, Rate) : model.DiscountedExpectedTransactions(histories, horizon, Rate);
        ValueDistribution v = ValueDistribution.Create(TransactionLaw.Of(model), Cdnow, horizon, Rate, margin: 0.35);
        double[] mean = v.InfiniteMoments(histories.Frequency, histories.Recency, histories.T, alive, spend).Mean;
        for (int i = 0; i < mean.Length; i++)
        {
            double q = Cdnow.Q + (Cdnow.P * histories.Frequency[i]);
            double price = Cdnow.P * (Cdnow.Gamma + (histories.Frequency[i] * spend[i])) / (q - 1);
            Assert.Equal(1, mean[i] / (0.35 * price * discounted[i]), 7);
        }
    }

    [Theory]
    [MemberData(nameof(Horizons))]
    public void A_test_of_forecasts_reads_what_the_single_questions_give(string name, double horizon)
    {
        ITransactionModel model = Model(name);
        int customers = double.IsInfinity(horizon) ? 4 : 12;
        PurchaseHistories histories = Histories(customers);
        int[] x = histories.Frequency;
        double[] tx = histories.Recency, t = histories.T, alive = model.ProbabilityAlive(histories), spend = Spend(customers);
        double[] outcomes = [.. spend.Select((money, i) => i % 3 == 0 ? 0 : money * (i % 7))];
        ValueDistribution v = ValueDistribution.Create(TransactionLaw.Of(model), Cdnow, horizon, Rate, margin: 0.35);
        PredictiveTest test = v.Test(x, tx, t, alive, spend, outcomes, Levels);
        Assert.Equal(v.Quantiles(x, tx, t, alive, spend, Levels), test.Quantiles);
        (double[] below, double[] atMost) = v.Cdf(x, tx, t, alive, spend, outcomes);
        Assert.Equal(below, test.Below);
        Assert.Equal(atMost, test.AtMost);
        for (int k = 0; k < Levels.Length; k++)
        {
            (below, atMost) = v.Cdf(x, tx, t, alive, spend, test.Quantiles[k]);
            Assert.Equal(below, test.BelowQuantiles[k]);
            Assert.Equal(atMost, test.AtMostQuantiles[k]);
        }

        Assert.Equal(v.Crps(x, tx, t, alive, spend, outcomes, PitRecalibration.Identity), test.Crps);
        Assert.Equal(v.PZero(x, tx, t, alive), test.Zero);
        Assert.Equal(v.Moments(x, tx, t, alive, spend).Variance, test.Variance);
    }

    [Theory]
    [InlineData("bg-nbd", 1, true)]
    [InlineData("pareto-nbd", 1, true)]
    [InlineData("pareto-nbd", 90, true)]
    [InlineData("mbg-nbd", 90, true)]
    [InlineData("pareto-nbd", 1, false)]
    [InlineData("bg-cnbd-k", 1, true)]
    [InlineData("bg-cnbd-k", 90, true)]
    [InlineData("bg-cnbd-k", 1, false)]
    public void The_crps_is_the_integral_that_defines_it(string name, int ages, bool spends)
    {
        // With many ages the law is read between tabulated ones; without spend it steps from count to count.
        ITransactionModel model = Model(name);
        ValueDistribution v = ValueDistribution.Create(TransactionLaw.Of(model), spends ? Cdnow : null, 39, ContinuousRate.PerUnit(0, TimeUnit.Week));
        int[] x = [.. Enumerable.Repeat(2, ages)];
        double[] t = [.. Enumerable.Range(0, ages).Select(i => 24.3 + i)], alive = [.. Enumerable.Repeat(0.7, ages)], spend = [.. Enumerable.Repeat(30.0, ages)], tx = Typical.Recency(x, t);
        int middle = ages / 2;
        const int Points = 20_000;
        double[] grid = spends
            ? [.. Enumerable.Range(0, Points).Select(i => 0.01 * Math.Exp(i * Math.Log(4e6) / Points))]
            : [.. Enumerable.Range(0, Points).Select(i => (i + 0.5) * 6000 / Points)];

        // All ages take part in both questions, so that both read the same tables.
        int[] xs = [.. x, .. Enumerable.Repeat(2, Points)];
        double[] ts = [.. t, .. Enumerable.Repeat(t[middle], Points)], alives = [.. alive, .. Enumerable.Repeat(0.7, Points)], spends2 = [.. spend, .. Enumerable.Repeat(30.0, Points)];
        double[] f = v.Cdf(xs, Typical.Recency(xs, ts), ts, alives, spends2, [.. spend, .. grid]).AtMost[ages..];
        foreach (double y in (double[])[0, 12, 60, 250, 1800])
        {
            // Each point stands for its cell, which ends half way to its neighbours (in the logarithm); y may cut one.
            double expected = 0;
            for (int i = 0; i < Points; i++)
            {
                double left = i == 0 ? 0 : Between(grid[i - 1], grid[i]), right = i == Points - 1 ? grid[i] : Between(grid[i], grid[i + 1]);
                double below = Math.Clamp(y, left, right);
                expected += ((below - left) * f[i] * f[i]) + ((right - below) * (1 - f[i]) * (1 - f[i]));
            }

            double[] outcomes = [.. Enumerable.Repeat(y, ages)];
            double found = v.Crps(x, tx, t, alive, spend, outcomes, PitRecalibration.Identity)[middle];
            Assert.InRange(found, expected * (1 - 1e-4), expected * (1 + 1e-4));
        }

        double Between(double one, double other) => spends ? Math.Sqrt(one * other) : (one + other) / 2;
    }

    [Theory]
    [InlineData("bg-nbd")]
    [InlineData("pareto-nbd")]
    [InlineData("ggom-nbd")]
    [InlineData("bg-cnbd-k")]
    public void The_distribution_never_falls_up_to_its_very_end(string name)
    {
        // Many ages, so that laws are interpolated between tabulated ones; values that reach beyond all mass.
        ITransactionModel model = Model(name);
        const int Ages = 120;
        int[] x = [.. Enumerable.Repeat(3, Ages)];
        double[] t = [.. Enumerable.Range(0, Ages).Select(i => 20 + (i / 7.0))], alive = [.. Enumerable.Repeat(1.0, Ages)], spend = [.. Enumerable.Repeat(30.0, Ages)], tx = Typical.Recency(x, t);
        ValueDistribution v = ValueDistribution.Create(TransactionLaw.Of(model), Cdnow, 39, ContinuousRate.PerUnit(0, TimeUnit.Week));
        double[] last = new double[Ages];
        for (double value = 1; value < 1e7; value *= 1.1)
        {
            double[] now = v.Cdf(x, tx, t, alive, spend, [.. Enumerable.Repeat(value, Ages)]).AtMost;
            for (int i = 0; i < Ages; i++)
            {
                Assert.InRange(now[i], last[i] - 1e-12, 1);
            }

            last = now;
        }

        Assert.All(last, f => Assert.Equal(1, f, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Horizons))]
    public void The_chance_of_zero_is_the_models_own(string name, double horizon)
    {
        if (double.IsInfinity(horizon))
        {
            horizon = 1e12;
        }

        ITransactionModel model = Model(name);
        PurchaseHistories histories = Histories(300);
        double[] expected = model.ProbabilityOfNoPurchase(histories, horizon);
        double[] zero = ValueDistribution.Create(TransactionLaw.Of(model), Cdnow, horizon, Rate)
            .PZero(histories.Frequency, histories.Recency, histories.T, model.ProbabilityAlive(histories));
        for (int i = 0; i < zero.Length; i++)
        {
            Assert.Equal(expected[i], zero[i], 10);
        }
    }

    [Theory]
    [MemberData(nameof(Horizons))]
    public void Mean_and_variance_are_those_of_the_quantiles(string name, double horizon)
    {
        // A light-tailed spend, so that quantiles at even levels give both moments.
        TransactionLaw law = TransactionLaw.Of(Model(name));
        GammaGammaParameters light = new(5, 80, 600);
        ValueDistribution v = ValueDistribution.Create(law, light, horizon, Rate);
        int[] x = [0, 3, 20];
        double[] t = [10, 30, 50], alive = [0.9, 0.7, 0.99], spend = [0, 30, 45], tx = Typical.Recency(x, t);
        double[] levels = [.. Enumerable.Range(0, 200_000).Select(k => (k + 0.5) / 200_000)];
        double[][] q = v.Quantiles(x, tx, t, alive, spend, levels);
        (double[] mean, double[] variance) = v.InfiniteMoments(x, tx, t, alive, spend);
        for (int i = 0; i < x.Length; i++)
        {
            double first = q.Average(column => column[i]), second = q.Average(column => column[i] * column[i]);
            Assert.Equal(1, first / mean[i], 0.003);
            Assert.Equal(1, (second - (first * first)) / variance[i], 0.01);
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void Quantiles_and_cdf_undo_each_other_whatever_the_model(string name) => Quantiles_and_cdf_undo_each_other_above_the_chance_of_zero(name);

    [Theory]
    [InlineData("bg-nbd")]
    [InlineData("pareto-nbd")]
    public void Quantiles_and_cdf_undo_each_other_above_the_chance_of_zero(string name)
    {
        TransactionLaw law = TransactionLaw.Of(Typical.Model(name));
        ValueDistribution v = ValueDistribution.Create(law, Cdnow, 52.18, Rate);
        PurchaseHistories h = Histories(2000);
        double[] alive = [.. Enumerable.Range(0, 2000).Select(i => 0.3 + (0.7 * i / 2000))], spend = Spend(2000);
        double[] zero = v.PZero(h.Frequency, h.Recency, h.T, alive);
        double[][] q = v.Quantiles(h.Frequency, h.Recency, h.T, alive, spend, Levels);
        for (int k = 0; k < Levels.Length; k++)
        {
            (double[] below, double[] atMost) = v.Cdf(h.Frequency, h.Recency, h.T, alive, spend, q[k]);
            for (int i = 0; i < zero.Length; i++)
            {
                Assert.Equal(Math.Max(Levels[k], zero[i]), atMost[i], 5);
                Assert.Equal(q[k][i] == 0 ? 0 : atMost[i], below[i]);
                Assert.True(k == 0 || q[k][i] >= q[k - 1][i]);
                Assert.True(zero[i] < Levels[k] == q[k][i] > 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_amounts_and_discount_the_value_is_the_count(string name)
    {
        TransactionLaw law = TransactionLaw.Of(Typical.Model(name));
        ValueDistribution v = ValueDistribution.Create(law, null, 39, ContinuousRate.PerUnit(0, TimeUnit.Week));
        CountDistribution n = CountDistribution.Create(law, 39);
        PurchaseHistories h = Histories(500);
        double[] alive = [.. Enumerable.Repeat(0.8, 500)];
        double[][] values = v.Quantiles(h.Frequency, h.Recency, h.T, alive, [], Levels);
        int[][] counts = n.Quantiles(h.Frequency, h.Recency, h.T, alive, Levels);
        for (int k = 0; k < Levels.Length; k++)
        {
            Assert.Equal(counts[k].Select(c => (double)c), values[k]);
        }

        int[] y = [.. counts[3]];
        (double[] below, double[] atMost) = n.Cdf(h.Frequency, h.Recency, h.T, alive, y);
        (double[] belowValue, double[] atMostValue) = v.Cdf(h.Frequency, h.Recency, h.T, alive, [], [.. y.Select(c => (double)c)]);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(below[i], belowValue[i], 1e-12));
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(atMost[i], atMostValue[i], 1e-12));
    }

    private static ITransactionModel Model(string name) => Typical.Model(name);

    private static PurchaseHistories Histories(int n)
    {
        Pcg64 random = new(3);
        int[] x = new int[n];
        double[] tx = new double[n], t = new double[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = (int)random.NextPoisson(6 * random.NextGamma(0.4));
            t[i] = 52 + Math.Floor(52 * random.NextDouble() * 7) / 7;
            tx[i] = x[i] == 0 ? 0 : t[i] * random.NextDouble();
        }

        return new(x, tx, t, TimeUnit.Week);
    }

    private static double[] Spend(int n) => [.. Enumerable.Range(0, n).Select(i => 5.0 + (i % 60))];
}
