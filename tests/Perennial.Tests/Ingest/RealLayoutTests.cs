using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Testing;

namespace Perennial.Tests.Ingest;

/// <summary>The public sets map right and give their published figures.</summary>
public sealed class RealLayoutTests
{
    [Theory]
    [InlineData("cdnow/cdnow_master.csv", "customer_id", "date", "dollar_value", 69659, 23570, "2500315.63")]
    [InlineData("cdnow/cdnow_sample.csv", "master_id", "date", "dollar_value", 6919, 2357, "244091.94")]
    [InlineData("cdnow/clvtools_cdnow.csv", "Id", "Date", "Price", 6696, 2357, "244091.94")]
    [InlineData("apparel/apparel_trans.csv", "Id", "Date", "Price", 3187, 600, "124356.90")]
    [InlineData("superstore/superstore_orders.csv.gz", "Customer ID", "Order Date", "Sales", 9994, 793, "2297200.8603")]
    public void A_log_maps_right_and_gives_its_published_figures(string file, string customer, string date, string amount, long rows, long customers, string net)
    {
        using Ingested ingested = Ingested.Files(new IngestOptions(), RealData.Path(file));
        Assert.Equal(customer, ingested.Column("customer"));
        Assert.Equal(date, ingested.Column("date"));
        Assert.Equal(amount, ingested.Column("amount"));
        Assert.Equal(rows, ingested.Result.Rows.In);
        Assert.Equal(rows, ingested.Result.Rows.Used);
        Assert.Equal(customers, ingested.Customers());
        Assert.Equal(decimal.Parse(net, System.Globalization.CultureInfo.InvariantCulture), ingested.NetUsed());
        ingested.AssertRowsSum();
    }

    [Fact]
    public void Cdnow_keeps_its_duplicates_and_its_free_orders_and_says_which_id_was_taken()
    {
        using Ingested master = Ingested.Files(new IngestOptions(), RealData.Path("cdnow/cdnow_master.csv"));
        Assert.Equal(255, master.Finding("exact-duplicates")!.Count);
        Assert.Equal(80, master.Finding("zero-amounts")!.Count);
        Assert.Equal("[2,068 beyond the first of the day]", $"[{master.Finding("same-day-orders")!.Examples[0]}]");
        Assert.Equal("00001", master.Connection.Scalar<string>("SELECT customer_id FROM ingest_rows WHERE row_no = 0"));

        using Ingested sample = Ingested.Files(new IngestOptions(), RealData.Path("cdnow/cdnow_sample.csv"));
        Assert.Contains(sample.Result.Mapping.Warnings, warning => warning.Contains("'master_id' and 'sample_id' identify customers one to one; 'master_id' was taken", StringComparison.Ordinal));
    }

    [Fact]
    public void Cdnow_as_blank_separated_text_gives_the_same_rows()
    {
        string text = string.Concat(File.ReadLines(RealData.Path("cdnow/cdnow_sample.csv")).Skip(1).Select(line => line.Split(',')).Select(
            cells => $" {cells[0]} {cells[1]} {cells[2].Replace("-", "", StringComparison.Ordinal)} {cells[3],2} {cells[4],7}\n"));
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal("cdnow-text", ingested.Result.Inputs[0].Layout);
        Assert.Equal(6919, ingested.Result.Rows.Used);
        Assert.Equal(2357, ingested.Customers());
        Assert.Equal(244091.94m, ingested.NetUsed());
        Assert.Equal(new DateOnly(1998, 6, 30), ingested.Result.AsOf);
    }

