namespace Perennial.Decisions.Plans.Checks;

/// <summary>Whether what a plan says of today is what a run measured, and whether its targets lie within anything seen.</summary>
internal static class RunChecks
{
    private const int FewestSeen = 4;

    // How far a plan's own figure may lie from the measured one before it is asked about.
    private const double Close = 0.05;

    public static IEnumerable<PlanFinding> Of(PlanFile file, PlanActuals run)
    {
        Plan plan = file.Plan;
        foreach (PlanGoal goal in plan.Goals)
        {
            foreach (PlanFinding finding in Row(file, run, PlanFile.Place("goals", goal.Metric), goal.Metric, goal.Current, goal.Target, string.Empty))
            {
                yield return finding;
            }
        }

        foreach (PlanSegment segment in plan.Segments)
        {
            string place = PlanFile.Place("segments", segment.Name);
            if (!run.Metrics.Any(one => one.Dimension == plan.Dimension && one.Name == segment.Name))
            {
                string[] known = [.. run.Metrics.Where(one => one.Dimension == plan.Dimension && one.Name.Length > 0).Select(one => one.Name).Distinct(StringComparer.Ordinal)];
                yield return file.Finding(
                    PlanGravity.Contradiction, "segment-not-known", place, $"The run {run.RunId} knows nobody of the {plan.Dimension} '{segment.Name}'.", $"{(known.Length == 0 ? "a column the run knows" : "one of " + string.Join(", ", known))}");
                continue;
            }

            foreach (PlanFinding finding in Row(file, run, place, PlanMetrics.Clv, segment.Value, segment.Target, segment.Name)
                .Concat(Row(file, run, place, PlanMetrics.Retention, segment.Retention, null, segment.Name)).Concat(Row(file, run, place, PlanMetrics.Expansion, segment.Expansion, null, segment.Name)))
            {
                yield return finding;
            }
        }

        foreach ((string place, PlanRow row) in plan.Areas.SelectMany(area => area.Rows.Select(row => (PlanFile.Place("areas", area.Name, row.Name), row))))
        {
            foreach (PlanFinding finding in Row(file, run, place, row.Metric, row.Current?.Number, row.Target?.Number, string.Empty))
            {
                yield return finding;
            }
        }

        if (plan.Head.Definition is { } definition && definition != run.DefinitionId)
        {
            yield return file.Finding(PlanGravity.Contradiction, "definition-differs", "plan", $"The plan speaks of {definition}, the run of {run.DefinitionId}: their values cannot be compared.", $"a run with the options of the plan's definition");
        }

        if (plan.Head.Currency is { } currency && run.Currency is { } money && currency != money)
        {
            yield return file.Finding(PlanGravity.Contradiction, "currency-differs", "plan", $"The plan is in {currency}, the run in {money}.", $"a run with --currency {currency}");
        }
    }

    private static IEnumerable<PlanFinding> Row(PlanFile file, PlanActuals run, string place, string? metric, decimal? current, decimal? target, string group)
    {
        string dimension = group.Length == 0 ? string.Empty : file.Plan.Dimension;
        if (PlanMetrics.Find(metric) is not { } about || run.Find(metric, dimension, group) is not { } actual)
        {
            yield break;
        }

        if (current is { } stated && Math.Abs((double)stated - actual.Value) > Math.Max(Close * Math.Abs(actual.Value), 1e-9))
        {
            yield return file.Finding(
                PlanGravity.Unclear, "today-differs", place, $"{about.Name} is said to be {PlanNumber.Write(stated, about.Unit)} today; the run measures {PlanNumber.Write(actual.Value, about.Unit)}.", $"{PlanNumber.Write(actual.Value, about.Unit)}, or a word on why");
        }

        if (target is { } aim)
        {
            IEnumerable<PlanActual> all = [actual, .. run.Groups(about.Id, file.Plan.Dimension)];
            double[] seen = [.. all.SelectMany(one => one.History.Select(point => point.Value).Append(one.Value)).Where(double.IsFinite)];
            if (seen.Length >= FewestSeen && (double)aim * about.Better > seen.Max(value => value * about.Better))
            {
                yield return file.Finding(
                    PlanGravity.Unclear, "target-beyond-range", place, $"The target of {about.Name}, {PlanNumber.Write(aim, about.Unit)}, lies beyond anything seen, of any {file.Plan.Dimension} in any month: {PlanNumber.Write(seen.Min(), about.Unit)} to {PlanNumber.Write(seen.Max(), about.Unit)}.",
                    $"a target within it, or what will be different");
            }
        }
    }
}
