using Perennial.Models.Assessing;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Assessing;

/// <summary>Trends whose error reckons with neighbours being alike.</summary>
public sealed class TrendTestTests
{
    [Fact]
    public void A_trend_by_hand()
    {
        // Slope 1.1 of 2, 1, 4, 3, 7 less 0.2 in the middle; residuals 0.8, -1.3, 0.6, -1.5, 1.4 do not follow each other, so that five count as five.
        TrendTest trend = TrendTest.Of([2, 1, 4, 3, 7]);
        Assert.Equal(1.2, trend.Slope, 1e-12);
        Assert.Equal(Math.Sqrt(6.8 / 3 / 10), trend.StandardError!.Value, 1e-12);
        Assert.Equal(3, trend.Degrees, 1e-12);
        Assert.Equal(2 * StudentT.Cdf(-1.2 / trend.StandardError.Value, 3), trend.PValue, 1e-12);
        (double low, double high) = trend.Interval()!.Value;
        Assert.Equal(2 * 1.2, low + high, 1e-9);
        Assert.Equal(3.182446305284, (high - 1.2) / trend.StandardError.Value, 1e-6);
    }

    [Fact]
    public void A_straight_line_a_flat_one_and_one_step()
    {
        Assert.Equal((2.0, 0.0), (TrendTest.Of([1, 3, 5, 7, 9, 11]).Slope, TrendTest.Of([1, 3, 5, 7, 9, 11]).PValue));
        Assert.Equal(new TrendTest(0, 0, 4, 1), TrendTest.Of([5, 5, 5, 5, 5, 5]));

        // Neighbours alike: fewer values count than there are, and less is sure.
        double[] step = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1];
        Assert.InRange(TrendTest.Of(step).Degrees, 2, 6);
        Assert.InRange(TrendTest.Of(step).PValue, 0.01, 0.05);
        TrendTest hill = TrendTest.Of([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0]);
        Assert.Equal((0.0, 1.0), (Math.Round(hill.Slope, 12), Math.Round(hill.PValue, 9)));
    }

    [Fact]
    public void The_unit_of_the_values_does_not_matter_up_to_the_largest_number()
    {
        double[] values = [2, 1, 4, 3, 7, 2, 5];
        TrendTest one = TrendTest.Of(values);
        foreach (double unit in (double[])[1e-300, 1e-5, 1e9, 2e307])
        {
            TrendTest other = TrendTest.Of([.. values.Select(value => value * unit)]);
            Assert.Equal(one.Slope, other.Slope / unit, 1e-12);
            Assert.Equal(one.StandardError!.Value, other.StandardError!.Value / unit, 1e-12);
            Assert.Equal(one.PValue, other.PValue, 1e-12);
        }
    }

    [Fact]
    public void Too_few_values_and_no_numbers_are_refused()
    {
        Assert.Contains("at least 5", Assert.Throws<ArgumentException>(() => TrendTest.Of([1, 2, 3, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TrendTest.Of([1, 2, double.NaN, 4, 5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrendTest.Of([1, 2, 2, 4, 5]).Interval(1));
        Assert.Null(new TrendTest(1, null, 0, 1).Interval());
        Assert.Equal(new TrendTest(0, 0, 3, 1), TrendTest.Of([0, 0, 0, 0, 0]));
        Assert.Null(new TrendTest(1, 1e308, 0.05, 1).Interval());
    }

    [Theory]
    [InlineData(0.0, 0.03, 0.065)]
    [InlineData(0.3, 0.07, 0.12)]
    [InlineData(0.6, 0.12, 0.20)]
    public void Series_without_a_trend_seldom_show_one(double alike, double least, double most)
    {
        Pcg64 random = new(3, 1);
        int found = 0, rounds = 4000;
        for (int round = 0; round < rounds; round++)
        {
            double[] values = new double[13];
            double value = 0;
            for (int i = -40; i < 13; i++)
            {
                value = (alike * value) + random.NextNormal();
                values[Math.Max(i, 0)] = value;
            }

            found += TrendTest.Of(values).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(found / (double)rounds, least, most);
    }
}
