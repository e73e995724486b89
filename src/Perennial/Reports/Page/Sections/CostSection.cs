using Perennial.Portfolio;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>What serving customers cost: what they caused, what nobody took, and what was left.</summary>
internal static class CostSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Costs is not { } costs)
        {
            return Section.Nothing;
        }

        Chart? whale = WhalePicture.Draw(run, money);
        return new("cost-to-serve", "What serving customers costs", Markup.Of($"""
            <p>Of {money.Of(costs.Amount)} booked from {Figure.Day(costs.From)} to {Figure.Day(costs.To)}, customers caused <a href="#def-cost-to-serve.v1">{money.Of(costs.Allocated)}</a>{(costs.Revenue > 0 ? $", {Figure.Percent((double)(costs.Allocated / costs.Revenue))} of their net revenue in these days" : string.Empty)}; <a href="#def-cost.unused.v1">{money.Of(costs.Unused)}</a> was capacity that nobody took. {Figure.Of(costs.CostMoreThanTheyBrought, "customer")} cost more than they brought.</p>
            {Tables.Draw("Allocated, unused and what nothing shares out add up to what was booked", ["Pool", "#Booked", "#Caused by customers|cost-to-serve.v1", "#Unused|cost.unused.v1", "#Without a driver", "#Of the caused, avoidable"], [.. costs.Pools.Select(Row), Total(costs)])}
            {(whale is null ? Markup.Empty : ChartMarkup.Figure(whale))}
            """));

        IReadOnlyList<Markup> Row(CostPool pool) =>
            [Tables.Data(pool.Pool), Amount(pool.Amount), Amount(pool.Allocated), Amount(pool.Unused), Amount(pool.WithoutDriver), Amount(pool.Avoidable)];

        IReadOnlyList<Markup> Total(CostFacts all) =>
            [Tables.Text("All"), Amount(all.Amount), Amount(all.Allocated), Amount(all.Unused), Amount(all.Pools.Sum(pool => pool.WithoutDriver)), Amount(all.Pools.Sum(pool => pool.Avoidable))];

        Markup Amount(decimal amount) => Tables.Text(money.Exact(amount));
    }
}
