using static Perennial.Decisions.Plans.Checks.PlanChecks;

namespace Perennial.Decisions.Plans.Checks;

/// <summary>Whether goals and milestones go in one direction, in time, and say what a person has to say.</summary>
internal static class GoalChecks
{
    public static IEnumerable<PlanFinding> Of(PlanFile file)
    {
        Plan plan = file.Plan;
        foreach (PlanGoal goal in plan.Goals)
        {
            PlanMetric metric = PlanMetrics.Find(goal.Metric)!;
            string place = PlanFile.Place("goals", goal.Metric);
            decimal[] steps = [.. new[] { goal.Current, goal.InSixMonths, goal.InTwelveMonths }.OfType<decimal>()];
            if (steps.Zip(steps.Skip(1)).Any(step => (step.Second - step.First) * metric.Better < 0))
            {
                yield return file.Finding(
                    PlanGravity.Contradiction, "goal-turns-back", place, $"{metric.Name} goes {string.Join(", then ", steps.Select(step => PlanNumber.Write(step, metric.Unit)))}: a step leads away from the goal.", $"steps in one direction");
            }

            if (metric.Unit == PlanUnit.Share && metric.Id is PlanMetrics.Retention or "grr" && steps.Any(step => step > 1))
            {
                yield return file.Finding(PlanGravity.Contradiction, "share-beyond-whole", place, $"{metric.Name} is {Share(steps.Max())}; no more than all can be kept.", $"at most 100 %");
            }

            if (metric.Unit == PlanUnit.OfTen && steps.Any(step => step is < 0 or > 10))
            {
                yield return file.Finding(PlanGravity.Contradiction, "scale", place, $"{metric.Name} is {steps.Max():0.##} on a scale from 0 to 10.", $"a number from 0 to 10");
            }

            if (goal.Target is null)
            {
                yield return file.Finding(PlanGravity.Open, "target-open", place, $"{metric.Name} has no target yet.", $"'in_6_months' or 'in_12_months', set by a person");
            }
        }

        foreach (PlanMilestone milestone in plan.Milestones)
        {
            string place = PlanFile.Place("milestones", milestone.Name);
            if (milestone.Due < plan.Head.Begins)
            {
                yield return file.Finding(PlanGravity.Contradiction, "due-before-start", place, $"It is due on {milestone.Due:yyyy-MM-dd}; the plan starts on {plan.Head.Begins:yyyy-MM-dd}.", $"a later day");
            }

            if (milestone is { Metric: { } metric, Target: { } target } && plan.Goals.FirstOrDefault(goal => goal.Metric == metric) is { } of)
            {
                (decimal? At, int Months)[] marks = [(of.InSixMonths, 6), (of.InTwelveMonths, 12)];
                (decimal? at, int months) = marks.FirstOrDefault(mark => mark.At == target);
                if (at is not null && milestone.Due < plan.Head.Begins.AddMonths(months))
                {
                    yield return file.Finding(
                        PlanGravity.Contradiction, "milestone-before-goal", place, $"{PlanNumber.Write(target, PlanMetrics.Find(metric)!.Unit)} is due on {milestone.Due:yyyy-MM-dd}; the goal gives it {months} months, to {plan.Head.Begins.AddMonths(months):yyyy-MM-dd}.",
                        $"the same day in both places");
                }
                else if (at is null && !Between(of, target))
                {
                    yield return file.Finding(
                        PlanGravity.Contradiction, "milestone-off-goal", place, $"Its target is {PlanNumber.Write(target, PlanMetrics.Find(metric)!.Unit)}, outside the way from {PlanNumber.Write(of.Current, PlanMetrics.Find(metric)!.Unit)} to {PlanNumber.Write(of.Target, PlanMetrics.Find(metric)!.Unit)}.",
                        $"a target on that way");
                }
            }

            if (milestone is { Done: true, Metric: null, Evidence.Count: 0 })
            {
                yield return file.Finding(PlanGravity.Unclear, "done-without-evidence", place, $"It is said to be done, and nothing shows it.", $"'evidence': links or files");
            }
        }
    }

    private static bool Between(PlanGoal goal, decimal target) => goal is not { Current: { } from, Target: { } to } || (target - from) * (target - to) <= 0;
}
