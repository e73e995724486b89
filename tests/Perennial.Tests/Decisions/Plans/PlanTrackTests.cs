using Perennial.Decisions.Plans;
using Perennial.Models.Numerics;
using Perennial.Testing;

namespace Perennial.Tests.Decisions.Plans;

/// <summary>Where a plan stands, by figures made up for it.</summary>
public sealed class PlanTrackTests
{
    private static readonly DateOnly AsOf = new(2026, 3, 31);

    private static PlanFile Sample => PlanFile.Load(Repository.Path("samples/plan.yaml"));

    [Fact]
    [Golden("plan.priority.v1")]
    public void The_sample_s_table_of_segments_comes_out_of_the_figures()
    {
        SegmentStanding[] segments = [.. PlanTrack.Of(Sample, Run()).Segments];
        Assert.Equal(["Enterprise", "Mid-Market", "SMB", "Solo"], segments.Select(segment => segment.Name));
        Assert.Equal([180000, 95000, 45000, 18000], segments.Select(segment => segment.Value!.Value));
        Assert.Equal([0.3889, 0.4737, 0.4444, 0.3889], segments.Select(segment => Math.Round(segment.Growth!.Value, 4)));
        Assert.Equal([0.15, 0.20, 0.18, 0.12], segments.Select(segment => Math.Round(segment.Trend!.Value, 6)));
        Assert.Equal([0.98, 0.95, 0.88, 0.82], segments.Select(segment => segment.Retention!.Value));
        Assert.Equal([0.60, 0.45, 0.25, 0.15], segments.Select(segment => segment.Expansion!.Value));
        Assert.Equal(["high", "high", "medium", "low"], segments.Select(segment => segment.ByRule));
        Assert.Equal(["high", "high", "medium", "low"], segments.Select(segment => segment.Priority));
    }

    [Fact]
    public void Goals_have_gap_growth_needed_trend_status_and_the_action_of_the_rule()
    {
        PlanRecord record = PlanTrack.Of(Sample, Run());
        PlanStanding clv = record.Standings[0];
        Assert.Equal((131000, 150000, new DateOnly(2026, 7, 1), 100000), (clv.Actual, clv.Target, clv.Due!.Value, clv.Benchmark));
        Assert.Equal(19000, clv.Gap);
        double months = (new DateOnly(2026, 7, 1).DayNumber - AsOf.DayNumber) / (365.25 / 12);
        Assert.Equal(150000, 131000 * Math.Pow(1 + clv.Monthly!.Value, months), 1e-6);
        Assert.Equal(("↗", 1), (clv.Arrow, clv.Direction));
        Assert.Equal(
            ["continue optimization", "maintain efficiency", "enhance retention", "accelerate expansion", "improve satisfaction"],
            record.Standings.Take(5).Select(standing => standing.Action.Split(';')[0]));
        Assert.Equal(("off track", "continue optimization; the pace does not reach it in time"), (clv.Status, clv.Action));
        PlanStanding falling = PlanTrack.Of(Sample, Run(fall: true)).Standings[0];
        Assert.Equal(("↘", "off track", "look at the drivers of value"), (falling.Arrow, falling.Status, falling.Action));

        // After the first half-year the next target is that of twelve months; what is reached is said to be.
        PlanStanding later = PlanTrack.Of(Sample, Run(asOf: new(2026, 8, 31), shift: 1.5)).Standings[0];
        Assert.Equal((180000, new DateOnly(2027, 1, 1), "reached", "hold the course"), (later.Target, later.Due!.Value, later.Status, later.Action));
        Assert.Null(later.Chance);
        Assert.Equal("missed", PlanTrack.Of(Sample, Run(asOf: new(2027, 8, 31))).Standings[0].Status);
        Assert.Equal("not measured", PlanTrack.Of(Sample, Run()).Standings[5].Status);
    }

    [Fact]
    public void Values_of_another_definition_or_currency_are_not_compared()
    {
        PlanFile file = Sample;
        PlanFile other = file with { Plan = file.Plan with { Head = file.Plan.Head with { Definition = "clv.net.lifetime.mid.d10.cac-out.retention-out.v1" } } };
        PlanRecord record = PlanTrack.Of(other, Run());
        Assert.Equal("not comparable", record.Standings[0].Status);
        Assert.Null(record.Standings[0].Actual);
        Assert.NotEqual("not comparable", record.Standings[2].Status);
        Assert.Contains(record.Findings, finding => finding.Code == "definition-differs");
        Assert.Equal("not comparable", PlanTrack.Of(Sample, Run() with { Currency = "EUR" }).Standings[0].Status);
    }

