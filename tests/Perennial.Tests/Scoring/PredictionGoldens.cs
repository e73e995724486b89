using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Testing;

namespace Perennial.Tests.Scoring;

/// <summary>The definitions of the predictions, on the customer of the papers: two repeat purchases, the last after 30.43 weeks, seen for 38.86.</summary>
public sealed class PredictionGoldens
{
    private static readonly PurchaseHistories Histories = new([2, 0], [30.43, 0], [38.86, 20], TimeUnit.Week);

    private static readonly BgNbdModel Model = new(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week);

    [Fact]
    [Golden("p-alive.v1")]
    public void P_alive_is_0_727_for_the_repeat_buyer_and_1_without_a_repeat_purchase()
    {
        double[] alive = Model.ProbabilityAlive(Histories);

        Assert.Equal(0.727, alive[0], 0.0005);
        Assert.Equal(1, alive[1]);
    }

    [Fact]
    [Golden("p-zero.v1")]
    public void P_zero_is_0_920_for_ten_weeks_without_a_repeat_purchase() =>
        Assert.Equal(0.920, Model.ProbabilityOfNoPurchase(Histories, 10)[1], 0.0005);

    [Fact]
    [Golden("expected-orders.v1")]
    public void Expected_purchases_in_39_weeks_are_1_226() =>
        Assert.Equal(1.226, Model.ConditionalExpectedTransactions(Histories, 39)[0], 0.0005);

    [Fact]
    [Golden("expected-spend.v1")]
    public void Expected_spend_is_24_66_after_two_repeat_purchases_of_22_35() =>
        Assert.Equal(24.66, new GammaGammaModel(new(6.25, 3.74, 15.44)).ExpectedSpend(new([2], [22.35]))[0], 0.005);
}
