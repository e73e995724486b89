using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Testing;

namespace Perennial.Tests;

/// <summary>A company's folder goes the whole way.</summary>
public sealed class CompanyRunTests : IDisposable
{
    private readonly string _out = Directory.CreateTempSubdirectory("perennial-run-").FullName;

    [Fact]
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
    public void A_shop_of_several_tables_with_a_person_behind_several_ids_gets_values()
    {
        RunRecord record = Run(RealData.Path("olist_sample"), RecurringPreset.Board);
        Assert.Null(record.Recurring);
        Assert.Equal(["customers", "products", "orders", "order_lines"], record.Company!.Tables.Select(table => table.Table));
        Assert.True(record.Facts.Customers < record.Company.Tables[0].Rows.Used);
        Assert.NotNull(record.Equity);
    }

    public void Dispose() => Directory.Delete(_out, recursive: true);

    private RunRecord Run(string company, RecurringPreset preset) =>
        Pipeline.Run(new RunOptions { Inputs = [company], Out = _out, Recurring = preset }, Perennial.Kernel.SilentLog.Instance, CancellationToken.None);
}
