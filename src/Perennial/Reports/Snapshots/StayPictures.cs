using System.Text.Json.Nodes;
using Perennial.Models.Assessing;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Training.Snapshots;

namespace Perennial.Reports.Snapshots;

/// <summary>Pictures of how long customers stay: curves with their bands, groups beside each other, chances against what came.</summary>
internal static class StayPictures
{
    private static readonly string[] Dashes = ["solid", "dashed", "dotted"];
    private static readonly string[] Colours = ["$accent", "$ink", "$muted"];

    /// <summary>Draws all groups in one picture, then each with its band.</summary>
    public static Chart Curves(IReadOnlyList<StayCurve> curves, string? by)
    {
        StayCurve[] groups = [.. curves.Skip(1)];
        StayCurve best = (groups.Length > 1 ? groups : [.. curves]).MaxBy(curve => curve.Mean)!, worst = (groups.Length > 1 ? groups : [.. curves]).MinBy(curve => curve.Mean)!;
        string title = groups.Length > 1
            ? $"Of {worst.Group} {Figure.Percent(At(worst, 12))} stay for a year, of {best.Group} {Figure.Percent(At(best, 12))}"
            : $"{Figure.Percent(At(curves[0], 12))} of customers stay for a year";
        return new Chart
        {
            Id = "stay-curves",
            Title = title,
            Caption = $"Share of {Figure.Of(curves[0].Customers, "customer")} that stay longer than so many months{(by is null ? string.Empty : $", by {by}")}; one group at a time with the band that holds the true share with a chance of 95 %, month by month.",
            DefinitionId = "stay.km.v1",
            Height = 340,
            Views = [.. groups.Length > 1 ? [Together(groups)] : Array.Empty<ChartView>(), .. curves.Select(One)],
        };
    }

    /// <summary>Draws stated chances against what came.</summary>
    public static Chart? Reliability(StayRecord stay)
    {
        IReadOnlyList<ReliabilityBin> bins = stay.Reliability;
        if (bins.Count < 2)
        {
            return null;
        }

        return new Chart
        {
            Id = "stay-reliability",
            Title = $"Stated chances of leaving within a year are off by {ReliabilityPicture.Gap(bins)} points on average",
            Caption = $"By {stay.Chosen}, fitted on other customers, in tenths; what came is told by Kaplan and Meier, so that customers not watched for a year count for as long as they were.",
            DefinitionId = "stay.chance.v1",
            Height = 320,
            Views = [ReliabilityPicture.Draw(bins, "Stated chance of leaving within a year", "beginning of a year", "beginnings of a year", "Asked")],
        };
    }

    private static double At(StayCurve curve, int month) => curve.Points[Math.Min(month, curve.Points.Count - 1)].Stayed;

    private static ChartView Together(StayCurve[] groups)
    {
        int months = groups.Max(group => group.Points.Count);
        JsonObject option = Axes($"Lines of the share of customers that stay, by group, over {months - 1} months.", months);
        option["legend"] = ChartJson.Legend();
        option["series"] = ChartJson.All(groups.Select((group, g) => (JsonNode?)Line(
            group.Group, Colours[g % Colours.Length], Dashes[g / Colours.Length % Dashes.Length], group.Points.Select(point => ChartJson.Item(ChartJson.Number(point.Stayed), $"{group.Group}, after {point.Month} months\nStayed: {Figure.Percent(point.Stayed)}")))));
        return new("All groups", option, new(
            [new("Months", false), .. groups.Select(group => new ChartColumn(group.Group))],
            [.. Enumerable.Range(0, months).Select(month => (IReadOnlyList<ChartCell>)[new(Figure.Count(month)), .. groups.Select(group => month < group.Points.Count ? Share(group.Points[month].Stayed) : new ChartCell(string.Empty))])]));
    }

    private static ChartView One(StayCurve curve)
    {
        string label = curve.Group.Length == 0 ? "All customers" : curve.Group;
        JsonObject option = Axes($"Line of the share of customers that stay, {label}, with its band, over {curve.Points.Count - 1} months.", curve.Points.Count);
        option["legend"] = ChartJson.Legend(("Seen", ChartJson.SolidLine), ("95 % band", ChartJson.ThickLine));
        JsonObject low = Edge("band-low", curve.Points.Select(point => ChartJson.Number(point.Low))), high = Edge("95 % band", curve.Points.Select(point => ChartJson.Number(point.High - point.Low)));
        high["areaStyle"] = new JsonObject { ["color"] = "$wash" };
        high["itemStyle"] = new JsonObject { ["color"] = "$muted" };
        option["series"] = new JsonArray(
            Line("Seen", "$ink", "solid", curve.Points.Select(point => ChartJson.Item(ChartJson.Number(point.Stayed), $"After {point.Month} months\nStayed: {Figure.Percent(point.Stayed)} ({Figure.Percent(point.Low)} to {Figure.Percent(point.High)})\nWatched: {Figure.Count(point.AtRisk)}"))),
            low, high);
        return new(label, option, new(
            [new("Months", false), new("Stayed"), new("95 % from"), new("95 % to"), new("Watched")],
            [.. curve.Points.Select(point => (IReadOnlyList<ChartCell>)[new(Figure.Count(point.Month)), Share(point.Stayed), Share(point.Low), Share(point.High), new(Figure.Count(point.AtRisk), point.AtRisk)])]));
    }

    private static JsonObject Axes(string description, int months)
    {
        JsonObject option = ChartJson.Base(description);
        option["tooltip"] = ChartJson.Tooltip("axis");
        option["xAxis"] = ChartJson.Names(Enumerable.Range(0, months).Select(month => Figure.Count(month)), "Months");
        option["grid"]!["bottom"] = 36;
        JsonObject y = ChartJson.Values("@percent");
        (y["min"], y["max"]) = (0, 1);
        option["yAxis"] = y;
        return option;
    }

    private static ChartCell Share(double value) => new(Figure.Percent(value), value);

    private static JsonObject Edge(string name, IEnumerable<JsonNode?> data) => new()
    {
        ["type"] = "line", ["name"] = name, ["stack"] = "band", ["silent"] = true, ["symbol"] = "none",
        ["lineStyle"] = ChartJson.Stroke("$muted", 1, "dotted"), ["data"] = ChartJson.All(data),
    };

    private static JsonObject Line(string name, string colour, string dash, IEnumerable<JsonNode?> data) => new()
    {
        ["type"] = "line", ["name"] = name, ["symbol"] = "circle", ["showSymbol"] = false, ["symbolSize"] = 7, ["step"] = "end",
        ["lineStyle"] = ChartJson.Stroke(colour, 2, dash), ["itemStyle"] = new JsonObject { ["color"] = colour }, ["data"] = ChartJson.All(data),
    };
}
