using Perennial.Features;
using Perennial.Portfolio;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio;

public sealed class FactsTests
{
    private const string Rows = """
        ann 2020-01-05 100 a
        ann 2020-02-10 60 b
        ann 2020-02-10 10 b return
        ann 2020-03-20 40 c
        bob 2020-01-20 80 d
        bob 2020-03-02 20 d return
        cid 2020-02-01 30 e
        cid 2020-02-15 30 f
        dan 2020-02-02 5 g
        dan 2020-02-02 5 g return
        """;

    [Fact]
    [Golden("customers.v1")]
    [Golden("buyers.v1")]
    [Golden("orders.v1")]
    [Golden("revenue.gross.v1")]
    [Golden("revenue.refunds.v1")]
    [Golden("revenue.net.v1")]
    [Golden("repeat-rate.v1")]
    public void Totals_are_those_of_the_rows()
    {
        Facts facts = Of(Rows, new(2020, 3, 20));

        Assert.Equal((4, 3, 7), (facts.Customers, facts.Buyers, facts.Orders));
        Assert.Equal((345m, 35m, 310m), (facts.RevenueGross, facts.Refunds, facts.RevenueNet));
        Assert.Equal(2.0 / 3, facts.RepeatRate);
        Assert.Equal(new DateOnly(2020, 1, 5), facts.FirstDay);
        Assert.Equal(new DateOnly(2020, 3, 20), facts.LastOrderDay);
        Assert.Equal(new DateOnly(2020, 3, 20), Of(Rows, new(2020, 12, 31)).LastOrderDay);
    }

    [Fact]
    [Golden("cohort.triangle.v1")]
    public void Cohorts_mark_the_month_that_has_not_ended()
    {
        IReadOnlyList<Cohort> cohorts = Of(Rows, new(2020, 3, 20)).Cohorts;

        Assert.Equal([new DateOnly(2020, 1, 1), new DateOnly(2020, 2, 1)], cohorts.Select(static cohort => cohort.Month));
        Assert.Equal([2L, 1], cohorts.Select(static cohort => cohort.Size));
        Assert.Equal(
            [new(2, 180m, 90m, true), new(1, 50m, 115m, true), new(1, 20m, 125m, false)],
            cohorts[0].Cells);
        Assert.Equal([new(1, 60m, 60m, true), new(0, 0m, 60m, false)], cohorts[1].Cells);
    }

    [Fact]
    public void A_month_that_ends_on_the_as_of_day_is_complete() =>
        Assert.True(Of(Rows, new(2020, 3, 31)).Cohorts[0].Cells[2].Complete);

    [Fact]
    [Golden("orders.month.v1")]
    [Golden("revenue.net.month.v1")]
    public void Months_leave_none_out_and_mark_the_one_that_has_not_ended()
    {
        IReadOnlyList<MonthFact> months = Of("ann 2020-01-05 100\nann 2020-03-20 40", new(2020, 3, 20)).Months;

        Assert.Equal(
            [
                new(new(2020, 1, 1), 1, 1, 1, 100m, 100m, true),
                new(new(2020, 2, 1), 0, 0, 0, 0m, 0m, true),
                new(new(2020, 3, 1), 1, 1, 0, 40m, 40m, false),
            ],
            months);
    }

    [Fact]
    [Golden("inter-purchase-days.v1")]
    public void Times_between_purchases_are_counted_between_purchase_days()
    {
        // Gaps: 10, 20 (ann), 30 (bob).
        Facts facts = Of("ann 2020-01-01 1\nann 2020-01-01 1\nann 2020-01-11 1\nann 2020-01-31 1\nbob 2020-01-01 1\nbob 2020-01-31 1", new(2020, 2, 1));

        Assert.Equal(
            [new(0.05, 11), new(0.10, 12), new(0.25, 15), new(0.50, 20), new(0.75, 25), new(0.90, 28), new(0.95, 29)],
            facts.InterPurchaseDays,
            static (expected, found) => expected.Level == found.Level && Math.Abs(expected.Value - found.Value) < 1e-12);
    }

    [Fact]
    public void Frequency_is_counted_up_to_ten_or_more()
    {
        string rows = string.Join('\n', Enumerable.Range(1, 15).Select(static day => $"ann 2020-01-{day:00} 1")) + "\nbob 2020-01-01 1\ncid 2020-01-01 1\ncid 2020-01-03 1";

        Assert.Equal([1L, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1], Of(rows, new(2020, 1, 31)).FrequencyHistogram);
    }

