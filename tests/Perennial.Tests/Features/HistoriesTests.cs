using System.Globalization;
using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Models;
using Perennial.Testing;

namespace Perennial.Tests.Features;

public sealed class HistoriesTests
{
    private const string Cdnow = "SELECT {1} AS customer_id, date AS day, dollar_value AS amount, NULL AS order_id, 1 AS kind FROM {0}";

    [Fact]
    public void Cdnow_histories_equal_the_reference_at_1997_09_30()
    {
        using BookedLog log = BookedLog.OfFile(RealData.Path("cdnow/cdnow_sample.csv"), Cdnow.Replace("{1}", "sample_id")).Booked();

        CustomerHistories histories = log.Features().Histories(new(1997, 9, 30));
        PurchaseHistories purchases = histories.Purchases(TimeUnit.Week);

        string[][] reference = [.. File.ReadLines(RealData.Reference("cbs_cdnow_sample.csv")).Skip(1).Select(static line => line.Split(','))];
        Assert.Equal(2357, reference.Length);
        Assert.Equal(2357, histories.Count);
        for (int i = 0; i < reference.Length; i++)
        {
            Assert.Equal(int.Parse(reference[i][0], CultureInfo.InvariantCulture), histories.CustomerKey[i]);
            Assert.Equal(int.Parse(reference[i][1], CultureInfo.InvariantCulture), purchases.Frequency[i]);
            Assert.Equal(Number(reference[i][2]), purchases.Recency[i], 1e-12);
            Assert.Equal(Number(reference[i][3]), purchases.T[i], 1e-12);
            Assert.Equal(Number(reference[i][4]), histories.MeanSpend[i], 1e-10);
        }
    }

    [Fact]
    public void Cdnow_holdout_equals_the_reference_from_1997_09_30_to_the_end()
    {
        using BookedLog log = BookedLog.OfFile(RealData.Path("cdnow/cdnow_sample.csv"), Cdnow.Replace("{1}", "sample_id")).Booked();

        HoldoutPurchases holdout = log.Features().Holdout(new(1997, 9, 30), new(1998, 6, 30));

        string[][] reference = [.. File.ReadLines(RealData.Reference("cbs_cdnow_sample.csv")).Skip(1).Select(static line => line.Split(','))];
        Assert.Equal(0, holdout.NewCustomers);
        Assert.Equal(reference.Select(static row => (int)Number(row[5])), holdout.Purchases);
        for (int i = 0; i < reference.Length; i++)
        {
            Assert.Equal(Number(reference[i][6]), holdout.Spend[i], 1e-9);
        }
    }

    [Fact]
    public void Groups_hold_every_customer_once()
    {
        using BookedLog log = BookedLog.OfFile(RealData.Path("cdnow/cdnow_master.csv"), Cdnow.Replace("{1}", "customer_id")).Booked();
        FeaturesStage features = log.Features();

        CustomerHistories histories = features.Run(new(1998, 6, 30));
        HistoryGroups groups = features.Groups(new(1998, 6, 30), firstSeenAfter: null);

        Assert.Equal(23_570, histories.Count);
        Assert.Equal(2_500_315.63m, histories.RevenueToDate.Sum());
        Assert.Equal(23_570, groups.TotalCustomers);
        Assert.Equal(histories.Frequency.Sum(), Enumerable.Range(0, groups.Count).Sum(i => groups.Customers[i] * groups.Frequency[i]));
        Assert.True(groups.Count < histories.Count / 2);
        Assert.Equal(
            histories.FirstDay.Count(static day => day > DayNumber(new(1997, 1, 31))),
            features.Groups(new(1998, 6, 30), firstSeenAfter: new(1997, 1, 31)).TotalCustomers);
    }

