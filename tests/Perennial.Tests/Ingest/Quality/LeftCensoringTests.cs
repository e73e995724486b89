using Perennial.Ingest;
using Perennial.Ingest.Quality;
using Perennial.Testing;

namespace Perennial.Tests.Ingest.Quality;

public sealed class LeftCensoringTests
{
    private static readonly DateOnly First = new(2020, 1, 1);

    [Fact]
    public void A_burst_of_arrivals_at_the_start_is_a_burn_in()
    {
        LeftCensoring found = LeftCensoring.Judge(First, [900, 400, 380, 420, 390, 410, 400]);

        Assert.Equal(First.AddDays(27), found.BurnInEnds);
        Assert.Equal(900, found.FirstPeriod);
        Assert.Equal(400, found.LaterPeriods);
    }

    [Fact]
    public void A_burst_that_fades_over_two_periods_is_a_longer_burn_in() =>
        Assert.Equal(First.AddDays(55), LeftCensoring.Judge(First, [1600, 900, 400, 380, 420, 390, 410]).BurnInEnds);

    [Fact]
    public void Steady_arrivals_are_no_burn_in() =>
        Assert.Null(LeftCensoring.Judge(First, [400, 410, 395, 405, 400, 390]).BurnInEnds);

    [Fact]
    public void A_cohort_acquired_by_design_is_no_burn_in() =>
        Assert.Null(LeftCensoring.Judge(First, [7000, 8400, 8200, 0, 0, 0, 0, 0, 0]).BurnInEnds);

    [Fact]
    public void Small_numbers_prove_nothing() =>
        Assert.Null(LeftCensoring.Judge(First, [7, 3, 4, 3, 4, 3]).BurnInEnds);

    [Fact]
    public void A_short_log_proves_nothing() =>
        Assert.Null(LeftCensoring.Judge(First, [900, 10, 10]).BurnInEnds);

    [Fact]
    public void No_purchases_prove_nothing() =>
        Assert.Null(LeftCensoring.Judge(First, []).BurnInEnds);

    [Fact]
    public void The_quality_report_judges_sales_by_the_same_rule_and_is_stated_anew_once_returns_are_netted()
    {
        // 200 customers in the first four weeks, 30 in each later four; all come back once.
        string text = "customer,date,amount\n" + Ingested.Rows(200, i => $"A{i},{Ingested.Day(i % 28)},5.00")
            + string.Concat(Enumerable.Range(1, 9).Select(period => Ingested.Rows(30, i => $"B{period}-{i},{Ingested.Day((28 * period) + (i % 28))},5.00"))) + $"A0,{Ingested.Day(279)},5.00\n";
        using Ingested ingested = Ingested.Text(text);
        QualityFinding finding = ingested.Finding("left-censored")!;
        Assert.Equal(200, finding.Count);
        Assert.Contains("first seen by 2020-01-28: 200 in the first four weeks, 30 in a later four", finding.Examples);

        LeftCensoring netted = LeftCensoring.Judge(new(2020, 1, 1), [198, 30, 30, 30, 30, 30]);
        IReadOnlyList<QualityFinding> anew = netted.Restate(ingested.Result.Quality, 198);
        Assert.Equal(198, Assert.Single(anew, other => other.Code == "left-censored").Count);
        Assert.Equal(ingested.Result.Quality.Count, anew.Count);
        Assert.DoesNotContain(LeftCensoring.Judge(new(2020, 1, 1), [30, 30, 30, 30, 30]).Restate(ingested.Result.Quality, 0), other => other.Code == "left-censored");
    }

    [Theory]
    [InlineData("1997-03-31")]
    [InlineData("1997-05-01")]
    [InlineData("1997-06-01")]
    [InlineData("1997-09-30")]
    [InlineData("1998-06-30")]
    public void Cdnow_is_a_cohort_at_every_origin(string day)
    {
        using BookedLog log = BookedLog.OfFile(
            RealData.Path("cdnow/cdnow_master.csv"),
            "SELECT customer_id, date AS day, dollar_value AS amount, NULL AS order_id, 1 AS kind FROM {0}").Booked();

        Assert.Null(log.Features().LeftCensoring(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).BurnInEnds);
    }

    [Fact]
    public void Online_retail_has_customers_older_than_its_data()
    {
        using BookedLog log = BookedLog.OfFile(
            RealData.Path("online_retail/online_retail.csv.gz"),
            """
            SELECT CAST(CAST(CustomerID AS DOUBLE) AS INTEGER) AS customer_id, CAST(InvoiceDate AS TIMESTAMP) AS day,
              CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(12, 4)) AS amount, NULL AS order_id, CASE WHEN CAST(Quantity AS INTEGER) < 0 THEN 2 ELSE 1 END AS kind
            FROM {0} WHERE CustomerID IS NOT NULL
            """).Booked();

        Assert.Equal(948, log.Connection.Scalar<long>("SELECT count(*) FROM (SELECT min(day) AS first FROM ledger_days GROUP BY customer_key) WHERE first < DATE '2011-01-01'"));
        LeftCensoring found = log.Features().LeftCensoring(new(2011, 12, 9));
        Assert.Equal(new DateOnly(2010, 12, 28), found.BurnInEnds);
        Assert.Equal(883, found.FirstPeriod);
    }
}
