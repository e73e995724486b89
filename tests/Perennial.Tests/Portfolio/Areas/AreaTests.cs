using System.Globalization;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Areas;
using Perennial.Testing;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio.Areas;

/// <summary>Measures a plan is held against, worked out by hand.</summary>
public sealed class AreaTests
{
    private static readonly DateOnly AsOf = new(2025, 12, 31);

    // 1: two seats become three, and an integration is added. 2: a better plan. 3 leaves. 4: dearer. 5 is won in the year and grows, which counts nowhere here.
    private const string Rows = """
        customer_key=1 product_id=a plan=a starts_on=2024-01-01 ends_on=2025-03-01 quantity=2 amount=100
        customer_key=1 product_id=a plan=a starts_on=2025-03-01 quantity=3 amount=150
        customer_key=1 product_id=i plan=i starts_on=2025-04-01 quantity=1 amount=20
        customer_key=2 product_id=b plan=a starts_on=2024-01-01 ends_on=2025-05-01 quantity=1 amount=100
        customer_key=2 product_id=b plan=b starts_on=2025-05-01 quantity=1 amount=140
        customer_key=3 product_id=a plan=a starts_on=2024-01-01 ends_on=2025-06-01 quantity=1 amount=100 end_reason=voluntary
        customer_key=4 product_id=a plan=a starts_on=2024-01-01 ends_on=2025-07-01 quantity=1 amount=100
        customer_key=4 product_id=a plan=a starts_on=2025-07-01 quantity=1 amount=110
        customer_key=5 product_id=a plan=a starts_on=2025-02-01 ends_on=2025-08-01 quantity=1 amount=50
        customer_key=5 product_id=a plan=a starts_on=2025-08-01 quantity=9 amount=450
        """;

    [Fact]
    [Golden("expansion.v1")]
    [Golden("expansion.kind.v1")]
    public void Expansion_of_the_customers_of_an_opening_is_the_sum_of_its_kinds()
    {
        AreaFacts facts = Facts(Rows);
        Assert.Equal(120.0 / 400, At("expansion"), 12);
        Assert.Equal((50.0 / 400, 40.0 / 400, 20.0 / 400, 10.0 / 400), (At("expansion_seats"), At("expansion_features"), At("expansion_integrations"), At("expansion_price")));
        Assert.Equal((0.75, 420.0 / 400, 300.0 / 400), (At("retention"), At("nrr"), At("grr")));
        Assert.Equal((1.0, 0.5), (At("retention", "segment", "Big"), At("retention", "segment", "Small")));
        Assert.Equal(1.0, At("retention", "country", "FR"), 12);
        Assert.True(At("nrr") <= 1 + At("expansion"));

        // Residuals of 70, 40, 0 and 10 from 0.3 of 100 each.
        Assert.Equal(Math.Sqrt((40 * 40) + (10 * 10) + (30 * 30) + (20 * 20)) / 400, At("expansion_error"), 12);

        // The ends of earlier months: what was seen of them then. In June 3 had just left.
        Assert.Equal(0.75, facts.Measures.Single(one => one is { Of: "retention", Dimension: "" } && one.Day == new DateOnly(2025, 6, 30)).Value);
        Assert.Equal(1, facts.Measures.Single(one => one is { Of: "retention", Dimension: "" } && one.Day == new DateOnly(2025, 4, 30)).Value);
        Assert.DoesNotContain(facts.Measures, one => one.Day < new DateOnly(2025, 1, 1));

        double At(string of, string dimension = "", string name = "") => facts.Measures.Single(one => one.Of == of && one.Dimension == dimension && one.Name == name && one.Day == AsOf).Value;
    }

    [Theory]
    [InlineData("board")]
    [InlineData("chartmogul")]
    public void Retention_is_that_of_the_facts_of_recurring_revenue(string name)
    {
        RecurringPreset preset = RecurringPreset.All.Single(one => one.Name == name);
        using Subscriptions session = Session(Rows + "\ncustomer_key=3 product_id=a plan=a starts_on=2025-09-01 quantity=1 amount=60");
        session.Run(AsOf, preset);
        RecurringRetention kept = new RecurringPortfolio(session.Connection).Run(AsOf, preset).Retention!;
        IReadOnlyList<AreaMeasure> measures = new AreaPortfolio(session.Connection).Run(AsOf, preset).Measures;
        double At(string of) => measures.Single(one => one.Of == of && one.Dimension.Length == 0 && one.Day == AsOf).Value;
        Assert.Equal((1 - kept.LogoChurn!.Value, kept.Nrr!.Value, kept.Grr!.Value), (At("retention"), At("nrr"), At("grr")), new Near());
    }

