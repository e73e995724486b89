using Perennial.DuckDb;
using Perennial.Testing;

namespace Perennial.Tests.Ledger;

public sealed class NettingTests
{
    private const string Days = "SELECT concat_ws(' ', customer_key, day, orders, gross, refunds, net, value, is_purchase) FROM ledger_days ORDER BY customer_key, day";
    private const string Refunds = "SELECT concat_ws(' ', customer_key, day, coalesce(CAST(purchase_day AS VARCHAR), 'all'), amount) FROM ledger_refunds ORDER BY ALL";

    [Fact]
    public void R1_nets_a_return_in_its_own_day()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 100\nann 2020-01-01 30 return").Booked();

        Assert.Equal(["1 2020-01-01 1 100.0000 30.0000 70.0000 70.0000 true"], log.Lines(Days));
        Assert.Empty(log.Lines(Refunds));
    }

    [Fact]
    public void R1_says_that_a_day_taken_back_whole_is_no_purchase()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 100\nann 2020-01-01 100 return").Booked();

        Assert.Equal(["1 2020-01-01 1 100.0000 100.0000 0.0000 0.0000 false"], log.Lines(Days));
    }

    [Fact]
    public void R1_hands_what_exceeds_the_day_to_the_purchases_before()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 100\nann 2020-01-05 20\nann 2020-01-05 50 return").Booked();

        Assert.Equal(["1 2020-01-05 all 30.0000"], log.Lines(Refunds));
        Assert.Equal(["1 2020-01-01 70.0000"], Values(log, "2020-01-05"));
    }

    [Fact]
    public void A_day_of_free_things_is_a_purchase()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 0").Booked();

        Assert.Equal(["1 2020-01-01 1 0.0000 0.0000 0.0000 0.0000 true"], log.Lines(Days));
    }

    [Fact]
    public void A_return_counts_the_same_with_either_sign()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 100\nann 2020-01-01 -30 return").Booked();

        Assert.Equal(["1 2020-01-01 1 100.0000 30.0000 70.0000 70.0000 true"], log.Lines(Days));
    }

    [Fact]
    public void Days_are_the_same_whether_or_not_somebody_else_names_an_order()
    {
        // One order named anywhere has the days grouped and sorted; without any they are added up as they come. More days than are handed on at once.
        const string Rows =
            """
            SELECT 'c' || hash(i) % 20000 AS customer_id, DATE '2020-01-01' + CAST(hash(i + 1000000) % 40 AS INTEGER) AS day,
              CASE WHEN hash(i + 2000000) % 50 = 0 THEN NULL ELSE CAST(hash(i + 3000000) % 900 AS DECIMAL(18, 4)) / 8 END AS amount,
              NULL AS order_id, CASE WHEN hash(i + 4000000) % 10 = 0 THEN 2 ELSE 1 END AS kind
            FROM range(120000) AS rows(i)
            """;
        const string Digest = "SELECT concat_ws(' ', count(*), sum(orders), sum(value), sum(excess), md5(string_agg(concat_ws(' ', ledger_days), ',' ORDER BY rowid))) FROM ledger_days WHERE orders < 1000";
        using BookedLog unnamed = BookedLog.Of(Rows).Booked();
        using BookedLog named = BookedLog.Of($"{Rows} UNION ALL SELECT 'zed', DATE '2020-01-01', 1, 'order', 1").Booked();
        named.Connection.Execute("DELETE FROM ledger_days WHERE customer_key = (SELECT max(customer_key) FROM ledger_days)");

        Assert.Equal(named.Lines(Digest), unnamed.Lines(Digest));
        Assert.Equal(named.Lines(Refunds), unnamed.Lines(Refunds));
        Assert.True(unnamed.Connection.Scalar<long>("SELECT count(*) FROM ledger_days") > 70_000);
    }

    [Fact]
    public void R2_lowers_the_day_of_the_order_that_is_named()
    {
        using BookedLog log = BookedLog.OfRows(
            """
            ann 2020-01-01 100 a
            ann 2020-01-10 50 b
            ann 2020-01-20 30 b return
            """).Booked();

        Assert.Equal(["1 2020-01-20 2020-01-10 30.0000"], log.Lines(Refunds));
        Assert.Empty(Values(log, "2020-01-19"));
        Assert.Equal(["1 2020-01-01 100.0000", "1 2020-01-10 20.0000"], Values(log, "2020-01-20"));
    }

    [Fact]
    public void R2_comes_before_R1_where_the_customer_also_buys_that_day()
    {
        using BookedLog log = BookedLog.OfRows(
            """
            ann 2020-01-01 100 a
            ann 2020-01-10 40 b
            ann 2020-01-10 40 a return
            """).Booked();

        Assert.Equal(
            ["1 2020-01-01 1 100.0000 0.0000 100.0000 100.0000 true", "1 2020-01-10 1 40.0000 40.0000 0.0000 40.0000 true"],
            log.Lines(Days));
        Assert.Equal(["1 2020-01-01 60.0000", "1 2020-01-10 40.0000"], Values(log, "2020-01-10"));
    }

    [Fact]
    public void R2_takes_no_more_than_the_order_was_worth_and_the_rest_lowers_all()
    {
        using BookedLog log = BookedLog.OfRows(
            """
            ann 2020-01-01 100 a
            ann 2020-01-10 50 b
            ann 2020-01-20 30 b return
            ann 2020-01-21 45 b return
            """).Booked();

        Assert.Equal(
            ["1 2020-01-20 2020-01-10 30.0000", "1 2020-01-21 2020-01-10 20.0000", "1 2020-01-21 all 25.0000"],
            log.Lines(Refunds));
        Assert.Equal(["1 2020-01-01 75.0000", "1 2020-01-10 0.0000"], Values(log, "2020-01-21"));
    }

    [Fact]
    public void R2_does_not_reach_into_another_customers_order()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 100 a\nbob 2020-01-01 10 b\nbob 2020-01-05 5 a return").Booked();

        Assert.Equal(["2 2020-01-05 all 5.0000"], log.Lines(Refunds));
    }

    [Fact]
    public void R3_lowers_all_earlier_purchases_in_proportion()
    {
        using BookedLog log = BookedLog.OfRows(
            """
            ann 2020-01-01 100
            ann 2020-01-10 20
            ann 2020-01-25 60 return
            ann 2020-02-01 80
            """).Booked();

        Assert.Equal(["1 2020-01-01 50.0000", "1 2020-01-10 10.0000", "1 2020-02-01 80.0000"], Values(log, "2020-02-01"));
    }

    [Fact]
    public void R3_never_goes_below_zero_and_leaves_later_purchases_alone()
    {
        using BookedLog log = BookedLog.OfRows(
            """
            ann 2020-01-01 100
            ann 2020-01-25 300 return
            ann 2020-02-01 80
            ann 2020-02-02 20 return
            """).Booked();

        Assert.Equal(["1 2020-01-01 0.0000", "1 2020-02-01 60.0000"], Values(log, "2020-02-02"));
        Assert.Equal(-140m, log.Connection.Scalar<decimal>("SELECT CAST(sum(net) AS DECIMAL(18, 4)) FROM ledger_days"));
    }

    [Fact]
    public void A_return_of_something_bought_before_the_data_begin_lowers_nothing()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 30 return\nann 2020-01-10 20").Booked();

        Assert.Equal(["1 2020-01-10 20.0000"], Values(log, "2020-01-31"));
    }

    [Fact]
    public void Orders_are_distinct_ids_and_rows_without_one_count_each()
    {
        using BookedLog named = BookedLog.OfRows("ann 2020-01-01 10 a\nann 2020-01-01 5 a\nann 2020-01-01 7 b\nann 2020-01-01 1\nann 2020-01-01 2").Booked();
        using BookedLog unnamed = BookedLog.OfRows("ann 2020-01-01 10\nann 2020-01-01 5").Booked();

        Assert.Equal(["1 2020-01-01 4 25.0000 0.0000 25.0000 25.0000 true"], named.Lines(Days));
        Assert.Equal(["1 2020-01-01 2 15.0000 0.0000 15.0000 15.0000 true"], unnamed.Lines(Days));
    }

    [Fact]
    public void Amounts_survive_to_the_last_ten_thousandth()
    {
        using BookedLog log = BookedLog.Of("SELECT 'ann' AS customer_id, DATE '2020-01-01' AS day, 0.0001 AS amount, NULL AS order_id, 1 AS kind FROM range(30000)").Booked();

        Assert.Equal(3m, log.Connection.Scalar<decimal>("SELECT net FROM ledger_days"));
    }

    [Fact]
    public void The_master_log_of_cdnow_adds_up()
    {
        using BookedLog log = BookedLog.OfFile(
            RealData.Path("cdnow/cdnow_master.csv"),
            "SELECT customer_id, date AS day, dollar_value AS amount, NULL AS order_id, 1 AS kind FROM {0}").Booked();

        Assert.Equal(2_500_315.63m, log.Connection.Scalar<decimal>("SELECT CAST(sum(net) AS DECIMAL(18, 4)) FROM ledger_days"));
        Assert.Equal(69_659, log.Connection.Scalar<long>("SELECT CAST(sum(orders) AS BIGINT) FROM ledger_days"));
        Assert.Equal(69_659 - 2_068, log.Connection.Scalar<long>("SELECT count(*) FROM ledger_days WHERE is_purchase"));
    }

    private static IReadOnlyList<string> Values(BookedLog log, string day)
    {
        _ = log.Features();
        return [.. log.Connection.List(
            "SELECT concat_ws(' ', customer_key, day, value) FROM features_values(CAST($day AS DATE)) ORDER BY ALL",
            static row => row.String(0)!,
            new DuckDbParameter("day", day))];
    }
}
