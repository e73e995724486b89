using Perennial.Testing;
using Perennial.Valuation;

namespace Perennial.Tests.Valuation;

public sealed class TextbookClvTests
{
    [Fact]
    [Golden("clv.textbook.start.v1")]
    public void First_payment_included_is_366_67() => Assert.Equal(366.6667, TextbookClv.FirstPaymentIncluded(100, 0.8, 0.1), 0.00005);

    [Fact]
    [Golden("clv.textbook.residual.v1")]
    public void First_payment_excluded_is_266_67() => Assert.Equal(266.6667, TextbookClv.FirstPaymentExcluded(100, 0.8, 0.1), 0.00005);

    [Fact]
    [Golden("clv.textbook.end.v1")]
    public void Cash_at_the_end_of_the_period_is_333_33() => Assert.Equal(333.3333, TextbookClv.EndOfPeriod(100, 0.8, 0.1), 0.00005);

    [Fact]
    [Golden("clv.textbook.mid.v1")]
    public void Cash_in_mid_period_is_349_60() => Assert.Equal(349.6029, TextbookClv.MidPeriod(100, 0.8, 0.1), 0.00005);

    [Theory]
    [Golden("clv.textbook.truncated.v1")]
    [InlineData(1, 100)]
    [InlineData(3, 225.6198)]
    [InlineData(5, 292.0634)]
    [InlineData(10, 351.4876)]
    public void The_first_payments_only_are_worth_less(int periods, double expected) =>
        Assert.Equal(expected, TextbookClv.Truncated(100, 0.8, 0.1, periods), 0.00005);

    [Fact]
    public void First_payment_is_the_difference_of_included_and_excluded() =>
        Assert.Equal(100, TextbookClv.FirstPaymentIncluded(100, 0.8, 0.1) - TextbookClv.FirstPaymentExcluded(100, 0.8, 0.1), 1e-12);

    [Fact]
    public void Truncation_converges_to_the_lifetime() =>
        Assert.Equal(TextbookClv.FirstPaymentIncluded(100, 0.8, 0.1), TextbookClv.Truncated(100, 0.8, 0.1, 1000), 1e-9);

    [Fact]
    public void Nobody_leaves_and_nothing_is_discounted_adds_up_payments_but_has_no_lifetime_value()
    {
        Assert.Equal(500, TextbookClv.Truncated(100, 1, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextbookClv.EndOfPeriod(100, 1, 0));
    }

    [Theory]
    [InlineData(double.NaN, 0.8, 0.1)]
    [InlineData(100, 1.1, 0.1)]
    [InlineData(100, -0.1, 0.1)]
    [InlineData(100, 0.8, -0.1)]
    public void Wrong_inputs_are_refused(double margin, double retention, double discount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TextbookClv.MidPeriod(margin, retention, discount));
}
