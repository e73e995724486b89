using Perennial.Decisions.Plans.Checks;

namespace Perennial.Decisions.Plans;

/// <summary>Holds a plan against what runs measured.</summary>
public static class PlanTrack
{
    private const double Likely = 0.6, Unlikely = 0.2;

    /// <summary>Tells where everything stands.</summary>
    /// <param name="file">The plan.</param>
    /// <param name="run">The run it is held against.</param>
    /// <param name="before">An earlier run of the same definition, to tell what moved the value; null where there is none.</param>
    public static PlanRecord Of(PlanFile file, PlanActuals run, PlanActuals? before = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(run);
        Plan plan = file.Plan;
        return new PlanRecord
        {
            Name = plan.Head.Name,
            Label = plan.Head.Label,
            Stands = string.Join(", ", new[] { plan.Head.Phase is { } phase ? "phase " + phase : null, plan.Head.Status, plan.Head.Environment }.OfType<string>()),
            RunId = run.RunId,
            AsOf = run.AsOf,
            Standings = [.. Goals(plan, run), .. Rows(plan, run)],
            Milestones = [.. plan.Milestones.Select(milestone => Mark(milestone, plan, run))],
            Segments = Segments(plan, run),
            Changes = [.. Changes(plan, run, before)],
            Planned = plan.Change,
            Tornado = Plans.Tornado.Of(run, plan.Dimension),
            Investments = [.. plan.Investments.Rows.Select(row => InvestmentCase.Of(row, (double)plan.Head.Discount)).OfType<InvestmentCase>()],
            Recommendations = Plans.Recommendations.Of(run, plan),
            Findings = PlanChecks.Of(file, run),
        };
    }

