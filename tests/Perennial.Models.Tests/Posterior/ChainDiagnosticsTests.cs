using Perennial.Models.Numerics;
using Perennial.Models.Posterior;

namespace Perennial.Models.Tests.Posterior;

/// <summary>Diagnostics against cases worked out by hand and against processes of known autocorrelation.</summary>
public sealed class ChainDiagnosticsTests
{
    [Fact]
    public void Plain_r_hat_is_the_root_of_all_variance_over_the_variance_within()
    {
        // Within 5/3, means 2.5 and 6.5 with variance 8.
        Assert.Equal(Math.Sqrt(0.75 + (8.0 / (5.0 / 3.0))), ChainDiagnostics.PlainRHat([[1, 2, 3, 4], [5, 6, 7, 8]]), 1e-14);
    }

    [Fact]
    public void Chains_are_cut_into_halves_without_the_middle_of_an_odd_number()
    {
        Assert.Equal([[1, 2], [4, 5], [6, 7], [9, 10]], ChainDiagnostics.Split([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]));
    }

    [Fact]
    public void Ranks_become_normal_scores_and_ties_share_their_mean_rank()
    {
        double[][] scores = ChainDiagnostics.RankNormalised([[30, 10], [20, 20]]);
        Assert.Equal(Normal.Quantile(3.625 / 4.25), scores[0][0], 1e-14);
        Assert.Equal(Normal.Quantile(0.625 / 4.25), scores[0][1], 1e-14);
        Assert.Equal(0.0, scores[1][0], 1e-14);
        Assert.Equal(0.0, scores[1][1], 1e-14);
    }

    [Fact]
    public void A_split_r_hat_by_hand()
    {
        // Halves {1,2}, {3,4}, {5,6}, {7,8}; ranks 1 … 8, scores symmetrical.
        double[] z = [.. Enumerable.Range(1, 8).Select(rank => Normal.Quantile((rank - 0.375) / 8.25))];
        double[] means = [.. Enumerable.Range(0, 4).Select(k => 0.5 * (z[2 * k] + z[(2 * k) + 1]))];
        double within = Enumerable.Range(0, 4).Average(k => 0.5 * (z[2 * k] - z[(2 * k) + 1]) * (z[2 * k] - z[(2 * k) + 1]));
        double between = means.Sum(m => m * m) / 3.0;
        Assert.Equal(Math.Sqrt(0.5 + (between / within)), ChainDiagnostics.RHat([[1, 2, 3, 4], [5, 6, 7, 8]]), 1e-13);
    }

    [Fact]
    public void A_chain_that_is_spread_more_than_another_is_found_though_their_middles_agree()
    {
        Pcg64 random = new(1);
        double[] Normals(double sd) => [.. Enumerable.Range(0, 1000).Select(_ => sd * random.NextNormal())];
        double[][] chains = [Normals(1), Normals(1), Normals(1), Normals(3)];
        Assert.InRange(ChainDiagnostics.PlainRHat(ChainDiagnostics.RankNormalised(ChainDiagnostics.Split(chains))), 0.99, 1.01);
        Assert.True(ChainDiagnostics.RHat(chains) > 1.05);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(-0.5)]
    public void An_autoregression_is_worth_its_known_share_of_independent_draws(double phi)
    {
        double[][] chains = [.. Enumerable.Range(0, 4).Select(k => Autoregression(phi, 20_000, (ulong)k))];
        double expected = 80_000 * (1.0 - phi) / (1.0 + phi);
        Assert.InRange(ChainDiagnostics.BulkEffectiveSize(chains), 0.9 * expected, 1.1 * expected);
        Assert.InRange(ChainDiagnostics.MeanEffectiveSize(chains), 0.9 * expected, 1.1 * expected);
        Assert.InRange(ChainDiagnostics.RHat(chains), 0.999, 1.003);
    }