    [Fact]
    public void Milestones_say_where_they_stand()
    {
        PlanFile file = Sample;
        PlanMilestone done = file.Plan.Milestones[9] with { Done = true, Evidence = ["https://example.com/moat"] };
        PlanFile with = file with { Plan = file.Plan with { Milestones = [.. file.Plan.Milestones.Take(9), done, .. file.Plan.Milestones.Skip(10)] } };
        PlanRecord now = PlanTrack.Of(with, Run()), late = PlanTrack.Of(with, Run(asOf: new(2027, 2, 1), shift: 1.5));
        Assert.Equal(["overdue", "overdue", "overdue", "overdue", "ahead", "ahead", "ahead", "ahead", "ahead", "done", "ahead", "ahead"], now.Milestones.Select(mark => mark.Status));
        Assert.Equal("https://example.com/moat", Assert.Single(now.Milestones[9].Evidence));
        Assert.Equal(("reached", "missed"), (late.Milestones[4].Status, late.Milestones[5].Status));
        Assert.Contains("196,500 of 150,000: reached", late.Milestones[4].Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_contradicts_what_the_plan_says_of_today_and_what_was_never_seen()
    {
        IReadOnlyList<PlanFinding> findings = PlanTrack.Of(Sample, Run(shift: 0.5)).Findings;
        Assert.Contains(findings, finding => finding is { Code: "today-differs", Place: "goals: clv" } && finding.Found.Contains("the run measures 65,500", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Code: "target-beyond-range", Place: "segments: Enterprise" });
        PlanFile file = Sample;
        PlanFile stranger = file with { Plan = file.Plan with { Segments = [file.Plan.Segments[0] with { Name = "Giants" }] } };
        Assert.Contains(PlanTrack.Of(stranger, Run()).Findings, finding => finding.Code == "segment-not-known" && finding.Consistent == "one of Enterprise, Mid-Market, SMB, Solo");
    }

    [Fact]
    public void A_draft_holds_today_s_values_sets_no_target_and_contradicts_nothing()
    {
        PlanActuals run = Run() with { DefinitionId = "clv.net.365d.mid.d10.cac-out.retention-out.v1" };
        Plan draft = PlanDraft.Of(run);
        string written = PlanWriter.Write(draft);
        PlanFile read = PlanReader.Read(new StringReader(written), "draft");
        Assert.Equal(written, PlanWriter.Write(read.Plan));
        Assert.Equal((131000m, null, null), (read.Plan.Goals[0].Current, read.Plan.Goals[0].InSixMonths, read.Plan.Goals[0].InTwelveMonths));
        Assert.Contains("in_12_months: # open: a person sets it", written, StringComparison.Ordinal);
        Assert.Equal(["Enterprise", "Mid-Market", "SMB", "Solo"], read.Plan.Segments.Select(segment => segment.Name));
        Assert.All(read.Plan.Segments, segment => Assert.Null(segment.Target));
        IReadOnlyList<PlanFinding> findings = PlanTrack.Of(read, run).Findings;
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal("target-open", finding.Code));
    }

    [Fact]
    public void The_table_of_everything_is_written_alike_everywhere()
    {
        string[] lines = PlanCsv.Write(PlanTrack.Of(Sample, Run())).Split('\n');
        Assert.StartsWith("place,name,unit,owner,planned,actual,target,due,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("goals: clv,Customer lifetime value,money,executive,131000,131000,150000,2026-07-01,100000,19000,", lines[1], StringComparison.Ordinal);
        Assert.All(lines[1..^1], line => Assert.EndsWith(",2026-03-31,Confidential - internal use only", line, StringComparison.Ordinal));
    }

    [Fact]
    [Golden("plan.chance.v1")]
    public void Chances_are_those_of_student_s_law_and_hold_in_simulation()
    {
        PlanMetric retention = PlanMetrics.Find("retention")!, money = PlanMetrics.Find("clv")!;

        // Steps of 0.01 and 0.03 in turn: mean 0.02, deviation s. Six steps ahead the centre is 0.5 + 0.12.
        PlanPoint[] history = [.. Enumerable.Range(0, 9).Select(i => new PlanPoint(new DateOnly(2025, 1, 1).AddDays(30 * i), 0.5 + (0.02 * i) + (i % 2 == 0 ? 0 : -0.01)))];
        DateOnly due = history[^1].Day.AddDays(180);
        double centre = history[^1].Value + (6 * 0.02), s = Math.Sqrt(8 * 0.0001 / 7), scale = s * Math.Sqrt(6 + (36.0 / 8));
        Assert.Equal(0.5, Chances.Of(history, centre, due, retention)!.Value, 1e-9);
        Assert.Equal(1 - StudentT.Cdf(1, 7), Chances.Of(history, centre + scale, due, retention)!.Value, 1e-9);
        Assert.Null(Chances.Of(history[..6], 0.6, due, retention));
        Assert.Null(Chances.Of(history, 0.6, history[^1].Day, retention));
        Assert.Equal(1, Chances.Direction(history, PlanUnit.Share));

        // Of walks that a chance of 0 to 0.2 and so on was stated for, that share got there.
        var random = new Pcg64(11, 7);
        double[] stated = new double[5], came = new double[5], counted = new double[5];
        for (int walk = 0; walk < 3000; walk++)
        {
            double drift = 0.02 * Draw(), value = 100;
            List<PlanPoint> path = [];
            for (int i = 0; i < 13; i++)
            {
                path.Add(new(new DateOnly(2025, 1, 1).AddDays(30 * i), value));
                value *= Math.Exp(drift + (0.05 * Draw()));
            }

            double aim = path[^1].Value * Math.Exp(0.15 * Draw());
            double chance = Chances.Of(path, aim, path[^1].Day.AddDays(180), money)!.Value, end = path[^1].Value * Math.Exp((6 * drift) + (0.05 * Math.Sqrt(6) * Draw()));
            int bin = Math.Min(4, (int)(5 * chance));
            (stated[bin], came[bin], counted[bin]) = (stated[bin] + chance, came[bin] + (end >= aim ? 1 : 0), counted[bin] + 1);
        }

        Assert.All(Enumerable.Range(0, 5), bin => Assert.InRange((came[bin] - stated[bin]) / counted[bin], -0.06, 0.06));

        double Draw() => Normal.Quantile(Math.Clamp(random.NextDouble(), 1e-12, 1 - 1e-12));
    }

    // Figures of the sample: everybody and four segments, on thirteen months' ends, that rose as the sample says.
    internal static PlanActuals Run(DateOnly? asOf = null, double shift = 1, bool fall = false, double error = 0.05)
    {
        DateOnly day = asOf ?? AsOf;
        List<PlanActual> metrics = [Metric("clv", 131000 * shift, fall ? -0.15 : 0.15), Metric("clv_cac", 291 * shift, 0.20), Metric("cac", 450, 0), Metric("retention", 0.92, 0.02), Metric("expansion", 0.35, 0.08), Metric("satisfaction", 8.5, 0.03)];
        foreach ((string name, double clv, double trend, double retention, double expansion) in new[] { ("Enterprise", 180000d, 0.15, 0.98, 0.60), ("Mid-Market", 95000, 0.20, 0.95, 0.45), ("SMB", 45000, 0.18, 0.88, 0.25), ("Solo", 18000, 0.12, 0.82, 0.15) })
        {
            metrics.AddRange([Metric("clv", clv * shift, trend, name), Metric("retention", retention, 0, name), Metric("expansion", expansion, 0, name), Metric("expansion_error", error, 0, name)]);
        }

        return new()
        {
            RunId = "r", AsOf = day, Currency = "USD", DefinitionId = "clv.net.365d.mid.d10.cac-out.retention-out.v1", Customers = 400, Metrics = metrics, CacRange = (400, 500, "middle half of 4 channels"),
            Factors = new(150000 * shift, 0.92, 15000), Evidence = [new("usage", "a", 100, 90, 100, 70), new("adoption", "a", 100, 80, 100, 79), new("engagement", "a", 0, 0, 0, 0)],
        };

        // A growth that wavers about its mean, so that a step is no certainty.
        PlanActual Metric(string metric, double value, double trend, string segment = "") => new(
            metric, segment.Length > 0 ? "segment" : string.Empty, segment, value, 100,
            [.. Enumerable.Range(0, 13).Select(i => new PlanPoint(day.AddMonths(i - 12), value * Math.Pow(1 + trend, (i - 12) / 12.0) * (1 + (i is 0 or 12 ? 0 : i % 2 == 0 ? 0.01 : -0.01))))]);
    }
}
