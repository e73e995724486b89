using Perennial.Portfolio.Concentrations;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>The risk of few large customers: how much rests on them, under which terms, and what their leaving would take.</summary>
internal static class ConcentrationSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Concentration is not { } few)
        {
            return Section.Nothing;
        }

        Chart?[] charts = [ConcentrationPictures.Lorenz(run), ConcentrationPictures.Whale(run, money), ConcentrationPictures.Trend(run, money)];
        return new("concentration", "How much rests on few customers", Markup.Of($"""
            {Tables.Draw(
                "Revenue and margin of the last twelve months, and value ahead", ["Of", "#Customers", "#All above zero", "#Largest|concentration.measure.v1", "#5 largest", "#10 largest", "#Top 1 %", "#Top 5 %", "#Top 10 %", "#HHI", "#Effective number", "#Gini"],
                few.Measures.Select(measure => (IReadOnlyList<Markup>)
                [
                    Tables.Text(ConcentrationPictures.Of(measure.Name, run)), Tables.Text(Figure.Count(measure.Customers)), Tables.Text(money.Of(measure.Total)),
                    Share(measure.Top1), Share(measure.Top5), Share(measure.Top10), Share(measure.Shares.Top1Percent), Share(measure.Shares.Top5Percent), Share(measure.Shares.Top10Percent),
                    Tables.Text(Figure.Number(measure.Shares.Hhi)), Tables.Text(Figure.About(measure.Shares.EffectiveNumber)), Tables.Text(Figure.Fixed(measure.Shares.Gini, "0.000")),
                ]))}
            {few.Measures.Where(measure => measure.Negative > 0).Select(measure => Markup.Of($"<p>{Figure.Of(measure.Negative, "customer")} are below zero in {ConcentrationPictures.Of(measure.Name, run)}, {money.Of(measure.NegativeTotal)} together; they count as zero in the shares.</p>"))}
            {charts.Where(chart => chart is not null).Select(chart => ChartMarkup.Figure(chart!))}
            {Groups(few)}
            {Protection(few, money)}
            {Loss(few, money)}
            {Top(few, run, money)}
            """));
    }

    private static Markup Groups(ConcentrationRecord few) => few.Groups.Count == 0 ? Markup.Empty : Tables.Draw(
        "How much of the value rests on one group", ["Of", "#Groups", "Most valuable", "#Its share|concentration.groups.v1", "#HHI"],
        few.Groups.Select(one => (IReadOnlyList<Markup>)
        [
            Tables.Text($"{one.Dimension}s"), Tables.Text(Figure.Count(one.Groups)), one.Largest.Length == 0 ? Tables.Text("not known") : Tables.Data(one.Largest), Share(one.Share), Tables.Text(Figure.Number(one.Hhi)),
        ]));

    private static Markup Protection(ConcentrationRecord few, MoneyFormat money) => few.Protection.Count == 0 ? Markup.Empty : Tables.Draw(
        "Recurring revenue under a term of three months or more", ["Accounts, the most valuable first", "#Recurring revenue a month", "#Under a term|concentration.protection.v1", "#Months left of it"],
        few.Protection.Select(part => (IReadOnlyList<Markup>)
        [
            Tables.Text(part.Largest is { } n ? n == 1 ? "The largest" : $"The {Figure.Count(n)} largest" : "All"), Tables.Text(money.Of(part.Mrr)), Share(part.Share), Tables.Text(Figure.Number(part.MonthsLeft)),
        ]));

    private static Markup Loss(ConcentrationRecord few, MoneyFormat money)
    {
        if (few.Loss is not { } loss)
        {
            return Markup.Empty;
        }

        bool linked = loss.Shared.Count > 0;
        return Markup.Of($"""
            <h3>What leaving may take</h3>
            <p>{(loss.Accounts == 1 ? Markup.Of($"The one account with a value") : Markup.Of($"The {Figure.Count(loss.Accounts)} most valuable accounts"))} hold {money.Of(loss.Value)} of {money.Of(loss.Equity)}. In one of twenty years their leaving takes at least <strong>{money.Of(loss.Linked.Var95)}</strong> ({Figure.Percent(loss.Linked.Var95 / loss.Equity)} of all value), where {money.Of(loss.Linked.Mean)} is expected and in the values already. {Tables.Definition("concentration.loss.v1")}</p>
            {Tables.Draw(
                $"Value lost with those who leave within a year, of {Figure.Count(loss.Draws)} drawn years", ["Leaving", "#Expected", "#Value at risk, 95 %", "#99 %", "#Expected shortfall, 95 %", "#99 %"],
                [.. linked ? (IReadOnlyList<Markup>[])[Row($"together, correlation {Figure.Number(loss.Correlation)}", loss.Linked)] : [], Row("each for itself, correlation 0", loss.Independent)])}
            <p class="note">{(linked ? $"Accounts that share {string.Join(", ", loss.Shared)} leave together to that degree: a stated assumption, which no data have shown." : "Nothing is known that accounts share, so each leaves for itself; what would hit all at once is not in these figures.")} Chances to leave: {string.Join(", ", loss.Chance.Split(", ").Select(Chance))}.</p>
            """);

        IReadOnlyList<Markup> Row(string how, LossLaw law) =>
            [Tables.Text(how), Tables.Text(money.Of(law.Mean)), Tables.Text(money.Of(law.Var95)), Tables.Text(money.Of(law.Var99)), Tables.Text(money.Of(law.Shortfall95)), Tables.Text(money.Of(law.Shortfall99))];
    }

    private static Markup Top(ConcentrationRecord few, RunRecord run, MoneyFormat money) => few.Top.Count == 0 ? Markup.Empty : Tables.Draw(
        "The largest accounts, and what is left when one of them leaves",
        ["Customer", $"#{(run.Net is null ? "Value" : "Net value")}", "#Share", "#Chance to leave in a year", .. few.Protection.Count > 0 ? (string[])["#Months of term left"] : [], "#Value of all others|concentration.without.v1", "#Their HHI", "#Their 10 largest"],
        few.Top.Select(account => (IReadOnlyList<Markup>)
        [
            Tables.Data(account.CustomerId), Tables.Text(money.Of(account.Value)), Share(account.Share), Share(account.Leaves),
            .. few.Protection.Count > 0 ? (Markup[])[Tables.Text(Figure.Number(account.MonthsLeft))] : [], Tables.Text(money.Of(account.EquityAfter)), Tables.Text(Figure.Number(account.HhiAfter)), Share(account.Top10After),
        ]));

    private static string Chance(string source) => source switch
    {
        "p_churn_365d" => "of contracts, to have left within 365 days",
        "p_zero" => "of purchases, to buy nothing within the horizon",
        _ => "of purchases, to have gone already",
    };

    private static Markup Share(double share) => Tables.Text(Figure.Percent(share));
}
