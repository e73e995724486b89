using Perennial.Models.Assessing;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

public sealed class CountDistributionTests
{
    public static TheoryData<string, int, double, double, double> Customers => new()
    {
        { "bg-nbd", 0, 0, 0, 39 }, { "bg-nbd", 2, 30.43, 38.86, 39 }, { "bg-nbd", 29, 37.71, 38.86, 39 }, { "bg-nbd", 200, 100, 104, 520 },
        { "mbg-nbd", 0, 0, 0, 39 }, { "mbg-nbd", 0, 0, 38.86, 39 }, { "mbg-nbd", 2, 30.43, 38.86, 39 }, { "mbg-nbd", 200, 100, 104, 520 },
        { "pareto-nbd", 0, 0, 0, 39 }, { "pareto-nbd", 2, 30.43, 38.86, 39 }, { "pareto-nbd", 29, 37.71, 38.86, 39 }, { "pareto-nbd", 200, 100, 104, 520 },
        { "ggom-nbd", 0, 0, 0, 39 }, { "ggom-nbd", 2, 30.43, 38.86, 39 }, { "ggom-nbd", 29, 37.71, 38.86, 39 }, { "ggom-nbd", 200, 100, 104, 520 },
        { "bg-cnbd-k", 0, 0, 0, 39 }, { "bg-cnbd-k", 2, 30.43, 38.86, 39 }, { "bg-cnbd-k", 29, 37.71, 38.86, 39 }, { "bg-cnbd-k", 200, 100, 104, 520 },
        { "mbg-cnbd-k", 0, 0, 0, 39 }, { "mbg-cnbd-k", 0, 0, 38.86, 39 }, { "mbg-cnbd-k", 2, 30.43, 38.86, 39 }, { "mbg-cnbd-k", 29, 37.71, 38.86, 39 },
        { "pareto-nbd", 20_000, 103.999, 104, 20 }, { "bg-nbd", 20_000, 103.999, 104, 20 },
    };

