using System.Globalization;
using Perennial.Portfolio.Gaming;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;
using Perennial.Tests.Valuation.Costs;

namespace Perennial.Tests.Portfolio.Gaming;

/// <summary>Customers whose figures look better than they are: by hand, and as planted in simulated companies.</summary>
public sealed class GamingTests
{
    /// <summary>Thirty who keep what they buy, one who keeps one purchase of six, one who returned a single purchase of three.</summary>
    [Fact]
    [Golden("gaming.returns.v1")]
    public void Five_of_six_sent_back_are_asked_about_and_one_of_three_is_not()
    {
        string orders = "order_id,customer_id,ordered_at,amount\n" + string.Concat(Enumerable.Range(0, 30).SelectMany(c => Enumerable.Range(1, 4).Select(k => Text($"k{c}-{k},keeps{c},2024-0{k}-10,100\n"))))
            + string.Concat(Enumerable.Range(1, 6).Select(k => Text($"b{k},back,2024-0{k}-05,50\n"))) + string.Concat(Enumerable.Range(1, 3).Select(k => Text($"o{k},once,2024-0{k}-07,50\n")));
        string refunds = "refund_id,kind,order_id,customer_id,refunded_at,amount\n" + string.Concat(Enumerable.Range(1, 5).Select(k => Text($"r{k},refund,b{k},back,2024-0{k}-20,{(k == 5 ? 25 : 50)}\n"))) + "r9,refund,o1,once,2024-01-20,50\n";
        using CompanyFiles company = new CompanyFiles().With("orders.csv", orders).With("refunds.csv", refunds).Read();
        _ = BookedCompany.Book(company);
        GamingFacts facts = new GamingPortfolio(company.Connection).Run(new(2024, 6, 30), used: false)!;
        Returner found = Assert.Single(facts.Returners);
        Assert.Equal((6, 5, 300m, 225m), (found.Bought, found.Back, found.Sold, found.Returned));
        Assert.Equal((32, 6 / 129.0), (facts.Tested, facts.Usual!.Value));

        // Of the last return nothing was known the day before it: four of five days.
        Assert.Equal((5, 4), Assert.Single(new GamingPortfolio(company.Connection).Run(new(2024, 5, 19), used: false)!.Returners.Select(r => (r.Bought, r.Back))));
    }

    [Fact]
    public void The_chance_of_as_many_is_binomial()
    {
        Assert.Equal(1, GamingPortfolio.AtLeast(0, 7, 0.3), 1e-12);
        Assert.Equal((10 * 0.027 * 0.49) + (5 * 0.0081 * 0.7) + 0.00243, GamingPortfolio.AtLeast(3, 5, 0.3), 1e-12);
        Assert.Equal(Math.Pow(0.3, 5), GamingPortfolio.AtLeast(5, 5, 0.3), 1e-12);
        Assert.InRange(GamingPortfolio.AtLeast(900, 1000, 0.05), 0, 1e-300);
    }

    /// <summary>Twenty-one people use a feature three times a day; a script uses it a hundred times.</summary>
    [Fact]
    [Golden("gaming.script.v1")]
    public void A_hundred_a_day_by_one_person_every_day_are_a_script()
    {
        DateOnly first = new(2024, 1, 1);
        string Use(string who, int quantity, int users, int days) => string.Concat(Enumerable.Range(0, days).Select(d => Text($"{who},{first.AddDays(d):yyyy-MM-dd},api,{quantity},{users}\n")));
        string orders = "order_id,customer_id,ordered_at,amount\n" + string.Concat(Enumerable.Range(0, 21).Select(c => Text($"o{c},person{c},2024-01-05,10\n"))) + "1,script,2024-01-05,10\n2,team,2024-03-30,10\n3,weekdays,2024-01-05,10\n";
        string usage = "customer_id,used_on,feature,quantity,users\n" + string.Concat(Enumerable.Range(0, 21).Select(c => Use($"person{c}", 3, 1, 90))) + Use("script", 100, 1, 88) + Use("weekdays", 100, 1, 64) + Use("team", 300, 3, 90);
        using CompanyFiles company = new CompanyFiles().With("orders.csv", orders).With("usage.csv", usage).Read();
        _ = BookedCompany.Book(company);
        ScriptedUse found = Assert.Single(new GamingPortfolio(company.Connection).Run(new(2024, 3, 30), used: true)!.Scripts);
        Assert.Equal(("api", 88, 100.0, 3.0), (found.Feature, found.Days, found.Rate, found.Usual));
    }

    /// <summary>In at least nine of ten companies all who are named were planted, and half or more of those planted who show it are named; in all ten together four of five.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("shop", 500, 18)]
    [InlineData("saas", 150, 12)]
    public void Those_planted_are_found(string kind, int customers, int months)
    {
        int right = 0, all = 0, found = 0;
        var told = new List<string>();
        for (int seed = 1; seed <= 10; seed++)
        {
            using CompanyFiles company = CostForecastTests.Simulated(kind, customers, months, seed);
            DateOnly asOf = BookedCompany.Book(company).AsOf;
            GamingFacts facts = new GamingPortfolio(company.Connection).Run(asOf, used: kind == "saas")!;
            var keys = company.Connection.List("SELECT customer_key, customer_id FROM identity_customers", row => (Key: row.Int32(0), Id: row.String(1)!)).ToDictionary(row => row.Key, row => row.Id);
            HashSet<string> named = [.. facts.Returners.Select(r => keys[r.CustomerKey]), .. facts.Scripts.Select(s => keys[s.CustomerKey])];
            string[] lines = File.ReadAllLines(Path.Combine(company.Folder, "truth", "truth_customers.csv"));
            string[] head = lines[0].Split(',');
            int Column(string name) => Array.IndexOf(head, name);
            var planted = lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells[Column("gaming")] == "true").ToDictionary(cells => cells[Column("customer_id")]);

            // Who bought too little, came too late or is gone shows nothing.
            HashSet<string> enough = [.. company.Connection.List(
                "SELECT customer_id FROM ledger_days JOIN identity_customers USING (customer_key) WHERE is_purchase GROUP BY customer_id HAVING count(*) >= 6", row => row.String(0)!)];
            string[] shows = kind == "shop"
                ? [.. planted.Keys.Where(enough.Contains)]
                : [.. planted.Values.Where(cells => cells[Column("alive_at_end")] == "true" && DateOnly.Parse(cells[Column("signed_up_on")], CultureInfo.InvariantCulture) < asOf.AddDays(-120)).Select(cells => cells[Column("customer_id")])];
            int missed = shows.Count(id => !named.Contains(id)), wrong = named.Count(id => !planted.ContainsKey(id));
            right += wrong == 0 && missed * 2 <= shows.Length ? 1 : 0;
            all += shows.Length;
            found += shows.Length - missed;
            told.Add(Text($"seed {seed}: {planted.Count} planted, {shows.Length} show it, {missed} missed, {named.Count} named, {wrong} wrongly"));
        }

        Assert.True(right >= 9 && found >= 0.8 * all && all >= 8, string.Join(Environment.NewLine, told));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, told));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
