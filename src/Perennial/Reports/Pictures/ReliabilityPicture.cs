using System.Text.Json.Nodes;
using Perennial.Models.Assessing;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>Stated chances of leaving against the share that left: the view that every picture of such a test shows.</summary>
internal static class ReliabilityPicture
{
    /// <summary>Draws the points and the line of perfect calibration.</summary>
    /// <param name="bins">At least two bins.</param>
    /// <param name="axis">What is stated, in words.</param>
    /// <param name="one">What a bin counts, one of it.</param>
    /// <param name="many">The same in the plural.</param>
    /// <param name="head">The column of these counts.</param>
    public static ChartView Draw(IReadOnlyList<ReliabilityBin> bins, string axis, string one, string many, string head)
    {
        JsonObject option = ChartJson.Base($"Points of the share that left against the {char.ToLowerInvariant(axis[0])}{axis[1..]}, with the line of perfect calibration.");
        double most = Math.Min(1, Math.Ceiling(20 * bins.Max(bin => Math.Max(bin.Predicted, bin.Observed))) / 20);
        JsonObject x = ChartJson.Values("@percent", axis), y = ChartJson.Values("@percent");
        (x["min"], y["min"], x["max"], y["max"]) = (0, 0, most, most);
        (option["xAxis"], option["yAxis"]) = (x, y);
        option["legend"] = ChartJson.Legend(("Observed", "circle"), ("Perfect", ChartJson.DashedLine));
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "scatter", ["name"] = "Observed", ["symbolSize"] = 11, ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
                ["data"] = ChartJson.All(bins.Select(bin => (JsonNode?)ChartJson.Item(
                    ChartJson.Point(bin.Predicted, bin.Observed), $"{Figure.Of(bin.Count, one, many)}\nStated: {Figure.Percent(bin.Predicted)}\nLeft: {Figure.Percent(bin.Observed)}"))),
            },
            new JsonObject
            {
                ["type"] = "line", ["name"] = "Perfect", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = ChartJson.Stroke("$muted", 1.5, "dashed"), ["itemStyle"] = new JsonObject { ["color"] = "$muted" },
                ["data"] = new JsonArray(ChartJson.Point(0, 0), ChartJson.Point(most, most)),
            });
        return new(string.Empty, option, new(
            [new("Stated"), new("Left"), new(head)],
            [.. bins.Select(bin => (IReadOnlyList<ChartCell>)[new(Figure.Percent(bin.Predicted), bin.Predicted), new(Figure.Percent(bin.Observed), bin.Observed), new(Figure.Count(bin.Count), bin.Count)])]));
    }

    /// <summary>Gives by how many points stated chances are off on average.</summary>
    /// <param name="bins">Bins.</param>
    public static string Gap(IReadOnlyList<ReliabilityBin> bins) =>
        Figure.Fixed(100 * bins.Sum(bin => Math.Abs(bin.Predicted - bin.Observed) * bin.Count) / bins.Sum(bin => bin.Count), "0.0");
}
