using Perennial.Reports.Page;
using Perennial.Reports.Page.Sections;

namespace Perennial.Reports.Roles;

/// <summary>For executives: what the customer base is worth and which way it goes, its tiers, where it is fragile, what programmes brought, what changed.</summary>
internal static class ExecutivePage
{
    public static (Markup Headline, Section[] Body) Draw(RoleMaterial from)
    {
        (RunRecord run, MoneyFormat money) = (from.Run, from.Money);
        return (
            RolePage.Hero(ReportRole.Executive, run, Answer(run, money), Lines(from, money), Tiles(from, money)),
            [
                HealthSection.Draw(run, money), TierSection.Draw(run, money), ConcentrationSection.Draw(run, money), StanceSection.Draw(run, money), EffortSection.Draw(run, money), Programmes(run, money), BridgeSection.Draw(run, money),
                AcquisitionSection.Draw(run, money), WarningsSection.Draw(run),
            ]);
    }

    private static Markup Answer(RunRecord run, MoneyFormat money) => run.Equity is { } equity && double.IsFinite(equity.Mean)
        ? Markup.Of($"""<span class="sum">{money.Of(equity.Mean)}</span> is what {Figure.Of(run.Facts.Buyers, "customer")} are expected to bring {Words.Horizon(run.Horizon)}{Direction(run, money)}.""")
        : Markup.Of($"""{Figure.Of(run.Facts.Customers, "customer")} brought <span class="sum">{money.Of(run.Facts.RevenueNet)}</span> so far; nothing can be said yet of what comes.""");

    private static string Direction(RunRecord run, MoneyFormat money) => run.Bridge is not { Why: null } bridge ? string.Empty
        : $", {money.Of(Math.Abs((double)(bridge.End - bridge.Start)))} {(bridge.End < bridge.Start ? "less" : "more")} than on {Figure.Day(bridge.FromAsOf)}";

    private static IEnumerable<Markup> Lines(RoleMaterial from, MoneyFormat money)
    {
        RunRecord run = from.Run;
        if (run.Equity is { } equity && double.IsFinite(equity.Mean))
        {
            yield return Markup.Of($"80 % interval {money.Of(equity.P10)} to {money.Of(equity.P90)} {Tables.Definition("equity.v1")}.");
        }

        if (run.Net?.Horizons is [var own, ..])
        {
            yield return Markup.Of($"""After what goods and service cost, <a href="#def-{run.Net.DefinitionId}">{money.Of(own.Net)}</a> is left; {Figure.Of(run.Net.NegativeAhead, "customer")} are expected to cost more than they bring.""");
        }

        if (from.Tables.Book is { Entries.Count: > 0 } book && book.Stake > 0)
        {
            int half = HalfOf(book.Entries.Select(entry => entry.Stake), book.Stake);
            yield return Markup.Of($"""{money.Of(book.Stake)} of value is <a href="#def-value-at-stake.v1">at stake</a> within a year; half of it with {Figure.Of(half, "customer")}.""");
        }

        yield return Markup.Of($"{run.Usability}");
    }

    private static int HalfOf(IEnumerable<double> stakes, double all)
    {
        (double sum, int count) = (0, 0);
        foreach (double stake in stakes)
        {
            if (sum >= all / 2)
            {
                break;
            }

            sum += stake;
            count++;
        }

        return count;
    }

    private static IEnumerable<(string Name, string Id, string Value)> Tiles(RoleMaterial from, MoneyFormat money)
    {
        RunRecord run = from.Run;
        if (run.Recurring is { Mrr: > 0 } recurring)
        {
            yield return ("Recurring revenue a month", "mrr.v1", money.Of(recurring.Mrr));
            if (recurring.Retention is { Nrr: { } nrr })
            {
                yield return ("Net retention, 12 months", "nrr.v1", Figure.Percent(nrr));
            }
        }
        else
        {
            yield return ("Customers", "customers.v1", Figure.Count(run.Facts.Customers));
            yield return ("Net revenue to date", "revenue.net.v1", money.Of(run.Facts.RevenueNet));
        }

        if (run.Margin is { KnowsCost: true, MarginShare: { } share })
        {
            yield return ("Gross margin to date", "margin.gross.v1", Figure.Percent(share));
        }

        if (run.Costs is { Revenue: > 0 } costs)
        {
            yield return ("Cost to serve, of revenue", "cost-to-serve.v1", Figure.Percent((double)(costs.Allocated / costs.Revenue)));
        }
    }

    // What was spent is booked; what it brought is not known before it is measured.
    private static Section Programmes(RunRecord run, MoneyFormat money) => run.Margin is not { Retention: > 0 } margin ? Section.Nothing : new("programmes", "What programmes brought", Markup.Of($"""
        <p>{money.Of(margin.Retention)} was spent on interventions with single customers to date. What they brought is not known: nobody was left out by chance, so those who were helped cannot be told from those who would have stayed anyway. No return is given.</p>
        """));
}
