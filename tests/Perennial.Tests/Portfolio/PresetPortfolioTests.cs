using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio;

/// <summary>The same subscriptions under every preset, and who makes them differ.</summary>
public sealed class PresetPortfolioTests
{
    // By hand. 1 pays 100, of which 20 are off until the end of 2025: 100 at Stripe's, 80 elsewhere. 2 pays 50, left in June 2025 and is back. 3 pays 70 throughout. 4 was won in 2025.
    private const string Rows = """
        customer_key=1 product_id=a plan=a status=active starts_on=2024-01-01 amount=100 currency=USD billing_months=1 discount=20 discount_until=2026-01-01
        customer_key=2 product_id=a plan=a status=active starts_on=2024-01-01 ends_on=2025-06-01 end_reason=voluntary amount=50 currency=USD billing_months=1
        customer_key=2 product_id=a plan=a status=active starts_on=2025-08-01 amount=50 currency=USD billing_months=1
        customer_key=3 product_id=a plan=a status=active starts_on=2024-01-01 amount=70 currency=USD billing_months=1
        customer_key=4 product_id=a plan=a status=active starts_on=2025-03-01 amount=30 currency=USD billing_months=1
        """;

    [Theory]
    [InlineData("stripe")]
    [InlineData("chartmogul")]
    [InlineData("board")]
    public void Presets_stand_side_by_side_whichever_the_run_counts_by(string own)
    {
        using var company = new Subscriptions(Rows);
        company.Connection.Execute("CREATE TABLE identity_customers AS SELECT unnest([1, 2, 3, 4])::INTEGER AS customer_key, 'C' || customer_key AS customer_id");
        DateOnly asOf = new(2025, 11, 30);
        RecurringPreset preset = RecurringPreset.All.Single(p => p.Name == own);
        var ledger = new RecurringStage(company.Connection);
        ledger.Run(asOf, preset, "USD");
        string before = company.Movements(orderByCustomer: true);
        RecurringPresets found = new PresetPortfolio(company.Connection).Run(ledger, asOf)!;

        Assert.Equal([250m, 230m, 230m], found.Figures.Select(f => f.Mrr));
        Assert.Equal([220m, 200m, 200m], found.Figures.Select(f => f.Opening!.Value));
        foreach (((double nrr, double left) expected, PresetFigures figures) in new (double, double)[] { (170.0 / 220, 1.0 / 4), (1, 0), (150.0 / 200, 1.0 / 3) }.Zip(found.Figures))
        {
            Assert.Equal(expected.nrr, figures.Nrr!.Value, 1e-12);
            Assert.Equal(expected.left, figures.LogoChurn!.Value, 1e-12);
        }

        Assert.Equal((2, 1), (found.Customers, found.ByDiscount));
        Assert.Equal(["C1 discount 100 80 80 100 80 80", "C2 return 50 50 50 0 50 0"], found.Examples.Select(e => $"{e.CustomerId} {e.DiffersBy} {string.Join(' ', e.Mrr.Concat(e.Counted).Select(a => a.ToString("0", System.Globalization.CultureInfo.InvariantCulture)))}").Order(StringComparer.Ordinal));

        // Their differences are those of the whole, and what the run counts by is as it was.
        Assert.Equal(found.Figures[0].Mrr - found.Figures[2].Mrr, found.Examples.Sum(e => e.Mrr[0] - e.Mrr[2]));
        Assert.Equal(200m - 150m, found.Examples.Sum(e => e.Counted[1] - e.Counted[2]));
        Assert.Equal(before, company.Movements(orderByCustomer: true));
        Assert.Equal(found.Figures.Single(f => f.Preset == own).Nrr, new RecurringPortfolio(company.Connection).Run(asOf, preset).Retention!.Nrr);
    }
}
