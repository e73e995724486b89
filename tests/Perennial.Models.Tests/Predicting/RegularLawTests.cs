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

    /// <summary>Twelve phases at such a pace are many thousands until then: most buyers show no rhythm any more, the slow ones do.</summary>
    [Theory]
    [InlineData(2, 3.5, 20)]
    [InlineData(12, 4, 1.5)]
    public void Over_a_very_long_horizon_moments_are_those_for_ever(int k, double r, double alpha)
    {
        CnbdKExpectation now = new(k, r, alpha, 0.9, 3.5);
        (double First, double Squares, double Pairs)[] finite = RegularMoments.Of(now, 1500, 0.02), forever = RegularMoments.Of(now, double.PositiveInfinity, 0.02);
        for (int j = 0; j < k; j++)
        {
            Assert.Equal(1, finite[j].Squares / forever[j].Squares, 1e-7);
            Assert.Equal(1, finite[j].Pairs / forever[j].Pairs, 1e-6);
        }
    }

    /// <summary>Of each pair: T_n by its negative binomial chances on a fine grid, T_m given T_n beta, whose mean discount is Kummer's function.</summary>
    [Theory]
    [InlineData(1, 0.6, 4.4, 9, 0.02)]
    [InlineData(2, 0.9, 3, 6, 0.3)]
    [InlineData(3, 5.9, 12, 8, 0.05)]
    public void The_second_moment_over_a_horizon_is_that_of_quadrature_over_both_purchases(int k, double r, double alpha, double horizon, double delta)
    {
        const int Purchases = 40;
        CnbdKExpectation now = new(k, r, alpha, 0.7, 2.5);
        (double First, double Squares, double Pairs)[] found = RegularMoments.Of(now, horizon, delta);
        for (int j = 0; j < k; j++)
        {
            // Halving the cells quarters the error.
            Assert.Equal(1, ((4 * ByGrid(j, 600)) - ByGrid(j, 300)) / 3 / found[j].Pairs, 1e-6);
        }

        double ByGrid(int j, int cells)
        {
            double sum = 0;
            double[] before = new double[Purchases];
            for (int cell = 0; cell < cells; cell++)
            {
                double z = delta * horizon * (cell + 0.5) / cells, stay = 1;
                double[] reached = now.Reached(j, horizon * (cell + 1) / cells, Purchases);
                for (int n = 2; n <= Purchases; n++)
                {
                    stay *= (2.5 + n - 2) / (3.2 + n - 2);
                    double chance = reached[n - 1] - before[n - 1];
                    for (int m = 1; m < n && chance > 1e-14; m++)
                    {
                        double earlier = 0, term = 1;
                        for (int i = 0; i < 30; i++)
                        {
                            earlier += term;
                            term *= -z / (i + 1) * ((k * m) - j + i) / ((k * n) - j + i);
                        }

                        sum += 2 * stay * chance * Math.Exp(-z) * earlier;
                    }
                }

                before = reached;
            }

            return sum;
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
