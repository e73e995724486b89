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
        (int best, decimal top) = Best(whale);
        return new Chart
        {
            Id = "whale",
            Title = best == 100 ? "No customer cost more than they brought" : $"The last {Figure.Percent(1 - (best / 100.0))} of customers take away {money.Of(top - whale[^1])}",
            Caption = $"Net revenue less cost to serve of {Figure.Of(run.Facts.Customers, "customer")} from {Figure.Day(costs.From)} to {Figure.Day(costs.To)}, the best first.",
            DefinitionId = DefinitionIds.Whale,
            Views = [View(whale, "Net revenue less cost to serve", money)],
        };
    }

    /// <summary>Gives the step of the curve from which on it falls, and its height there.</summary>
    public static (int Step, decimal Height) Best(IReadOnlyList<decimal> whale)
    {
        decimal top = whale.Max();
        return (whale.ToList().IndexOf(top), top);
    }

    /// <summary>Draws a curve.</summary>
    /// <param name="whale">Cumulative amounts at each hundredth of the customers.</param>
    /// <param name="what">Of what, such as net value.</param>
    /// <param name="money">How money is written.</param>
    public static ChartView View(IReadOnlyList<decimal> whale, string what, MoneyFormat money)
    {
        JsonObject option = ChartJson.Base($"Cumulative {char.ToLowerInvariant(what[0]) + what[1..]} by share of customers, the best first.");
        option["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 1, ["name"] = "Share of customers, the best first", ["nameLocation"] = "middle", ["nameGap"] = 28, ["axisLabel"] = new JsonObject { ["formatter"] = "@percent" } };
        option["yAxis"] = ChartJson.Values("@money");
        option["tooltip"] = ChartJson.Tooltip();
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "line",
            ["name"] = what,
            ["showSymbol"] = true,
            ["symbolSize"] = 4,
            ["lineStyle"] = ChartJson.Stroke("$accent"),
            ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
            ["data"] = ChartJson.All(whale.Select((left, i) => (JsonNode?)ChartJson.Item(ChartJson.Point(i / 100.0, (double)left), $"{Figure.Percent(i / 100.0)} of customers\nleave {money.Of(left)}"))),
        });
        return new(string.Empty, option, new ChartTable([new("Share of customers", false), new("Left in all")], [.. whale.Select((left, i) => (IReadOnlyList<ChartCell>)[new(Figure.Percent(i / 100.0)), new(money.Of(left), (double)left)])]));
    }
}
