using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Tiers;
using Perennial.Reports.Page.Sections;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio.Tiers;

/// <summary>What tiers kept, brought and cost adds up to the whole, and growth stands beside health.</summary>
public sealed class TierHistoryTests
{
    private const string Own = "clv.revenue.365d.mid.d10.v1";
    private static readonly DateOnly AsOf = new(2025, 6, 30);
    private static readonly TierRule Amounts = new() { By = TierCut.Threshold, Names = ["gold", "silver", "rest"], Cuts = [100, 0] };

    // 1 stays; 2 grows; 3 leaves and comes back; 4 leaves for good; 5 is won in the year; of 6 nothing is said.
    private const string Six = """
        customer_key=1 plan=a starts_on=2024-01-01 amount=100
        customer_key=2 plan=a starts_on=2024-01-01 ends_on=2025-01-01 quantity=1 amount=100
        customer_key=2 plan=a starts_on=2025-01-01 quantity=2 amount=200
        customer_key=3 plan=a starts_on=2024-01-01 ends_on=2024-12-01 amount=100 end_reason=voluntary
        customer_key=3 plan=a starts_on=2025-02-01 amount=80
        customer_key=4 plan=a starts_on=2024-03-05 ends_on=2024-09-05 amount=100 end_reason=payment
        customer_key=5 plan=a starts_on=2025-05-05 amount=70
        customer_key=6 plan=a starts_on=2024-01-01 amount=50
        """;

    [Theory]
    [Golden("nrr.tier.v1")]
    [InlineData("board")]
    [InlineData("chartmogul")]
    public void Retention_by_tier_adds_up_to_that_of_all(string name)
    {
        RecurringPreset preset = RecurringPreset.All.Single(one => one.Name == name);
        using Subscriptions session = new(Six);
        session.Run(AsOf, preset);
        RecurringRetention whole = new RecurringPortfolio(session.Connection).Run(AsOf, preset).Retention!;

        TierHistoryRecord history = History(session.Connection, preset);

        TierRetention[] year = [.. history.Retention.Where(part => part.To == AsOf)];
        Assert.Equal([0, 1, 2, -1], year.Select(part => part.Tier));
        Assert.Equal(new(0, whole.From, AsOf, 200, 300, 200, 2, 0), year[0]);
        Assert.Equal((1.5, 1.0), (year[0].Nrr, year[0].Grr));
        Assert.Equal((whole.Opening, whole.Customers, whole.Lost), (year.Sum(part => part.Opening), year.Sum(part => part.Customers), year.Sum(part => part.Lost)));
        Assert.Equal(whole.Nrr!.Value, (double)(year.Sum(part => part.Kept) / whole.Opening), 12);
        Assert.Equal(whole.Grr!.Value, (double)(year.Sum(part => part.KeptCapped) / whole.Opening), 12);

        // Twelve ends of months; before 2025 nobody had paid for a year.
        Assert.Equal(Enumerable.Range(1, 6).Select(month => new DateOnly(2025, month, 1).AddMonths(1).AddDays(-1)), history.Retention.Select(part => part.To).Distinct());
    }

    [Fact]
    public void Since_the_run_before_the_tier_of_then_counts()
    {
        using Subscriptions session = new(Six);
        session.Run(AsOf, RecurringPreset.Board);
        var then = new Dictionary<int, (int, double)> { [1] = (1, 50), [2] = (0, 300), [3] = (0, 200), [6] = (1, 20) };

        TierHistoryRecord history = History(session.Connection, RecurringPreset.Board, new("run", new DateOnly(2024, 10, 31), new(Amounts.Id, Amounts.By, "clv", Own, [], 0, null, null), then, null));

        // Of the gold ones of October one grew and one left and came back, which a board does not count.
        Assert.Equal([new(0, new(2024, 11, 1), AsOf, 200, 200, 100, 2, 1), new(1, new(2024, 11, 1), AsOf, 150, 150, 150, 2, 0)], history.SinceBefore);
        HealthMeasure worth = history.Health.Single(one => one.Name == "value-per-customer");

        // Within the year before, three brought something now and two then.
        Assert.Equal(((120 + 150 + 40 + 130 - 5) / 3.0, 570 / 2.0), (worth.Now, worth.Then));
    }

