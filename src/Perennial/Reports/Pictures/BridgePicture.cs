using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Reports.Page.Sections;
using Perennial.Valuation.Bridges;

namespace Perennial.Reports.Pictures;

/// <summary>The waterfall from the value of the run before to that of this one.</summary>
internal static class BridgePicture
{
    public static Chart? Draw(RunRecord run, BridgeRecord bridge, MoneyFormat money)
    {
        BridgeStep[] steps = [.. bridge.Steps.Where(step => step.Amount != 0)];
        var bars = new List<(string Name, double From, double To, decimal Amount, string Colour)> { ($"On {Figure.Day(bridge.FromAsOf)}", 0, (double)bridge.Start, bridge.Start, "$ink") };
        decimal level = bridge.Start;
        foreach (BridgeStep step in steps)
        {
            bars.Add((BridgeSection.Name(step.Id), (double)level, (double)(level + step.Amount), step.Amount, step.Amount < 0 ? "$alert" : "$accent"));
            level += step.Amount;
        }

        bars.Add(("Now", 0, (double)bridge.End, bridge.End, "$ink"));
        if (steps.Length == 0 || bars.Any(bar => bar.From < 0 || bar.To < 0))
        {
            return null;
        }

        // Where the moves are small beside the value, the scale begins below them.
        double low = bars.Min(bar => Math.Max(bar.From, bar.To) is var top && bar.From == 0 ? top : Math.Min(bar.From, bar.To)), high = bars.Max(bar => Math.Max(bar.From, bar.To));
        double start = high - low < 0.5 * high ? Below(low - (0.25 * (high - low)), high - low) : 0;
        JsonObject option = ChartJson.Base("Bars from the value of all customers in the run before, step by step, to that of this one.");
        JsonObject names = ChartJson.Names(bars.Select(bar => bar.Name));
        names["inverse"] = true;
        option["yAxis"] = names;
        JsonObject axis = ChartJson.Values("@money");
        axis["min"] = ChartJson.Number(start);
        option["xAxis"] = axis;
        option["grid"]!["top"] = 8;
        option["series"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "bar", ["stack"] = "level", ["silent"] = true, ["itemStyle"] = new JsonObject { ["color"] = "transparent" },
                ["data"] = ChartJson.All(bars.Select(bar => ChartJson.Number(Math.Min(bar.From, bar.To)))),
            },
            new JsonObject
            {
                ["type"] = "bar", ["stack"] = "level", ["name"] = "Value", ["barMaxWidth"] = 20,
                ["data"] = ChartJson.All(bars.Select(bar =>
                {
                    JsonObject item = ChartJson.Item(ChartJson.Number(Math.Abs(bar.To - bar.From)), $"{bar.Name}\n{money.Of(bar.Amount)}");
                    item["itemStyle"] = new JsonObject { ["color"] = bar.Colour };
                    if (bar.Amount < 0)
                    {
                        item["itemStyle"]!["decal"] = ChartJson.Hatch();
                    }

                    return (JsonNode?)item;
                })),
            });
        decimal change = bridge.End - bridge.Start;
        return new Chart
        {
            Id = "bridge",
            Title = change == 0 ? "The value of all customers is what it was" : $"The value of all customers is {money.Of(Math.Abs(change))} {(change < 0 ? "lower" : "higher")} than in the run before",
            Caption = $"From {Figure.Day(bridge.FromAsOf)} to {Figure.Day(run.AsOf)}; what adds in full colour, what takes off hatched.{(start > 0 ? " The scale does not begin at nothing." : string.Empty)}",
            DefinitionId = "clv.bridge.v1",
            Views = [new(string.Empty, option, new([new("Step", false), new("Amount")], [.. bars.Select(bar => (IReadOnlyList<ChartCell>)[new(bar.Name), new(money.Exact(bar.Amount), (double)bar.Amount)])]))],
            Height = 40 + (30 * bars.Count),
        };
    }

    // A round number below.
    private static double Below(double value, double range)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(range, 1e-9))));
        return Math.Max(0, Math.Floor(value / unit) * unit);
    }
}
