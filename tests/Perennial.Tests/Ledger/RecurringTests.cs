using Perennial.Ledger;

namespace Perennial.Tests.Ledger;

/// <summary>Subscriptions become recurring revenue; every change has a kind, and the kinds add up.</summary>
public sealed class RecurringTests
{
    [Fact]
    public void A_life_of_one_customer_in_all_its_kinds()
    {
        string movements = Movements("""
            customer_key=1 product_id=core plan=basic starts_on=2024-01-01 ends_on=2024-02-01 quantity=5 amount=100 end_reason=change
            customer_key=1 product_id=core plan=basic starts_on=2024-02-01 ends_on=2024-03-01 quantity=8 amount=160 end_reason=change
            customer_key=1 product_id=core plan=pro starts_on=2024-03-01 ends_on=2024-04-01 quantity=8 amount=240 end_reason=change
            customer_key=1 product_id=core plan=pro starts_on=2024-04-01 ends_on=2024-06-01 quantity=8 amount=264
            customer_key=1 product_id=more plan=more starts_on=2024-04-15 ends_on=2024-05-10 quantity=1 amount=30
            customer_key=1 product_id=core plan=pro starts_on=2024-06-01 ends_on=2024-07-01 quantity=4 amount=132 end_reason=voluntary
            customer_key=1 product_id=core plan=basic starts_on=2024-09-01 quantity=2 amount=40
            """);
        Assert.Equal(
            "2024-01-01 new 100; 2024-02-01 expansion-seats 60; 2024-03-01 expansion-upgrade 80; 2024-04-01 expansion-price 24; 2024-04-15 expansion-addon 30; "
            + "2024-05-10 contraction-addon -30; 2024-06-01 contraction-seats -132; 2024-07-01 churn-voluntary -132; 2024-09-01 reactivation 40",
            movements);
    }

    [Fact]
    public void Another_product_in_place_of_the_first_is_one_upgrade() => Assert.Equal(
        "2024-01-01 new 200; 2024-02-01 expansion-upgrade 300; 2024-03-01 contraction-downgrade -400",
        Movements("""
            customer_key=1 product_id=basic starts_on=2024-01-01 ends_on=2024-02-01 mrr=200
            customer_key=1 product_id=standard starts_on=2024-02-01 ends_on=2024-03-01 mrr=500
            customer_key=1 product_id=tiny starts_on=2024-03-01 mrr=100
            """));

    [Fact]
    public void Renewal_on_the_same_terms_moves_nothing() => Assert.Equal(
        "2024-01-01 new 200",
        Movements("""
            customer_key=1 product_id=basic starts_on=2024-01-01 ends_on=2024-02-01 mrr=200
            customer_key=1 product_id=basic starts_on=2024-02-01 ends_on=2024-03-01 mrr=200
            customer_key=1 product_id=basic starts_on=2024-03-01 mrr=200
            """));

    [Fact]
    public void A_year_paid_at_once_is_a_twelfth_a_month_and_a_trial_is_nothing() => Assert.Equal(
        "2024-01-15 new 50",
        Movements("""
            customer_key=1 plan=pro starts_on=2024-01-01 ends_on=2024-01-15 amount=600 billing_months=12 trial=true
            customer_key=1 plan=pro starts_on=2024-01-15 amount=600 billing_months=12
            """));

    [Fact]
    public void A_failed_payment_and_a_pause_are_told_from_leaving() => Assert.Equal(
        "2024-01-01 new 10; 2024-01-01 new 20; 2024-02-01 churn-payment -10; 2024-02-01 churn-pause -20; 2024-03-01 reactivation 20",
        Movements("""
            customer_key=1 plan=a starts_on=2024-01-01 ends_on=2024-02-01 amount=10 end_reason=payment
            customer_key=2 plan=a starts_on=2024-01-01 ends_on=2024-02-01 amount=20
            customer_key=2 plan=a starts_on=2024-02-01 ends_on=2024-03-01 amount=20 status=paused
            customer_key=2 plan=a starts_on=2024-03-01 amount=20
            """, orderByCustomer: false));

    [Fact]
    public void A_discount_that_ends_counts_in_one_preset_and_not_in_another()
    {
        const string Rows = "customer_key=1 plan=a starts_on=2024-01-01 amount=100 discount=40 discount_until=2024-04-01";
        Assert.Equal("2024-01-01 new 60; 2024-04-01 expansion-price 40", Movements(Rows, RecurringPreset.ChartMogul));
        Assert.Equal("2024-01-01 new 100", Movements(Rows, RecurringPreset.Stripe));
        Assert.Equal("2024-01-01 new 60", Movements("customer_key=1 plan=a starts_on=2024-01-01 amount=100 discount=40", RecurringPreset.Stripe));
    }

    [Fact]
    public void Rates_move_recurring_revenue_as_a_kind_of_their_own() => Assert.Equal(
        "2024-01-10 new 110; 2024-02-01 currency 10; 2024-02-15 expansion-seats 120; 2024-03-01 churn-unstated -240",
        Movements("""
            customer_key=1 plan=a starts_on=2024-01-10 ends_on=2024-02-15 quantity=1 amount=100 currency=EUR
            customer_key=1 plan=a starts_on=2024-02-15 ends_on=2024-03-01 quantity=2 amount=200 currency=EUR
            """, rates: "('EUR', DATE '2024-01-01', 1.1), ('EUR', DATE '2024-02-01', 1.2)"));

