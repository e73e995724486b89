using System.Globalization;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Reports.Lineage;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests;

/// <summary>A company's folder goes the whole way.</summary>
public sealed class CompanyRunTests : IDisposable
{
    private readonly string _out = Directory.CreateTempSubdirectory("perennial-run-").FullName;

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_subscription_business_gets_its_recurring_revenue_beside_the_values()
    {
        RunRecord record = Run(RealData.Path("saas_churn_simulated"), RecurringPreset.Board);
        Assert.Equal(new DateOnly(2024, 1, 1), record.AsOf);
        Assert.Equal(500, record.Facts.Customers);
        RecurringFacts recurring = record.Recurring!;
        Assert.Equal(494226m, recurring.Mrr);
        Assert.Equal(438, recurring.Customers);
        Assert.Equal(0.8845973, recurring.Retention!.Nrr!.Value, 5e-7);
        Assert.Equal(0.7841547, recurring.Retention.Grr!.Value, 5e-7);
        string page = File.ReadAllText(Path.Combine(_out, "report.html"));
        Assert.Contains("494,226 of monthly recurring revenue from 438", page, StringComparison.Ordinal);
        using FileStream json = File.OpenRead(Path.Combine(_out, "run.json"));
        Assert.Equal(recurring.Months, RunJson.Read(json).Recurring!.Months);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_shop_of_several_tables_with_a_person_behind_several_ids_gets_values()
    {
        RunRecord record = Run(RealData.Path("olist_sample"), RecurringPreset.Board);
        Assert.Null(record.Recurring);
        Assert.Equal(["customers", "products", "orders", "order_lines"], record.Company!.Tables.Select(table => table.Table));
        Assert.True(record.Facts.Customers < record.Company.Tables[0].Rows.Used);
        Assert.NotNull(record.Equity);
    }

    [Fact]
    public void A_value_leads_back_to_the_lines_of_the_tables_it_came_from()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("a_notes.csv", "x,y\n1,2\n3,4\n")
            .With("orders.csv", "order_id,customer_id,ordered_at\no1,ann,2024-01-05\no2,bob,not a day\n\no3,ann,2024-02-05\no4,cat,2024-02-05\no5,dan,2024-02-05\no6,eve,2024-02-05\n")
            .With("order_lines.csv", "order_id,line_no,amount\no1,1,10\no1,2,5\no3,1,20\n")
            .With("refunds.csv", "refund_id,order_id,refunded_at,amount\nr1,o1,2024-01-20,5\n");
        Run(company.Folder, RecurringPreset.Board);
        CustomerLineage lineage = CustomerLineage.Of(Path.Combine(_out, Pipeline.WorkspaceFolder), "ann");
        Assert.Equal(
            ["order_lines.csv:2 10", "order_lines.csv:3 5", "refunds.csv:2 -5", "order_lines.csv:4 20"],
            lineage.Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(row.Path)}:{row.Line} {row.Amount:0.##}")));
    }

    public void Dispose() => Directory.Delete(_out, recursive: true);

    private RunRecord Run(string company, RecurringPreset preset) =>
        Pipeline.Run(new RunOptions { Inputs = [company], Out = _out, Recurring = preset }, Perennial.Kernel.SilentLog.Instance, CancellationToken.None);
}
