using Perennial.Models.Assessing;
using Perennial.Models.BgNbd;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Assessing;

public sealed class ComparisonTests
{
    [Fact]
    public void Information_criteria_are_those_of_the_definition()
    {
        // CDNOW, BG/NBD: LL -9582.42921, 4 parameters, 2357 customers.
        InformationCriteria found = InformationCriteria.Of(-9582.42921, 4, 2357);
        Assert.Equal(19172.85842, found.Aic, 1e-9);
        Assert.Equal(19172.85842 + (40.0 / 2352), found.AicCorrected!.Value, 1e-9);
        Assert.Equal(19164.85842 + (4 * Math.Log(2357)), found.Bic, 1e-9);
        Assert.Null(InformationCriteria.Of(-3, 4, 5).AicCorrected);
    }

    [Fact]
    public void A_failed_fit_has_no_criteria()
    {
        FitReport<BgNbdModel> failed = BgNbdFitter.Fit(new([0, 0], [0, 0], [3, 4], TimeUnit.Week));
        Assert.Throws<ConvergenceException>(() => InformationCriteria.Of(failed));
    }

    [Theory]
    [InlineData(1, 3.841458820694124, 0.05)]
    [InlineData(2, 5.991464547107979, 0.05)]
    [InlineData(3, 11.344866730144373, 0.01)]
    public void A_likelihood_ratio_is_chi_square(int degrees, double statistic, double p)
    {
        ChiSquareTest found = ChiSquareTest.LikelihoodRatio(-1000, -1000 + (statistic / 2), degrees);
        Assert.Equal(statistic, found.Statistic, 1e-9);
        Assert.Equal(p, found.PValue, 1e-9);
    }

    [Fact]
    public void A_larger_model_below_a_smaller_one_is_refused()
    {
        Assert.Contains("converged", Assert.Throws<ArgumentException>(() => ChiSquareTest.LikelihoodRatio(-100, -101, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(1, ChiSquareTest.LikelihoodRatio(-100, -100 - 1e-9, 1).PValue);
    }

    [Fact]
    public void Vuong_is_the_mean_difference_in_standard_errors_less_the_price_of_parameters()
    {
        double[] first = [-1, -2, -3, -4], second = [-2, -2, -4, -3];
        VuongTest found = VuongTest.Of(first, second, 4, 4);

        // Differences 1, 0, 1, -1: mean 1/4, variance 11/16.
        Assert.Equal(1 / Math.Sqrt(4 * 11.0 / 16), found.Statistic, 1e-12);
        Assert.Equal(2 * Normal.Cdf(-found.Statistic), found.PValue, 1e-12);
        Assert.Equal((1 - (0.5 * 2 * Math.Log(4))) / Math.Sqrt(4 * 11.0 / 16), VuongTest.Of(first, second, 6, 4).Statistic, 1e-12);
        Assert.Equal(-found.Statistic, VuongTest.Of(second, first, 4, 4).Statistic, 1e-12);
        Assert.Equal(new VuongTest(0, 1), VuongTest.Of(first, first, 4, 4));
    }

    [Fact]
    public void Concordance_counts_pairs_as_a_double_loop_does()
    {
        Pcg64 random = new(7, 3);
        double[] actual = [.. Enumerable.Range(0, 300).Select(_ => (double)random.NextInt32(6))];
        double[] predicted = [.. actual.Select(y => Math.Round(y + (3 * random.NextDouble()), 1))];
        double concordant = 0, pairs = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            for (int j = 0; j < actual.Length; j++)
            {
                if (actual[i] > actual[j])
                {
                    pairs++;
                    concordant += predicted[i] > predicted[j] ? 1 : predicted[i] == predicted[j] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(concordant / pairs, Ranking.Concordance(predicted, actual), 1e-15);
        Assert.Equal(1, Ranking.Concordance(actual, actual));
        Assert.Equal(0, Ranking.Concordance([.. actual.Select(y => -y)], actual));
        Assert.Equal(0.5, Ranking.Concordance(predicted, [.. actual.Select(_ => 1.0)]));
    }
}
