using Perennial.Portfolio;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>The facts with their pictures, before any model.</summary>
internal static class FactsSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        Facts facts = run.Facts;
        Chart?[] charts = [MonthPicture.Draw(run, money), CohortPicture.Draw(run, money), FactPictures.Retention(run), FactPictures.Frequency(run), FactPictures.Lorenz(run)];
        bool none = charts.All(c => c is null);
        return new("facts", "The facts, before any model", Markup.Of($"""
            {(none ? Markup.Of($"<p>{Figure.Of(facts.Customers, "customer")} and {Figure.Of(facts.Orders, "order")} are too few to draw. The figures above are all there is to say.</p>") : Markup.Empty)}
            {charts.Where(c => c is not null).Select(c => ChartMarkup.Figure(c!))}
            {Concentration(run)}
            {Gaps(facts)}
            <h3>Is this a subscription?</h3>
            <p>The data look <strong>{facts.Setting}</strong>. {Tables.Definition("setting.v1")}</p>
            <ul>{facts.SettingEvidence.Select(e => Markup.Of($"<li>{e}</li>"))}</ul>
            {Notes(facts)}
            """));
    }

    private static Markup Concentration(RunRecord run)
    {
        Concentration c = run.Facts.Concentration;
        return !run.HasAmounts() || run.Facts.Customers < 2 || !double.IsFinite(c.Gini) ? Markup.Empty : Markup.Of($"""
            {Tables.Draw("How concentrated net revenue is", ["Customers", "#Share of net revenue|concentration.top-share.v1"],
            [
                [Tables.Text("Top 1 %"), Tables.Text(Figure.Percent(c.Top1Percent))],
                [Tables.Text("Top 5 %"), Tables.Text(Figure.Percent(c.Top5Percent))],
                [Tables.Text("Top 10 %"), Tables.Text(Figure.Percent(c.Top10Percent))],
                [Tables.Text("Top 20 %"), Tables.Text(Figure.Percent(c.Top20Percent))],
            ])}
            <p><a href="#def-concentration.gini.v1">Gini</a> {Figure.Fixed(c.Gini, "0.000")}; <a href="#def-hhi.revenue.v1">HHI</a> {Figure.Fixed(c.Hhi, "0.0000")}: as concentrated as if <a href="#def-concentration.effective-number.v1">{Figure.About(c.EffectiveNumber)} equal customers</a> made all of it.</p>
            """);
    }

    private static Markup Gaps(Facts facts) => facts.InterPurchaseDays.Count == 0
        ? Markup.Of($"<p>Nobody has bought on two different days yet, so there are no gaps between purchases to describe.</p>")
        : Tables.Draw(
            "Days between two purchases of a customer",
            ["Of all gaps", "#are at most (days)|inter-purchase-days.v1"],
            facts.InterPurchaseDays.Select(q => (IReadOnlyList<Markup>)[Tables.Text(Figure.Percent(q.Level)), Tables.Text(Figure.Number(q.Value))]));

    private static Markup Notes(Facts facts) => Markup.Of($"""
        {(facts.FrequencySpendCorrelation is { } r && double.IsFinite(r.Value)
            ? Markup.Of($"<p>Frequency and spend at a time have a rank correlation of {Figure.Fixed(r.Value, "0.00")} (95 % interval {Figure.Fixed(r.Low, "0.00")} to {Figure.Fixed(r.High, "0.00")}, {Figure.Of(r.Customers, "repeat customer")}).</p>")
            : Markup.Empty)}
        {(facts.LeftCensored > 0 && facts.BurnInEnds is { } end
            ? Markup.Of($"<p>{Figure.Of(facts.LeftCensored, "customer")} first seen up to {Figure.Day(end)} may have been customers before the data begin.</p>")
            : Markup.Empty)}
        """);
}
