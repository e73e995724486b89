using Perennial.Models.Assessing;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Assessing;

/// <summary>Golden values worked out by hand.</summary>
public sealed class RankingTests
{
    [Fact]
    public void Ties_share_the_mean_of_their_ranks() => Assert.Equal([3.5, 1, 3.5, 2], Ranking.MidRanks([3, 1, 3, 2]));

    [Fact]
    public void Spearman_with_a_tie_is_the_correlation_of_mid_ranks()
    {
        RankCorrelation r = Ranking.Spearman([1, 2, 3, 4, 5], [1, 2, 2, 4, 3]);
        Assert.Equal(8.5 / Math.Sqrt(95), r.Value, 14);

        // tanh(atanh r -+ 1.96 sqrt((1 + r^2 / 2) / 2)).
        Assert.Equal(SpearmanLow, r.Low, 10);
        Assert.Equal(SpearmanHigh, r.High, 10);
        Assert.False(r.ExcludesZero);
        Assert.Equal(new RankCorrelation(0, -1, 1, 3), Ranking.Spearman([1, 1, 1], [1, 2, 3]));
    }

    [Fact]
    public void The_interval_of_spearman_covers_what_it_promises()
    {
        // Normal columns with correlation .5 have Spearman's correlation 6 / pi asin(.25).
        Pcg64 random = new(11);
        double truth = 6 / Math.PI * Math.Asin(0.25);
        int covered = 0;
        for (int k = 0; k < 1000; k++)
        {
            double[] x = new double[60], y = new double[60];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = random.NextNormal();
                y[i] = (0.5 * x[i]) + (Math.Sqrt(0.75) * random.NextNormal());
            }

            RankCorrelation r = Ranking.Spearman(x, y);
            covered += r.Low <= truth && truth <= r.High ? 1 : 0;
        }

        Assert.InRange(covered, 925, 975);
    }

    [Fact]
    public void A_tie_across_the_border_of_slices_counts_by_fractions()
    {
        RankedSlice[] halves = Ranking.Slices([4, 5, 1, 4], [6, 10, 0, 2], 2);
        Assert.Equal([new RankedSlice(4.5, 7), new RankedSlice(2.5, 2)], halves);

        // Three customers in two slices: the middle one counts half in each.
        Assert.Equal([new RankedSlice((3 + 1) / 1.5, (9 + 3) / 1.5), new RankedSlice((1 + 1) / 1.5, 3 / 1.5)], Ranking.Slices([3, 2, 1], [9, 6, 0], 2));
    }

    [Fact]
    public void Decile_lift_is_the_top_tenth_over_all()
    {
        double[] predicted = [.. Enumerable.Range(0, 20).Select(i => 20.0 - i)];
        double[] actual = [10, 6, .. Enumerable.Repeat(1.0, 18)];
        Assert.Equal(8 / 1.7, Ranking.DecileLift(predicted, actual), 14);
        Assert.Equal(1, Ranking.DecileLift(Enumerable.Repeat(2.0, 20).ToArray(), actual), 14);
        Assert.Equal(0, Ranking.DecileLift(predicted, new double[20]));
    }

    [Fact]
    public void The_top_found_gives_ties_fractional_credit()
    {
        // The true top two are the first customer and a third of each of the next three.
        double[] actual = [9, 5, 5, 5, 0, 0, 0, 0, 0, 0];
        Assert.Equal((2.0 / 3) / 2, Ranking.TopFound([3, 8, 8, 1, 0, 0, 0, 0, 0, 0], actual), 14);
        Assert.Equal((1 + (1.0 / 3)) / 2, Ranking.TopFound(actual, actual), 14);
        Assert.Equal(0.2, Ranking.TopFound(new double[10], actual), 14);
    }

    [Fact]
    public void Normalised_gini_is_one_for_the_true_order_and_minus_one_for_its_reverse()
    {
        double[] actual = [0, 1, 5];
        Assert.Equal(1, Ranking.NormalisedGini([10, 20, 30], actual), 14);
        Assert.Equal(-1, Ranking.NormalisedGini([30, 20, 10], actual), 14);
        Assert.Equal(0.8, Ranking.NormalisedGini([2, 1, 3], actual), 14);
        Assert.Equal(0, Ranking.NormalisedGini([1, 1, 1], actual), 14);
    }

    [Fact]
    public void Row_order_does_not_matter()
    {
        Pcg64 random = new(5);
        double[] predicted = [.. Enumerable.Range(0, 500).Select(_ => (double)random.NextInt32(12))];
        double[] actual = [.. predicted.Select(p => (double)random.NextPoisson(p / 6))];
        int[] order = [.. Enumerable.Range(0, 500).OrderBy(_ => random.NextUInt64())];
        double[] p2 = [.. order.Select(i => predicted[i])], a2 = [.. order.Select(i => actual[i])];
        Assert.Equal(Ranking.Spearman(predicted, actual).Value, Ranking.Spearman(p2, a2).Value, 12);
        Assert.Equal(Ranking.TopFound(predicted, actual), Ranking.TopFound(p2, a2), 12);
        Assert.Equal(Ranking.DecileLift(predicted, actual), Ranking.DecileLift(p2, a2), 12);
        Assert.Equal(Ranking.NormalisedGini(predicted, actual), Ranking.NormalisedGini(p2, a2), 12);
    }

    private const double SpearmanLow = -0.2789256841841594;
    private const double SpearmanHigh = 0.9947490307741449;
}
