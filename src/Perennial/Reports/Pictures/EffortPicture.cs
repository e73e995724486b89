using System.Text.Json.Nodes;
using Perennial.Portfolio.Stances;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>Shares of value and of each kind of effort by tenths of customers, the most valuable first.</summary>
internal static class EffortPicture
{
    private static readonly string[] Colours = ["$accent", "$second", "$muted", "$ink"], Lines = ["solid", "dashed", "dotted", "solid"];

    public static Chart Draw(RunRecord run, EffortAlignment alignment)
    {
        IReadOnlyList<EffortTenth> tenths = alignment.Tenths;
        int[] kinds = [.. Enumerable.Range(0, CustomerEffort.Kinds.Count).Where(kind => alignment.Kinds.Any(one => one.Kind == CustomerEffort.Kinds[kind]))];
        JsonObject option = ChartJson.Base("Bars for the share of net value of each tenth of the customers, the most valuable first; lines for its share of each kind of effort.");
        option["xAxis"] = ChartJson.Names(tenths.Select(one => Figure.Fixed(one.Tenth)), "Tenths of customers, the most valuable first");
        option["yAxis"] = ChartJson.Values("@percent");
        option["legend"] = ChartJson.Legend();
        option["grid"] = new JsonObject { ["left"] = 8, ["right"] = 20, ["top"] = 36, ["bottom"] = 30, ["containLabel"] = true };
        var series = new JsonArray((JsonNode)new JsonObject
        {
            ["type"] = "bar", ["name"] = "net value", ["itemStyle"] = new JsonObject { ["color"] = "$wash", ["borderColor"] = "$accent" },
            ["data"] = ChartJson.All(tenths.Select(one => (JsonNode?)ChartJson.Item(ChartJson.Number(one.Value), $"Tenth {Figure.Fixed(one.Tenth)}\n{Figure.Percent(one.Value)} of net value"))),
        });
        foreach ((int place, int kind) in kinds.Index())
        {
            series.Add((JsonNode)new JsonObject
            {
                ["type"] = "line", ["name"] = CustomerEffort.Kinds[kind], ["symbolSize"] = 5, ["lineStyle"] = ChartJson.Stroke(Colours[place], 2, Lines[place]), ["itemStyle"] = new JsonObject { ["color"] = Colours[place] },
                ["data"] = ChartJson.All(tenths.Select(one => (JsonNode?)ChartJson.Item(ChartJson.Number(one.Effort[kind]), $"Tenth {Figure.Fixed(one.Tenth)}\n{Figure.Percent(one.Effort[kind])} of {CustomerEffort.Kinds[kind]}"))),
            });
        }

        option["series"] = series;
        AlignedKind all = alignment.All!;
        return new Chart
        {
            Id = "effort-value",
            Title = all.Low > 0 ? "Effort goes with net value" : all.High < 0 ? "Effort goes against net value" : "Effort does not follow net value",
            Caption = $"Shares of net value above nothing (bars) and of effort of the last twelve whole months (lines) by tenths of {Figure.Of(alignment.Customers, "customer")}, as of {Figure.Day(run.AsOf)}.",
            DefinitionId = "effort.alignment.v1",
            Views = [new(string.Empty, option, new(
                [new("Tenth", false), new("Customers"), new("Net value"), .. kinds.Select(kind => new ChartColumn(CustomerEffort.Kinds[kind]))],
                [.. tenths.Select(one => (IReadOnlyList<ChartCell>)[new(Figure.Fixed(one.Tenth)), new(Figure.Count(one.Customers), one.Customers), new(Figure.Percent(one.Value), one.Value), .. kinds.Select(kind => new ChartCell(Figure.Percent(one.Effort[kind]), one.Effort[kind]))])]))],
        };
    }
}
