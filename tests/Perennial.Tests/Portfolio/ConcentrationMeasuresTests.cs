using Perennial.Portfolio;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio;

public sealed class ConcentrationMeasuresTests
{
    [Fact]
    [Golden("hhi.revenue.v1")]
    public void Hhi_is_1730_for_six_large_customers() =>
        Assert.Equal(1730, ConcentrationMeasures.Of([20, 19, 18, 17, 16, 10]).Hhi, 1e-9);

    [Fact]
    [Golden("hhi.revenue.v1")]
    public void Hhi_is_800_for_one_large_customer_among_sixteen_small_ones() =>
        Assert.Equal(800, ConcentrationMeasures.Of([20, .. Enumerable.Repeat(5.0, 16)]).Hhi, 1e-9);

    [Fact]
    [Golden("concentration.effective-number.v1")]
    public void Effective_number_is_the_reciprocal_of_the_hhi()
    {
        Assert.Equal(12.5, ConcentrationMeasures.Of([20, .. Enumerable.Repeat(5.0, 16)]).EffectiveNumber, 1e-12);
        Assert.Equal(8, ConcentrationMeasures.Of(Enumerable.Repeat(3.0, 8)).EffectiveNumber, 1e-12);
    }

    [Fact]
    [Golden("concentration.gini.v1")]
    public void Gini_is_0_for_equals_and_a_quarter_for_1_2_3_4()
    {
        Assert.Equal(0, ConcentrationMeasures.Of([7, 7, 7]).Gini, 1e-15);
        Assert.Equal(0.25, ConcentrationMeasures.Of([4, 2, 3, 1]).Gini, 1e-15);
        Assert.Equal(0.9, ConcentrationMeasures.Of([5, .. Enumerable.Repeat(0.0, 9)]).Gini, 1e-15);
    }

    [Fact]
    [Golden("concentration.top-share.v1")]
    public void Top_shares_round_up_to_whole_customers()
    {
        // 1 to 100: the largest is 100 of 5,050; the largest five are 96 to 100.
        Concentration hundred = ConcentrationMeasures.Of(Enumerable.Range(1, 100).Select(static i => (double)i));

        Assert.Equal(100.0 / 5050, hundred.Top1Percent, 1e-12);
        Assert.Equal(490.0 / 5050, hundred.Top5Percent, 1e-12);
        Assert.Equal(955.0 / 5050, hundred.Top10Percent, 1e-12);
        Assert.Equal(1810.0 / 5050, hundred.Top20Percent, 1e-12);
        Assert.Equal(0.5, ConcentrationMeasures.Of([1, 3, 2]).Top1Percent, 1e-15);
    }

    [Fact]
    [Golden("concentration.lorenz.v1")]
    public void Lorenz_runs_from_nothing_to_all_with_the_poorest_first()
    {
        Assert.Equal(
            [new(0, 0), new(0.25, 0.1), new(0.5, 0.3), new(0.75, 0.6), new(1, 1)],
            ConcentrationMeasures.Of([4, 2, 3, 1]).Lorenz,
            static (a, b) => Math.Abs(a.Customers - b.Customers) < 1e-15 && Math.Abs(a.Revenue - b.Revenue) < 1e-15);
        Assert.Equal(101, ConcentrationMeasures.Of(Enumerable.Repeat(1.0, 5000)).Lorenz.Count);
    }

    [Fact]
    public void Customers_below_zero_count_as_zero() =>
        Assert.Equal(ConcentrationMeasures.Of([10, 5, 0]), ConcentrationMeasures.Of([10, 5, -80]), Same);

    [Fact]
    public void Nothing_positive_gives_zeros()
    {
        Assert.Equal(new(0, 0, 0, 0, 0, 0, 0, []), ConcentrationMeasures.Of([-1, 0]), Same);
        Assert.Equal(new(0, 0, 0, 0, 0, 0, 0, []), ConcentrationMeasures.Of([]), Same);
    }

    private static bool Same(Concentration a, Concentration b) => (a with { Lorenz = [] }) == (b with { Lorenz = [] }) || a.Hhi == b.Hhi && a.Gini == b.Gini && a.Lorenz.SequenceEqual(b.Lorenz);
}
