using Perennial.Portfolio.Acquiring;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>What customers cost to win, against what they are worth.</summary>
internal static class AcquisitionSection
{
    public static Section Draw(RunRecord run, MoneyFormat money) => run.Acquisition is not { } facts ? Section.Nothing : new("acquisition", "What customers cost to win", Markup.Of($"""
        <p>From {Figure.Day(facts.From)} to {Figure.Day(facts.To)}, {money.Of(facts.Spend)} won {Figure.Of(facts.Won, "customer")}: <a href="#def-cac.v1">{money.Of(facts.Cac)}</a> each, everything counted; <a href="#def-cac.paid.v1">{money.Of(facts.PaidCac)}</a> of bought reach for each of the {Figure.Count(facts.WonPaid)} it won. A customer's <a href="#def-acquisition.value.v1">value</a> is {facts.ValueIs}. Figures go with a channel; they do not say what more spend would bring.</p>
        {Picture(AcquisitionPictures.Ratios(run))}
        {Tables.Draw("By channel", ["Channel", "#Won", "#Cost each|cac.v1", "#By media alone", "#Value each|acquisition.value.v1", "#CLV to CAC|clv-cac.v1", "#80 % interval", "#Payback|cac-payback.v1", "#Affordable|cac.affordable.v1"], facts.Channels.Select(c => Row(c, money)))}
        {Picture(AcquisitionPictures.Payback(run, money))}
        """));

    private static IReadOnlyList<Markup> Row(AcquisitionChannel c, MoneyFormat money) =>
    [
        c.Channel.Length == 0 ? Tables.Text("none known") : Tables.Data(c.Channel),
        Tables.Text(Figure.Count(c.Won)), Tables.Text(money.Of(c.Cac)), Tables.Text(money.Of(c.MediaCac)), Tables.Text(money.Of(c.Value)),
        Tables.Text(c.Ratio is { } ratio ? Figure.Fixed(ratio, "0.0") : "–"),
        Tables.Text(c is { RatioLow: { } low, RatioHigh: { } high } ? $"{Figure.Fixed(low, "0.0")} to {Figure.Fixed(high, "0.0")}" : "–"),
        Tables.Text(c.Spend <= 0 || c.Won == 0 ? "–" : c.PaybackMonths is { } months ? Figure.Of(months, "month") : $"not reached in {Figure.Of(c.ObservedMonths, "month")}"),
        Tables.Text(money.Of(c.Affordable)),
    ];

    private static Markup Picture(Chart? chart) => chart is null ? Markup.Empty : ChartMarkup.Figure(chart);
}
