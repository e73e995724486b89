using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Testing;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio;

/// <summary>Months add up, and what was kept depends on the preset where it should.</summary>
public sealed class RecurringPortfolioTests
{
    private static readonly DateOnly AsOf = new(2025, 6, 30);

    // 1 stays; 2 grows; 3 leaves and comes back; 4 leaves for good; 5 is won in the year.
    private const string Five = """
        customer_key=1 plan=a starts_on=2024-01-01 amount=100
        customer_key=2 plan=a starts_on=2024-01-01 ends_on=2025-01-01 quantity=1 amount=100
        customer_key=2 plan=a starts_on=2025-01-01 quantity=2 amount=200
        customer_key=3 plan=a starts_on=2024-01-01 ends_on=2024-12-01 amount=100 end_reason=voluntary
        customer_key=3 plan=a starts_on=2025-02-01 amount=80
        customer_key=4 plan=a starts_on=2024-03-05 ends_on=2024-09-05 amount=100 end_reason=payment
        customer_key=5 plan=a starts_on=2025-05-05 amount=70
        """;

    [Fact]
    [Golden("mrr.v1")]
    public void A_hundred_at_100_and_fifty_at_600_a_year_are_12500()
    {
        string rows = string.Join('\n', Enumerable.Range(1, 150).Select(i => i <= 100 ? $"customer_key={i} plan=m starts_on=2024-01-01 amount=100" : $"customer_key={i} plan=y starts_on=2024-01-01 amount=600 billing_months=12"));
        RecurringFacts facts = Facts(rows, RecurringPreset.Stripe);
        Assert.Equal(12500, facts.Mrr);
        Assert.Equal(150, facts.Customers);
    }

    [Theory]
    [InlineData("board")]
    [InlineData("chartmogul")]
    public void Groups_of_each_dimension_add_up_to_the_whole(string name)
    {
        RecurringPreset preset = RecurringPreset.All.Single(one => one.Name == name);
        using Subscriptions session = new(Five);
        session.Connection.Execute("INSERT INTO identity_traits VALUES (1, 'SMB', 'ads', NULL), (2, 'SMB', NULL, NULL), (3, 'Solo', 'ads', NULL), (4, 'Solo', 'mail', NULL)");
        session.Run(AsOf, preset);
        RecurringFacts facts = new RecurringPortfolio(session.Connection).Run(AsOf, preset);
        RecurringRetention whole = facts.Retention!;
        RecurringMonth[] months = [.. facts.Months.TakeLast(12)];
        foreach (IGrouping<string, RecurringGroup> dimension in facts.Groups.GroupBy(group => group.Dimension))
        {
            Assert.Equal(whole.Opening, dimension.Sum(group => group.Opening));
            Assert.Equal(facts.Mrr, dimension.Sum(group => group.Closing));
            Assert.Equal(whole.Customers, dimension.Sum(group => group.Customers));
            Assert.Equal(whole.Lost, dimension.Sum(group => group.Lost));
            Assert.Equal(facts.Customers, dimension.Sum(group => group.CustomersAtClosing));
            Assert.Equal(whole.Nrr!.Value, (double)(dimension.Sum(group => group.Kept) / whole.Opening), 12);
            Assert.Equal(whole.Grr!.Value, (double)(dimension.Sum(group => group.KeptCapped) / whole.Opening), 12);
            Assert.Equal(months.Sum(month => month.Expansion), dimension.Sum(group => group.Expansion));
            Assert.Equal(months.Sum(month => month.AllChurn), dimension.Sum(group => group.Churn + group.ChurnByPayment));
            Assert.Equal(months.Sum(month => month.New + month.Reactivation), dimension.Sum(group => group.Won));
            Assert.All(dimension, group => Assert.Equal(group.Closing, group.Opening + group.Won + group.Expansion + group.Contraction + group.Churn + group.ChurnByPayment + group.Currency));
        }

        RecurringGroup solo = facts.Groups.Single(group => group is { Dimension: "segment", Name: "Solo" });
        Assert.Equal((200m, -100m, -100m, 80m), (solo.Opening, solo.Churn, solo.ChurnByPayment, solo.Closing));
        Assert.Equal(name == "board" ? 0 : 0.4, solo.Nrr);
        Assert.Equal(["", "SMB", "Solo"], facts.Groups.Where(group => group.Dimension == "segment").Select(group => group.Name));
        Assert.Equal(["2024", "2025"], facts.Groups.Where(group => group.Dimension == "cohort").Select(group => group.Name));
    }

    [Fact]
    [Golden("mrr.movement.v1")]
    public void Every_months_movements_add_up_to_its_change()
    {
        RecurringFacts facts = Facts(Five, RecurringPreset.Board);
        Assert.Equal(18, facts.Months.Count);
        decimal before = 0;
        foreach (RecurringMonth month in facts.Months)
        {
            Assert.Equal(before, month.Opening);
            Assert.Equal(month.Closing, month.Opening + month.New + month.Reactivation + month.Expansion + month.Contraction + month.AllChurn + month.Currency);
            before = month.Closing;
        }

        Assert.Equal(450, facts.Mrr);
        Assert.Equal(4, facts.Customers);
        Assert.Equal((-100m, 0m), (facts.Months.Single(month => month.ChurnByPayment != 0).ChurnByPayment, facts.Months.Single(month => month.ChurnByPayment != 0).Churn));
    }