    [Fact]
    [Golden("health.v1")]
    public void Growth_stands_beside_value_retention_and_cost()
    {
        using Subscriptions session = new(Six);
        session.Run(AsOf, RecurringPreset.Board);

        IReadOnlyList<HealthMeasure> health = History(session.Connection, RecurringPreset.Board).Health;

        Assert.Equal(["recurring-revenue", "value-per-customer", "net-retention"], health.Select(one => one.Name));
        Assert.Equal((500.0 * 12, 450.0 * 12, new DateOnly(2024, 6, 30)), (health[0].Now, health[0].Then, health[0].DayThen));
        Assert.True(health[0].Better);
        Assert.Null(health[1].Then);
        Assert.Equal(350 / 450.0, health[2].Now, 12);
        Assert.Null(health[2].Better);
    }

    [Theory]
    [InlineData(1, 1, 1, "Larger, and healthier by all that is known.")]
    [InlineData(1, -1, 1, "Larger, but not healthier throughout: net retention fell. Growth that goes with less value is erosion.")]
    [InlineData(-1, 1, -1, "Not larger, and less healthy: serving takes a larger part of revenue.")]
    [InlineData(-1, 1, 1, "Not larger, but healthier by all that is known.")]
    [InlineData(0, 1, 1, "Growth and what stands beside it cannot be compared yet: too little lies behind.")]
    public void A_sentence_says_whether_growth_is_health(int growth, int retention, int cost, string sentence) => Assert.Equal(sentence, HealthSection.Verdict(
    [
        new("recurring-revenue", 10 + growth, AsOf, 10, AsOf), new("value-per-customer", 10, AsOf, null, null), new("net-retention", 1 + (0.1 * retention), AsOf, 1, AsOf), new("cost-to-serve", 0.2 - (0.01 * cost), AsOf, 0.2, AsOf),
    ]));

    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("cost-to-serve.tier.v1")]
    public void Cost_to_serve_of_tiers_and_of_those_in_none_is_that_of_the_ledger()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-01-05,100\no2,bob,2024-05-05,300\no3,cat,2024-02-05,80\no4,ann,2024-06-30,20\n")
            .With("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id\nc1,support,2024-01-01,2024-02-01,20,bob\nc2,support,2024-04-01,2024-05-01,40,ann\nc3,support,2024-06-01,2024-07-01,6,cat\n")
            .Read();
        BookedCompany.BookNet(company);

        // ann is gold, bob is rest, of cat nothing is said.
        TierTable tiers = TierPortfolio.Of(SmallScores.Of([500, -9, double.NaN]), null, Amounts, Own)!;
        TierHistoryRecord history = new TierHistory(company.Connection, tiers, [1, 2, 3], new(2024, 6, 30)).Find(null, costs: true, null);

        Assert.Equal(
            [new(new(2024, 1, 1), -1, 80, 0, 1), new(new(2024, 1, 1), 0, 100, 0, 1), new(new(2024, 1, 1), 2, 0, 20, 1), new(new(2024, 4, 1), -1, 0, 6, 1), new(new(2024, 4, 1), 0, 20, 40, 1), new(new(2024, 4, 1), 2, 300, 0, 1)],
            history.Costs);
        Assert.Equal(company.Connection.Scalar<decimal>("SELECT CAST(sum(serve) AS DECIMAL(18, 4)) FROM ledger_contribution"), history.Costs.Sum(part => part.Serve));
        Assert.Equal("revenue", history.Health[0].Name);
        Assert.Empty(history.Retention);

        // Nobody has recurring revenue, as where all bill by use.
        Assert.Equal("revenue", new TierHistory(company.Connection, tiers, [1, 2, 3], new(2024, 6, 30)).Find(RecurringPreset.Board, costs: true, null).Health[0].Name);
    }

    // Values of customers 1 to 6: gold, gold, silver, gold, rest, none.
    private static TierHistoryRecord History(DuckDbConnection connection, RecurringPreset preset, TierBefore? before = null)
    {
        connection.Execute("CREATE TABLE ledger_days AS SELECT * FROM (VALUES (1, DATE '2024-01-05', 10.0), (2, DATE '2024-05-05', 10.0), (1, DATE '2024-12-05', 10.0), (3, DATE '2025-01-05', 10.0), (4, DATE '2025-01-05', 10.0), (5, DATE '2025-01-05', -10.0)) AS days(customer_key, day, net)");
        TierTable tiers = TierPortfolio.Of(SmallScores.Of([120, 150, 40, -5, 130, double.NaN]), null, Amounts, Own, before)!;
        return new TierHistory(connection, tiers, [1, 2, 3, 4, 5, 6], AsOf).Find(preset, costs: false, before);
    }

}