    [Fact]
    public void A_test_of_forecasts_reads_what_the_single_questions_give()
    {
        int[] x = [0, 2, 29, 200, 2], y = [0, 1, 40, 700, 0];
        double[] t = [0, 38.86, 38.86, 104, 50], alive = [1, 0.7, 0.9, 0.2, 1e-9], levels = [0.1, 0.5, 0.9], tx = Typical.Recency(x, t);
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Model("bg-nbd")), 39);
        PredictiveTest test = counts.Test(x, tx, t, alive, y, levels);
        (double[] below, double[] atMost) = counts.Cdf(x, tx, t, alive, y);
        Assert.Equal(below, test.Below);
        Assert.Equal(atMost, test.AtMost);
        int[][] quantiles = counts.Quantiles(x, tx, t, alive, levels);
        for (int k = 0; k < levels.Length; k++)
        {
            Assert.Equal(quantiles[k].Select(n => (double)n), test.Quantiles[k]);
            (below, atMost) = counts.Cdf(x, tx, t, alive, quantiles[k]);
            Assert.Equal(below, test.BelowQuantiles[k]);
            Assert.Equal(atMost, test.AtMostQuantiles[k]);
        }

        Assert.Equal(counts.Crps(x, tx, t, alive, y), test.Crps);
        Assert.Equal([.. counts.Moments(x, tx, t, alive).Variance.Select(v => (double?)v)], test.Variance);
        Assert.All(counts.PZero(x, tx, t, alive).Zip(test.Zero), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Customers))]
    public void Mass_zero_and_mean_are_the_models_own(string name, int x, double tx, double t, double horizon)
    {
        ITransactionModel model = Model(name);
        PurchaseHistories one = new([x], [tx], [t], TimeUnit.Week);
        double[] alive = model.ProbabilityAlive(one);
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(model), horizon);
        double[] mass = counts.Pmf(x, tx, t, alive[0]), own = model.ProbabilityOfCount(x, tx, t, horizon, Math.Min(mass.Length, 500));
        Assert.Equal(1, mass.Sum(), 1e-12);
        for (int n = 0; n < own.Length; n++)
        {
            Assert.Equal(own[n], mass[n], 1e-9);
        }

        Assert.Equal(model.ProbabilityOfNoPurchase(one, horizon)[0], counts.PZero([x], [tx], [t], alive)[0], 1e-10);
        (double[] mean, double[] variance) = counts.Moments([x], [tx], [t], alive);
        Assert.Equal(1, mean[0] / model.ConditionalExpectedTransactions(one, horizon)[0], 1e-7);
        double square = mass.Select((m, n) => m * n * n).Sum();
        Assert.Equal(1, variance[0] / (square - (mean[0] * mean[0])), 1e-9);
    }

    [Fact]
    public void Quantiles_cdf_and_scores_follow_from_the_mass()
    {
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Model("pareto-nbd")), 39);
        int[] x = [0, 1, 5, 5, 12, 0], y = [0, 2, 1, 9, 300, 1];
        double[] t = [20, 30, 30, 30, 38, 20], alive = [0.5, 0.9, 1, 1, 0.2, 0], tx = Typical.Recency(x, t);
        (double[] below, double[] atMost) = counts.Cdf(x, tx, t, alive, y);
        double[] crps = counts.Crps(x, tx, t, alive, y), log = counts.LogScore(x, tx, t, alive, y), levels = [0.1, 0.5, 0.9, 0.99];
        int[][] quantiles = counts.Quantiles(x, tx, t, alive, levels);
        for (int i = 0; i < x.Length; i++)
        {
            double[] mass = counts.Pmf(x[i], tx[i], t[i], alive[i]);
            Assert.Equal(mass.Take(y[i]).Sum(), below[i], 1e-12);
            Assert.Equal(mass.Take(y[i] + 1).Sum(), atMost[i], 1e-12);
            Assert.Equal(Crps.OfCount(mass, y[i]), crps[i], 1e-9);
            Assert.Equal(-Math.Log(Math.Max(y[i] < mass.Length ? mass[y[i]] : 0, 1e-300)), log[i], 1e-9);
            for (int k = 0; k < levels.Length; k++)
            {
                int expected = 0;
                while (mass.Take(expected + 1).Sum() < levels[k])
                {
                    expected++;
                }

                Assert.Equal(expected, quantiles[k][i]);
            }
        }
    }

    [Fact]
    public void A_recalibrated_score_is_that_of_the_bent_distribution()
    {
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Model("bg-nbd")), 39);
        PitRecalibration bent = PitRecalibration.FromWeights([0.6, 0.4]);
        double[] mass = counts.Pmf(3, 20, 30, 0.8), cdf = new double[mass.Length];
        double sum = 0, last = 0;
        for (int n = 0; n < mass.Length; n++)
        {
            sum = Math.Min(1, sum + mass[n]);
            cdf[n] = bent.Forward(sum) - last;
            last = bent.Forward(sum);
        }

        Assert.Equal(Crps.OfCount(cdf, 2), counts.Crps([3], [20], [30], [0.8], [2], bent)[0], 1e-9);
    }

    [Fact]
    public void Without_a_horizon_nobody_buys_and_without_drop_out_counts_are_negative_binomial()
    {
        Assert.Equal([1.0], CountDistribution.Create(TransactionLaw.Of(Model("bg-nbd")), 0).Pmf(3, 5, 10, 0.7));
        foreach (TransactionLaw law in new[] { TransactionLaw.BgNbd(new(0.5, 10, 0, 1), TimeUnit.Week), TransactionLaw.ParetoNbd(new(0.5, 10, 0, 1), TimeUnit.Week) })
        {
            double[] mass = CountDistribution.Create(law, 39).Pmf(2, 15, 20, 1);
            double p = 39.0 / 69, r = 2.5;
            Assert.Equal(Math.Pow(1 - p, r), mass[0], 1e-12);
            Assert.Equal(r * p * Math.Pow(1 - p, r), mass[1], 1e-12);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Pcg64 random = new(1);
        int[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextInt32(20))], y = [.. x.Select(a => random.NextInt32(a + 2))];
        double[] t = [.. x.Select(_ => 20.0 + random.NextInt32(30))], alive = [.. x.Select(_ => random.NextDouble())], tx = Typical.Recency(x, t);
        TransactionLaw law = TransactionLaw.Of(Model("pareto-nbd"));
        Assert.Equal(CountDistribution.Create(law, 39, 1).Crps(x, tx, t, alive, y), CountDistribution.Create(law, 39, 4).Crps(x, tx, t, alive, y));
    }

    [Fact]
    public void Wrong_columns_are_refused()
    {
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Model("bg-nbd")), 39);
        Assert.Throws<ArgumentOutOfRangeException>(() => CountDistribution.Create(TransactionLaw.Of(Model("bg-nbd")), double.PositiveInfinity));
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => counts.Cdf([0, 0], [0, 0], [1, 1], [1, 1], [0, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("pAlive", Assert.Throws<ArgumentException>(() => counts.PZero([0], [0], [1], [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("rows", Assert.Throws<ArgumentException>(() => counts.Crps([0], [0], [1], [1, 1], [0])).Message, StringComparison.Ordinal);
    }

    private static ITransactionModel Model(string name) => Typical.Model(name);
}
