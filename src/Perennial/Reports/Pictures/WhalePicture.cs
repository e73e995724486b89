using System.Text.Json.Nodes;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>The whale curve: what customers left after what serving them cost, the best first.</summary>
internal static class WhalePicture
{
    public static Chart? Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Costs is not { } costs || run.Facts.Customers < 2)
        {
            return null;
        }

        IReadOnlyList<decimal> whale = costs.Whale;
        decimal top = whale.Max();
        int best = whale.ToList().IndexOf(top);
        JsonObject option = ChartJson.Base("Cumulative net revenue less cost to serve by share of customers, the best first.");
        option["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 1, ["name"] = "Share of customers, the best first", ["nameLocation"] = "middle", ["nameGap"] = 28, ["axisLabel"] = new JsonObject { ["formatter"] = "@percent" } };
        option["yAxis"] = ChartJson.Values("@money");
        option["tooltip"] = ChartJson.Tooltip();
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "line",
            ["name"] = "Net revenue less cost to serve",
            ["showSymbol"] = true,
            ["symbolSize"] = 4,
            ["lineStyle"] = ChartJson.Stroke("$accent"),
            ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
            ["data"] = ChartJson.All(whale.Select((left, i) => (JsonNode?)ChartJson.Item(ChartJson.Point(i / 100.0, (double)left), $"{Figure.Percent(i / 100.0)} of customers\nleave {money.Of(left)}"))),
        });
        return new Chart
        {
            Id = "whale",
            Title = best == 100 ? "No customer cost more than they brought" : $"The last {Figure.Percent(1 - (best / 100.0))} of customers take away {money.Of(top - whale[^1])}",
            Caption = $"Net revenue less cost to serve of {Figure.Of(run.Facts.Customers, "customer")} from {Figure.Day(costs.From)} to {Figure.Day(costs.To)}, the best first.",
            DefinitionId = DefinitionIds.Whale,
            Views = [new(string.Empty, option, new ChartTable([new("Share of customers", false), new("Left in all")], [.. whale.Select((left, i) => (IReadOnlyList<ChartCell>)[new(Figure.Percent(i / 100.0)), new(money.Of(left), (double)left)])]))],
        };
    }
}