    [Fact]
    public void Who_comes_back_counts_in_one_preset_and_not_in_another()
    {
        RecurringRetention board = Facts(Five, RecurringPreset.Board).Retention!;
        RecurringRetention chartMogul = Facts(Five, RecurringPreset.ChartMogul).Retention!;
        RecurringRetention stripe = Facts(Five, RecurringPreset.Stripe).Retention!;
        Assert.Equal((400m, 4L, 2L), (board.Opening, board.Customers, board.Lost));
        Assert.Equal(0.75, board.Nrr!.Value, 1e-12);
        Assert.Equal(0.50, board.Grr!.Value, 1e-12);
        Assert.Equal(0.95, chartMogul.Nrr!.Value, 1e-12);
        Assert.Equal(0.70, chartMogul.Grr!.Value, 1e-12);
        Assert.Equal(0.50, board.LogoChurn!.Value, 1e-12);
        Assert.Equal(0.40, stripe.LogoChurn!.Value, 1e-12);
    }

    [Fact]
    public void Only_terms_that_were_due_count_in_the_renewal_rate()
    {
        RecurringRetention kept = Facts("""
            customer_key=1 plan=a starts_on=2024-01-01 ends_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2025-01-01
            customer_key=1 plan=a starts_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2026-01-01
            customer_key=2 plan=a starts_on=2024-01-01 ends_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2025-01-01
            customer_key=3 plan=a starts_on=2024-01-01 ends_on=2024-10-01 amount=1200 billing_months=12 term_ends_on=2025-01-01
            customer_key=4 plan=a starts_on=2024-01-01 amount=100 term_months=36 term_ends_on=2027-01-01
            customer_key=5 plan=a starts_on=2024-01-01 ends_on=2025-03-01 amount=100 term_ends_on=2025-03-01
            """, RecurringPreset.Board).Retention!;
        Assert.Equal(2, kept.Due);
        Assert.Equal(0.5, kept.RenewalRate!.Value, 1e-12);
    }

    [Fact]
    public void Renewal_rates_of_segments_channels_and_cohorts_are_those_of_their_own_terms()
    {
        using Subscriptions session = new("""
            customer_key=1 plan=a starts_on=2023-01-01 ends_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2025-01-01
            customer_key=1 plan=a starts_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2026-01-01
            customer_key=2 plan=a starts_on=2024-01-01 ends_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2025-01-01
            customer_key=3 plan=a starts_on=2024-02-01 amount=1200 billing_months=12 term_ends_on=2026-02-01
            customer_key=4 plan=a starts_on=2023-06-10 amount=300 billing_months=3 term_ends_on=2025-09-10
            customer_key=5 plan=a starts_on=2024-01-01 amount=100 term_ends_on=2025-09-01
            """);
        session.Connection.Execute("INSERT INTO identity_traits VALUES (1, 'SMB', 'ads', NULL), (2, 'SMB', 'mail', NULL), (3, 'Solo', 'ads', NULL), (4, 'Solo', 'mail', NULL)");
        session.Run(AsOf, RecurringPreset.Board);
        RecurringFacts facts = new RecurringPortfolio(session.Connection).Run(AsOf, RecurringPreset.Board);
        Assert.Equal(7, facts.Retention!.Due);
        Assert.Equal(6 / 7.0, facts.Retention.RenewalRate!.Value, 1e-12);
        Assert.Equal(
            ["channel : 0 of 0", "channel ads: 2 of 2", "channel mail: 4 of 5", "cohort 2023: 5 of 5", "cohort 2024: 1 of 2", "segment : 0 of 0", "segment SMB: 1 of 2", "segment Solo: 5 of 5"],
            facts.Groups.Select(group => $"{group.Dimension} {group.Name}: {group.Renewed} of {group.Due}"));
        Assert.Equal(0.8, facts.Groups.Single(group => group.Name == "mail").RenewalRate);
        Assert.Null(facts.Groups[0].RenewalRate);
    }

    [Fact]
    public void A_term_that_goes_on_with_another_product_is_renewed_and_terms_inside_a_stretch_were_due_too()
    {
        RecurringRetention kept = Facts("""
            customer_key=1 plan=a starts_on=2022-01-01 ends_on=2025-01-01 amount=1200 billing_months=12 term_ends_on=2025-01-01
            customer_key=1 plan=b starts_on=2025-01-01 amount=600 billing_months=12 term_ends_on=2026-01-01
            customer_key=2 plan=a starts_on=2023-08-15 amount=300 billing_months=3 term_ends_on=2025-08-15
            """, RecurringPreset.Board).Retention!;
        Assert.Equal(5, kept.Due);
        Assert.Equal(1, kept.RenewalRate!.Value, 1e-12);
    }

    [Fact]
    public void Without_twelve_months_there_is_no_retention_of_a_year() => Assert.Null(Facts("customer_key=1 plan=a starts_on=2025-01-01 amount=100", RecurringPreset.Board).Retention);

    [Fact]
    public void Without_movements_there_are_no_months() => Assert.Empty(Facts(string.Empty, RecurringPreset.Board).Months);

    private static RecurringFacts Facts(string rows, RecurringPreset preset)
    {
        using Subscriptions session = new(rows);
        session.Run(AsOf, preset);
        return new RecurringPortfolio(session.Connection).Run(AsOf, preset);
    }
}
