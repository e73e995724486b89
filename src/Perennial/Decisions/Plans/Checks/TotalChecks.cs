using static Perennial.Decisions.Plans.Checks.PlanChecks;

namespace Perennial.Decisions.Plans.Checks;

/// <summary>Whether what is said of rows together is what the rows say.</summary>
internal static class TotalChecks
{
    public static IEnumerable<PlanFinding> Of(PlanFile file)
    {
        Plan plan = file.Plan;
        IEnumerable<(string Part, PlanTable Table)> tables =
        [
            .. plan.Segments.Where(segment => segment.Areas is not null).Select(segment => ("segments", segment.Areas!)), .. plan.Drivers.Select(table => ("drivers", table)), .. plan.Areas.Select(table => ("areas", table)),
        ];
        foreach ((string part, PlanTable table) in tables)
        {
            string place = PlanFile.Place(part, table.Name, "total");
            decimal sum = table.Rows.Sum(row => row.Amount ?? 0);
            if (table.Amount is { } amount && !Same(amount, sum))
            {
                yield return file.Finding(PlanGravity.Contradiction, "total-of-amounts", place, $"The total is {Money(amount)}, and the rows add up to {Money(sum)}.", $"a total of {Money(sum)}, or rows that add up to {Money(amount)}");
            }
        }

        if (plan.Change is { } change && change.Revenue + change.Retention + change.Cost is var whole && whole != 1)
        {
            yield return file.Finding(
                PlanGravity.Contradiction, "change-not-whole", "change", $"Revenue, retention and cost together bring {Share(whole)} of the change.", $"shares that add up to 100 %");
        }

        if (plan.Scorecard.Count > 0 && plan.Scorecard.Sum(factor => factor.Weight) is var weights && weights != 1)
        {
            yield return file.Finding(
                PlanGravity.Contradiction, "weights-not-whole", PlanFile.Place("scorecard", plan.Scorecard[0].Name), $"The weights of the scorecard add up to {Share(weights)}.", $"weights that add up to 100 %");
        }

        foreach (PlanSegment segment in plan.Segments.Where(segment => segment is { Value: > 0, Target: not null }))
        {
            decimal growth = (segment.Target!.Value / segment.Value!.Value) - 1;
            if (segment.Growth is { } stated && Math.Abs(stated - growth) > 0.005m)
            {
                yield return file.Finding(
                    PlanGravity.Contradiction, "growth-of-segment", PlanFile.Place("segments", segment.Name), $"Growth is said to be {Share(stated)}; from {Money(segment.Value)} to {Money(segment.Target)} it is {Share(growth)}.",
                    $"a growth of {Share(growth)}");
            }

            foreach (PlanRow row in segment.Areas?.Rows.Where(row => row.Metric == PlanMetrics.Clv) ?? [])
            {
                if ((row.Current?.Number is { } current && current != segment.Value) || (row.Target?.Number is { } target && target != segment.Target))
                {
                    yield return file.Finding(
                        PlanGravity.Contradiction, "value-stated-twice", PlanFile.Place("segments", segment.Name, row.Name), $"The row goes from {row.Current} to {row.Target}, the segment from {Money(segment.Value)} to {Money(segment.Target)}.",
                        $"the same two values");
                }
            }
        }
    }

    // Amounts are money: half a unit of currency.
    private static bool Same(decimal a, decimal b) => Math.Abs(a - b) < 0.5m;
}