    [Fact]
    public void One_customer_has_facts()
    {
        Facts facts = Of("ann 2020-01-05 100", new(2020, 1, 5));

        Assert.Equal((1, 1, 100m, 0.0), (facts.Customers, facts.Orders, facts.RevenueNet, facts.RepeatRate));
        Assert.Equal((1.0, 10_000.0, 1.0), (facts.Concentration.Top1Percent, facts.Concentration.Hhi, facts.Concentration.EffectiveNumber));
        Assert.Empty(facts.InterPurchaseDays);
        Assert.Null(facts.FrequencySpendCorrelation);
        Assert.Equal("undetermined", facts.Setting);
    }

    [Fact]
    public void A_log_without_amounts_has_facts()
    {
        Facts facts = Of("ann 2020-01-05 -\nann 2020-01-15 -\nbob 2020-01-15 -", new(2020, 1, 31));

        Assert.Equal((2, 3, 0m, 0.5), (facts.Customers, facts.Orders, facts.RevenueNet, facts.RepeatRate));
        Assert.Equal(0, facts.Concentration.Hhi);
        Assert.Empty(facts.Concentration.Lorenz);
    }

    [Fact]
    public void A_log_of_nothing_but_returns_has_facts()
    {
        Facts facts = Of("ann 2020-01-05 10 return\nbob 2020-02-05 20 return", new(2020, 2, 28));

        Assert.Equal((2, 0, 0, -30m, 0.0), (facts.Customers, facts.Buyers, facts.Orders, facts.RevenueNet, facts.RepeatRate));
        Assert.Empty(facts.Cohorts);
        Assert.Equal(2, facts.Months.Count);
    }

    [Fact]
    [Golden("left-censored.v1")]
    public void Customers_of_the_burn_in_are_counted()
    {
        using BookedLog log = BookedLog.OfRows(Rows).Booked();
        CustomerHistories histories = log.Features().Run(new(2020, 3, 20));

        Facts facts = new PortfolioStage(log.Connection).Run(histories, new(new(2020, 1, 31), 900, 400, "many"));

        Assert.Equal(2, facts.LeftCensored);
        Assert.Equal(new DateOnly(2020, 1, 31), facts.BurnInEnds);
    }

    [Fact]
    public void Cdnow_has_the_published_facts()
    {
        Facts facts = OfFile("cdnow/cdnow_master.csv", "SELECT customer_id, date AS day, dollar_value AS amount, NULL AS order_id, 1 AS kind FROM {0}", new(1998, 6, 30));

        Assert.Equal((23_570, 69_659, 2_500_315.63m), (facts.Customers, facts.Orders, facts.RevenueNet));
        Assert.Equal(3, facts.Cohorts.Count);
        Assert.Equal(18, facts.Months.Count);
        Assert.Equal("non-contractual", facts.Setting);
        Assert.Equal(0, facts.LeftCensored);
    }

    [Fact]
    public void Cdnow_spend_rises_with_frequency()
    {
        Correlation? correlation = OfFile(
            "cdnow/cdnow_sample.csv",
            "SELECT sample_id AS customer_id, date AS day, dollar_value AS amount, NULL AS order_id, 1 AS kind FROM {0}",
            new(1997, 9, 30)).FrequencySpendCorrelation;

        Assert.NotNull(correlation);
        Assert.Equal(946, correlation.Customers);

        // The published .11 is Pearson's; ranks, which one large order cannot move, agree more strongly.
        Assert.Equal(0.2063, correlation.Value, 0.0001);
        Assert.True(correlation.Low > 0);
    }

    [Fact]
    public void Online_retail_has_the_published_facts()
    {
        Facts facts = OfFile(
            "online_retail/online_retail.csv.gz",
            """
            SELECT CAST(CAST(CustomerID AS DOUBLE) AS INTEGER) AS customer_id, CAST(InvoiceDate AS TIMESTAMP) AS day,
              CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(12, 4)) AS amount, InvoiceNo AS order_id, CASE WHEN CAST(Quantity AS INTEGER) < 0 THEN 2 ELSE 1 END AS kind
            FROM {0} WHERE CustomerID IS NOT NULL
            """,
            new(2011, 12, 9));

        Assert.Equal((4_372, 8_300_065.814m), (facts.Customers, facts.RevenueNet));
        Assert.Equal("non-contractual", facts.Setting);
        Assert.Equal(new DateOnly(2010, 12, 28), facts.BurnInEnds);
        Assert.False(facts.Months[^1].Complete);
    }

    private static Facts Of(string rows, DateOnly asOf)
    {
        using BookedLog log = BookedLog.OfRows(rows).Booked();
        return Run(log, asOf);
    }

    private static Facts OfFile(string path, string select, DateOnly asOf)
    {
        using BookedLog log = BookedLog.OfFile(RealData.Path(path), select).Booked();
        return Run(log, asOf);
    }

    private static Facts Run(BookedLog log, DateOnly asOf)
    {
        FeaturesStage features = log.Features();
        return new PortfolioStage(log.Connection).Run(features.Run(asOf), features.LeftCensoring(asOf));
    }
}