    /// <summary>Gives segments of a column with what was measured; those of the plan first.</summary>
    public static IReadOnlyList<SegmentStanding> Segments(Plan plan, PlanActuals run)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        double? mean = run.Find(PlanMetrics.Clv)?.Value;
        string[] measured = [.. run.Groups(PlanMetrics.Clv, plan.Dimension).Concat(run.Groups(PlanMetrics.Retention, plan.Dimension)).Select(one => one.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return
        [
            .. plan.Segments.Select(segment => segment.Name).Concat(measured).Distinct(StringComparer.Ordinal).Select(name =>
            {
                PlanSegment? stated = plan.Segments.FirstOrDefault(segment => segment.Name == name);
                PlanActual? value = run.Find(PlanMetrics.Clv, plan.Dimension, name);
                double? target = Comparable(plan, run) ? (double?)stated?.Target : null;
                string? rule = value is not null && mean is { } all ? SegmentPriority.Of(value.Value, all) : null;
                return new SegmentStanding(
                    name, value?.Customers, value?.Value, target, value?.Value > 0 ? (target / value.Value) - 1 : null, Trend(value?.History ?? []), run.Find(PlanMetrics.Retention, plan.Dimension, name)?.Value,
                    run.Find(PlanMetrics.Expansion, plan.Dimension, name)?.Value, stated?.Priority ?? rule, rule, stated?.Reason);
            }),
        ];
    }

    private static IEnumerable<PlanStanding> Goals(Plan plan, PlanActuals run) => plan.Goals.Select(goal =>
    {
        DateOnly six = plan.Head.Begins.AddMonths(6);
        (decimal? target, DateOnly due) = goal.InSixMonths is not null && (run.AsOf < six || goal.InTwelveMonths is null) ? (goal.InSixMonths, six) : (goal.InTwelveMonths, plan.Head.Begins.AddMonths(12));
        return Standing(plan, run, PlanFile.Place("goals", goal.Metric), PlanMetrics.Find(goal.Metric)!.Name, goal.Metric, string.Empty, goal.Owner, (double?)goal.Current, (double?)target, due, (double?)goal.Benchmark);
    });

    // Rows that name a metric and numbers: areas of segments, drivers and areas; and the values of segments.
    private static IEnumerable<PlanStanding> Rows(Plan plan, PlanActuals run)
    {
        DateOnly due = plan.Head.Begins.AddMonths(12);
        IEnumerable<(string Part, string Table, string Group, PlanRow Row)> rows =
        [
            .. plan.Segments.SelectMany(segment => (segment.Areas?.Rows ?? []).Select(row => ("segments", segment.Name, segment.Name, row))),
            .. plan.Drivers.SelectMany(table => table.Rows.Select(row => ("drivers", table.Name, string.Empty, row))),
            .. plan.Areas.SelectMany(table => table.Rows.Select(row => ("areas", table.Name, string.Empty, row))),
        ];
        return rows.Select(one => Standing(
            plan, run, PlanFile.Place(one.Part, one.Table, one.Row.Name), one.Row.Name, one.Row.Metric, one.Group, one.Row.Owner, (double?)one.Row.Current?.Number, (double?)one.Row.Target?.Number, due, null));
    }

    private static PlanStanding Standing(Plan plan, PlanActuals run, string place, string name, string? metric, string group, string? owner, double? planned, double? target, DateOnly due, double? benchmark)
    {
        PlanMetric? about = PlanMetrics.Find(metric);
        PlanActual? actual = run.Find(metric, group.Length == 0 ? string.Empty : plan.Dimension, group);
        bool comparable = about?.Unit is not PlanUnit.Money and not PlanUnit.Ratio || about.Id is not (PlanMetrics.Clv or PlanMetrics.ClvCac) || Comparable(plan, run);
        if (about is null || actual is null || !comparable)
        {
            string why = about is null ? "not measured" : !comparable ? "not comparable" : "not measured";
            string advice = about is null ? "name a metric, or let a person say it with milestones" : !comparable ? "state the plan's definition, or run by it" : "bring the data it needs";
            return new(place, name, about?.Unit ?? PlanUnit.Count, owner, planned, comparable ? actual?.Value : null, target, target is null ? null : due, benchmark, null, null, null, null, null, why, advice, about?.DefinitionId);
        }

        bool reached = target is { } aim && (actual.Value - aim) * about.Better >= 0;
        double? chance = target is null || reached ? null : Chances.Of(actual.History, target.Value, due, about);
        double months = (due.DayNumber - run.AsOf.DayNumber) / (365.25 / 12);
        string status = target is null ? "no target" : reached ? "reached" : due <= run.AsOf ? "missed" : chance is { } p ? p >= Likely ? "on track" : p >= Unlikely ? "at risk" : "off track" : "too little history";
        int? direction = Chances.Direction(Chances.Lately(actual.History), about.Unit);
        string action = (status, direction * about.Better) switch
        {
            ("no target", _) => "set a target",
            ("reached", _) => about.Action.Ahead,
            ("off track", > 0) => about.Action.OnTheWay + "; the pace does not reach it in time",
            ("off track" or "missed", _) => about.Action.Behind,
            _ => about.Action.OnTheWay,
        };
        return new(
            place, name, about.Unit, owner, planned, actual.Value, target, target is null ? null : due, benchmark, target - actual.Value,
            target > 0 && actual.Value > 0 && months > 0 && !reached ? Math.Pow(target.Value / actual.Value, 1 / months) - 1 : null, Trend(actual.History), direction, chance, status, action,
            about.DefinitionId);
    }

    private static PlanMark Mark(PlanMilestone milestone, Plan plan, PlanActuals run)
    {
        if (milestone is { Metric: { } metric, Target: { } target })
        {
            PlanStanding standing = Standing(plan, run, string.Empty, milestone.Name, metric, string.Empty, milestone.Owner, null, (double)target, milestone.Due, null);
            string status = standing.Status switch { "reached" => "reached", "missed" => "missed", _ => run.AsOf >= milestone.Due ? "overdue" : "ahead" };
            return new(
                milestone.Name, milestone.Due, milestone.Owner, status,
                PlanNumber.Text($"{PlanNumber.Write(standing.Actual, standing.Unit)} of {PlanNumber.Write((double)target, standing.Unit)}: {standing.Status}{(standing.Chance is { } p ? PlanNumber.Text($", {p * 100:0} % likely") : string.Empty)}"), milestone.Evidence);
        }

        return new(
            milestone.Name, milestone.Due, milestone.Owner, milestone.Done ? "done" : run.AsOf >= milestone.Due ? "overdue" : "ahead",
            milestone.Done ? milestone.Evidence.Count > 0 ? "said to be done" : "said to be done; nothing shows it" : "a person says when it is done", milestone.Evidence);
    }

    private static IEnumerable<ChangeOfValue> Changes(Plan plan, PlanActuals run, PlanActuals? before)
    {
        PlanGoal? Goal(string metric) => plan.Goals.FirstOrDefault(goal => goal.Metric == metric);
        if (Goal(PlanMetrics.Clv) is { Current: { } value, Target: { } aim } && Goal(PlanMetrics.Retention) is { Current: { } from, Target: { } to }
            && plan.Head.Annuity(from) is { } old and > 0 && plan.Head.Annuity(to) is { } later and > 0)
        {
            PlanGoal? cost = Goal(PlanMetrics.CostToServe);
            (double costNow, double costThen) = ((double)(cost?.Current ?? 0), (double)(cost?.Target ?? cost?.Current ?? 0));
            yield return ChangeOfValue.Of(
                "the plan, from today to its target", new(((double)value / old) + costNow, (double)from, costNow), new(((double)aim / later) + costThen, (double)to, costThen), retention => plan.Head.Annuity((decimal)retention) ?? 0,
                "by the plan's own retention" + (cost is null ? "; the plan states no cost to serve, so that what cost is to bring lies in revenue" : string.Empty));
        }

        if (before is { Factors: { } then } && run.Factors is { } now && before.DefinitionId == run.DefinitionId && before.AsOf < run.AsOf)
        {
            yield return ChangeOfValue.Of(
                PlanNumber.Text($"what happened from {before.AsOf:yyyy-MM-dd} to {run.AsOf:yyyy-MM-dd}"), then, now, retention => ValueFactors.Annuity(retention, 0, run.Discount, run.Years),
                "by the retention of the twelve months before each day; models may have learned anew in between, which the bridge of the run tells apart");
        }
    }

    // Values can be compared where the plan says the run's definition, or none.
    private static bool Comparable(Plan plan, PlanActuals run) => (plan.Head.Definition is null || plan.Head.Definition == run.DefinitionId) && (plan.Head.Currency is null || run.Currency is null || plan.Head.Currency == run.Currency);

    private static double? Trend(IReadOnlyList<PlanPoint> history) => Chances.Lately(history) is { Count: > 1 } lately && lately[0].Value > 0 ? (lately[^1].Value / lately[0].Value) - 1 : null;
}
