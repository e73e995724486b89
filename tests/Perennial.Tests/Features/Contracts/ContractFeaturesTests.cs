using System.Globalization;
using Perennial.Features.Contracts;
using Perennial.Ledger;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Features.Contracts;

/// <summary>Accounts with subscriptions, as known on a day: spells, months at risk, and nothing of what comes later.</summary>
public sealed class ContractFeaturesTests : IDisposable
{
    private static readonly DateOnly AsOf = new(2024, 8, 31);
    private static readonly DateOnly Origin = new(2024, 4, 30);

    private readonly Subscriptions _subscriptions = new("""
        customer_key=1 plan=pro starts_on=2024-01-01 ends_on=2024-03-01 quantity=5 amount=100 end_reason=change
        customer_key=1 plan=pro starts_on=2024-03-01 quantity=8 amount=160
        customer_key=2 plan=pro starts_on=2023-01-15 ends_on=2024-01-15 amount=1200 billing_months=12 term_ends_on=2024-01-15 end_reason=voluntary
        customer_key=3 plan=pro starts_on=2024-01-10 ends_on=2024-03-24 amount=50 end_reason=payment
        customer_key=3 plan=pro starts_on=2024-06-01 amount=60
        customer_key=4 plan=pro starts_on=2024-07-20 amount=70
        customer_key=5 plan=pro starts_on=2024-01-01 ends_on=2024-04-01 amount=90 end_reason=change
        customer_key=5 plan=pro status=paused starts_on=2024-04-01 ends_on=2024-06-01 amount=0 end_reason=change
        customer_key=5 plan=pro starts_on=2024-06-01 amount=90
        customer_key=6 plan=max starts_on=2023-12-15 amount=1200 billing_months=12 discount=240 discount_until=2024-12-15 term_ends_on=2024-12-15
        """);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Accounts_stand_where_the_day_saw_them()
    {
        ContractFeatures features = Build(AsOf);
        Assert.Equal(
            [
                "1 Active 160 of 160 last 0, age 3, term 1, 3 renewals, next in 0 months and 0 days, 1 up 0 down, spell 1",
                "2 Churned 0 of 0 last 100, age 12, term 12, 1 renewals, next in 0 months and 0 days, 0 up 0 down, spell 1",
                "3 Churned 0 of 0 last 50, age 2, term 1, 2 renewals, next in 0 months and 0 days, 0 up 0 down, spell 1",
                "5 Paused 0 of 0 last 90, age 3, term 1, 3 renewals, next in 0 months and 0 days, 0 up 0 down, spell 1",
                "6 Active 80 of 100 last 0, age 4, term 12, 0 renewals, next in 7 months and 14 days, 0 up 0 down, spell 1",
            ],
            features.Accounts(Origin).Select(Text));
        Assert.Equal([1, 2, 3, 4, 5, 6], features.Accounts(AsOf).Select(account => account.Key));
        Assert.Equal(2, features.Accounts(AsOf)[2].Spells);
        Assert.Equal(new DateOnly(2024, 6, 1), features.Accounts(AsOf)[2].Began);
    }

    [Fact]
    public void Nothing_after_the_day_is_seen()
    {
        ContractFeatures early = Build(Origin);
        string[] accounts = [.. early.Accounts(Origin).Select(Text)], cells = [.. early.Cells(Origin).Select(cell => cell.ToString())];
        string[] sizes = [.. early.Sizes(Origin).Select(size => size.ToString())], spells = [.. early.Spells(Origin).Select(spell => spell.ToString())], returns = [.. early.Returns(Origin).Select(r => r.ToString())];
        ContractFeatures late = Build(AsOf);
        Assert.Equal(accounts, late.Accounts(Origin).Select(Text));
        Assert.Equal(cells, late.Cells(Origin).Select(cell => cell.ToString()));
        Assert.Equal(sizes, late.Sizes(Origin).Select(size => size.ToString()));
        Assert.Equal(spells, late.Spells(Origin).Select(spell => spell.ToString()));
        Assert.Equal(returns, late.Returns(Origin).Select(r => r.ToString()));
    }

