using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.GammaGamma;

/// <summary>The rules of zero, negative and heavy-tailed spend, as <see cref="SpendHistories"/> states them.</summary>
public sealed class SpendRules
{
    private static readonly int[] Frequency = [0, 3, 2, 1, 4, 0, 2];
    private static readonly double[] Net = [0, 20, -5, 30, 0, -9, 41];

    [Fact]
    public void Who_is_fitted_and_who_is_set_aside_is_counted()
    {
        SpendHistories spend = SpendHistories.FromNet(Frequency, Net);
        Assert.Equal(new SpendSelection(Used: 3, WithoutRepeatPurchase: 2, WithoutSpend: 1, Negative: 1), spend.Selection);
        Assert.Equal([0, 20, 0, 30, 0, 0, 41], spend.MeanSpend);
        Assert.Equal(3, GammaGammaFitter.Fit(spend).Customers);
        Assert.Equal(new SpendSelection(1, 1, 1, 0), new SpendHistories([0, 1, 2], [0, 0, 8]).Selection);
    }

    [Fact]
    public void Those_set_aside_change_no_bit_of_any_fit()
    {
        SpendHistories some = GammaGammaSimulator.Histories(new(6, 4, 15), [.. Enumerable.Range(0, 800).Select(i => 1 + (i % 7))], 4);
        SpendHistories more = SpendHistories.FromNet([.. some.Frequency, 0, 5, 5], [.. some.MeanSpend, 0, 0, -12]);
        Assert.Equal(GammaGammaFitter.Fit(some).Parameters, GammaGammaFitter.Fit(more).Parameters);
        Assert.Equal(SpendCovariateFitter.OnFrequency(some).Parameters, SpendCovariateFitter.OnFrequency(more).Parameters);
    }

    [Fact]
    public void A_negative_mean_is_refused_unless_it_is_said_to_be_net()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new SpendHistories(Frequency, Net));
        Assert.Contains("Row 2 has mean spend -5", refused.Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => SpendHistories.FromNet([1], [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SpendHistories.FromNet([1], [double.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => SpendHistories.FromNet([1, 2], [-1]));
    }

    [Fact]
    public void Predictions_are_never_negative_whatever_was_returned()
    {
        SpendHistories spend = SpendHistories.FromNet(Frequency, Net);
        GammaGammaModel model = new(new(6, 4, 15));
        double[] expected = model.ExpectedSpend(spend);
        Assert.All(expected, amount => Assert.True(amount >= 0 && double.IsFinite(amount)));
        Assert.Equal(model.PopulationMeanSpend!.Value, expected[0], 1e-12);
        Assert.True(expected[2] < expected[3] && expected[4] < expected[2]);
    }

    [Fact]
    public void Where_the_tail_is_too_heavy_for_a_mean_it_is_refused_and_quantiles_are_given()
    {
        GammaGammaModel heavy = new(new(0.4, 0.5, 10));
        Assert.Null(heavy.PopulationMeanSpend);
        Assert.Equal([false, false, true], new[] { 0, 1, 2 }.Select(heavy.HasMeanSpend));
        SpendHistories two = new([1, 2], [30, 30]);
        Assert.Equal(heavy.SpendQuantiles(two, 0.5)[0][0], heavy.ExpectedSpend(two)[0]);
        Assert.NotEqual(heavy.SpendQuantiles(two, 0.5)[0][1], heavy.ExpectedSpend(two)[1]);
        BgNbdModel purchases = new(new(0.5, 5, 0.8, 2.4), TimeUnit.Week);
        PurchaseHistories rows = new([1, 2], [5, 8], [20, 20], TimeUnit.Week);
        TotalSpend total = TotalSpend.Of(purchases, heavy, 52);
        Assert.Null(total.Mean(rows, two)[0]);
        Assert.NotNull(total.Mean(rows, two)[1]);
        Assert.Equal([null, null], total.StandardDeviation(rows, two));
        Assert.All(total.Quantiles(rows, two, [0.9, 0.99]), column => Assert.All(column, amount => Assert.True(amount > 0 && double.IsFinite(amount))));
    }

    [Theory]
    [InlineData(6.25, 3.74, 15.44)]
    [InlineData(0.4, 0.3, 10)]
    public void Quantiles_of_the_level_have_their_probability(double p, double q, double gamma)
    {
        // The level is p / nu, and nu is Gamma(p x + q, gamma + x z).
        double[] levels = [0.01, 0.1, 0.5, 0.9, 0.99];
        double[][] quantiles = new GammaGammaModel(new(p, q, gamma)).SpendQuantiles(new([0, 3], [0, 25]), levels);
        for (int k = 0; k < levels.Length; k++)
        {
            Assert.Equal(levels[k], IncompleteFunctions.GammaQ(q, gamma * p / quantiles[k][0]), 1e-10);
            Assert.Equal(levels[k], IncompleteFunctions.GammaQ((3 * p) + q, (gamma + 75) * p / quantiles[k][1]), 1e-10);
        }
    }
}