    [Fact]
    public void Gaps_are_those_between_purchase_days_as_known_on_a_day_and_groups_hold_their_means()
    {
        // Two orders of one day are one purchase; a return is none; what comes after the day is not known.
        const string rows = """
            ann 2020-01-01 100 a
            ann 2020-01-05 50 b
            ann 2020-01-05 20 c
            ann 2020-01-08 30 b return
            ann 2020-01-20 40 d
            bob 2020-01-01 10
            bob 2020-01-11 10
            bob 2020-01-20 40
            cid 2020-01-20 7
            dot 2020-01-02 7
            dot 2020-02-02 7
            """;
        using BookedLog log = BookedLog.OfRows(rows).Booked();
        FeaturesStage features = log.Features();
        CustomerHistories known = features.Histories(new(2020, 1, 31), HistoryDetail.WithGaps);

        Assert.Equal([2, 2, 0, 0], known.Frequency);
        Assert.Equal([Math.Log(4 * 15), Math.Log(10 * 9), 0, 0], known.LogGapsInDays!.Select(sum => Math.Round(sum, 11)), (expected, found) => Math.Abs(expected - found) < 1e-10);
        Assert.Null(features.Histories(new(2020, 1, 31)).LogGapsInDays);
        Assert.Equal(Math.Log(4 * 15 / 49.0), known.Purchases(TimeUnit.Week).LogGaps![0], 1e-10);

        // Ann and Bob share a history, so the fit sees the mean of their gaps.
        HistoryGroups groups = features.Groups(new(2020, 1, 31), firstSeenAfter: null, HistoryDetail.WithGaps);
        int shared = Array.IndexOf(groups.Frequency, 2);
        Assert.Equal(2, groups.Customers[shared]);
        Assert.Equal(Math.Log(60 * 90) / 2, groups.LogGapsInDays![shared], 1e-10);
        Assert.Equal(known.LogGapsInDays!.Sum(), groups.LogGapsInDays!.Zip(groups.Customers, (gaps, customers) => gaps * customers).Sum(), 1e-9);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Rows_dated_after_a_day_change_nothing_known_on_it()
    {
        const string known = """
            ann 2020-01-01 100 a
            ann 2020-01-10 50 b
            ann 2020-01-20 30 b return
            bob 2020-01-05 10
            bob 2020-01-07 40
            """;
        const string later = """
            ann 2020-02-01 25 b return
            ann 2020-02-02 80 return
            bob 2020-02-01 500 return
            cid 2020-02-01 7
            """;
        using BookedLog without = BookedLog.OfRows(known).Booked();
        using BookedLog with = BookedLog.OfRows(known + "\n" + later).Booked();

        for (DateOnly day = new(2020, 1, 1); day <= new DateOnly(2020, 1, 31); day = day.AddDays(1))
        {
            Assert.Equal(Text(without, day), Text(with, day));
        }

        Assert.NotEqual(Text(without, new(2020, 2, 1)), Text(with, new(2020, 2, 1)));

        static string Text(BookedLog log, DateOnly day)
        {
            _ = log.Features();
            return string.Join('\n', log.Connection.List(
                "SELECT to_json(h) FROM features_histories_on(CAST($day AS DATE)) AS h ORDER BY customer_key",
                static row => row.String(0),
                new DuckDbParameter("day", day)));
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Real_rows_dated_after_a_day_change_nothing_known_on_it()
    {
        const string select = """
            SELECT CAST(CAST(CustomerID AS DOUBLE) AS INTEGER) AS customer_id, CAST(InvoiceDate AS TIMESTAMP) AS day,
              CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(12, 4)) AS amount, ltrim(InvoiceNo, 'C') AS order_id, CASE WHEN CAST(Quantity AS INTEGER) < 0 THEN 2 ELSE 1 END AS kind
            FROM {0} WHERE CustomerID IS NOT NULL
            """;
        string path = RealData.Path("online_retail/online_retail.csv.gz");
        using BookedLog all = BookedLog.OfFile(path, select).Booked();
        using BookedLog known = BookedLog.OfFile(path, select + " AND CAST(InvoiceDate AS TIMESTAMP) < TIMESTAMP '2011-06-01'").Booked();

        CustomerHistories expected = known.Features().Histories(new(2011, 5, 31));
        CustomerHistories found = all.Features().Histories(new(2011, 5, 31));

        // Keys differ, since fewer customers were known: the order by id is the same.
        Assert.Equal(expected.Frequency, found.Frequency);
        Assert.Equal(expected.RecencyDays, found.RecencyDays);
        Assert.Equal(expected.TDays, found.TDays);
        Assert.Equal(expected.MeanSpend, found.MeanSpend);
        Assert.Equal(expected.Orders, found.Orders);
        Assert.Equal(expected.RevenueToDate, found.RevenueToDate);
        Assert.Equal(4_372, all.Connection.Scalar<long>("SELECT count(*) FROM identity_customers"));
        Assert.Equal(8_300_065.814m, all.Connection.Scalar<decimal>("SELECT CAST(sum(net) AS DECIMAL(18, 4)) FROM ledger_days"));
    }

    [Fact]
    public void One_thread_and_two_give_the_same_histories()
    {
        string rows = """
            SELECT hash(i) % 300 AS customer_id, DATE '2020-01-01' + CAST(hash(i * 7) % 400 AS INTEGER) AS day, (hash(i * 3) % 10000) / 100 AS amount,
              'o' || (hash(i * 5) % 2000) AS order_id, CASE WHEN i % 7 = 0 THEN 2 ELSE 1 END AS kind FROM range(20000) AS r(i)
            """;
        using BookedLog one = BookedLog.Of(rows, threads: 1).Booked();
        using BookedLog two = BookedLog.Of(rows, threads: 2).Booked();

        CustomerHistories first = one.Features().Histories(new(2020, 10, 1));
        CustomerHistories second = two.Features().Histories(new(2020, 10, 1));

        Assert.Equal(first.CustomerKey, second.CustomerKey);
        Assert.Equal(first.Frequency, second.Frequency);
        Assert.Equal(first.MeanSpend, second.MeanSpend);
        Assert.Equal(first.RevenueToDate, second.RevenueToDate);
    }

    [Fact]
    [Golden("frequency.v1")]
    [Golden("recency.v1")]
    [Golden("t.v1")]
    [Golden("mean-spend.v1")]
    [Golden("revenue-to-date.v1")]
    public void A_history_counts_repeat_purchase_days_and_their_mean_value()
    {
        using BookedLog log = BookedLog.OfRows(
            """
            ann 2020-01-01 100
            ann 2020-01-08 30
            ann 2020-01-08 20
            ann 2020-01-29 70
            ann 2020-02-05 11 return
            """).Booked();

        CustomerHistories histories = log.Features().Run(new(2020, 2, 5));
        PurchaseHistories weeks = histories.Purchases(TimeUnit.Week);

        Assert.Equal((2, 28, 35), (histories.Frequency[0], histories.RecencyDays[0], histories.TDays[0]));
        Assert.Equal((2, 4.0, 5.0), (weeks.Frequency[0], weeks.Recency[0], weeks.T[0]));

        // Repeat days of 50 and 70 less their share of the return of 11 over 220.
        Assert.Equal(57, histories.MeanSpend[0], 1e-12);
        Assert.Equal(209m, histories.RevenueToDate[0]);
        Assert.Equal(60, log.Features().Histories(new(2020, 2, 4)).MeanSpend[0], 1e-12);
    }

    [Fact]
    public void One_customer_bought_once_has_a_history_of_zeros()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 12.50").Booked();

        CustomerHistories histories = log.Features().Run(new(2020, 1, 1));

        Assert.Equal((0, 0, 0, 0.0, 12.5m), (histories.Frequency[0], histories.RecencyDays[0], histories.TDays[0], histories.MeanSpend[0], histories.RevenueToDate[0]));
    }

    [Fact]
    public void A_log_without_amounts_has_histories()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 -\nann 2020-01-08 -").Booked();

        CustomerHistories histories = log.Features().Run(new(2020, 1, 15));

        Assert.Equal((1, 7, 14, 0.0), (histories.Frequency[0], histories.RecencyDays[0], histories.TDays[0], histories.MeanSpend[0]));
    }

    [Fact]
    public void Nobody_has_a_history_where_everything_came_back_the_same_day()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-02 5\nann 2020-01-02 5 return").Booked();

        Assert.Equal(0, log.Features().Run(new(2020, 1, 31)).Count);
    }

    private static int DayNumber(DateOnly day) => day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
