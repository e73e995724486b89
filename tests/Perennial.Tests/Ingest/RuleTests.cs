using Perennial.Ingest;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest;

/// <summary>Each rule takes its rows, says so, and no row is lost.</summary>
public sealed class RuleTests
{
    private const string Shopify =
        """
        Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Cancelled at
        #1001,Ann@x.de,paid,2024-01-02 10:00:00 +0100,EUR,30.00,5.00,0.00,35.00,2024-01-02 00:30:00 +0100,1,Mug,10.00,M1,0.00,
        #1001,Ann@x.de,,,,,,,,2024-01-02 00:30:00 +0100,2,Cup,10.00,C1,,
        #1002,bob@x.de,partially_refunded,2024-01-03 10:00:00 +0100,EUR,40.00,0.00,0.00,40.00,2024-01-03 10:00:00 +0100,1,Mug,40.00,M1,15.00,
        #1003,ann@x.de,refunded,2024-01-04 10:00:00 +0100,EUR,20.00,0.00,0.00,20.00,2024-01-04 10:00:00 +0100,1,Mug,20.00,M1,20.00,
        #1004,cat@x.de,voided,,EUR,20.00,0.00,0.00,20.00,2024-01-05 10:00:00 +0100,1,Mug,20.00,M1,0.00,2024-01-05 11:00:00 +0100
        #1005,cat@x.de,pending,,EUR,20.00,0.00,0.00,20.00,2024-01-06 10:00:00 +0100,1,Mug,20.00,M1,0.00,
        #1006,test@x.de,paid,,EUR,20.00,0.00,0.00,20.00,2024-01-07 10:00:00 +0100,1,Mug,20.00,M1,0.00,
        #1007,,paid,,EUR,20.00,0.00,0.00,20.00,2024-01-08 10:00:00 +0100,1,Mug,20.00,M1,0.00,
        #1008,bob@x.de,paid,,USD,21.00,0.00,0.00,21.00,2024-01-09 10:00:00 +0100,1,Mug,21.00,M1,0.00,
        """;

    [Fact]
    public void Shopify_counts_an_order_once_and_sets_aside_what_is_no_purchase()
    {
        using Ingested ingested = Ingested.Text(Shopify, new IngestOptions { TimeZone = "Europe/Berlin" });
        Assert.Equal("shopify-orders", ingested.Result.Inputs[0].Layout);
        Assert.Equal("used order-line-of-order used refunded-order cancelled-order unpaid-order test-order no-customer other-currency",
            ingested.Values("(SELECT rule FROM ingest_rules WHERE ingest_rules.disposition = ingest_rows.disposition)"));
        Assert.Equal(35m + 25m, ingested.NetUsed());
        Assert.Equal("ann@x.de", ingested.Connection.Scalar<string>("SELECT customer_id FROM ingest_rows WHERE row_no = 0"));
        Assert.Equal(new DateOnly(2024, 1, 2), ingested.Result.FirstDay);
        Assert.Equal("2024-01-01 23:30:00", ingested.Connection.Scalar<string>("SELECT CAST(occurred AS VARCHAR) FROM ingest_rows WHERE row_no = 0"));
        Assert.Equal(3m, ingested.Connection.Scalar<decimal>("SELECT quantity FROM ingest_rows WHERE row_no = 0"));
        Assert.Equal("EUR", ingested.Result.Currency);
        ingested.AssertRowsSum();
    }

