using Perennial.Testing;
using Perennial.Valuation.Costs;

namespace Perennial.Tests.Valuation.Costs;

public sealed class CredibilityTests
{
    /// <summary>Months 1, 3 and 5, 7: s² = 2, a = (16 - 2) / 2 = 7, z = 2 / (2 + 2/7) = 7/8.</summary>
    [Fact]
    [Golden("cost.forecast.v1")]
    public void Two_customers_of_two_months_are_shrunk_by_an_eighth()
    {
        CredibilityRates rates = Credibility.Of([2, 2], [4, 12], [10, 74], [2, 2]);
        Assert.Equal([2.25, 5.75], rates.Rate, Close);
        Assert.Equal([0.875, 0.875], rates.Weight, Close);
        Assert.Equal(Math.Sqrt(7.0 / 8), rates.Deviation[0], 12);
        Assert.Equal(Math.Sqrt(2), rates.Spread, 12);
    }

    [Fact]
    public void Customers_who_do_not_differ_more_than_chance_have_the_mean_of_all()
    {
        CredibilityRates rates = Credibility.Of([3, 6], [6, 13], [40, 60], [3, 6]);
        Assert.Equal([19.0 / 9, 19.0 / 9], rates.Rate, Close);
        Assert.Equal([0.0, 0.0], rates.Weight);
    }

    [Fact]
    public void Costs_that_never_vary_are_the_customers_own()
    {
        CredibilityRates rates = Credibility.Of([4, 2, 1], [480, 0, 120], [57600, 0, 14400], [4, 2, 1]);
        Assert.Equal([120.0, 0, 120], rates.Rate, Close);
        Assert.All(rates.Deviation, deviation => Assert.Equal(0, deviation, 9));
    }

    [Fact]
    public void Who_was_not_there_has_the_mean_and_nobody_there_costs_nothing()
    {
        CredibilityRates rates = Credibility.Of([2, 2, 0], [4, 12, 0], [10, 74, 0], [2, 2, 0]);
        Assert.Equal(4, rates.Rate[2], 12);
        Assert.Equal([0.0], Credibility.Of([0], [0], [0], [0]).Rate);
    }

    private static bool Close(double x, double y) => Math.Abs(x - y) < 1e-12;
}