    [Fact]
    public void Online_retail_gives_its_published_figures()
    {
        using Ingested ingested = Ingested.Files(new IngestOptions(), RealData.Path("online_retail/online_retail.csv.gz"));
        Assert.Equal("invoice-lines", ingested.Result.Inputs[0].Layout);
        Assert.Equal("CustomerID", ingested.Column("customer"));
        Assert.Equal("InvoiceDate", ingested.Column("date"));
        Assert.Equal("InvoiceNo", ingested.Column("order"));
        Assert.Equal("StockCode", ingested.Column("product"));
        Assert.Equal("Quantity", ingested.Column("quantity"));
        Assert.Equal("UnitPrice", ingested.Column("price"));
        Assert.Null(ingested.Column("amount"));
        Assert.Equal(541909, ingested.Result.Rows.In);
        Assert.Equal(135080, ingested.Result.Rows.SetAside["no-customer"]);
        Assert.Equal(0, ingested.Result.Rows.Quarantined);
        Assert.Equal(4372, ingested.Customers());
        Assert.Equal(8300065.81m, Math.Round(ingested.NetUsed(), 2));
        Assert.Equal(9747747.93m, Math.Round(ingested.Connection.Scalar<decimal>("SELECT sum(amount) FROM ingest_rows"), 2));
        Assert.Equal(5268, ingested.Finding("exact-duplicates")!.Count);
        Assert.Equal(10624, ingested.Connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE quantity < 0"));
        Assert.Equal(9288, ingested.Connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE order_id LIKE 'C%' AND kind = 2"));
        Assert.Equal("17850", ingested.Connection.Scalar<string>("SELECT customer_id FROM ingest_rows WHERE row_no = 0"));
        Assert.Equal("serious", ingested.Finding("missing-customer")!.Severity);
        Assert.NotNull(ingested.Finding("id-normalised"));
        Assert.NotNull(ingested.Finding("pseudo-products"));
        ingested.AssertRowsSum();
    }

    [Fact]
    public void Adventureworks_is_a_log_without_amounts()
    {
        using Ingested ingested = Ingested.Files(new IngestOptions(), RealData.Path("adventureworks/sales_2015_2017.csv.gz"));
        Assert.Equal("CustomerKey", ingested.Column("customer"));
        Assert.Equal("OrderDate", ingested.Column("date"));
        Assert.Equal("OrderNumber", ingested.Column("order"));
        Assert.Equal("OrderQuantity", ingested.Column("quantity"));
        Assert.False(ingested.Result.HasAmounts);
        Assert.Equal(56047, ingested.Result.Rows.Used);
        Assert.Equal(17416, ingested.Customers());
        Assert.Equal(25164, ingested.Connection.Scalar<long>("SELECT count(DISTINCT order_id) FROM ingest_rows"));
        Assert.Equal(1, ingested.Finding("exact-duplicates")!.Count);
    }

    [Fact]
    public void Days_and_months_that_change_places_in_the_file_are_a_serious_finding()
    {
        using Ingested ingested = Ingested.Files(new IngestOptions(), RealData.Path("adventureworks/sales_2015_2017_as_found_mixed_dates.csv.gz"));
        QualityFinding finding = ingested.Finding("mixed-day-month")!;
        Assert.Equal("serious", finding.Severity);
        Assert.InRange(finding.Count, 1000, 2500);
    }

    [Fact]
    public void Olist_orders_with_payments_take_the_person_and_the_purchase()
    {
        string folder = Directory.CreateTempSubdirectory("perennial-olist-").FullName;
        try
        {
            string joined = Path.Combine(folder, "olist.csv");
            using (DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 2 }))
            using (DuckDbConnection connection = database.Connect())
            {
                connection.Execute($"""
                    COPY (
                      SELECT orders.*, customer_unique_id, customer_city, payment_value
                      FROM read_csv({Csv("orders")}, all_varchar = true) AS orders
                      JOIN read_csv({Csv("customers")}, all_varchar = true) AS customers USING (customer_id)
                      JOIN (SELECT order_id, sum(CAST(payment_value AS DECIMAL(18, 2))) AS payment_value FROM read_csv({Csv("order_payments")}, all_varchar = true) GROUP BY order_id) USING (order_id)
                      ORDER BY order_purchase_timestamp, order_id
                    ) TO {DuckDbSql.Literal(joined)} (FORMAT csv, HEADER)
                    """);
            }

            using Ingested ingested = Ingested.Files(new IngestOptions(), joined);
            Assert.Equal("customer_unique_id", ingested.Column("customer"));
            Assert.Equal("order_purchase_timestamp", ingested.Column("date"));
            Assert.Equal("payment_value", ingested.Column("amount"));
            Assert.Equal("order_id", ingested.Column("order"));
            Assert.Equal("order_status", ingested.Column("status"));
            Assert.True(ingested.Result.Rows.SetAside["cancelled-order"] > 0);
            ingested.AssertRowsSum();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static string Csv(string table) => DuckDbSql.Literal(RealData.Path($"olist_sample/olist_{table}_dataset.csv"));
    }
}
