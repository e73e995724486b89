using Perennial.Portfolio;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio;

/// <summary>The ratios of recurring revenue at the figures their users know.</summary>
public sealed class RecurringMeasuresTests
{
    [Fact]
    [Golden("churn.mrr.gross.v1")]
    public void Gross_churn_of_100_that_loses_10_and_shrinks_by_10_is_20_percent() => Assert.Equal(0.20, RecurringMeasures.GrossChurn(100, 10, 10)!.Value, 1e-12);

    [Fact]
    [Golden("churn.mrr.net.v1")]
    public void Net_churn_where_10_came_by_expansion_is_10_percent() => Assert.Equal(0.10, RecurringMeasures.NetChurn(100, 10, 10, 10, 0)!.Value, 1e-12);

    [Fact]
    [Golden("grr.v1")]
    [Golden("nrr.v1")]
    public void Of_10_where_0_6_left_0_9_shrank_and_1_8_grew_85_percent_are_kept_gross_and_103_net()
    {
        (decimal, decimal)[] customers = [(0.6m, 0), (2.9m, 2.0m), (4.0m, 5.8m), (2.5m, 2.5m)];
        Assert.Equal(0.85, RecurringMeasures.GrossRetention(customers)!.Value, 1e-12);
        Assert.Equal(1.03, RecurringMeasures.NetRetention(customers)!.Value, 1e-12);
    }

    [Fact]
    [Golden("quick-ratio.v1")]
    public void Quick_ratio_of_40_new_10_expansion_5_contraction_7_churn_is_4_17() => Assert.Equal(4.1667, RecurringMeasures.QuickRatio(40, 10, 5, 7)!.Value, 0.00005);

    [Fact]
    [Golden("churn.logo.v1")]
    public void Five_of_a_hundred_who_leave_are_5_percent_and_less_with_the_25_won_in_the_denominator()
    {
        Assert.Equal(0.05, RecurringMeasures.LogoChurn(5, 100, 25, newInDenominator: false)!.Value, 1e-12);
        Assert.Equal(0.04, RecurringMeasures.LogoChurn(5, 100, 25, newInDenominator: true)!.Value, 1e-12);
    }

    [Fact]
    [Golden("arpa.v1")]
    public void Revenue_per_account_of_12500_from_150_is_83_33() => Assert.Equal(83.3333, RecurringMeasures.RevenuePerAccount(12500, 150)!.Value, 0.00005);

    [Fact]
    [Golden("renewal-rate.v1")]
    public void Eighteen_of_twenty_due_are_90_percent() => Assert.Equal(0.9, RecurringMeasures.RenewalRate(18, 20)!.Value, 1e-12);

    [Fact]
    [Golden("payback.simple.v1")]
    public void Spend_of_770_for_100_at_a_margin_of_70_percent_is_paid_back_in_11_months() => Assert.Equal(11, RecurringMeasures.Payback(770, 100, 0.7)!.Value, 1e-12);

    [Fact]
    [Golden("ltv.simple.v1")]
    public void Simple_lifetime_value_of_100_at_5_percent_churn_is_2000() => Assert.Equal(2000, RecurringMeasures.SimpleLifetimeValue(100, 0.05)!.Value, 1e-9);

    [Fact]
    public void A_ratio_to_nothing_says_nothing()
    {
        Assert.Null(RecurringMeasures.GrossChurn(0, 1, 1));
        Assert.Null(RecurringMeasures.QuickRatio(10, 10, 0, 0));
        Assert.Null(RecurringMeasures.GrossRetention([]));
        Assert.Null(RecurringMeasures.Payback(100, 0, 0.5));
        Assert.Null(RecurringMeasures.SimpleLifetimeValue(100, 0));
    }
}
