using Perennial.Scoring;
using Perennial.Valuation;

namespace Perennial.Reports.Page.Sections;

/// <summary>The first lines: what the customers are worth, how sure that is, whether the model was better than guessing, and what it can be used for.</summary>
internal static class Headline
{
    public static Markup Draw(RunRecord run, ScoreTable scores, MoneyFormat money)
    {
        bool amounts = run.HasAmounts();
        Markup first = run.Equity is { } equity && double.IsFinite(equity.Mean) ? Value(run, equity, money) : Facts(run, scores, money, amounts);
        return Markup.Of($"""
            <div class="hero">
            <p class="eyebrow">Customer value report, as of {Figure.Day(run.AsOf)}</p>
            {first}
            <p class="verdict">{run.Holdout?.Verdict ?? run.NoHoldout ?? "The model was not tested on hidden months."}</p>
            <p class="use">{run.Usability}</p>
            <dl class="tiles">
            {(run.Recurring is { Mrr: > 0 } recurring && run.Contracts is { } contracts && 2 * (contracts.Active + contracts.Paused + contracts.Churned) >= run.Facts.Customers ? Recurring(recurring, money) : Bought(run, money, amounts))}
            </dl>
            </div>

            """);
    }

    // A company of subscriptions is told by what recurs, not by its invoices.
    private static Markup Recurring(Portfolio.RecurringFacts recurring, MoneyFormat money) => Markup.Of($"""
        {Tile("Recurring revenue a month", "mrr.v1", money.Of(recurring.Mrr))}
        {Tile("Customers who pay it", "mrr.v1", Figure.Count(recurring.Customers))}
        {(recurring.Retention?.Nrr is { } net ? Tile("Net retention, 12 months", "nrr.v1", Figure.Percent(net)) : Markup.Empty)}
        {(recurring.Retention?.Grr is { } gross ? Tile("Gross retention, 12 months", "grr.v1", Figure.Percent(gross)) : Markup.Empty)}

        """);

    private static Markup Bought(RunRecord run, MoneyFormat money, bool amounts) => Markup.Of($"""
        {Tile("Customers", "customers.v1", Figure.Count(run.Facts.Customers))}
        {Tile("Orders", "orders.v1", Figure.Count(run.Facts.Orders))}
        {(amounts ? Tile("Net revenue to date", "revenue.net.v1", money.Of(run.Facts.RevenueNet)) : Markup.Empty)}
        {Tile("Bought more than once", "repeat-rate.v1", Figure.Percent(run.Facts.RepeatRate))}

        """);

    private static Markup Value(RunRecord run, EquityRecord equity, MoneyFormat money) => Markup.Of($"""
        <h1><span class="sum">{money.Of(equity.Mean)}</span> is what {Figure.Of(run.Facts.Buyers, "customer")} are expected to bring {Words.Horizon(run.Horizon)}.</h1>
        <p class="interval">80 % interval <strong>{money.Of(equity.P10)}</strong> to <strong>{money.Of(equity.P90)}</strong>. Discounted {Words.Basis(run)}; {char.ToLowerInvariant(equity.Label[0])}{equity.Label[1..]}. {Tables.Definition("equity.v1")} {Tables.Definition(run.DefinitionId)}</p>
        """);

    private static Markup Facts(RunRecord run, ScoreTable scores, MoneyFormat money, bool amounts)
    {
        double orders = scores.ExpectedOrders.Where(double.IsFinite).Sum();
        Markup also = !amounts && scores.ExpectedOrders.Any(double.IsFinite)
            ? Markup.Of($"""<p class="interval">They are expected to place <strong>{Figure.Number(orders)}</strong> more orders {Words.Horizon(run.Horizon)}. The log has no amounts, so no value in money is given.</p>""")
            : Markup.Of($"""<p class="interval">No value is predicted for them; what follows is what the data say by themselves.</p>""");
        return amounts
            ? Markup.Of($"""<h1>{Figure.Of(run.Facts.Customers, "customer")} brought <span class="sum">{money.Of(run.Facts.RevenueNet)}</span> so far.</h1>{also}""")
            : Markup.Of($"""<h1>{Figure.Of(run.Facts.Customers, "customer")} placed <span class="sum">{Figure.Of(run.Facts.Orders, "order")}</span> so far.</h1>{also}""");
    }

    private static Markup Tile(string name, string id, string value) => Markup.Of($"""<div><dt><a href="#def-{id}">{name}</a></dt><dd>{value}</dd></div>""");
}
