using Perennial.Portfolio;
using Perennial.Reports.Page;
using Perennial.Reports.Page.Sections;

namespace Perennial.Reports.Roles;

/// <summary>For finance: figures that tie to the ledger, why value moved, what is kept by tier, what serving costs, and the plan beside what is.</summary>
internal static class FinancePage
{
    public static (Markup Headline, Section[] Body) Draw(RoleMaterial from)
    {
        (RunRecord run, MoneyFormat money) = (from.Run, from.Money);
        Tie[] ties = [.. Ties(run)];
        int open = ties.Count(tie => tie.Difference != 0);
        Markup answer = open == 0
            ? Markup.Of($"""All {Figure.Of(ties.Length, "sum")} below tie to the ledger <span class="sum">to the cent</span>.""")
            : Markup.Of($"""<span class="sum">{Figure.Of(open, "sum")}</span> of {Figure.Count(ties.Length)} below do not tie to the ledger.""");
        return (
            RolePage.Hero(ReportRole.Finance, run, answer, Lines(run, money), Tiles(run, money)),
            [
                Tied(ties, money), BridgeSection.Draw(run, money), NetSection.Draw(run, from.Tables.Net, money), RecurringSection.Draw(run, money), HealthSection.Draw(run, money), TierSection.Draw(run, money), CostSection.Draw(run, money), PlanSection.Draw(run, money),
                AcquisitionSection.Draw(run, money), SensitivitySection.Draw(run, money), WarningsSection.Draw(run),
            ]);
    }

    private static IEnumerable<Markup> Lines(RunRecord run, MoneyFormat money)
    {
        if (run.Equity is { } equity && double.IsFinite(equity.Mean))
        {
            yield return Markup.Of($"Expected {Words.Horizon(run.Horizon)}: {money.Of(equity.Mean)}, 80 % interval {money.Of(equity.P10)} to {money.Of(equity.P90)}, by {Tables.Definition(run.DefinitionId)}.");
        }

        yield return Markup.Of($"Every figure carries its definition; a change of convention is a new one. With <code>--xlsx</code> the run writes a workbook whose formulas recompute them.");
    }

    private static IEnumerable<(string Name, string Id, string Value)> Tiles(RunRecord run, MoneyFormat money)
    {
        yield return ("Net revenue to date", "revenue.net.v1", money.Of(run.Facts.RevenueNet));
        if (run.Margin is { KnowsCost: true } margin)
        {
            yield return ("Gross margin to date", "margin.gross.v1", money.Of(margin.Margin));
            yield return ("Contribution to date", "contribution.v1", money.Of(margin.Contribution));
        }

        if (run.Recurring?.Retention is { Nrr: { } nrr })
        {
            yield return ("Net retention, 12 months", "nrr.v1", Figure.Percent(nrr));
        }
    }

    private static Section Tied(Tie[] ties, MoneyFormat money) => new("ties", "What ties to what", Tables.Draw(
        "Sums that must be equal", ["", "#One way", "#The other way", "#Difference"],
        ties.Select(tie => (IReadOnlyList<Markup>)[Tables.Text(tie.What), Tables.Text(money.Exact(tie.One)), Tables.Text(money.Exact(tie.Other)), Tables.Text(tie.Difference == 0 ? "0.00" : money.Exact(tie.Difference))])));

    /// <summary>Gives sums told in two ways.</summary>
    internal static IEnumerable<Tie> Ties(RunRecord run)
    {
        yield return new("Net revenue: sales less what was given back; as told", run.Facts.RevenueGross - run.Facts.Refunds, run.Facts.RevenueNet);
        if (run.Margin is { } margin)
        {
            yield return new("Net revenue: of the facts; of the way from gross to net", run.Facts.RevenueNet, margin.Net);
            yield return new("Contribution: net revenue less all that is charged, by pool; as told", margin.Net - margin.Goods - margin.Pools.Sum(pool => pool.Amount), margin.Contribution);
        }

        if (run.Costs is { } costs)
        {
            yield return new("Costs: caused, unused and without a driver; booked", costs.Pools.Sum(pool => pool.Allocated + pool.Unused + pool.WithoutDriver), costs.Amount);
        }

        if (run.Recurring is { Months: [var first, ..] months } recurring)
        {
            yield return new("Recurring revenue: opening and all movements; at the end", first.Opening + months.Sum(m => m.New + m.Reactivation + m.Expansion + m.Contraction + m.AllChurn + m.Currency), recurring.Mrr);
            foreach (IGrouping<string, RecurringGroup> dimension in recurring.Groups.GroupBy(group => group.Dimension))
            {
                yield return new($"Recurring revenue: by {dimension.Key}; at the end", dimension.Sum(group => group.Closing), recurring.Mrr);
            }
        }

        if (run.Bridge is { Why: null } bridge)
        {
            yield return new("Value: of the run before and all steps; now", bridge.Start + bridge.Steps.Sum(step => step.Amount), bridge.End);
        }
    }

    /// <summary>A sum told in two ways.</summary>
    /// <param name="What">What both are.</param>
    /// <param name="One">One way.</param>
    /// <param name="Other">The other.</param>
    internal sealed record Tie(string What, decimal One, decimal Other)
    {
        public decimal Difference => Math.Round(One - Other, 2);
    }
}
