using System.Globalization;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Reports;
using Perennial.Testing;

namespace Perennial.Tests;

/// <summary>The public sets, from the file to the value: published figures, a test that says who won, and a total a merchant would believe.</summary>
[Trait("Speed", "Slow")]
public sealed class RealDataTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-real-");

    [Theory]
    [InlineData("cdnow/cdnow_sample.csv", 2357, 6919, "244091.94", true)]
    [InlineData("cdnow/cdnow_master.csv", 23570, 69659, "2500315.63", true)]
    [InlineData("cdnow/clvtools_cdnow.csv", 2357, 6696, "244091.94", true)]
    [InlineData("apparel/apparel_trans.csv", 600, 3187, "124356.90", true)]
    [InlineData("online_retail/online_retail.csv.gz", 4372, 18536, "8300065.814", false)]
    [InlineData("superstore/superstore_orders.csv.gz", 793, 5009, "2297200.8603", false)]
    public void A_public_set_gives_its_figures_a_verdict_and_a_believable_value(string file, long customers, long orders, string net, bool intervalsHold)
    {
        RunRecord record = Run(RealData.Path(file));
        Sums(record);
        Assert.Equal(customers, record.Facts.Customers);
        Assert.Equal(orders, record.Facts.Orders);
        Assert.Equal(decimal.Parse(net, CultureInfo.InvariantCulture), record.Facts.RevenueNet);
        Assert.Matches("beat the best naive baseline|could not be told apart|A naive baseline won", record.Holdout!.Verdict);
        if (intervalsHold)
        {
            Assert.InRange(record.Holdout.Coverage80, 0.8 - record.Holdout.Coverage80Tolerance, 0.8 + record.Holdout.Coverage80Tolerance);
        }

        Honest(record);

        // Customers who exist today bring more than a fifth of what all brought in the last twelve months, and less than one and a half times.
        DateOnly yearAgo = record.AsOf.AddDays(-365);
        decimal lastYear = Revenue(yearAgo);
        Assert.InRange(record.Equity!.Mean, 0.2 * (double)lastYear, 1.5 * (double)lastYear);
        Assert.InRange(record.Equity.Mean, record.Equity.P10, record.Equity.P90);
    }

    [Fact]
    public void Adventureworks_without_prices_gets_purchases_and_no_money_and_says_that_the_past_did_not_carry_on()
    {
        RunRecord record = Run(RealData.Path("adventureworks/sales_2015_2017.csv.gz"));
        Sums(record);
        Assert.Equal(17416, record.Facts.Customers);
        Assert.Null(record.Equity);
        Assert.NotEqual("none", record.Chosen);
        Assert.DoesNotContain(record.Warnings, warning => warning.Contains("margin", StringComparison.Ordinal));
        Assert.Contains(record.Warnings, warning => warning.Contains("the past did not carry on", StringComparison.Ordinal));
        Honest(record);
    }

    [Fact]
    public void Olist_orders_with_payments_give_a_report_though_hardly_anybody_comes_back()
    {
        string joined = Path.Combine(_folder.FullName, "olist.csv");
        using (DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 2 }))
        using (DuckDbConnection connection = database.Connect())
        {
            connection.Execute($"""
                COPY (
                  SELECT order_id, customer_unique_id, customer_id, order_status, order_purchase_timestamp, payment_value
                  FROM read_csv({Olist("orders")}, all_varchar = true) AS orders
                  JOIN read_csv({Olist("customers")}, all_varchar = true) AS customers USING (customer_id)
                  JOIN (SELECT order_id, sum(CAST(payment_value AS DECIMAL(18, 2))) AS payment_value FROM read_csv({Olist("order_payments")}, all_varchar = true) GROUP BY order_id) AS payments USING (order_id)
                  ORDER BY order_purchase_timestamp, order_id
                ) TO {DuckDbSql.Literal(joined)} (FORMAT csv, HEADER)
                """);
        }

        RunRecord record = Run(joined);
        Sums(record);
        Assert.InRange(record.Facts.RepeatRate, 0.001, 0.02);
        Assert.True(record.Rows.SetAside["cancelled-order"] > 1000);
        Assert.InRange(record.Equity!.Mean, 1, 50_000);
        Honest(record);
    }

    [Fact]
    public void Cdnow_gives_one_value_in_whatever_form_it_comes()
    {
        string[][] rows = [.. File.ReadLines(RealData.Path("cdnow/cdnow_sample.csv")).Skip(1).Select(line => line.Split(','))];
        double[] values =
        [
            .. new[]
            {
                Written("cdnow.txt", rows.Select(r => $" {r[0]} {r[1]} {r[2].Replace("-", "", StringComparison.Ordinal)} {r[3],2} {r[4],7}")),
                Written("headerless.csv", rows.Select(r => $"{r[0]},{r[2]},{r[3]},{r[4]}")),
                Written("german.csv", rows.Select(r => $"{r[0]};{r[2][8..]}.{r[2][5..7]}.{r[2][..4]};{r[4].Replace('.', ',')} \u20ac").Prepend("Kundennummer;Bestelldatum;Betrag")),
                Written("log.ndjson", rows.Select(r => $$"""{"customer":"{{r[0]}}","when":"{{r[2]}}T10:00:00Z","total":{{r[4]}}}""")),
            }.Select(path => Run(path, options => options with { Training = options.Training with { HoldoutDays = 0, Model = "bg-nbd" } }).Equity!.Mean),
        ];
        Assert.All(values, value => Assert.Equal(1, value / values[0], 1e-9));
    }

    private string Written(string name, IEnumerable<string> lines)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static string Olist(string table) => DuckDbSql.Literal(RealData.Path($"olist_sample/olist_{table}_dataset.csv"));

    private RunRecord Run(string input, Func<RunOptions, RunOptions>? change = null)
    {
        var options = new RunOptions { Inputs = [input], Out = Path.Combine(_folder.FullName, "out") };
        return Pipeline.Run(change is null ? options : change(options), SilentLog.Instance, CancellationToken.None);
    }

    private static void Sums(RunRecord record) => Assert.Equal(record.Rows.In, record.Rows.Used + record.Rows.Quarantined + record.Rows.SetAside.Values.Sum());

    /// <summary>What failed in the test is said beside the values, and only then.</summary>
    private static void Honest(RunRecord record)
    {
        bool held = record.Holdout!.CoveragePasses;
        Assert.Equal(held, !record.Warnings.Any(warning => warning.Contains("intervals held", StringComparison.Ordinal)));
        Assert.True(held || !record.Usability.Contains("can be used, with their intervals", StringComparison.Ordinal));
    }

    private decimal Revenue(DateOnly since)
    {
        string days = Directory.GetFiles(Path.Combine(_folder.FullName, "out", Pipeline.WorkspaceFolder), "ledger_days*.parquet", SearchOption.AllDirectories).Single();
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 2 });
        using DuckDbConnection connection = database.Connect();
        return connection.Scalar<decimal>($"SELECT sum(net) FROM read_parquet({DuckDbSql.Literal(days)}) WHERE day > $since", new DuckDbParameter("since", since));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
