using Perennial.Ingest.Simulated.Companies;

namespace Perennial.Tests.Ingest.Simulated;

/// <summary>What must hold of the books of companies of accounts: to the cent, and day by day.</summary>
public sealed class AccountTablesTests
{
    private static readonly string[] Kinds = ["saas", "usage"];
    private static readonly Dictionary<string, WrittenCompany> Companies = Kinds.ToDictionary(k => k, k => new WrittenCompany(new() { Kind = k, Customers = 150, Months = 24, Seed = 3 }, "usage"), StringComparer.Ordinal);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("saas")]
    [InlineData("usage")]
    public void Invoices_are_their_lines_and_tax_and_payments_are_invoices_less_credit(string kind)
    {
        WrittenCompany company = Companies[kind];
        ILookup<string, WrittenRow> lines = company["invoice_lines"].Rows.ToLookup(r => r["invoice_id"]);
        ILookup<string, WrittenRow> paid = company["payments"].Rows.Where(r => r["status"] == "succeeded").ToLookup(r => r["invoice_id"]);
        ILookup<string, WrittenRow> credited = company["invoices"].Rows.Where(r => r.Has("credits_invoice_id")).ToLookup(r => r["credits_invoice_id"]);
        Assert.All(company["invoices"].Rows, i => Assert.Equal(i.Money("total"), lines[i["invoice_id"]].Sum(l => l.Money("amount")) + i.Money("tax")));
        WrittenRow[] invoices = [.. company["invoices"].Rows.Where(i => i["kind"] == "invoice")];
        Assert.All(invoices, i => Assert.Equal(i["status"] == "paid" ? i.Money("total") - credited[i["invoice_id"]].Sum(c => c.Money("total")) : 0, paid[i["invoice_id"]].Sum(p => p.Money("amount"))));
        Assert.Contains(invoices, i => i["status"] == "uncollectible");
        Assert.Contains(company["payments"].Rows, p => p["status"] == "failed");
        Assert.NotEmpty(credited);
        decimal net = invoices.Sum(i => i.Money("total") - i.Money("tax"));
        Assert.Equal(company.Truth.Money!.Billed, net);
        Assert.Equal(company.Truth.Money.Fees, company["payments"].Rows.Sum(p => p.Money("fee")));
        Assert.Equal(company["truth_customers"].Rows.Sum(r => r.Money("billed")), net);
    }

    [Theory]
    [InlineData("saas")]
    [InlineData("usage")]
    public void Costs_are_what_customers_caused_and_what_was_not_used(string kind)
    {
        WrittenCompany company = Companies[kind];
        Assert.All(company["truth_costs"].Rows, r => Assert.Equal(r.Money("amount"), r.Money("allocated") + r.Money("unused")));
        foreach (PoolTruth pool in company.Truth.Costs!)
        {
            WrittenRow[] bookings = [.. company["costs"].Rows.Where(r => r["pool"] == pool.Pool)];
            Assert.Equal(24, bookings.Length);
            Assert.Equal(pool.Amount, bookings.Sum(r => r.Money("amount")));
            Assert.Equal(pool.Amount, pool.Allocated + pool.Unused);
            Assert.Equal(pool.Allocated, company["truth_customers"].Rows.Sum(r => r.Money("cost_" + pool.Pool)));
            Assert.True(pool.Unused > 0, pool.Pool);
        }

        // The drivers are in the tables: minutes of tickets, customers met by incidents.
        Assert.Equal(company.Truth.Costs[0].Used, company["tickets"].Rows.Sum(r => r.Number("minutes")));
        Assert.Equal(company.Truth.Costs[3].Used, company["incident_customers"].Rows.Count);
        Assert.Equal(company["truth_customers"].Rows.Sum(r => r.Money("cost_onboarding")), company["costs"].Rows.Where(r => r["pool"] == "onboarding").Sum(r => r.Money("amount")));
    }

    [Fact]
    public void Stretches_are_contiguous_and_end_as_the_truth_says()
    {
        WrittenCompany company = Companies["saas"];
        Dictionary<string, WrittenRow> truth = company["truth_customers"].Rows.ToDictionary(r => r["customer_id"], StringComparer.Ordinal);
        Assert.Equal(truth.Count, company["subscriptions"].Rows.Select(r => r["customer_id"]).Distinct().Count());
        foreach (IGrouping<string, WrittenRow> subscription in company["subscriptions"].Rows.GroupBy(r => r["subscription_id"]))
        {
            WrittenRow[] stretches = [.. subscription];
            for (int i = 1; i < stretches.Length; i++)
            {
                Assert.Equal(stretches[i - 1].Day("ends_on"), stretches[i].Day("starts_on"));
                Assert.Equal("change", stretches[i - 1]["end_reason"]);
            }

            WrittenRow own = truth[stretches[0]["customer_id"]];
            if (subscription.Key.EndsWith("-1", StringComparison.Ordinal))
            {
                Assert.Equal(own["signed_up_on"], stretches[0]["starts_on"]);
                Assert.Equal(own["left_on"], stretches[^1]["ends_on"]);
                Assert.Equal(own["leaving"], stretches[^1]["end_reason"]);
            }
        }
    }

    [Theory]
    [InlineData("saas")]
    [InlineData("usage")]
    public void Nothing_happens_to_who_has_left_and_nothing_after_the_end(string kind)
    {
        WrittenCompany company = Companies[kind];
        Dictionary<string, WrittenRow> truth = company["truth_customers"].Rows.ToDictionary(r => r["customer_id"], StringComparer.Ordinal);
        foreach ((string table, string column) in new[] { ("invoices", "issued_on"), ("tickets", "opened_at"), ("interventions", "assigned_at"), ("surveys", "answered_on"), ("strategic_scores", "entered_on") })
        {
            Assert.All(company[table].Rows, r =>
            {
                WrittenRow own = truth[r["customer_id"]];
                Assert.InRange(r.Day(column), own.Day("signed_up_on"), own.Has("left_on") ? own.Day("left_on") : company.Truth.End);
            });
        }

        Dictionary<string, DateOnly> paid = company["payments"].Rows.ToDictionary(r => r["payment_id"], r => r.Day("paid_at"), StringComparer.Ordinal);
        Assert.All(company["refunds"].Rows, r => Assert.True(paid[r["payment_id"]] < r.Day("refunded_at")));
        Assert.All(paid.Values, day => Assert.True(day <= company.Truth.End));
        Assert.Equal(company.Truth.AliveAtEnd, truth.Values.Count(r => r["alive_at_end"] == "true"));
    }
}
