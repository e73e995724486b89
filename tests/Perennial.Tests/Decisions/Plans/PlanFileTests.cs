using Perennial.Decisions.Plans;
using Perennial.Kernel;
using Perennial.Testing;

namespace Perennial.Tests.Decisions.Plans;

/// <summary>A plan is read with its lines, written again the same, and refused where it says what plans do not have.</summary>
public sealed class PlanFileTests
{
    private const string Small = """
        plan: {name: Small, updated: 2026-01-01}
        goals:
          - {metric: clv, current: $131K, in_12_months: 180000}

        """;

    [Fact]
    public void The_sample_is_read_written_and_read_again_the_same()
    {
        Plan plan = PlanFile.Load(Repository.Path("samples/plan.yaml")).Plan;
        string written = PlanWriter.Write(plan);
        Assert.Equal(written, PlanWriter.Write(PlanReader.Read(new StringReader(written), "again").Plan));
        Assert.Equal(("Customer lifetime value optimization", "77", "planned", "production", new DateOnly(2025, 12, 27)), (plan.Head.Name, plan.Head.Phase, plan.Head.Status, plan.Head.Environment, plan.Head.Updated));
        Assert.Equal("Finance", plan.Owners["finance"]);
        Assert.Equal(6, plan.Goals.Count);
        Assert.Equal((131000m, 150000m, 180000m, 100000m), (plan.Goals[0].Current, plan.Goals[0].InSixMonths, plan.Goals[0].InTwelveMonths, plan.Goals[0].Benchmark));
        Assert.Equal((291m, 375m, 514m, 200m), (plan.Goals[1].Current, plan.Goals[1].InSixMonths, plan.Goals[1].InTwelveMonths, plan.Goals[1].Benchmark));
        Assert.Equal((0.92m, 0.94m, 0.96m, 0.85m), (plan.Goals[2].Current, plan.Goals[2].InSixMonths, plan.Goals[2].InTwelveMonths, plan.Goals[2].Benchmark));
        Assert.Equal((1.35m, 1.45m, 1.55m, 1.10m), (plan.Goals[5].Current, plan.Goals[5].InSixMonths, plan.Goals[5].InTwelveMonths, plan.Goals[5].Benchmark));
        Assert.Equal([2_800_000m, 2_300_000m, 1_800_000m], plan.Segments.Take(3).Select(segment => segment.Areas!.Amount!.Value));
        Assert.Equal([6_500_000m, 5_300_000m, 2_000_000m], plan.Drivers.Select(table => table.Amount!.Value));
        Assert.Equal([2_800_000m, 2_800_000m, 5_300_000m], plan.Areas.Select(table => table.Amount!.Value));
        Assert.Equal([4m, 3.5m, 3m, 2.5m], plan.Investments.Rows.Select(row => row.Multiple!.Value));
        Assert.Equal(8.04m, plan.Scorecard.Sum(factor => factor.Weight * factor.Score!.Value), 2);
        Assert.Equal(12, plan.Milestones.Count);
        Assert.Equal(27, plan.Tactics.Count);
    }

    [Fact]
    public void Every_segment_and_area_of_the_sample_carries_five_templates_with_measure_owner_cadence_and_channel()
    {
        Plan plan = PlanFile.Load(Repository.Path("samples/plan.yaml")).Plan;
        Assert.All(plan.Segments.Take(3).Select(segment => segment.Tactics).Concat(plan.Areas.Select(area => area.Tactics)), tactics => Assert.Equal(5, tactics.Count));
        Assert.All(plan.Tactics, tactic => Assert.True(tactic is { Kpi: not null, Owner: not null, Cadence: not null, Channel: not null }, tactic.Id));
        PlanTactic[] small = [.. plan.Segments[2].Tactics.Select(id => plan.Tactics.Single(tactic => tactic.Id == id))];
        Assert.All(small, tactic => Assert.True(tactic is { CostCap: > 0, Channel: not "person" }, tactic.Id));
    }

    [Theory]
    [InlineData("131000", 131000)]
    [InlineData("$131K", 131000)]
    [InlineData("1.5M", 1500000)]
    [InlineData("92 %", 0.92)]
    [InlineData("+15%", 0.15)]
    [InlineData("8.5/10", 8.5)]
    [InlineData("291:1", 291)]
    [InlineData("-3", -3)]
    public void Numbers_are_read_as_people_write_them(string text, double number)
    {
        Assert.True(PlanNumber.TryRead(text, out decimal read));
        Assert.Equal((decimal)number, read);
    }

