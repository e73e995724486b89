using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Training;

namespace Perennial.Reports.Pictures;

/// <summary>The tracking plot: actual solid, predicted dashed, the hidden months shaded; by week and cumulative.</summary>
internal static class TrackingPicture
{
    private const string BandName = "80 % band";

    public static Chart? Draw(HoldoutRecord holdout, string unit)
    {
        IReadOnlyList<TrackingPoint> points = holdout.Tracking;
        if (points.Count < 2)
        {
            return null;
        }

        double off = holdout.Actual > 0 ? (holdout.Predicted / holdout.Actual) - 1 : double.NaN;
        return new Chart
        {
            Id = "tracking",
            Title = double.IsFinite(off)
                ? $"The total of the hidden months was predicted {Figure.Percent(Math.Abs(off))} too {(off < 0 ? "low" : "high")}"
                : "Actual and predicted orders by week",
            Caption = $"Repeat {unit} by week of {Figure.Of(holdout.Customers, "customer")} known on {Figure.Day(holdout.Origin)}. The shaded weeks, up to {Figure.Day(holdout.End)}, were hidden from the model: {Figure.Number(holdout.Actual)} happened, {Figure.Number(holdout.Predicted)} were predicted. The band holds a total with a chance of 80 % if the model is right and its parameters known: it comes from the model's own count distribution with independent customers, and knows nothing of what moves all of them at once.",
            DefinitionId = DefinitionIds.Tracking,
            Views =
            [
                View("By week", points, p => p.Actual, p => p.Predicted, p => p.Band),
                View("Cumulative", points, p => p.ActualCumulative, p => p.PredictedCumulative, p => p.CumulativeBand),
            ],
            Height = 340,
        };
    }

    private static ChartView View(string label, IReadOnlyList<TrackingPoint> points, Func<TrackingPoint, double> actual, Func<TrackingPoint, double> predicted, Func<TrackingPoint, TrackingBand?> band)
    {
        JsonObject option = ChartJson.Base($"Lines of actual and predicted repeat orders, {label.ToLowerInvariant()}; the hidden weeks are shaded.");
        option["legend"] = ChartJson.Legend(("Actual", ChartJson.SolidLine), ("Predicted", ChartJson.DashedLine), (BandName, ChartJson.ThickLine));
        option["tooltip"] = ChartJson.Tooltip("axis");
        option["xAxis"] = ChartJson.Names(points.Select(p => Figure.Day(p.WeekEnds)));
        option["yAxis"] = ChartJson.Values("@count");
        option["dataZoom"] = ChartJson.Zoom();
        option["grid"]!["bottom"] = 34;
        JsonObject real = Line("Actual", "$ink", "solid", points.Select(p => (JsonNode?)ChartJson.Item(
            ChartJson.Number(actual(p)), $"Week to {Figure.Day(p.WeekEnds)}{(p.Holdout ? " (hidden)" : string.Empty)}\nActual: {Figure.Number(actual(p))}\nPredicted: {Figure.Number(predicted(p))}{Said(band(p))}")));
        int first = points.TakeWhile(p => !p.Holdout).Count();
        if (first < points.Count)
        {
            real["markArea"] = new JsonObject
            {
                ["silent"] = true,
                ["itemStyle"] = new JsonObject { ["color"] = "$shade" },
                ["label"] = new JsonObject { ["show"] = true, ["position"] = "insideTopRight", ["color"] = "$muted", ["formatter"] = "hidden from the model" },
                ["data"] = new JsonArray(new JsonArray(new JsonObject { ["xAxis"] = first }, new JsonObject { ["xAxis"] = points.Count - 1 })),
            };
        }

        // A band is two stacked lines: its lower edge, and its width, filled.
        JsonObject low = Edge("band-low", points.Select(p => ChartJson.Number(band(p)?.Low)));
        JsonObject high = Edge(BandName, points.Select(p => ChartJson.Number(band(p) is { } b ? b.High - b.Low : null)));
        high["areaStyle"] = new JsonObject { ["color"] = "$wash" };
        high["itemStyle"] = new JsonObject { ["color"] = "$muted" };
        option["series"] = new JsonArray(real, low, high, Line("Predicted", "$accent", "dashed", points.Select(p => ChartJson.Number(predicted(p)))));
        return new(label, option, new(
            [new("Week to", false), new("Actual"), new("Predicted"), new("80 % from"), new("80 % to"), new("Hidden", false)],
            [.. points.Select(p => (IReadOnlyList<ChartCell>)
            [
                new(Figure.Day(p.WeekEnds)), new(Figure.Number(actual(p)), actual(p)), new(Figure.Number(predicted(p)), predicted(p)), Cell(band(p)?.Low), Cell(band(p)?.High), new(p.Holdout ? "yes" : "no"),
            ])]));
    }

    private static ChartCell Cell(double? value) => value is { } v ? new(Figure.Number(v), v) : new(string.Empty);

    private static string Said(TrackingBand? band) => band is { } b ? $"\n80 %: {Figure.Number(b.Low)} to {Figure.Number(b.High)}" : string.Empty;

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