    [Fact]
    [Golden("usage.features.v1")]
    [Golden("usage.frequency.v1")]
    [Golden("usage.depth.v1")]
    [Golden("usage.breadth.v1")]
    [Golden("satisfaction.v1")]
    [Golden("recommendation.v1")]
    [Golden("quality.support.v1")]
    [Golden("quality.product.v1")]
    [Golden("onboarding.v1")]
    public void Areas_of_use_and_quality_are_means_over_customers_who_are_there()
    {
        AreaFacts facts = Facts(Rows, Signal(1, 2, 5, 20, 0.25, 1.5, 4, 8, 5, 0, 100, 3), Signal(2, 4, 5, 10, 0.75, 0.5, null, null, 3, 2, 400, 2), Signal(3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 1, active: false));

        // Of at most five features ever used: 2 / 5 and 4 / 5. Seats are used up at most. Answers of at most 5, ratings from 1 to 5. Half of five features in sixty days: three.
        (string Of, double Value, long Customers)[] expected =
        [
            ("feature_usage", 0.6, 2), ("usage_frequency", 15, 2), ("usage_depth", 0.5, 2), ("usage_breadth", 0.75, 2), ("satisfaction", 8, 1), ("recommendation", 8, 1), ("support_quality", 7.5, 2), ("product_quality", 5, 2),
            ("onboarding", 0.5, 2),
        ];
        Assert.All(expected, one => Assert.Equal((one.Value, one.Customers), (Math.Round(Found(one.Of).Value, 12), Found(one.Of).Customers)));
        AreaMeasure Found(string of) => facts.Measures.Single(one => one.Of == of && one.Dimension.Length == 0);
    }

    [Fact]
    public void Who_stayed_is_told_by_halves_of_each_segment()
    {
        string[] rows = [.. Enumerable.Range(1, 4).Select(key => Signal(key, 1 + key, 5, 1, 1, key, 5, 8, 5, 0, 100, 3, landmark: 13, day: "2025-01-01", segment: key < 4 ? "Big" : "Small"))];
        AreaEvidence[] evidence = [.. Facts(Rows, rows).Evidence.Where(one => one.Family == "adoption")];

        // Of Big, 3 is above the median and left; 1 and 2 stayed. Small has one customer, who is not above.
        Assert.Equal([new("adoption", "Big", 1, 0, 2, 2), new("adoption", "Small", 0, 0, 1, 1)], evidence);
    }

    private static AreaFacts Facts(string rows, params string[] signals)
    {
        using Subscriptions session = Session(rows);
        session.Run(AsOf, RecurringPreset.Board);
        foreach (string signal in signals)
        {
            session.Connection.Execute($"INSERT INTO features_signals_all VALUES ({signal})");
        }

        return new AreaPortfolio(session.Connection).Run(AsOf, RecurringPreset.Board);
    }

    private static Subscriptions Session(string rows)
    {
        var session = new Subscriptions(rows);
        session.Connection.Execute("ALTER TABLE identity_traits ADD COLUMN country VARCHAR");
        session.Connection.Execute("ALTER TABLE identity_traits ADD COLUMN industry VARCHAR");
        session.Connection.Execute("INSERT INTO identity_traits VALUES (1, 'Big', 'ads', NULL, 'FR', NULL), (2, 'Small', 'ads', NULL, NULL, NULL), (3, 'Small', 'ads', NULL, NULL, NULL), (4, 'Big', 'ads', NULL, 'FR', NULL)");
        session.Connection.Execute("CREATE TABLE identity_products(product_id VARCHAR, name VARCHAR, product_line VARCHAR)");
        session.Connection.Execute("INSERT INTO identity_products VALUES ('a', 'A', 'plans'), ('i', 'Sync', 'Integrations')");
        session.Connection.Execute("CREATE TABLE identity_customers(customer_key INTEGER)");
        session.Connection.Execute("INSERT INTO identity_customers VALUES (1), (2), (3), (4), (5)");
        session.Connection.Execute("CREATE TABLE features_signals_all(customer_key INTEGER, landmark INTEGER, day DATE, active BOOLEAN, segment VARCHAR, features_used_8w DOUBLE, features_ever DOUBLE, use_days_28d DOUBLE, adoption_depth_8w DOUBLE, seat_utilisation DOUBLE, csat DOUBLE, nps DOUBLE, satisfaction_365d DOUBLE, incidents_182d DOUBLE, tenure_days DOUBLE, features_first_60d DOUBLE)");
        return session;
    }

    private static string Signal(
        int key, double features, double ever, double days, double depth, double seats, double? csat, double? nps, double rated, double incidents, double tenure, double first, bool active = true, int landmark = 0,
        string day = "2025-12-31", string segment = "Big")
    {
        string Cell(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";
        return string.Join(", ", new[] { Cell(key), Cell(landmark), $"'{day}'", active ? "true" : "false", $"'{segment}'" }.Concat(new double?[] { features, ever, days, depth, seats, csat, nps, rated, incidents, tenure, first }.Select(Cell)));
    }

    private sealed class Near : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) + Math.Abs(x.Item3 - y.Item3) < 1e-9;

        public int GetHashCode((double, double, double) obj) => 0;
    }
}
