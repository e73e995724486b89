using Perennial.Ledger;
using Perennial.Valuation.Net;

namespace Perennial.Reports.Page.Sections;

/// <summary>From gross revenue to net: to date by what was taken off, ahead by horizon and segment, and how it moves with what it assumes.</summary>
internal static class NetSection
{
    public static Section Draw(RunRecord run, NetTable? net, MoneyFormat money)
    {
        if (run.Margin is not { } margin || net is null)
        {
            return Section.Nothing;
        }

        NetRecord all = net.Record;
        return new("gross-to-net", "From gross to net", Markup.Of($"""
            <p>Of {money.Of(margin.Net)} of net revenue to date, <a href="#def-margin.gross.v1">{money.Of(margin.Margin)}</a>{(margin.MarginShare is { } share ? $" ({Figure.Percent(share)})" : string.Empty)} is gross margin and <a href="#def-contribution.v1">{money.Of(margin.Contribution)}</a> is left after serving customers. {Figure.Of(all.NegativeToDate, "customer")} cost more than they brought.</p>
            {Tables.Draw("From gross revenue to net, to date", ["", "#Amount"], ToDate(margin, money))}
            {Ahead(run, all, money)}
            """));
    }

    private static IEnumerable<IReadOnlyList<Markup>> ToDate(MarginAccount margin, MoneyFormat money)
    {
        yield return Row("Gross revenue", margin.Gross);
        yield return Row("Returns, refunds, credit notes and disputes", -margin.Refunds);
        yield return Row("What goods cost", -margin.Goods);
        yield return Row("Pools that are cost of revenue", -margin.Delivery);
        yield return Row("Gross margin", margin.Margin);
        yield return Row("Cost to serve", -margin.Serve);
        yield return Row("Interventions", -margin.Retention);
        yield return Row("Contribution (net)", margin.Contribution);

        IReadOnlyList<Markup> Row(string what, decimal amount) => [Tables.Text(what), Tables.Text(money.Exact(amount))];
    }

    private static Markup Ahead(RunRecord run, NetRecord all, MoneyFormat money) => Markup.Empty;
}
