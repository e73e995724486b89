using static Perennial.Decisions.Plans.Checks.PlanChecks;

namespace Perennial.Decisions.Plans.Checks;

/// <summary>Whether investments and what they are said to bring hold together.</summary>
internal static class MoneyChecks
{
    public static IEnumerable<PlanFinding> Of(PlanFile file)
    {
        PlanInvestments all = file.Plan.Investments;
        string total = PlanFile.Place("investments", "total");
        decimal amount = all.Rows.Sum(row => row.Amount);
        decimal? returns = all.Rows.Count > 0 && all.Rows.All(row => Returns(row) is not null) ? all.Rows.Sum(row => Returns(row)) : null;
        if (all.Amount is { } stated && Math.Abs(stated - amount) >= 0.5m)
        {
            yield return file.Finding(PlanGravity.Contradiction, "total-of-amounts", total, $"The total is {Money(stated)}, and the investments add up to {Money(amount)}.", $"a total of {Money(amount)}");
        }

        if (all.Returns is { } back && returns is { } rows && Math.Abs(back - rows) >= 0.5m)
        {
            yield return file.Finding(PlanGravity.Contradiction, "total-of-returns", total, $"{Money(back)} is said to come back of all; the investments bring {Money(rows)}.", $"a return of {Money(rows)}");
        }

        if (all.Multiple is { } multiple && amount > 0 && (all.Returns ?? returns) is { } brought && !Near(multiple, brought / (all.Amount ?? amount)))
        {
            decimal right = brought / (all.Amount ?? amount);
            yield return file.Finding(
                PlanGravity.Contradiction, "total-of-multiples", total, $"The multiple of all is said to be {Share(multiple)}; {Money(brought)} by {Money(all.Amount ?? amount)} is {Share(right)}.", $"a multiple of {Share(right)}, which is a net return of {Share(right - 1)}");
        }

        foreach (PlanInvestment row in all.Rows)
        {
            string place = PlanFile.Place("investments", row.Name);
            if (row is { Multiple: { } times, Returns: { } brings, Amount: > 0 })
            {
                decimal gross = brings / row.Amount, net = gross - 1;
                if (Near(times, gross))
                {
                    yield return file.Finding(
                        PlanGravity.Unclear, "multiple-or-net", place, $"{Share(times)} is what comes back by what is spent ({Money(brings)} by {Money(row.Amount)}): a multiple. The net return is {Share(net)}.",
                        $"both, named: multiple {gross:0.##}, net return {Share(net)}");
                }
                else if (!Near(times, net))
                {
                    yield return file.Finding(PlanGravity.Contradiction, "multiple-of-returns", place, $"{Share(times)} is stated; {Money(brings)} by {Money(row.Amount)} is {Share(gross)}, net {Share(net)}.", $"a multiple of {Share(gross)}");
                }
            }

            if (row.Family is { } family && file.Plan.Drivers.FirstOrDefault(table => table.Name == family) is { } drivers && (drivers.Amount ?? drivers.Rows.Sum(driver => driver.Amount ?? 0)) is var spent and > 0 && spent != row.Amount)
            {
                yield return file.Finding(
                    PlanGravity.Contradiction, "investment-against-drivers", place, $"{Money(row.Amount)} is invested, and the drivers of {family} cost {Money(spent)}.", $"the same amount in both places");
            }

            if (row.Family is null)
            {
                yield return file.Finding(
                    PlanGravity.Unclear, "investment-without-driver", place, $"{Money(row.Returns ?? (row.Multiple * row.Amount))} is to come from an investment that no driver, area or tactic carries.", $"a 'family' of drivers it pays for");
            }

            DateOnly end = file.Plan.Head.Begins.AddMonths(row.Months);
            if (row.Months > 12 && file.Plan.Goals.Any(goal => goal.InTwelveMonths is not null))
            {
                yield return file.Finding(
                    PlanGravity.Unclear, "money-after-goal", place, $"The money is spent over {row.Months} months, to {end:yyyy-MM-dd}; the goals are to be reached in 12, when {Share(1 - (12m / row.Months))} of it is still unspent.",
                    $"goals at {row.Months} months, or money within 12");
            }
        }

        decimal tables = file.Plan.Segments.Sum(segment => Spent(segment.Areas)) + file.Plan.Drivers.Sum(Spent) + file.Plan.Areas.Sum(Spent);
        if (amount > 0 && tables > amount && new[] { file.Plan.Segments.Any(segment => segment.Areas is not null), file.Plan.Drivers.Count > 0, file.Plan.Areas.Count > 0 }.Count(there => there) > 1)
        {
            yield return file.Finding(
                PlanGravity.Unclear, "money-stated-twice", total, $"Drivers, areas and segments together name {Money(tables)}, the investments {Money(amount)}: either the tables are views of the same money, or {Money(tables - amount)} is not funded.",
                $"a word on which tables share their money");
        }
    }

    /// <summary>Gives what an investment is said to bring.</summary>
    public static decimal? Returns(PlanInvestment row) => row.Returns ?? (row.Multiple * row.Amount);

    private static decimal Spent(PlanTable? table) => table is null ? 0 : table.Amount ?? table.Rows.Sum(row => row.Amount ?? 0);
}
