using Perennial.Decisions.Plans;
using Perennial.Decisions.Plans.Checks;
using Perennial.Testing;

namespace Perennial.Tests.Decisions.Plans;

/// <summary>Every contradiction of the sample is found, with its line; each check finds what it is for, and nothing in a plan that holds together.</summary>
public sealed class PlanChecksTests
{
    private const string Whole = """
        plan: {name: Whole, updated: 2026-01-01, definition: clv.net.lifetime.mid.d10.cac-out.retention-out.v1}
        owners: {growth: Growth}
        goals:
          - {metric: clv, current: 1000, in_6_months: 1050, in_12_months: 1100, owner: growth}
          - {metric: retention, current: 90 %, in_12_months: 90.5 %}
        change: {revenue: 55 %, retention: 30 %, cost: 15 %}
        segments:
          rows:
            - {name: Big, clv: 1500, target: 1650, growth: 10 %, priority: high, tactics: [calls]}
            - {name: Small, clv: 400, target: 440, growth: 10 %, priority: medium, tactics: [mails]}
        drivers:
          revenue: {rows: [{name: a, amount: 100}, {name: b, amount: 50}], total: {amount: 150}}
        tactics:
          calls: {name: Calls, kpi: retention, owner: growth, channel: person}
          mails: {name: Mails, kpi: retention, channel: email}
        investments:
          rows: [{name: Growth, amount: 150, months: 12, returns: 450, family: revenue}]
          total: {amount: 150, multiple: 3, returns: 450}
        milestones:
          - {name: half way, due: 2026-07-01, metric: clv, target: 1050}
        scorecard: [{name: use, weight: 60 %}, {name: growth, weight: 40 %}]

        """;

