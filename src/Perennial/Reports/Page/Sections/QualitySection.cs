using Perennial.Ingest;

namespace Perennial.Reports.Page.Sections;

/// <summary>The quality report: what was found, how much it matters, what was done.</summary>
internal static class QualitySection
{
    private static readonly string[] Order = ["serious", "warning", "info"];

    public static Section Draw(RunRecord run) => new("quality", "Data quality", run.Quality.Count == 0
        ? Markup.Of($"<p>Nothing was found that needs a word: every row could be read, and no rule set any aside.</p>")
        : Tables.Draw(
            "Findings, the most serious first",
            ["Finding", "Weight", "#Count", "#Of revenue", "What was done", "Examples"],
            run.Quality.OrderBy(q => Array.IndexOf(Order, q.Severity)).Select(Row)));

    private static IReadOnlyList<Markup> Row(QualityFinding q) =>
    [
        Tables.Text(q.Title),
        Markup.Of($"""<span class="tag {(Order.Contains(q.Severity) ? q.Severity : "info")}">{q.Severity}</span>"""),
        Tables.Text(Figure.Count(q.Count)),
        Tables.Text(Figure.Percent(q.RevenueShare)),
        Tables.Text(q.Done),
        Markup.Of($"{q.Examples.Take(3).Select((e, i) => Markup.Of($"{(i > 0 ? "; " : string.Empty)}<bdi>{e}</bdi>"))}"),
    ];
}
