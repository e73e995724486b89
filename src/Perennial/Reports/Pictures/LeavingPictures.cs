using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Training.Learned;

namespace Perennial.Reports.Pictures;

/// <summary>Pictures of the test of leaving: tenths of customers by chance, stated against observed.</summary>
internal static class LeavingPictures
{
    public static Chart? Reliability(ChurnRecord churn)
    {
        var bins = churn.Reliability;
        if (bins.Count < 2)
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Points of the share that left against the stated chance of leaving, with the line of perfect calibration.");
        double most = Math.Min(1, Math.Ceiling(20 * bins.Max(bin => Math.Max(bin.Predicted, bin.Observed))) / 20);
        JsonObject x = ChartJson.Values("@percent", "Stated chance of leaving"), y = ChartJson.Values("@percent");
        (x["min"], y["min"], x["max"], y["max"]) = (0, 0, most, most);
        (option["xAxis"], option["yAxis"]) = (x, y);
        option["legend"] = ChartJson.Legend(("Observed", "circle"), ("Perfect", ChartJson.DashedLine));
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "scatter", ["name"] = "Observed", ["symbolSize"] = 11, ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
                ["data"] = ChartJson.All(bins.Select(bin => (JsonNode?)ChartJson.Item(
                    ChartJson.Point(bin.Predicted, bin.Observed), $"{Figure.Of(bin.Count, "row")}\nStated: {Figure.Percent(bin.Predicted)}\nLeft: {Figure.Percent(bin.Observed)}"))),
            },
            new JsonObject
            {
                ["type"] = "line", ["name"] = "Perfect", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = ChartJson.Stroke("$muted", 1.5, "dashed"), ["itemStyle"] = new JsonObject { ["color"] = "$muted" },
                ["data"] = new JsonArray(ChartJson.Point(0, 0), ChartJson.Point(most, most)),
            });
        double gap = bins.Sum(bin => Math.Abs(bin.Predicted - bin.Observed) * bin.Count) / bins.Sum(bin => bin.Count);
        return new Chart
        {
            Id = "leaving-reliability",
            Title = $"Stated chances of leaving are off by {Figure.Fixed(gap * 100, "0.0")} points on average",
            Caption = $"Chance of leaving within {churn.HorizonDays} days by {churn.Chosen}, against the share that left, in tenths; {Figure.Of(churn.Test.Rows, "row")} of landmarks from {Figure.Day(churn.TestedFrom)} to {Figure.Day(churn.TestedTo)} that nothing was learned from.",
            DefinitionId = DefinitionIds.Leaving,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Stated"), new("Left"), new("Rows")],
                    [.. bins.Select(bin => (IReadOnlyList<ChartCell>)[new(Figure.Percent(bin.Predicted), bin.Predicted), new(Figure.Percent(bin.Observed), bin.Observed), new(Figure.Count(bin.Count), bin.Count)])])),
            ],
            Height = 320,
        };
    }
}
