using System.Text.Json.Nodes;
using Perennial.Decisions.Plans;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>How the value of a customer moves with each driver over the range the data show: bars around the value as it is, the widest first.</summary>
internal static class TornadoPicture
{
    public static Chart? Draw(RunRecord run, IReadOnlyList<TornadoBar> bars, MoneyFormat money)
    {
        if (bars.Count == 0)
        {
            return null;
        }

        double middle = bars[0].Base;
        JsonObject option = ChartJson.Base("Bars from the value with the lower end of a driver's range to that with the upper end; the line is the value as it is.");
        JsonObject names = ChartJson.Names(bars.Select(bar => bar.Of));
        names["inverse"] = true;
        option["yAxis"] = names;
        JsonObject axis = ChartJson.Values("@money");
        axis["scale"] = true;
        option["xAxis"] = axis;
        option["legend"] = ChartJson.Legend();
        option["series"] = new JsonArray(
            Side("Lower end of the range", "$alert", bars, bar => bar.AtLow, bar => bar.Low, middle, money, hatched: true),
            Side("Upper end of the range", "$accent", bars, bar => bar.AtHigh, bar => bar.High, middle, money, hatched: false));
        return new Chart
        {
            Id = "plan-tornado",
            Title = $"{bars[0].Of} moves the value of a customer most",
            Caption = $"Value of a customer less what one costs to win, {money.Of(middle)} as it is, as each driver goes from the lower to the upper end of its range; {Figure.Day(run.AsOf)}.",
            DefinitionId = "plan.sensitivity.v1",
            Height = 60 + (44 * bars.Count),
            Views =
            [
                new(string.Empty, option, new ChartTable(
                    [new("Driver", false), new("Today"), new("Lower end"), new("Upper end"), new("Value at the lower end"), new("At the upper end"), new("Range", false)],
                    [.. bars.Select(bar => (IReadOnlyList<ChartCell>)
                    [
                        new(bar.Of), new(PlanNumber.Write(bar.Today, bar.Unit), bar.Today), new(PlanNumber.Write(bar.Low, bar.Unit), bar.Low), new(PlanNumber.Write(bar.High, bar.Unit), bar.High),
                        new(money.Of(bar.AtLow), bar.AtLow), new(money.Of(bar.AtHigh), bar.AtHigh), new(bar.Range),
                    ])])),
            ],
        };
    }

    // A bar from the middle to the value: a transparent one up to its nearer end, then itself.
    private static JsonObject Side(string name, string colour, IReadOnlyList<TornadoBar> bars, Func<TornadoBar, double> value, Func<TornadoBar, double> end, double middle, MoneyFormat money, bool hatched) => new()
    {
        ["type"] = "scatter",
        ["name"] = name,
        ["symbol"] = hatched ? "diamond" : "circle",
        ["symbolSize"] = 13,
        ["itemStyle"] = new JsonObject { ["color"] = colour },
        ["markLine"] = new JsonObject
        {
            ["silent"] = true, ["symbol"] = "none", ["label"] = new JsonObject { ["show"] = false },
            ["lineStyle"] = ChartJson.Stroke(colour, 8),
            ["data"] = ChartJson.All([
                .. bars.Select((bar, i) => (JsonNode?)new JsonArray(
                    new JsonObject { ["coord"] = new JsonArray(ChartJson.Number(middle), i) }, new JsonObject { ["coord"] = new JsonArray(ChartJson.Number(value(bar)), i) })),
                new JsonObject { ["xAxis"] = ChartJson.Number(middle), ["lineStyle"] = ChartJson.Stroke("$ink", 1.5) },
            ]),
        },
        ["data"] = ChartJson.All(bars.Select((bar, i) => (JsonNode?)ChartJson.Item(new JsonArray(ChartJson.Number(value(bar)), i), $"{bar.Of} {PlanNumber.Write(end(bar), bar.Unit)}\n{money.Of(value(bar))}"))),
    };
}
