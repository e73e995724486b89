using System.Text.Json.Nodes;
using Perennial.Portfolio;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>Lorenz curves: what the smallest customers make of the whole, beside the line on which all were equal.</summary>
internal static class LorenzPicture
{
    private static readonly (string Colour, string Stroke)[] Strokes = [("$accent", "solid"), ("$second", "dashed"), ("$ink", "dotted")];

    /// <summary>Draws one curve, or several over each other.</summary>
    /// <param name="curves">What each is of, such as revenue, with its points.</param>
    public static ChartView Draw(params IReadOnlyList<(string Name, IReadOnlyList<LorenzPoint> Points)> curves)
    {
        string all = string.Join(", ", curves.Select(curve => curve.Name));
        JsonObject option = ChartJson.Base($"Lorenz curve: cumulative share of {all} over cumulative share of customers, smallest first, with the line of equality.");
        JsonObject x = ChartJson.Values("@percent", "Share of customers, smallest first");
        JsonObject y = ChartJson.Values("@percent");
        x["max"] = 1;
        y["max"] = 1;
        x["splitLine"] = new JsonObject { ["show"] = false };
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["legend"] = ChartJson.Legend([.. curves.Select((curve, i) => (Named(curve.Name), i == 0 ? ChartJson.SolidLine : ChartJson.DashedLine)), ("If all were equal", ChartJson.DashedLine)]);
        option["grid"]!["bottom"] = 36;
        option["series"] = ChartJson.All(
        [
            .. curves.Select((curve, i) => (JsonNode?)new JsonObject
            {
                ["type"] = "line", ["name"] = Named(curve.Name), ["showSymbol"] = false, ["symbolSize"] = 8,
                ["lineStyle"] = ChartJson.Stroke(Strokes[i % Strokes.Length].Colour, 2.5, Strokes[i % Strokes.Length].Stroke), ["itemStyle"] = new JsonObject { ["color"] = Strokes[i % Strokes.Length].Colour },
                ["data"] = ChartJson.All(curve.Points.Select(p => (JsonNode?)ChartJson.Item(ChartJson.Point(p.Customers, p.Revenue), $"{Figure.Percent(p.Customers)} of customers\nmake {Figure.Percent(p.Revenue)} of {curve.Name}"))),
            }),
            new JsonObject
            {
                ["type"] = "line", ["name"] = "If all were equal", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = ChartJson.Stroke("$muted", 1.5, "dashed"), ["itemStyle"] = new JsonObject { ["color"] = "$muted" },
                ["data"] = new JsonArray(ChartJson.Point(0, 0), ChartJson.Point(1, 1)),
            },
        ]);
        return new(string.Empty, option, new(
            [.. curves.SelectMany(curve => new[] { new ChartColumn("Share of customers, smallest first"), new($"Share of {curve.Name}") })],
            [
                .. Enumerable.Range(0, curves.Max(curve => curve.Points.Count)).Select(row => (IReadOnlyList<ChartCell>)
                [
                    .. curves.SelectMany(curve => row < curve.Points.Count
                        ? new ChartCell[] { new(Figure.Percent(curve.Points[row].Customers), curve.Points[row].Customers), new(Figure.Percent(curve.Points[row].Revenue), curve.Points[row].Revenue) }
                        : [new(string.Empty), new(string.Empty)]),
                ]),
            ]));
    }

    private static string Named(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
