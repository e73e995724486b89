using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Fitting;

public sealed class GroupingTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, 7)]
    [InlineData(5000, 100_000)]
    public void A_column_is_its_distinct_values_rising_and_each_rows_place_among_them(int rows, int different)
    {
        Pcg64 random = new(7, 0);
        double[] column = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt32(different) / 7.0)];
        RankedColumn ranked = RankedColumn.Of(column);
        Assert.Equal(column.Distinct().Order(), ranked.Values);
        Assert.Equal(column, ranked.Rank.Select(k => ranked.Values[k]));
    }

    [Fact]
    public void Both_zeros_are_one_value()
    {
        RankedColumn ranked = RankedColumn.Of([0.0, -0.0, 1.0, -0.0]);
        Assert.Equal([0.0, 1.0], ranked.Values);
        Assert.Equal([0, 0, 1, 0], ranked.Rank);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2048)]
    [InlineData(5_000_000)]
    [InlineData(int.MaxValue)]
    public void Keys_are_sorted_with_their_rows_and_equal_keys_keep_their_order(int bound)
    {
        Pcg64 random = new(7, 1);
        ulong[] keys = [.. Enumerable.Range(0, 3000).Select(_ => (ulong)random.NextInt32(bound))], sorted = [.. keys];
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        RadixSort.Sort(sorted, rows, (ulong)bound);
        Assert.Equal(Enumerable.Range(0, keys.Length).OrderBy(i => keys[i]), rows);
        Assert.Equal(keys.Order(), sorted);
    }

    [Theory]
    [InlineData(1, 1UL, 0)]
    [InlineData(3000, 2UL, 3)]
    [InlineData(3000, 50_000UL, 2)]
    [InlineData(3000, 5_000_000UL, 4)]
    [InlineData(3000, ulong.MaxValue, 1)]
    [InlineData(0, 7UL, 2)]
    public void Keys_are_tallied_in_their_order_on_any_number_of_threads(int count, ulong bound, int threads)
    {
        // Crowded in one half of what is possible and sparse in the other: one is counted on tables, the other sorted.
        Pcg64 random = new(7, 3);
        ulong[] keys = [.. Enumerable.Range(0, count).Select(i => i % 8 > 0 ? random.NextUInt64() % ((bound / 64) + 1) : random.NextUInt64() % bound)];
        KeyTally<ulong> tally = KeyTally<ulong>.Of([.. keys], bound, threads);
        (ulong Key, int Times)[] read = new (ulong, int)[tally.Count];
        tally.Read((at, key, times) => read[at] = (key, (int)times));
        Assert.Equal(keys.GroupBy(key => key).OrderBy(same => same.Key).Select(same => (same.Key, same.Count())), read);
    }

    [Fact]
    public void Groups_depend_neither_on_threads_nor_on_whether_weights_of_one_are_stated()
    {
        Pcg64 random = new(7, 4);
        int[] x = [.. Enumerable.Range(0, 30_000).Select(_ => random.NextInt32(4))];
        double[] t = [.. x.Select(_ => random.NextInt32(40) / 7.0)], tx = [.. x.Select((n, i) => n == 0 ? 0 : Math.Floor(t[i] * 7 * random.NextDouble()) / 7)];
        int[] repeats = [.. x.Select((n, i) => t[i] == 0 ? 0 : n)];
        HistoryGroups stated = HistoryGroups.Of(new PurchaseHistories(repeats, tx, t, TimeUnit.Week, [.. Enumerable.Repeat(1.0, x.Length)]));
        foreach (int threads in (int[])[1, 4])
        {
            HistoryGroups groups = HistoryGroups.Of(new PurchaseHistories(repeats, tx, t, TimeUnit.Week), threads);
            Assert.Equal(t.Count(age => age > 0), groups.Customers);
            Assert.Equal(stated.Level, groups.Level);
            Assert.Equal(stated.Recency, groups.Recency);
            Assert.Equal(stated.T, groups.T);
            Assert.Equal(stated.Weight, groups.Weight);
            Assert.Equal((stated.TimeScale, stated.Purchases), (groups.TimeScale, groups.Purchases));
        }
    }

    /// <summary>Numbers of 32 bits hold fifty frequencies of these; more take 64, and so do more different times than 16 bits number.</summary>
    [Theory]
    [InlineData(4000, 50)]
    [InlineData(4000, 5000)]
    [InlineData(70_000, 2)]
    public void Histories_that_differ_in_every_time_are_grouped_as_they_are(int customers, int most)
    {
        Pcg64 random = new(7, 2);
        double[] t = [.. Enumerable.Range(0, customers).Select(_ => 1 + random.NextDouble())], tx = [.. t.Select(age => age * random.NextDouble())];
        int[] x = [.. Enumerable.Range(0, t.Length).Select(_ => 1 + random.NextInt32(most))];
        HistoryGroups groups = HistoryGroups.Of(new PurchaseHistories(x, tx, t, TimeUnit.Week));
        Assert.Equal(t.Length, groups.Count);
        Assert.Equal(x.Sum(), groups.Purchases);
        int[] order = [.. Enumerable.Range(0, t.Length).OrderBy(i => x[i]).ThenBy(i => t[i]).ThenBy(i => tx[i])];
        Assert.Equal(order.Select(i => x[i]), groups.Level.Select(level => groups.Levels[level]));
        Assert.Equal(order.Select(i => t[i] / groups.TimeScale), groups.T);
        Assert.Equal(order.Select(i => tx[i] / groups.TimeScale), groups.Recency);
    }
}
