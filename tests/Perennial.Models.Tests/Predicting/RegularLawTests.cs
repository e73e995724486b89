using Perennial.Models.CnbdK;
using Perennial.Models.GammaGamma;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

/// <summary>Does the law of regular buying become that of random buying where it should, and know where it should not how far the next purchase has come?</summary>
public sealed class RegularLawTests
{
    private static readonly GammaGammaParameters Spend = new(6.2496, 3.7442, 15.4435);
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Week);
    private static readonly int[] X = [0, 2, 7, 29];
    private static readonly double[] Tx = [0, 30, 36, 38], T = [38.86, 38.86, 52, 38.86], Alive = [0.8, 0.6, 0.9, 1], Mean = [0, 30, 20, 45];

    [Fact]
    public void With_k_1_the_law_is_that_of_the_base_model_to_the_last_bit()
    {
        Same(TransactionLaw.BgNbd(new(0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week), TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(1, 0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week));
        Same(TransactionLaw.MbgNbd(new(0.5248, 6.1831, 0.8914, 1.614), TimeUnit.Week), TransactionLaw.CnbdK(CnbdKVariant.MbgCnbdK, new(1, 0.5248, 6.1831, 0.8914, 1.614), TimeUnit.Week));
    }

    [Fact]
    public void Whoever_bought_long_ago_will_sooner_buy_again_if_alive()
    {
        ValueDistribution v = ValueDistribution.Create(TransactionLaw.Of(Typical.Model("bg-cnbd-k")), Spend, 8, Rate);
        double[] zero = v.PZero([5, 5, 5], [52, 45, 30], [52, 52, 52], [1, 1, 1]);
        Assert.True(zero[0] > zero[1] && zero[1] > zero[2], string.Join(' ', zero));
        double[][] q = v.Quantiles([5, 5, 5], [52, 45, 30], [52, 52, 52], [1, 1, 1], [30, 30, 30], [0.5, 0.9]);
        Assert.True(q[0][0] < q[0][1] && q[0][1] < q[0][2]);
        double[] mean = v.InfiniteMoments([5, 5, 5], [52, 45, 30], [52, 52, 52], [1, 1, 1], [30, 30, 30]).Mean;
        Assert.True(mean[0] < mean[1] && mean[1] < mean[2]);
    }

    [Fact]
    public void The_second_moment_of_an_undiscounted_count_is_that_of_its_law()
    {
        // Sum over ordered pairs = E N (N - 1); near no discount the integral over waves gives the same.
        CnbdKExpectation now = new(3, 5.9, 30, 0.7, 4.5);
        TransactionLaw law = TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(3, 5.9, 30, 0.7, 4.5), TimeUnit.Week);
        (double First, double Squares, double Pairs)[] exact = RegularMoments.Of(now, 26, 0), nearly = RegularMoments.Of(now, 26, 1e-7);
        for (int j = 0; j < 3; j++)
        {
            double[] mass = law.AliveAt(0, 0, j).Counts(26);
            Assert.Equal(1, mass.Select((m, n) => m * n * (n - 1.0)).Sum() / exact[j].Pairs, 1e-9);
            Assert.Equal(1, nearly[j].Pairs / exact[j].Pairs, 1e-5);
        }
    }

    [Fact]
    public void Over_a_very_long_horizon_moments_are_those_for_ever()
    {
        CnbdKExpectation now = new(2, 3.5, 20, 0.9, 3.5);
        (double First, double Squares, double Pairs)[] finite = RegularMoments.Of(now, 3000, 0.02), forever = RegularMoments.Of(now, double.PositiveInfinity, 0.02);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(1, finite[j].Squares / forever[j].Squares, 1e-7);
            Assert.Equal(1, finite[j].Pairs / forever[j].Pairs, 1e-6);
        }
    }

    [Fact]
    public void A_recency_that_cannot_be_is_refused()
    {
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Typical.Model("bg-cnbd-k")), 8);
        Assert.Contains("recency 60", Assert.Throws<ArgumentException>(() => counts.PZero([2], [60], [52], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("recency 5", Assert.Throws<ArgumentException>(() => counts.Pmf(0, 5, 52, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(13, 1, 1, 1, 1), TimeUnit.Week));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(2, 1, 1, 0, 1), TimeUnit.Week));
    }

    private static void Same(TransactionLaw expected, TransactionLaw found)
    {
        Assert.Equal(CountDistribution.Create(expected, 39).PZero(X, Tx, T, Alive), CountDistribution.Create(found, 39).PZero(X, Tx, T, Alive));
        foreach (double horizon in (double[])[52.18, double.PositiveInfinity])
        {
            ValueDistribution one = ValueDistribution.Create(expected, Spend, horizon, Rate), other = ValueDistribution.Create(found, Spend, horizon, Rate);
            Assert.Equal(one.Quantiles(X, Tx, T, Alive, Mean, [0.1, 0.5, 0.9]), other.Quantiles(X, Tx, T, Alive, Mean, [0.1, 0.5, 0.9]));
            Assert.Equal(one.Moments(X, Tx, T, Alive, Mean).Variance, other.Moments(X, Tx, T, Alive, Mean).Variance);
        }
    }
}
