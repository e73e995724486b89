using System.Globalization;
using Perennial.Ingest;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Portfolio;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ledger;

/// <summary>What was booked is what customers caused and what was not used, each by its way.</summary>
public sealed class CostTests
{
    private const string Head = "cost_id,pool,from_on,to_on,amount,customer_id,driver,capacity,avoidable\n";

    [Fact]
    [Golden("cost-to-serve.v1")]
    [Golden("cost.unused.v1")]
    public void Of_1000_minutes_for_500_a_customer_who_took_300_costs_150_and_the_minutes_nobody_took_stay_with_the_company()
    {
        using CompanyFiles company = Company("c1,support,2024-01-01,2024-02-01,500,,minutes,1000,false\n");
        Assert.Equal("ann time 150; bob time 100", Costs(company));
        CostFacts facts = new CostPortfolio(company.Connection).Run()!;
        Assert.Equal((500m, 250m, 250m), (facts.Amount, facts.Allocated, facts.Unused));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Where_more_was_taken_than_there_was_a_unit_costs_the_amount_by_what_was_taken()
    {
        using CompanyFiles company = Company("c1,support,2024-01-01,2024-02-01,500,,minutes,400,false\n");
        Assert.Equal("ann time 300; bob time 200", Costs(company));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Without_a_capacity_the_whole_is_shared_out_and_thirds_add_up()
    {
        using CompanyFiles company = Company("c1,infrastructure,2024-01-01,2024-02-01,100,,usage,,true\n");
        Assert.Equal("ann activity 66.6667; bob activity 33.3333", Costs(company));
        Assert.Equal(100m, new CostPortfolio(company.Connection).Run()!.Pools.Single().Avoidable);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_booking_that_names_a_customer_is_theirs_and_regulated_customers_carry_what_is_theirs()
    {
        using CompanyFiles company = Company("c1,onboarding,2024-01-05,,9.50,bob,,,true\nc2,compliance,2024-01-01,2024-02-01,30,,regulated customers,,false\nc3,success,2024-01-01,2024-02-01,40,,customers,,false\n");
        Assert.Equal("ann activity 30; ann activity 20; bob activity 20; bob direct 9.5", Costs(company));
    }

    /// <summary>30 people for 10 minutes and 5 for 20: three quarters and a quarter.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void An_incident_costs_the_minutes_of_the_people_it_met()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-01-02,50\no2,bob,2024-01-31,60\n")
            .With("incidents.csv", "incident_id,started_at,minutes\nf1,2024-01-03,10\nf2,2024-01-09,20\n")
            .With("incident_customers.csv", "incident_id,customer_id,users\nf1,ann,30\nf2,bob,5\n")
            .With("costs.csv", Head + "c1,engineering,2024-01-01,2024-02-01,80,,user minutes,,false\n")
            .Read();
        Assert.Equal("ann activity 60; bob activity 20", Costs(company));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void What_nothing_shares_out_stays_with_the_company_and_is_told_from_unused_capacity()
    {
        using CompanyFiles company = Company("c1,engineering,2024-01-01,2024-02-01,40,,incidents,10,false\nc2,rent,2024-01-01,2024-02-01,7,,,,false\nc3,rent,2024-01-01,2024-02-01,5,,moon,,false\n");
        Assert.Equal(string.Empty, Costs(company));
        CostFacts facts = new CostPortfolio(company.Connection).Run()!;
        Assert.Equal([("engineering", 40m, 0m), ("rent", 0m, 12m)], facts.Pools.Select(pool => (pool.Pool, pool.Unused, pool.WithoutDriver)));
        Assert.Equal("no-volume no-driver unknown-driver", string.Join(' ', company.Connection.List("SELECT why FROM ledger_cost_bookings ORDER BY cost_id", row => row.String(0))));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_period_that_is_not_over_is_not_shared_out_yet()
    {
        using CompanyFiles company = Company("c1,support,2024-02-01,2024-03-01,500,,minutes,1000,false\n");
        Assert.Equal(string.Empty, Costs(company));
        Assert.Null(new CostPortfolio(company.Connection).Run());
    }

    [Fact]
    [Golden("cost.whale.v1")]
    public void The_whale_curve_of_three_who_leave_50_10_and_minus_20_ends_at_40()
    {
        IReadOnlyList<decimal> whale = CostPortfolio.WhaleCurve([50, 10, -20]);
        Assert.Equal((101, 0m, 50m, 60m, 40m), (whale.Count, whale[0], whale[34], whale[67], whale[100]));
    }

    /// <summary>A simulated company knows what each pool's customers caused and what was not used, month by month.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Pools_of_a_simulated_company_are_shared_out_as_they_were_caused()
    {
        using CompanyFiles company = new();
        string truths = Directory.CreateDirectory(Path.Combine(company.Folder, "truth")).FullName;
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 80, Months = 18 },
            name => File.Create(Path.Combine(name.StartsWith("truth_", StringComparison.Ordinal) ? truths : company.Folder, name)),
            SilentLog.Instance,
            CancellationToken.None);
        company.Read();
        IngestResult sales = BookedCompany.Book(company);
        var truth = File.ReadLines(Path.Combine(truths, "truth_costs.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(cells => $"{cells[1]} {cells[0]}", cells => (Amount: Number(cells[2]), Unused: Number(cells[6])), StringComparer.Ordinal);
        var found = company.Connection.List("SELECT pool, from_day, amount, unused FROM ledger_cost_bookings WHERE pool <> 'onboarding'", row => (Key: string.Create(CultureInfo.InvariantCulture, $"{row.String(0)} {row.Date(1):yyyy-MM-dd}"), Amount: row.Decimal(2), Unused: row.Decimal(3)));
        Assert.InRange(found.Count, 4 * 17, 4 * 18);
        Assert.All(found, booking =>
        {
            Assert.Equal(truth[booking.Key].Amount, booking.Amount);
            Assert.True(Math.Abs(truth[booking.Key].Unused - booking.Unused) <= 0.5m, $"{booking.Key}: unused is {booking.Unused}, in truth {truth[booking.Key].Unused}, as of {sales.AsOf}.");
        });
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static CompanyFiles Company(string costs) => new CompanyFiles()
        .With("customers.csv", "customer_id,regulated\nann,true\nbob,false\n")
        .With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-01-02,50\no2,bob,2024-01-31,60\n")
        .With("tickets.csv", "ticket_id,customer_id,opened_at,minutes\nt1,ann,2024-01-03,100\nt2,ann,2024-01-20,200\nt3,bob,2024-01-31 23:00:00,200\nt4,bob,2024-02-01,999\n")
        .With("usage.csv", "customer_id,used_on,feature,quantity\nann,2024-01-01,search,1\nann,2024-01-31,search,1\nbob,2024-01-31,search,1\nbob,2024-02-01,search,50\n")
        .With("costs.csv", Head + costs)
        .Read();

    private static string Costs(CompanyFiles company)
    {
        BookedCompany.Book(company);
        return string.Join("; ", company.Connection.List(
            "SELECT customer_id, way, amount FROM ledger_costs JOIN identity_customers USING (customer_key) ORDER BY booking_no, customer_id",
            row => string.Create(CultureInfo.InvariantCulture, $"{row.String(0)} {row.String(1)} {row.Decimal(2):0.####}")));
    }
}