    [Fact]
    public void A_currency_without_a_rate_is_counted_and_left_out()
    {
        using Subscriptions session = new("customer_key=1 plan=a starts_on=2024-01-10 amount=100 currency=JPY", string.Empty);
        Assert.Equal(1, session.Run(new DateOnly(2024, 12, 31), RecurringPreset.Board));
        Assert.Equal(string.Empty, session.Movements(true));
    }

    [Fact]
    public void What_became_known_later_was_not_known_before()
    {
        const string Rows = """
            customer_key=1 plan=a starts_on=2024-01-01 ends_on=2024-06-01 amount=100
            customer_key=2 plan=a starts_on=2024-01-01 amount=50 recorded_at=2024-01-01 superseded_at=2024-03-10
            customer_key=2 plan=a starts_on=2024-01-01 amount=40 recorded_at=2024-03-10
            """;
        using Subscriptions session = new(Rows, string.Empty);
        session.Run(new DateOnly(2024, 3, 1), RecurringPreset.Board);
        Assert.Equal("2024-01-01 new 100; 2024-01-01 new 50", session.Movements(true));
        session.Run(new DateOnly(2024, 7, 1), RecurringPreset.Board);
        Assert.Equal("2024-01-01 new 100; 2024-06-01 churn-unstated -100; 2024-01-01 new 40", session.Movements(true));
    }

    /// <summary>Whatever the subscriptions: movements add up to the level of every day, new comes first and once, and nothing moves below zero.</summary>
    [Fact]
    public void Movements_of_any_subscriptions_add_up_to_the_level_of_each_day()
    {
        using Subscriptions session = new("customer_key=0 plan=a starts_on=2024-01-01 amount=1", "('EUR', DATE '2023-12-01', 1.0371), ('EUR', DATE '2024-02-17', 1.0913), ('EUR', DATE '2024-05-05', 0.9127)");
        session.Connection.Execute("SELECT setseed(0.42)");
        session.Connection.Execute($"INSERT INTO identity_subscriptions BY NAME SELECT CAST(1 + i % 97 AS INTEGER) AS customer_key, 'p' || CAST(floor(random() * 3) AS INTEGER) AS product_id, 'q' || CAST(floor(random() * 2) AS INTEGER) AS plan, DATE '2024-01-01' + CAST(floor(random() * 200) AS INTEGER) AS starts_on, CAST(1 + floor(random() * 9) AS DECIMAL(18, 4)) AS quantity, CAST(round(random() * 900, 2) AS DECIMAL(18, 4)) AS amount, CASE WHEN random() < 0.3 THEN 'EUR' END AS currency, CASE WHEN random() < 0.2 THEN 12 ELSE 1 END AS billing_months, CASE WHEN random() < 0.3 THEN 7.77 END AS discount, CASE WHEN random() < 0.2 THEN DATE '2024-05-01' END AS discount_until FROM range(2000) AS t(i)");
        session.Connection.Execute("UPDATE identity_subscriptions SET ends_on = starts_on + CAST(1 + floor(random() * 90) AS INTEGER) WHERE random() < 0.8");
        session.Run(new DateOnly(2024, 12, 31), RecurringPreset.ChartMogul);

        Assert.Equal(0, session.Connection.Scalar<long>("""
            SELECT count(*) FROM (
              SELECT day.day, coalesce((SELECT sum(mrr) FROM ledger_recurring WHERE from_day <= day.day AND (to_day IS NULL OR to_day > day.day)), 0) AS level,
                coalesce((SELECT sum(amount) FROM ledger_movements WHERE ledger_movements.day <= day.day), 0) AS moved
              FROM (SELECT CAST(unnest(generate_series(DATE '2024-01-01', DATE '2024-12-31', INTERVAL 5 DAY)) AS DATE) AS day) AS day
            ) WHERE level <> moved
            """));
        Assert.Equal(0, session.Connection.Scalar<long>("SELECT count(*) FROM (SELECT customer_key, sum(amount) OVER (PARTITION BY customer_key ORDER BY day) AS level FROM ledger_movements) WHERE level < 0"));
        Assert.Equal(0, session.Connection.Scalar<long>("SELECT count(*) FROM (SELECT customer_key FROM ledger_movements WHERE kind = 'new' GROUP BY customer_key HAVING count(*) > 1)"));
        Assert.Equal(0, session.Connection.Scalar<long>("SELECT count(*) FROM ledger_movements WHERE (kind LIKE 'expansion%' OR kind IN ('new', 'reactivation')) AND amount < 0 OR (kind LIKE 'contraction%' OR kind LIKE 'churn%') AND amount > 0"));
    }

    private static string Movements(string rows, RecurringPreset? preset = null, string rates = "", bool orderByCustomer = true)
    {
        using Subscriptions session = new(rows, rates);
        session.Run(new DateOnly(2024, 12, 31), preset ?? RecurringPreset.Board);
        return session.Movements(orderByCustomer);
    }
}
