using Perennial.Portfolio;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio;

public sealed class FrequencySpendTests
{
    [Fact]
    [Golden("frequency-spend-correlation.v1")]
    public void Spearman_is_taken_over_customers_who_bought_again()
    {
        // Ranks 1 to 10 against the same with neighbours exchanged: 1 - 6 * 10 / (10 * 99) = 93/99.
        int[] frequency = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        double[] spend = [0, 0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9];

        Correlation found = FrequencySpend.Correlate(frequency, spend)!;

        Assert.Equal(93.0 / 99, found.Value, 1e-12);
        Assert.Equal(10, found.Customers);
        double half = 1.959963984540054 * Math.Sqrt((1 + (93.0 * 93 / (99 * 99) / 2)) / 7);
        Assert.Equal(Math.Tanh(Math.Atanh(93.0 / 99) - half), found.Low, 1e-9);
        Assert.Equal(Math.Tanh(Math.Atanh(93.0 / 99) + half), found.High, 1e-9);
        Assert.Null(FrequencySpend.Correlate(frequency[..11], spend[..11]));
    }

    [Fact]
    public void One_price_for_all_has_no_correlation() =>
        Assert.Null(FrequencySpend.Correlate([.. Enumerable.Range(1, 20)], [.. Enumerable.Repeat(9.99, 20)]));
}
