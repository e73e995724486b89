using System.Globalization;
using Perennial.Ingest;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;
using Perennial.Valuation.Costs;

namespace Perennial.Tests.Valuation.Costs;

public sealed class CostForecastTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_customer_costs_what_their_active_months_cost_and_onboarding_is_not_carried_forward()
    {
        using CompanyFiles company = Company();
        BookedCompany.BookNet(company);
        CostForecast forecast = CostForecast.Of(company.Connection, new DateOnly(2024, 4, 30), subscribed: true);
        Assert.Equal([1.0 / 1, 4], [.. forecast.Exposure.Select(e => Math.Round(e, 6))]);
        CostRate bob = forecast.Rate(2);
        Assert.Equal((20.0, 7.0), (Math.Round(bob.CostOfRevenue, 9), Math.Round(bob.CostToServe, 9)));
        Assert.Equal(20, forecast.Rate(1).CostOfRevenue, 9);
        Assert.Equal(forecast.OfSegment[string.Empty], forecast.Rate(99));
    }

    /// <summary>The hidden year of a simulated company is forecast without much bias, and about as well as by the better of the customers' own means and their segments', whichever that is.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("saas", 3)]
    [InlineData("usage", 4)]
    [InlineData("shop", 5)]
    [Golden("cost.mae.v1")]
    [Golden("cost.bias.v1")]
    public void The_hidden_year_costs_what_was_forecast(string kind, int seed)
    {
        using CompanyFiles company = Simulated(kind, 250, 36, seed);
        IngestResult sales = BookedCompany.Book(company);
        new Perennial.Ledger.MarginStage(company.Connection).Run(sales.AsOf, sales.Currency, CompanyRules.None, null);
        CostTest test = CostBacktest.Run(company.Connection, sales.AsOf, kind != "shop")!;
        string told = string.Create(CultureInfo.InvariantCulture, $"{kind}: {test.Customers} customers cost {test.Actual:0} from {test.From:yyyy-MM-dd} to {test.To:yyyy-MM-dd}; {string.Join(", ", test.Rivals.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Predicted / test.Actual - 1:+0.0%;-0.0%} mae {r.Mae:0.0} rmse {r.Rmse:0.0}")))}");
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(Math.Abs((test.Rivals[0].Predicted / test.Actual) - 1) < 0.15, told);
        Assert.True(test.Rivals[0].Mae <= 1.1 * test.Rivals.Min(rival => rival.Mae), told);
    }

    /// <summary>Writes a simulated company into a folder and reads it; its truth lies in the folder truth.</summary>
    internal static CompanyFiles Simulated(string kind, int customers, int months, int seed)
    {
        CompanyFiles company = new();
        string truths = Directory.CreateDirectory(Path.Combine(company.Folder, "truth")).FullName;
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = kind, Customers = customers, Months = months, Seed = (ulong)seed },
            name => File.Create(Path.Combine(name.StartsWith("truth", StringComparison.Ordinal) ? truths : company.Folder, name)),
            SilentLog.Instance,
            CancellationToken.None);
        return company.Read();
    }

    private static CompanyFiles Company() => new CompanyFiles()
        .With("subscriptions.csv", "subscription_id,customer_id,starts_on,ends_on,mrr,status\ns1,ann,2024-04-01,,50,active\ns2,bob,2024-01-01,,80,active\n")
        .With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-04-02,50\no2,bob,2024-04-30,60\n")
        .With("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id\n" + string.Concat(Enumerable.Range(1, 4).Select(m => string.Create(CultureInfo.InvariantCulture, $"i{m},hosting,2024-0{m}-01,2024-0{m + 1}-01,20,bob\ns{m},support,2024-0{m}-01,2024-0{m + 1}-01,{(m % 2 == 0 ? 10 : 4)},bob\n"))) +
            "i9,hosting,2024-04-01,2024-05-01,20,ann\ns9,support,2024-04-01,2024-05-01,7,ann\no1,onboarding,2024-04-01,2024-04-02,900,ann\n")
        .Read();
}