    [Theory]
    [InlineData("{0}", "{0}")]
    [InlineData(" {0} ", "\t{0}\u00A0")]
    [InlineData("\uFEFF{0}", "{0}\u00A0 ")]
    public void Blanks_around_a_cell_change_nothing(string one, string other)
    {
        string Cell(int i, string text) => string.Format(System.Globalization.CultureInfo.InvariantCulture, i % 3 == 0 ? one : i % 3 == 1 ? other : "{0}", text);
        string[] words = ["1,250.5", "-7.25", "$12.00", "12.5", "n/a", "0.00001"];
        using Ingested ingested = Ingested.Text("customer,date,amount\n" + Ingested.Rows(36, i => $"{Cell(i, $"C{i % 9}")},{Cell(i + 1, Ingested.Day(i))},\"{Cell(i + 2, words[i % 6])}\""));

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 36).Select(i => $"C{i % 9}")), ingested.Values("customer_id"));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 36).Select(i => Ingested.Day(i))), ingested.Values("day"));
        Assert.Equal("1250.5000 -7.2500 12.0000 12.5000 - 0.0000", string.Join(' ', ingested.Values("amount").Split(' ').Take(6)));
        Assert.Equal(6, ingested.Result.Rows.Quarantined);
        ingested.AssertRowsSum();
    }

    [Fact]
    public void Rows_that_repeat_are_counted_however_many_days_there_are()
    {
        // A hundred thousand days of a customer, some with two rows, some of these equal: the counts are those of plain grouping.
        using Ingested ingested = Ingested.Text("customer,date,amount\n" + Ingested.Rows(100_000, i => $"C{i % 997},{Ingested.Day((int)(i * 7919L % 100_003 % 700))},{1 + (i % 2)}.25"));
        long extra = ingested.Connection.Scalar<long>("SELECT CAST(sum(n - 1) AS BIGINT) FROM (SELECT count(*) AS n FROM ingest_rows GROUP BY customer_id, day, amount)");
        long shared = ingested.Connection.Scalar<long>("SELECT count(*) FROM (SELECT 1 FROM ingest_rows GROUP BY customer_id, day HAVING count(*) > 1)");

        Assert.Equal(extra, ingested.Finding("exact-duplicates")?.Count ?? 0);
        Assert.Equal(shared, ingested.Finding("same-day-orders")?.Count ?? 0);
    }

    [Theory]
    [InlineData(10, "info")]
    [InlineData(2, "warning")]
    [InlineData(1, "serious")]
    public void The_more_goes_back_the_louder_it_is_said(int every, string severity)
    {
        using Ingested ingested = Ingested.Text("customer,date,amount\n" + Ingested.Rows(60, i => $"C{i % 9},{Ingested.Day(i)},{(i % every == 0 ? "-" : string.Empty)}{20 + (i % 2)}.50"));
        Assert.Equal(severity, Assert.Single(ingested.Result.Quality, finding => finding.Code == "returns").Severity);
        ingested.AssertRowsSum();
    }

    [Fact]
    public void Test_addresses_are_set_aside_among_others_and_kept_where_all_are_so()
    {
        static string Log(int every) => "email,date,amount\n" + Ingested.Rows(60, i => $"c{i % 9}@{(i % every == 0 ? "example.com" : "shop.de")},{Ingested.Day(i)},{i}.50");
        using Ingested few = Ingested.Text(Log(10));
        Assert.Equal(6, few.Result.Rows.SetAside["test-order"]);
        using Ingested all = Ingested.Text(Log(1));
        Assert.Equal(60, all.Result.Rows.Used);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("Test")]
    [InlineData("TEST")]
    public void Orders_with_the_status_test_are_set_aside_among_others_and_kept_where_most_are_so(string word)
    {
        string Log(int every) => "customer,date,amount,status\n" + Ingested.Rows(60, i => $"C{i % 9},{Ingested.Day(i)},{i}.50,{(i % 60 < every ? word : "paid")}");
        using Ingested few = Ingested.Text(Log(20));
        Assert.Equal("status", few.Column("status"));
        Assert.Equal(20, few.Result.Rows.SetAside["test-order"]);
        Assert.DoesNotContain(few.Result.Mapping.Warnings, warning => warning.Contains("look like tests", StringComparison.Ordinal));
        few.AssertRowsSum();
        using Ingested most = Ingested.Text(Log(45));
        Assert.Equal("status", most.Column("status"));
        Assert.Equal(60, most.Result.Rows.Used);
        Assert.Single(most.Result.Mapping.Warnings, warning => warning.Contains("look like tests by 'status'", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_is_quarantined_with_file_line_column_value_and_reason()
    {
        string text = "customer,date,amount\n" + Ingested.Rows(40, i => $"C{i % 7},{Ingested.Day(i)},{i}.50") + "C1,yesterday,1.00\nC2,2020-02-01,12%\nC3,2020-02-01,\n";
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal(40, ingested.Result.Rows.Used);
        Assert.Equal(3, ingested.Result.Rows.Quarantined);
        string[] rows = [.. ingested.Connection.List("SELECT line, \"column\", \"value\", reason FROM ingest_quarantine ORDER BY line", row => $"{row.Int64(0)} {row.String(1)} {row.String(2) ?? "-"} {row.String(3)}")];
        Assert.StartsWith("42 date yesterday not a date", rows[0], StringComparison.Ordinal);
        Assert.Equal("43 amount 12% a percentage is not money", rows[1]);
        Assert.Equal("44 amount - no amount", rows[2]);
        Assert.Equal(1, ingested.Finding("unparsable-date")!.Count);
        ingested.AssertRowsSum();
    }

    [Fact]
    public void A_date_far_beyond_all_others_does_not_move_the_as_of_day()
    {
        string text = "customer,date,amount\n" + Ingested.Rows(400, i => $"C{i % 50},{Ingested.Day(i)},{i}.50") + "C1,2099-12-31,1.00\n";
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal(new DateOnly(2021, 2, 3), ingested.Result.AsOf);
        Assert.Equal(1, ingested.Result.Rows.SetAside["after-as-of"]);
        Assert.Equal("serious", ingested.Finding("future-dates")!.Severity);
        ingested.AssertRowsSum();
    }

    [Fact]
    public void Rows_after_a_stated_as_of_day_are_set_aside()
    {
        string text = "customer,date,amount\n" + Ingested.Rows(100, i => $"C{i % 9},{Ingested.Day(i)},{i}.50");
        using Ingested ingested = Ingested.Text(text, new IngestOptions { AsOf = new DateOnly(2020, 1, 10) });
        Assert.Equal(10, ingested.Result.Rows.Used);
        Assert.Equal(90, ingested.Result.Rows.SetAside["after-as-of"]);
    }

    [Fact]
    public void A_return_flag_turns_positive_amounts_negative()
    {
        string text = "customer,date,amount,transaction type\n" + Ingested.Rows(60, i => $"C{i % 9},{Ingested.Day(i)},{i + 1}.50,{(i % 6 == 5 ? "return" : "sale")}");
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal("transaction type", ingested.Column("type"));
        Assert.Equal(10, ingested.Connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE kind = 2 AND amount < 0"));
        Assert.Equal(50, ingested.Connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE kind = 1 AND amount > 0"));
    }

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("yyyy/MM/dd")]
    [InlineData("dd/MM/yyyy")]
    [InlineData("M/d/yyyy")]
    [InlineData("dd.MM.yy")]
    [InlineData("dd-MM-yyyy HH:mm")]
    [InlineData("MM/dd/yyyy hh:mm tt")]
    [InlineData("yyyyMMdd")]
    [InlineData("d MMM yyyy")]
    [InlineData("MMMM d, yyyy HH:mm:ss")]
    [InlineData("yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("yyyy-MM-dd hh:mm:ss tt")]
    public void Dates_are_read_in_many_forms(string format)
    {
        string text = "customer;date;amount\n" + Ingested.Rows(90, i => $"C{i % 9};{new DateTime(2020, 1, 1, 13, 5, 0, DateTimeKind.Utc).AddDays(i).ToString(format, System.Globalization.CultureInfo.InvariantCulture)};{i + 1},50");
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal(90, ingested.Result.Rows.Used);
        Assert.Equal(new DateOnly(2020, 1, 1), ingested.Result.FirstDay);
        Assert.Equal(new DateOnly(2020, 3, 30), ingested.Result.AsOf);
        Assert.Equal((90m * 91m / 2m) + 45m, ingested.NetUsed());
    }

    [Fact]
    public void Days_and_months_that_nothing_tells_apart_are_a_question()
    {
        AmbiguousMappingException question = Assert.Throws<AmbiguousMappingException>(() => Ingested.Text("customer,date,amount\nA,03/04/2020,1.50\nB,05/02/2020,2.50\nA,02/06/2020,3.50\n").Dispose());
        Assert.Contains("--map date=date:dmy", question.Message, StringComparison.Ordinal);
        using Ingested stated = Ingested.Text(
            "customer,date,amount\nA,03/04/2020,1.50\nB,05/02/2020,2.50\nA,02/06/2020,3.50\n",
            new IngestOptions { Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["date"] = "date:mdy" } });
        Assert.Equal("2020-03-04 2020-05-02 2020-02-06", stated.Values("day"));
    }

    [Theory]
    [InlineData("1,234.50|(1,234.50)|$12.25|12.00-|7", "1234.5000 -1234.5000 12.2500 -12.0000 7.0000")]
    [InlineData("1.234,50|-1.234,50|12,25 €|12,00-|7,00", "1234.5000 -1234.5000 12.2500 -12.0000 7.0000")]
    [InlineData("1 234,50|-1 234,50|EUR 12,25|12,00|7,00", "1234.5000 -1234.5000 12.2500 12.0000 7.0000")]
    [InlineData("1'234.50|-1'234.50|CHF 12.25|12.00|7.00", "1234.5000 -1234.5000 12.2500 12.0000 7.0000")]
    public void Numbers_are_read_in_many_forms(string written, string read)
    {
        string[] numbers = written.Split('|');
        string text = "customer;date;amount\n" + string.Concat(numbers.Select((number, i) => $"C{i % 2};{Ingested.Day(i)};{number}\n"));
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal(read, ingested.Values("amount"));
    }

    [Fact]
    public void The_users_mapping_wins_by_name_and_by_number_and_ids_keep_leading_zeros()
    {
        string text = "buyer,date,amount,other\n" + Ingested.Rows(30, i => $"B{i % 4},{Ingested.Day(i)},{i}.25,{i % 5:000}");
        using Ingested ingested = Ingested.Text(text, new IngestOptions { Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["customer"] = "4", ["amount"] = "AMOUNT" } });
        Assert.Equal("other", ingested.Column("customer"));
        Assert.Equal("001", ingested.Connection.Scalar<string>("SELECT customer_id FROM ingest_rows WHERE row_no = 1"));
        PerennialException wrong = Assert.Throws<PerennialException>(() => Ingested.Text(text, new IngestOptions { Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["customer"] = "nobody" } }).Dispose());
        Assert.Equal("ingest/map-column", wrong.Code);
    }

    [Fact]
    public void A_control_total_is_compared_by_month()
    {
        string folder = Directory.CreateTempSubdirectory("perennial-control-").FullName;
        try
        {
            string ledger = Path.Combine(folder, "ledger.csv");
            File.WriteAllText(ledger, "month,total\n2020-01,31.00\n2020-02,30.00\n");
            string text = "customer,date,amount\n" + Ingested.Rows(60, i => $"C{i % 4},{Ingested.Day(i)},1.00");
            using Ingested ingested = Ingested.Text(text, new IngestOptions { ControlTotal = ledger });
            Assert.Equal(["2020-01 0", "2020-02 -1", "total -1"], ingested.Result.ControlTotal.Select(row => FormattableString.Invariant($"{row.Month} {row.Difference:0}")));
            using Ingested single = Ingested.Text(text, new IngestOptions { ControlTotal = "59.5" });
            Assert.Equal(0.5m, Assert.Single(single.Result.ControlTotal).Difference);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
