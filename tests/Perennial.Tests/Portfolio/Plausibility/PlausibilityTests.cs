using Perennial.Portfolio.Plausibility;

namespace Perennial.Tests.Portfolio.Plausibility;

public sealed class PlausibilityTests
{
    [Fact]
    public void A_value_of_131000_at_291_to_1_means_that_a_customer_cost_450()
    {
        PlausibilityFinding found = Assert.Single(PlausibilityChecks.Of(new Claims { Clv = 131_000, Ratio = 291 }));
        Assert.Equal("ratio-high", found.Rule);
        Assert.Equal("CLV to CAC is 291 to 1, which means that a customer cost about 450 to win: the cost of acquisition is probably not fully loaded, or the value is revenue and not margin.", found.Sentence);
    }

    [Fact]
    public void A_retention_of_92_percent_means_twelve_and_a_half_years()
    {
        PlausibilityFinding found = Assert.Single(PlausibilityChecks.Of(new Claims { AnnualChurn = 0.08, HistoryYears = 4 }));
        Assert.Equal("Of customers 92 % stay a year, which means a lifetime of 12.5 years; they have been observed for 4. What lies beyond is carried forward, not seen.", found.Sentence);
        Assert.Empty(PlausibilityChecks.Of(new Claims { AnnualChurn = 0.08, HistoryYears = 13 }));
    }

    [Theory]
    [InlineData(10.0, null, "discount")]
    [InlineData(-0.01, null, "discount")]
    [InlineData(null, 1.2, "margin")]
    [InlineData(null, -0.2, "margin")]
    public void Rates_and_margins_out_of_bounds_are_found(double? discount, double? margin, string rule) =>
        Assert.Equal(rule, Assert.Single(PlausibilityChecks.Of(new Claims { Discount = discount, Margin = margin })).Rule);

    [Fact]
    public void Bounds_themselves_are_fine()
    {
        Assert.Empty(PlausibilityChecks.Of(new Claims { Discount = 0.5, Margin = 1, Clv = 200, Cac = 10 }));
        Assert.Empty(PlausibilityChecks.Of(new Claims { Discount = 0, Margin = 0, AnnualChurn = 0.2, BestCohortRetention = 0.8, HistoryYears = 5, BeyondHistory = 0.5 }));
    }

    [Fact]
    public void Percentages_without_a_denominator_and_a_retention_no_cohort_showed_are_found()
    {
        Claims claims = new() { Percentages = [("churn", "customers at the start"), ("retention", null)], AnnualChurn = 0.05, BestCohortRetention = 0.9, HistoryYears = 30, BeyondHistory = 0.8 };
        Assert.Equal(["value-beyond-history", "retention-above-cohorts", "denominator"], PlausibilityChecks.Of(claims).Select(f => f.Rule));
        Assert.Contains("'retention' of Solo", PlausibilityChecks.Of(claims, "Solo")[2].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_figures_that_do_not_go_together_and_a_cost_that_is_only_implied_are_found()
    {
        Assert.Equal("ratio-differs", Assert.Single(PlausibilityChecks.Of(new Claims { Clv = 1000, Cac = 100, Ratio = 12 })).Rule);
        Assert.Equal("cac-implied", Assert.Single(PlausibilityChecks.Of(new Claims { Clv = 1000, Ratio = 5 })).Rule);
        Assert.Equal("no-churn", Assert.Single(PlausibilityChecks.Of(new Claims { AnnualChurn = 0 })).Rule);
    }
}
