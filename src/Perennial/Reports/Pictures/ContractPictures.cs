using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Valuation.Contracts;

namespace Perennial.Reports.Pictures;

/// <summary>Who stays under contract, by segment: what was seen with its band, and what the law of leaving expects, dashed.</summary>
internal static class ContractPictures
{
    private const int MostSegments = 6;
    private const string Band = "95 % band";

    public static Chart? Survival(RunRecord run)
    {
        ContractSurvival[] segments = [.. run.Contracts?.Survival.Where(s => s.Points.Count > 1).Take(MostSegments) ?? []];
        return segments.Length == 0 ? null : new Chart
        {
            Id = "contract-survival",
            Title = $"{Figure.Percent(At(segments[0], 12))} of subscriptions{(segments[0].Segment.Length > 0 ? $" of {segments[0].Segment}" : string.Empty)} outlast their first year",
            Caption = $"Share of subscriptions that still ran, by months since they began, as of {Figure.Day(run.AsOf)}. The band holds the true share with a chance of 95 %, month by month. Dashed: what {Words.Model(run.Contracts!.Chosen)} expects of those who begin.",
            DefinitionId = DefinitionIds.Survival,
            Height = 320,
            Views = [.. segments.Select(View)],
        };
    }

    private static double At(ContractSurvival segment, int month) => segment.Points[Math.Min(month, segment.Points.Count - 1)].Stayed;

    private static ChartView View(ContractSurvival segment)
    {
        int months = Math.Max(segment.Points.Count, segment.Expected.Count);
        ContractSurvivalPoint? Point(int month) => month < segment.Points.Count ? segment.Points[month] : null;
        double? Expected(int month) => month < segment.Expected.Count ? segment.Expected[month] : null;
        string label = segment.Segment.Length > 0 ? segment.Segment : "All";
        JsonObject option = ChartJson.Base($"Lines of the share of subscriptions that still run, {label}, over {months - 1} months: seen, and expected.");
        option["legend"] = ChartJson.Legend(("Seen", ChartJson.SolidLine), ("Expected", ChartJson.DashedLine), (Band, ChartJson.ThickLine));
        option["tooltip"] = ChartJson.Tooltip("axis");
        option["xAxis"] = ChartJson.Names(Enumerable.Range(0, months).Select(month => Figure.Count(month)));
        option["yAxis"] = ChartJson.Values("@percent");
        JsonObject seen = Line("Seen", "$ink", "solid", Enumerable.Range(0, months).Select(month => Point(month) is { } p
            ? (JsonNode?)ChartJson.Item(ChartJson.Number(p.Stayed), $"After {month} months\nSeen: {Figure.Percent(p.Stayed)} ({Figure.Percent(p.Low)} to {Figure.Percent(p.High)})\nExpected: {(Expected(month) is { } e ? Figure.Percent(e) : "–")}")
            : null));
        JsonObject low = Edge("band-low", Enumerable.Range(0, months).Select(month => ChartJson.Number(Point(month)?.Low)));
        JsonObject high = Edge(Band, Enumerable.Range(0, months).Select(month => ChartJson.Number(Point(month) is { } p ? p.High - p.Low : null)));
        high["areaStyle"] = new JsonObject { ["color"] = "$wash" };
        high["itemStyle"] = new JsonObject { ["color"] = "$muted" };
        option["series"] = new JsonArray(seen, low, high, Line("Expected", "$accent", "dashed", Enumerable.Range(0, months).Select(month => ChartJson.Number(Expected(month)))));
        return new(label, option, new(
            [new("Months", false), new("Seen"), new("95 % from"), new("95 % to"), new("At risk"), new("Expected")],
            [.. Enumerable.Range(0, months).Select(month => (IReadOnlyList<ChartCell>)
            [
                new(Figure.Count(month)), Share(Point(month)?.Stayed), Share(Point(month)?.Low), Share(Point(month)?.High),
                Point(month) is { } p ? new(Figure.Number(p.AtRisk), p.AtRisk) : new(string.Empty), Share(Expected(month)),
            ])]));
    }

    private static ChartCell Share(double? value) => value is { } v ? new(Figure.Percent(v), v) : new(string.Empty);

    private static JsonObject Edge(string name, IEnumerable<JsonNode?> data) => new()
    {
        ["type"] = "line", ["name"] = name, ["stack"] = "band", ["silent"] = true, ["symbol"] = "none",
        ["lineStyle"] = ChartJson.Stroke("$muted", 1, "dotted"), ["data"] = ChartJson.All(data),
    };

    private static JsonObject Line(string name, string color, string dash, IEnumerable<JsonNode?> data) => new()
    {
        ["type"] = "line", ["name"] = name, ["symbol"] = "circle", ["showSymbol"] = false, ["symbolSize"] = 7,
        ["lineStyle"] = ChartJson.Stroke(color, 2, dash), ["itemStyle"] = new JsonObject { ["color"] = color }, ["data"] = ChartJson.All(data),
    };
}