    [Fact]
    public void Every_contradiction_of_the_sample_is_found_with_its_line()
    {
        PlanFile file = PlanFile.Load(Repository.Path("samples/plan.yaml"));
        string[] lines = File.ReadAllLines(Repository.Path("samples/plan.yaml"));
        IReadOnlyList<PlanFinding> findings = PlanChecks.Of(file);
        Assert.Equal(
            [
                "goal-against-segments", "net-beyond-expansion", "net-beyond-expansion", "retention-credited", "two-expansions", "total-of-multiples", "milestone-before-goal", "milestone-before-goal", "milestone-before-goal",
                "milestone-before-goal", "value-not-defined", "cac-not-stated", "segment-without-means", "money-after-goal", "multiple-or-net", "multiple-or-net", "multiple-or-net", "investment-without-driver", "multiple-or-net",
                "money-stated-twice",
            ],
            findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.InRange(finding.Line, 1, lines.Length));

        // 350 % against 357 %; a multiple against a net return; two expansions; what retention alone does; what a customer costs to win.
        Has("total-of-multiples", "350 %", "53,550,000 by 15,000,000 is 357 %", "a net return of 257 %");
        Has("multiple-or-net", "400 %", "26,000,000 by 6,500,000", "net return 300 %");
        Has("two-expansions", "50 % now and 90 % later; the goal says 35 % and 45 %", "expansion.v1");
        Has("retention-credited", "34.2 %", "91.3 % of the 37.4 % planned, and is credited with 25 %");
        Has("cac-not-stated", "450 now, 400 in 6 months, 350 in 12 months, 500 benchmark");
        Has("net-beyond-expansion", "145 % in 6 months; with an expansion of 40 % it is at most 140 %");
        Has("goal-against-segments", "181,944 to 186,588; the goal is 180,000");
        Has("milestone-before-goal", "150,000 is due on 2026-04-01; the goal gives it 6 months");
        Has("value-not-defined", "net of what");
        Assert.Contains("Revenue growth, amount: $6.5M", lines[findings.First(finding => finding.Code == "multiple-or-net").Line - 1], StringComparison.Ordinal);
        Assert.StartsWith("change:", lines[findings.First(finding => finding.Code == "retention-credited").Line - 1], StringComparison.Ordinal);

        void Has(string code, params string[] words) => Assert.Contains(findings, finding => finding.Code == code && words.All(word => (finding.Found + finding.Consistent).Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_plan_that_holds_together_has_no_finding() => Assert.Empty(PlanChecks.Of(PlanReader.Read(new StringReader(Whole), "p")));

    [Theory]
    [InlineData("total: {amount: 150}}", "total: {amount: 151}}", "total-of-amounts")]
    [InlineData("cost: 15 %", "cost: 20 %", "change-not-whole")]
    [InlineData("retention: 30 %, cost: 15 %", "retention: 5 %, cost: 40 %", "retention-credited")]
    [InlineData("weight: 40 %", "weight: 45 %", "weights-not-whole")]
    [InlineData("target: 440, growth: 10 %", "target: 440, growth: 20 %", "growth-of-segment")]
    [InlineData("multiple: 3, returns: 450", "multiple: 3, returns: 400", "total-of-returns")]
    [InlineData("total: {amount: 150, multiple: 3", "total: {amount: 160, multiple: 3", "total-of-amounts")]
    [InlineData("returns: 450, family", "multiple: 5, returns: 450, family", "multiple-of-returns")]
    [InlineData("{name: Growth, amount: 150", "{name: Growth, amount: 140", "investment-against-drivers")]
    [InlineData("in_6_months: 1050", "in_6_months: 990", "goal-turns-back")]
    [InlineData("in_12_months: 90.5 %", "in_12_months: 104 %", "share-beyond-whole")]
    [InlineData("in_12_months: 1100", "in_12_months: 1300", "goal-against-segments")]
    [InlineData("due: 2026-07-01", "due: 2025-07-01", "due-before-start")]
    [InlineData("due: 2026-07-01", "due: 2026-05-01", "milestone-before-goal")]
    [InlineData("target: 1050}", "target: 1200}", "milestone-off-goal")]
    [InlineData("kpi: retention, owner: growth", "kpi: retention, owner: groth", "owner-not-known")]
    [InlineData("tactics: [mails]", "tactics: [letters]", "tactic-not-known")]
    [InlineData("tactics: [mails]", "tactics: [calls]", "people-without-cap")]
    [InlineData("priority: medium", "priority: high", "priority-against-rule")]
    [InlineData(", tactics: [mails]", "", "segment-without-means")]
    [InlineData("{name: half way, due: 2026-07-01, metric: clv, target: 1050}", "{name: half way, due: 2026-07-01, done: true}", "done-without-evidence")]
    [InlineData("in_12_months: 90.5 %", "benchmark: 80 %", "target-open")]
    [InlineData("name: Whole", "name: \"Whole \u011f\u0178\u2019\"", "text-garbled")]
    public void Each_check_finds_what_it_is_for(string held, string broken, string code)
    {
        Assert.Contains(held, Whole, StringComparison.Ordinal);
        Assert.Contains(PlanChecks.Of(PlanReader.Read(new StringReader(Whole.Replace(held, broken, StringComparison.Ordinal)), "p")), finding => finding.Code == code);
    }

    [Fact]
    public void The_value_of_a_geometric_life_is_its_closed_form()
    {
        Assert.Equal(0.92 / 0.18, GeometricValue.Annuity(0.92, 0.10)!.Value, 1e-12);
        PlanHead head = new("p", null, "planned", null, default, null, null, 0.10m, null, null);
        Assert.Equal((0.96 / 0.14) / (0.92 / 0.18), head.Ratio(0.92m, 0.96m)!.Value, 1e-12);
        Assert.Equal(3, (head with { Definition = "clv.net.1095d.mid.d10.v1" }).Years!.Value, 0.01);
        Assert.Null(GeometricValue.Annuity(1, 0));
        Assert.Null(GeometricValue.Annuity(1.2, 0.1));
    }

    [Theory]
    [InlineData(180, "high")]
    [InlineData(95, "high")]
    [InlineData(45, "medium")]
    [InlineData(18, "low")]
    [InlineData(-5, "low")]
    public void Priorities_of_the_sample_s_segments_are_those_of_the_rule(double value, string priority) => Assert.Equal(priority, SegmentPriority.Of(value, 131));
}