    [Theory]
    [InlineData("gaols: []", "line 5", "'gaols' is not known here; there are plan, owners, goals")]
    [InlineData("milestones: [{name: x, due: 31.1.2026}]", "line 5", "a day is written 2025-12-27")]
    [InlineData("milestones: [{name: x, due: 2026-01-31, metric: happiness}]", "line 5", "The metric 'happiness' is not known; there are clv, clv_cac")]
    [InlineData("segments: {rows: [{name: a, clv: many}]}", "line 5", "'many', not a number. Numbers are written 131000, $131K")]
    [InlineData("segments: {rows: [{name: a, priority: urgent}]}", "line 5", "it is one of high, medium, low")]
    [InlineData("tactics: {a: {name: a, channel: fax}}", "line 5", "it is one of person, product, email, community, training")]
    [InlineData("drivers: {luck: {rows: []}}", "line 5", "there are revenue, retention, cost")]
    [InlineData("investments: {rows: [{name: a, amount: 5, low: 2, high: 1}]}", "line 5", "both above 0, the second the larger")]
    [InlineData("investments: {rows: [{name: a, amount: 5, months: 0}]}", "line 5", "a whole number of months from 1 to 240")]
    [InlineData("milestones: [{name: x, due: 2026-01-31}, {name: x, due: 2026-01-31}]", "line 5", "is stated twice; the first stands in line 5")]
    public void What_a_plan_cannot_say_is_refused_with_line_and_what_is_allowed(string more, string line, string allowed)
    {
        PerennialException refused = Assert.Throws<PerennialException>(() => PlanReader.Read(new StringReader(Small + "\n" + more + "\n"), "p.yaml"));
        Assert.Equal(("decisions/plan", Fault.Usage), (refused.Code, refused.Fault));
        Assert.Contains("p.yaml", refused.Message, StringComparison.Ordinal);
        Assert.Contains(line, refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_nobody_has_is_refused()
    {
        Assert.Contains("There is no file", Assert.Throws<PerennialException>(() => PlanFile.Load("nowhere.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<PerennialException>(() => PlanReader.Read(new StringReader(string.Empty), "p.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("is not YAML, line 2", Assert.Throws<PerennialException>(() => PlanReader.Read(new StringReader("a: [b"), "p.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_the_same_plan_with_its_own_lines()
    {
        const string Table = """"
            part,of,name,metric,current,in_12_months,clv,target,amount,months,returns,due,tactics,kpi,updated,strategy
            plan,,"Small, but whole",,,,,,,,,,,,2026-01-01,
            owner,finance,Finance,,,,,,,,,,,,,
            goal,,,clv,$131K,180000,,,,,,,,,,
            segment,,Enterprise,,,,180000,250000,,,,,calls;visits,,,
            area,Enterprise,Account expansion,clv,180000,,,250000,1000000,,,,,,,"upsells, ""large"""
            driver,revenue,Usage growth,,medium,,,high,2000000,,,,,,,
            driver_total,revenue,,,,,,,2500000,,,,,,,
            tactic,calls,Calls,,,,,,,,,,,retention,,
            investment,,Growth,,,,,,6500000,18,26000000,,,,,
            milestone,,Analysis,,,,,,,,,2026-01-31,,,,
            recommendation,,Focus on usage,,,,,,,,,,,,,

            """";
        PlanFile file = PlanTableReader.Read(new StringReader(Table), "p.csv");
        Plan plan = file.Plan;
        Assert.Equal(("Small, but whole", "Finance", 131000m, "Enterprise"), (plan.Head.Name, plan.Owners["finance"], plan.Goals[0].Current, plan.Segments[0].Name));
        Assert.Equal(["calls", "visits"], plan.Segments[0].Tactics);
        Assert.Equal(("upsells, \"large\"", 1000000m), (plan.Segments[0].Areas!.Rows[0].Strategy, plan.Segments[0].Areas!.Rows[0].Amount));
        Assert.Equal((5, 8, "medium", 2500000m), (file.Line("segments: Enterprise"), file.Line("drivers: revenue: total"), plan.Drivers[0].Rows[0].Current!.Word, plan.Drivers[0].Amount));
        Assert.Equal(PlanWriter.Write(plan), PlanWriter.Write(PlanReader.Read(new StringReader(PlanWriter.Write(plan)), "again").Plan));
        Assert.Contains("line 2: the part 'gaol' is not known", Assert.Throws<PerennialException>(() => PlanTableReader.Read(new StringReader("part,of\ngaol,x\n"), "p.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'part'", Assert.Throws<PerennialException>(() => PlanTableReader.Read(new StringReader("a,b\n1,2\n"), "p.csv")).Message, StringComparison.Ordinal);
    }
}
