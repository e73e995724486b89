using static Perennial.Decisions.Plans.Checks.PlanChecks;

namespace Perennial.Decisions.Plans.Checks;

/// <summary>Whether somebody answers for what is to be done, with means and a measure.</summary>
internal static class WorkChecks
{
    /// <summary>Marks of text that was read in another encoding than it was written in.</summary>
    private static readonly string[] Garbled = ["\uFFFD", "â€", "Ã¤", "Ã¶", "Ã¼", "Ã©", "ðŸ", "ğŸ", "√ó", "‚Ä", "‚Ü", "üí", "üé"];

    public static IEnumerable<PlanFinding> Of(PlanFile file)
    {
        Plan plan = file.Plan;
        foreach ((string place, string owner) in Owners(plan).Where(owned => !plan.Owners.ContainsKey(owned.Owner)))
        {
            yield return file.Finding(
                PlanGravity.Contradiction, "owner-not-known", place, $"The role '{owner}' answers for it, and 'owners' has no such role.", $"one of {(plan.Owners.Count == 0 ? "the roles that 'owners' is yet to name" : string.Join(", ", plan.Owners.Keys))}");
        }

        HashSet<string> known = [.. plan.Tactics.Select(tactic => tactic.Id)];
        IEnumerable<(string Place, string Tactic)> attached =
        [
            .. plan.Segments.SelectMany(segment => segment.Tactics.Select(tactic => (PlanFile.Place("segments", segment.Name), tactic))),
            .. plan.Areas.SelectMany(area => area.Tactics.Select(tactic => (PlanFile.Place("areas", area.Name), tactic))),
        ];
        foreach ((string place, string tactic) in attached.Where(one => !known.Contains(one.Tactic)))
        {
            yield return file.Finding(PlanGravity.Contradiction, "tactic-not-known", place, $"The tactic '{tactic}' is attached, and 'tactics' has no such template.", $"one of {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        }

        foreach (PlanTactic tactic in plan.Tactics)
        {
            string place = PlanFile.Place("tactics", tactic.Id);
            if (tactic.Kpi is null)
            {
                yield return file.Finding(PlanGravity.Open, "tactic-without-measure", place, $"Nothing says how '{tactic.Name}' is measured.", $"a 'kpi'");
            }

            foreach (PlanSegment segment in plan.Segments.Where(segment => segment.Priority is "medium" or "low" && tactic is { Channel: "person", CostCap: null } && segment.Tactics.Contains(tactic.Id)))
            {
                yield return file.Finding(
                    PlanGravity.Unclear, "people-without-cap", place, $"'{tactic.Name}' takes people, is attached to {segment.Name} of {segment.Priority} priority, and has no cap on its cost.", $"a 'cost_cap', or a channel without people");
            }
        }

        foreach (PlanSegment segment in plan.Segments)
        {
            string place = PlanFile.Place("segments", segment.Name);
            if (segment is { Target: not null, Areas: null, Tactics.Count: 0 } && segment.Target != segment.Value)
            {
                yield return file.Finding(PlanGravity.Unclear, "segment-without-means", place, $"{segment.Name} is to go from {Money(segment.Value)} to {Money(segment.Target)}, and no area, tactic or money is meant for it.", $"means, or a target equal to today's value");
            }

            if (segment.Priority is { } stated && segment.Reason is null && plan.Goals.FirstOrDefault(goal => goal.Metric == PlanMetrics.Clv)?.Current is { } mean && segment.Value is { } value
                && SegmentPriority.Of((double)value, (double)mean) is var rule && rule != stated)
            {
                yield return file.Finding(PlanGravity.Unclear, "priority-against-rule", place, $"Its priority is {stated}; by the rule it is {rule}.", $"'{rule}', or a 'reason'");
            }
        }

        foreach (string text in Texts(plan).Where(text => Garbled.Any(mark => text.Contains(mark, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal))
        {
            yield return file.Finding(PlanGravity.Unclear, "text-garbled", "plan", $"'{text}' was read in another encoding than it was written in.", $"the text as it was meant, in UTF-8");
        }
    }

    private static IEnumerable<(string Place, string Owner)> Owners(Plan plan)
    {
        IEnumerable<(string Place, string? Owner)> all =
        [
            .. plan.Goals.Select(goal => (PlanFile.Place("goals", goal.Metric), goal.Owner)),
            .. plan.Segments.Select(segment => (PlanFile.Place("segments", segment.Name), segment.Owner)),
            .. plan.Drivers.SelectMany(table => table.Rows.Select(row => (PlanFile.Place("drivers", table.Name, row.Name), row.Owner))),
            .. plan.Areas.SelectMany(table => table.Rows.Select(row => (PlanFile.Place("areas", table.Name, row.Name), row.Owner))),
            .. plan.Segments.SelectMany(segment => (segment.Areas?.Rows ?? []).Select(row => (PlanFile.Place("segments", segment.Name, row.Name), row.Owner))),
            .. plan.Tactics.Select(tactic => (PlanFile.Place("tactics", tactic.Id), tactic.Owner)),
            .. plan.Investments.Rows.Select(row => (PlanFile.Place("investments", row.Name), row.Owner)),
            .. plan.Milestones.Select(milestone => (PlanFile.Place("milestones", milestone.Name), milestone.Owner)),
        ];
        return all.Where(owned => owned.Owner is not null).Select(owned => (owned.Place, owned.Owner!));
    }

    private static IEnumerable<string> Texts(Plan plan) =>
    [
        plan.Head.Name, plan.Head.Label ?? string.Empty, .. plan.Owners.Values, .. plan.Segments.Select(segment => segment.Name),
        .. plan.Drivers.Concat(plan.Areas).Concat(plan.Segments.Select(segment => segment.Areas).OfType<PlanTable>()).SelectMany(table => table.Rows).SelectMany(row => new[] { row.Name, row.Strategy ?? string.Empty }),
        .. plan.Tactics.Select(tactic => tactic.Name), .. plan.Investments.Rows.Select(row => row.Name), .. plan.Milestones.Select(milestone => milestone.Name), .. plan.Recommendations,
    ];
}
