using Perennial.Models.CnbdK;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.CnbdK;

/// <summary>Is the regularity of buying told from gaps of whole days, whoever buys and whenever they leave?</summary>
public sealed class RegularityTests
{
    [Theory]
    [InlineData(1, 0.9, 1.15)]
    [InlineData(2, 1.75, 2.25)]
    [InlineData(3, 2.7, 3.3)]
    [InlineData(6, 5.3, 6.7)]
    public void K_is_found_from_days(int k, double low, double high)
    {
        Regularity found = Of(k, gapDays: 21, customers: 2000);
        Assert.InRange(found.K, low, high);
        Assert.Equal(k >= 2, found.IsRegular);
        Assert.InRange(found.StandardError!.Value, 0.0001, 0.02);
    }

    [Fact]
    public void That_days_are_whole_is_not_taken_for_a_rhythm()
    {
        // On average a purchase every third day: gaps below a day are merged away, which alone would look like k = 2.
        Assert.InRange(Of(1, gapDays: 3, customers: 2000).K, 1, 1.2);
        Assert.False(Of(1, gapDays: 3, customers: 2000).IsRegular);
    }

    [Fact]
    public void Bursts_are_no_rhythm_and_nobody_tells_nothing()
    {
        Assert.Equal(1, Regularity.Of([2, 2, 3], [30, 60, 90], [Math.Log(29), Math.Log(59), Math.Log(88)]).K);
        Regularity nobody = Regularity.Of([0, 1], [0, 5], [0, Math.Log(5)]);
        Assert.Equal((1, 0, null, 0), (nobody.K, nobody.Excess, nobody.StandardError, nobody.Customers));
        Assert.False(nobody.IsRegular);
        Regularity single = Regularity.Of([4], [28], [4 * Math.Log(7)]);
        Assert.Null(single.StandardError);
        Assert.False(single.IsRegular);
        Assert.True(Regularity.Of([4, 4, 4, 4, 4], [28, 28, 28, 28, 28], [.. Enumerable.Repeat(4 * Math.Log(7), 5)]).IsRegular);
    }

    [Fact]
    public void Impossible_columns_are_refused()
    {
        Assert.Contains("Row 0", Assert.Throws<ArgumentException>(() => Regularity.Of([3], [2], [0])).Message, StringComparison.Ordinal);
        foreach (double gaps in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -1, 3.1 * Math.Log(10)])
        {
            Assert.Contains("Row 0 has log gaps", Assert.Throws<ArgumentException>(() => Regularity.Of([3, 4], [30, 40], [gaps, 5])).Message, StringComparison.Ordinal);
        }

        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => Regularity.Of([3, 1], [30, 40], [5, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("differ in length", Assert.Throws<ArgumentException>(() => Regularity.Of([3], [4, 5], [0])).Message, StringComparison.Ordinal);
    }

    /// <summary>Chances of gaps of random days added one by one, and for two purchases in closed form: ln of (t - 1)! over t - 1.</summary>
    [Theory]
    [InlineData(2, 1_000_000_000)]
    [InlineData(2, int.MaxValue)]
    [InlineData(2, 100_001)]
    [InlineData(3, 100_001)]
    [InlineData(7, 300_000)]
    [InlineData(60, 300_000)]
    [InlineData(5000, 300_000)]
    [InlineData(99_990, 100_001)]
    public void Histories_of_any_length_are_compared_with_random_days(int x, int t)
    {
        double mean = 0, chance = (x - 1.0) / (t - 1.0);
        for (int g = 1; x > 2 && g <= t - x + 1; g++)
        {
            mean += chance * Math.Log(g);
            chance *= (t - g - x + 1.0) / (t - g - 1.0);
        }

        double random = x == 2 ? SpecialFunctions.LogGamma(t) / (t - 1.0) : mean, equal = Math.Log((double)t / x);
        Assert.Equal(equal - random, Regularity.Of([x], [t], [x * equal]).Excess, 1e-9);
    }

    private static Regularity Of(int k, double gapDays, int customers)
    {
        List<int> x = [], last = [];
        List<double> logs = [];
        for (int c = 0; c < customers; c++)
        {
            Pcg64 random = new(5, (ulong)c);
            double rate = k / gapDays * random.NextGamma(3) / 3, now = 0;
            int days = 0, before = 0;
            double sum = 0;
            while ((now += random.NextGamma(k) / rate) < 400 && random.NextDouble() > 0.05)
            {
                int day = (int)Math.Ceiling(now);
                if (day > before)
                {
                    sum += Math.Log(day - before);
                    before = day;
                    days++;
                }
            }

            x.Add(days);
            last.Add(before);
            logs.Add(sum);
        }

        return Regularity.Of([.. x], [.. last], [.. logs]);
    }
}