    [Fact]
    public void Months_at_risk_are_counted_where_the_end_was_decided()
    {
        ContractCell[] cells = [.. Build(AsOf).Cells(Origin)];
        ContractCell renewal = Assert.Single(cells, cell => cell is { Term: 12, Due: true });
        Assert.Equal((12, 1, 1L, 1L), (renewal.Age, renewal.Renewal, renewal.Months, renewal.Voluntary));
        ContractCell failed = Assert.Single(cells, cell => cell.Payment > 0);
        Assert.Equal((1, 2, true), (failed.Term, failed.Age, failed.Due));
        Assert.Equal(14 / 31.0, failed.PaymentInto, 1e-12);
        Assert.Equal(1, cells.Sum(cell => cell.Expansions));
        Assert.Equal(1, cells.Sum(cell => cell.Pauses));
        Assert.Equal(12 + 1 + 4, cells.Where(cell => cell.Term == 12).Sum(cell => cell.Months));
    }

    [Fact]
    public void What_came_is_earned_by_the_day()
    {
        ContractOutcome[] outcomes = [.. Build(AsOf).Outcomes(Origin, new DateOnly(2024, 6, 30))];
        Assert.Equal([1, 5, 6], outcomes.Select(outcome => outcome.Key));
        Assert.Equal(160 * 61 / 30.4375, outcomes[0].Revenue, 1e-9);
        Assert.Equal(90 * 30 / 30.4375, outcomes[1].Revenue, 1e-9);
        Assert.Equal(80, outcomes[2].Mrr);
    }

    /// <summary>Who leaves at the renewal that would have cost more never paid the new price: that it was raised is told by the others of the segment.</summary>
    [Fact]
    public void A_renewal_with_a_rise_of_prices_is_told_apart_for_those_who_leave_too()
    {
        using var subscriptions = new Subscriptions(string.Join('\n', Enumerable.Range(1, 6).Select(key => $"""
            customer_key={key} plan=pro starts_on=2023-11-{key:00} ends_on=2024-03-{key:00} amount=50 end_reason=change
            customer_key={key} plan=pro starts_on=2024-03-{key:00} amount=60
            """).Append("""
            customer_key=7 plan=pro starts_on=2023-11-20 ends_on=2024-03-20 amount=50 end_reason=voluntary
            customer_key=8 plan=pro starts_on=2024-03-25 amount=60
            """)));
        ContractCell[] raised = [.. Build(AsOf, subscriptions).Cells(new(2024, 7, 31)).Where(cell => cell.Raised)];
        Assert.Equal(1, raised.Sum(cell => cell.Voluntary));

        // The renewal itself and those of the next 90 days: on the 31st, 61st and not the 92nd day after it; of the newcomer none.
        Assert.Equal((6 * 3) + 1, raised.Sum(cell => cell.Months));
        Assert.Equal([4, 5, 6], raised.Select(cell => cell.Age).Distinct());
        Assert.DoesNotContain(Build(AsOf, subscriptions).Cells(new(2024, 2, 29)), cell => cell.Raised);
    }

    public void Dispose() => _subscriptions.Dispose();

    private static string Text(ContractAccount a) => string.Create(
        CultureInfo.InvariantCulture,
        $"{a.Key} {a.State} {a.Mrr:0.##} of {a.Listed:0.##} last {a.Last:0.##}, age {a.Age}, term {a.Term}, {a.Renewals} renewals, next in {a.NextDue} months and {a.DaysToMonthEnd} days, {a.Expansions} up {a.Contractions} down, spell {a.Spells}");

    private ContractFeatures Build(DateOnly asOf) => Build(asOf, _subscriptions);

    private static ContractFeatures Build(DateOnly asOf, Subscriptions subscriptions)
    {
        subscriptions.Run(asOf, RecurringPreset.Board);
        subscriptions.Connection.Execute("CREATE OR REPLACE TABLE identity_traits AS SELECT CAST(unnest(range(1, 9)) AS INTEGER) AS customer_key, 'SMB' AS segment, 'search' AS channel");
        subscriptions.Connection.Execute("CREATE OR REPLACE TABLE ledger_days(customer_key INTEGER, day DATE, net DECIMAL(18, 4))");
        return new ContractFeatures(subscriptions.Connection, asOf);
    }
}
