using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Trajectories;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Scoring;

namespace Perennial.Reports.Page.Sections;

/// <summary>Customers by what they are worth and where they go, and what tells these segments apart.</summary>
internal static class SegmentSection
{
    public static Section Draw(RunRecord run, ScoreTable scores, TrajectoryTable? trajectories, SegmentTable? table, MoneyFormat money) => run.Segments is not { } segments || segments.Segments.All(one => one.Customers == 0) ? Section.Nothing : new("value-segments", "Value by trajectory", Markup.Of($"""
        <p>What customers are worth and where they go, together. {Tables.Definition("segment.v1")} High value: {Tiers(segments.High)}; moderate: {Tiers(segments.Moderate)}{(segments.None > 0 ? $". Of {Figure.Of(segments.None, "customer")} value or direction is not known" : string.Empty)}.</p>
        {(table is not null && trajectories is not null && QuadrantPicture.Draw(run, scores, trajectories, table) is { } chart ? ChartMarkup.Figure(chart) : Markup.Empty)}
        {Tables.Draw(
            "Segments", ["Segment", "Is", "#Customers", "#Value", "#Sure of the level", "#Mean chance of expansion", "#Mean chance of churn"],
            segments.Segments.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Text(one.Segment), Tables.Text(one.Meaning), Tables.Text(Figure.Count(one.Customers)), Tables.Text(money.Of(one.Value)),
                Tables.Text(one.Customers == 0 ? "–" : Figure.Percent((double)one.Sure / one.Customers)), Tables.Text(Figure.Percent(one.Expansion)), Tables.Text(Figure.Percent(one.Churn)),
            ]))}
        {Contrasts(segments)}
        <p class="note">Every customer's segment is in <code>segments.parquet</code>{(segments.Tested > 0 ? ", every contrast in segments.csv" : string.Empty)}.</p>
        """));

    private static string Tiers(IReadOnlyList<string> names) => names.Count == 0 ? "no tier" : string.Join(", ", names);

    private static Markup Contrasts(SegmentRecord segments) => segments.Tested == 0 ? Markup.Empty : Markup.Of($"""
        <h3>What tells segments apart</h3>
        <p>{Figure.Of(segments.Tested, "contrast")} of a segment with all other customers {(segments.Tested == 1 ? "was" : "were")} looked at; {(segments.Contrasts.Count == 0 ? "none is clear and of any size" : "these are clear and not small, at most one in twenty of them wrong")}. What goes with a segment need not be why customers are in it. {Tables.Definition("segment.contrast.v1")}</p>
        {Markup.Join(segments.Contrasts.GroupBy(one => one.Segment).Select(segment => Markup.Of($"<p><b>{segment.Key}</b></p><ul>{Markup.Join(segment.Select(one => Markup.Of($"<li>{one.Sentence}</li>")))}</ul>")))}
        """);
}