    [Fact]
    public void Independent_draws_are_worth_themselves_in_the_tails()
    {
        double[][] chains = [.. Enumerable.Range(0, 4).Select(k => Autoregression(0.0, 5000, (ulong)k + 10))];
        Assert.InRange(ChainDiagnostics.TailEffectiveSize(chains), 18_000, 22_000);
    }

    [Fact]
    public void A_short_chain_by_hand()
    {
        // {1,2,3,4}: the sum of autocorrelations is 5/6, below the floor of 1 / log10(4) that keeps short chains from being worth more than they can.
        Assert.Equal(4.0 * Math.Log10(4.0), ChainDiagnostics.EffectiveSize([[1, 2, 3, 4]]), 1e-12);

        // {1,1,2,2,3,3}: autocovariances 4/6, 2/6, -1/6, …; within 4/5; pairs 1 + (1 - (4/5 - 1/3) / (2/3)) = 1.3, then below zero.
        double even = 1.0 - ((0.8 + (1.0 / 6.0)) / (2.0 / 3.0));
        Assert.True(even < 0.0);
        Assert.Equal(6.0 / 1.6, ChainDiagnostics.EffectiveSize([[1, 1, 2, 2, 3, 3]]), 1e-12);
    }

    [Fact]
    public void Quantities_that_never_change_are_no_ground_for_complaint()
    {
        double[][] chains = [[2, 2, 2, 2], [2, 2, 2, 2]];
        Assert.Equal(1.0, ChainDiagnostics.RHat(chains));
        Assert.Equal(8.0, ChainDiagnostics.BulkEffectiveSize(chains));
        Assert.Equal(8.0, ChainDiagnostics.TailEffectiveSize(chains));
    }

    [Fact]
    public void The_energy_fraction_is_the_mean_square_of_moves_over_the_variance()
    {
        Assert.Equal(5.0 / (42.0 / 9.0), ChainDiagnostics.EnergyFraction([1, 2, 4]), 1e-14);
        Assert.Equal(1.0, ChainDiagnostics.EnergyFraction([3, 3, 3]));
        foreach (double[] energies in (double[][])[[], [1], [1, double.NaN, 2]])
        {
            Assert.Contains("at least two draws", Assert.Throws<ArgumentException>(() => ChainDiagnostics.EnergyFraction(energies)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Chains_that_cannot_be_compared_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ChainDiagnostics.RHat([[1, 2, 3, 4], [1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => ChainDiagnostics.RHat([[1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => ChainDiagnostics.BulkEffectiveSize([[1, 2, double.NaN, 4]]));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_shape_of_a_pareto_tail_is_found(double k)
    {
        const int N = 2000;
        double[] quantiles = [.. Enumerable.Range(0, N).Select(i => (Math.Pow(1.0 - ((i + 0.5) / N), -k) - 1.0) / k)];
        (double shape, double sigma) = ParetoSmoothing.FitTail(quantiles);
        Assert.InRange(shape, k - 0.05, k + 0.05);
        Assert.InRange(sigma, 0.9, 1.1);
    }

    [Fact]
    public void Smoothed_weights_keep_their_order_and_sum_to_one()
    {
        Pcg64 random = new(3);
        double[] ratios = [.. Enumerable.Range(0, 1000).Select(_ => random.NextNormal())];
        (double[] weights, double k) = ParetoSmoothing.Smooth(ratios);
        Assert.Equal(1.0, weights.Sum(), 1e-12);
        Assert.True(k < 0.7);
        int[] byRatio = [.. Enumerable.Range(0, 1000).OrderBy(i => ratios[i])];
        Assert.All(Enumerable.Range(1, 999), i => Assert.True(weights[byRatio[i]] >= weights[byRatio[i - 1]]));
    }

    private static double[] Autoregression(double phi, int n, ulong seed)
    {
        Pcg64 random = new(seed, 77);
        double[] chain = new double[n];
        double x = random.NextNormal() / Math.Sqrt(1.0 - (phi * phi));
        for (int i = 0; i < n; i++)
        {
            chain[i] = x;
            x = (phi * x) + random.NextNormal();
        }

        return chain;
    }
}
