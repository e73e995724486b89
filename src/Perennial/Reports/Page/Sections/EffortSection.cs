using Perennial.Portfolio.Stances;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>Whether effort follows net value, who gets more or less than in proportion, and growth that erodes.</summary>
internal static class EffortSection
{
    public static Section Draw(RunRecord run, MoneyFormat money) => run.Stances is not { } facts || (facts.Alignment is null && facts.Eroding.Count == 0) ? Section.Nothing : new("effort", "Effort and value", Markup.Of($"""
        {(facts.Alignment is { } alignment ? Aligned(run, alignment, money) : Markup.Empty)}
        {(facts.Eroding.Count == 0 ? Markup.Empty : Tables.Draw(
            "Growth that erodes: revenue a year rises, and net value is below nothing or below what a customer cost to win", ["Kind|erosion.v1", "Name", "#Customers", "#Revenue a year", "#A year before", "#Net value", "#Cost to win"],
            facts.Eroding.Select(one => (IReadOnlyList<Markup>)[Tables.Text(one.Kind), Tables.Data(one.Name), Tables.Text(Figure.Count(one.Customers)), Tables.Text(money.Of(one.Now)), Tables.Text(money.Of(one.Before)), Tables.Text(money.Of(one.Net) + (one.Cost is null ? string.Empty : " each")), Tables.Text(money.Of(one.Cost))])))}
        """));

    private static Markup Aligned(RunRecord run, EffortAlignment alignment, MoneyFormat money) => Markup.Of($"""
        <p>Where effort follows value, its rank correlation is near one {Tables.Definition("effort.alignment.v1")}; at nothing or below, effort goes elsewhere. A share in proportion to value {Tables.Definition("effort.proportional.v1")} is what others are served beside it, not what a customer needs.{Floor(alignment)}{Covered(alignment)}</p>
        {Tables.Draw(
            "Effort of the last twelve whole months and net value", ["Effort", "#Spent", "#Rank correlation|effort.alignment.v1", "#95 % interval"],
            alignment.Kinds.Concat(alignment.Kinds.Count > 1 && alignment.All is { } all ? [all] : []).Select(kind => (IReadOnlyList<Markup>)
                [Tables.Text(kind.Kind), Tables.Text(money.Of(kind.Amount)), Tables.Text(Figure.Number(Math.Round(kind.Rank, 2))), Tables.Text($"{Figure.Number(Math.Round(kind.Low, 2))} to {Figure.Number(Math.Round(kind.High, 2))}")]))}
        {ChartMarkup.Figure(EffortPicture.Draw(run, alignment))}
        {Served("Over-served: most above a share in proportion to value", alignment.Over, money)}
        {Served("Under-served: most below it", alignment.Under, money)}
        {Served("Strategic customers, those furthest below it first", [.. alignment.Strategic.Take(EffortAlignment.Shown)], money)}
        """);

    private static string Floor(EffortAlignment alignment) => alignment.FloorHolds == false ? " All support together does not reach the service floor, so proportions leave it out." : string.Empty;

    private static string Covered(EffortAlignment alignment) => alignment.Covered is { } share ? $" Of {Figure.Of(alignment.Strategic.Count, "strategic customer")}, {Figure.Percent(share)} get at least that." : string.Empty;

    private static Markup Served(string caption, IReadOnlyList<ServedCustomer> customers, MoneyFormat money) => customers.Count == 0 ? Markup.Empty : Tables.Draw(
        caption, ["Customer", "#Net value", "#Effort", "#In proportion|effort.proportional.v1", "#Difference"],
        customers.Select(one => (IReadOnlyList<Markup>)[Tables.Data(one.CustomerId), Tables.Text(money.Of(one.Value)), Tables.Text(money.Of(one.Effort)), Tables.Text(money.Of(one.Proportional)), Tables.Text(money.Of(one.Effort - one.Proportional))]));
}
