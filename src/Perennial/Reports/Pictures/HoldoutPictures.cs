using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Training;

namespace Perennial.Reports.Pictures;

/// <summary>The other pictures of the test: deciles, calibration of the chance of no purchase, coverage of the intervals.</summary>
internal static class HoldoutPictures
{
    public static Chart? Deciles(HoldoutRecord holdout)
    {
        IReadOnlyList<DecilePoint> deciles = holdout.Deciles;
        if (deciles.Count < 2)
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Bars of mean predicted and mean actual orders by decile of the prediction, highest first.");
        option["legend"] = ChartJson.Legend();
        option["tooltip"] = ChartJson.Tooltip("axis");
        option["xAxis"] = ChartJson.Names(deciles.Select(d => Figure.Fixed(d.Decile)), "Tenth of customers by prediction, 1 the highest");
        option["yAxis"] = ChartJson.Values("@count");
        option["grid"]!["bottom"] = 36;
        JsonObject Bar(string name, string color, Func<DecilePoint, double> value) => new()
        {
            ["type"] = "bar", ["name"] = name, ["barMaxWidth"] = 22, ["itemStyle"] = new JsonObject { ["color"] = color },
            ["data"] = ChartJson.All(deciles.Select(d => (JsonNode?)ChartJson.Item(ChartJson.Number(value(d)), $"Tenth {d.Decile}\nActual: {Figure.Measure(d.Actual)} a customer\nPredicted: {Figure.Measure(d.Predicted)} a customer"))),
        };
        JsonObject predicted = Bar("Predicted", "$accent", d => d.Predicted);
        predicted["itemStyle"]!["decal"] = ChartJson.Hatch();
        option["series"] = new JsonArray(Bar("Actual", "$ink", d => d.Actual), predicted);
        double mean = deciles.Average(d => d.Actual);
        return new Chart
        {
            Id = "deciles",
            Title = mean > 0 ? $"The top tenth bought {Figure.Fixed(deciles[0].Actual / mean, "0.0")} times the average" : "Actual and predicted by tenth of customers",
            Caption = $"Mean orders a customer in the hidden months, by tenth of the prediction made before them; {Figure.Of(holdout.Customers, "customer")}, {Figure.Day(holdout.Start)} to {Figure.Day(holdout.End)}.",
            DefinitionId = DefinitionIds.Deciles,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Tenth"), new("Predicted"), new("Actual")],
                    [.. deciles.Select(d => (IReadOnlyList<ChartCell>)[new(Figure.Fixed(d.Decile), d.Decile), new(Figure.Measure(d.Predicted), d.Predicted), new(Figure.Measure(d.Actual), d.Actual)])])),
            ],
            Height = 300,
        };
    }

    public static Chart? Calibration(HoldoutRecord holdout)
    {
        List<CalibrationPoint> points = [.. holdout.Calibration.Where(p => p.Customers > 0)];
        if (points.Count < 2)
        {
            return null;
        }

        long all = points.Sum(p => p.Customers);
        double gap = points.Sum(p => Math.Abs(p.Observed - p.Predicted) * p.Customers) / all;
        JsonObject option = ChartJson.Base("Points of observed share against predicted chance of no purchase, with the line of perfect calibration.");
        JsonObject x = ChartJson.Values("@percent", "Predicted chance of no purchase");
        JsonObject y = ChartJson.Values("@percent");
        x["min"] = 0;
        y["min"] = 0;
        x["max"] = 1;
        y["max"] = 1;
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["legend"] = ChartJson.Legend(("Observed", "circle"), ("Perfect", ChartJson.DashedLine));
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "scatter", ["name"] = "Observed", ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
                ["data"] = ChartJson.All(points.Select(p =>
                {
                    JsonObject item = ChartJson.Item(ChartJson.Point(p.Predicted, p.Observed), $"{Figure.Of(p.Customers, "customer")}\nPredicted: {Figure.Percent(p.Predicted)}\nObserved: {Figure.Percent(p.Observed)}");
                    item["symbolSize"] = Math.Round(8 + (22 * Math.Sqrt(p.Customers / (double)all)));
                    return (JsonNode?)item;
                })),
            },
            new JsonObject
            {
                ["type"] = "line", ["name"] = "Perfect", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = ChartJson.Stroke("$muted", 1.5, "dashed"), ["itemStyle"] = new JsonObject { ["color"] = "$muted" },
                ["data"] = new JsonArray(ChartJson.Point(0, 0), ChartJson.Point(1, 1)),
            });
        return new Chart
        {
            Id = "calibration",
            Title = $"Chances are off by {Figure.Fixed(gap * 100, "0.0")} points on average",
            Caption = $"Chance of no purchase in the hidden months as predicted, against the share of those customers who did not buy; larger dots are more customers. {Figure.Of(all, "customer")}, {Figure.Day(holdout.Start)} to {Figure.Day(holdout.End)}.",
            DefinitionId = DefinitionIds.Calibration,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Predicted"), new("Observed"), new("Customers")],
                    [.. points.Select(p => (IReadOnlyList<ChartCell>)[new(Figure.Percent(p.Predicted), p.Predicted), new(Figure.Percent(p.Observed), p.Observed), new(Figure.Count(p.Customers), p.Customers)])])),
            ],
            Height = 340,
        };
    }

    public static Chart? Coverage(HoldoutRecord holdout)
    {
        List<SegmentCoverage> rows = [new("All customers", holdout.Customers, holdout.Coverage80, holdout.CoveragePasses ? "passes" : "fails"), .. holdout.Segments];
        rows = [.. rows.Where(r => double.IsFinite(r.Coverage80))];
        if (rows.Count == 0)
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Dots of measured coverage of the 80 % interval by segment, beside the line at 80 %.");
        JsonObject x = ChartJson.Values("@percent");
        x["min"] = Math.Floor(Math.Min(0.6, rows.Min(r => r.Coverage80)) * 10) / 10;
        x["max"] = 1;
        JsonObject y = ChartJson.Names(rows.Select(r => r.Segment));
        y["inverse"] = true;
        y["axisLabel"]!["width"] = 190;
        y["axisLabel"]!["overflow"] = "truncate";
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["legend"] = ChartJson.Legend();
        JsonObject Dots(string verdict, string name, string symbol, string color) => new()
        {
            ["type"] = "scatter", ["name"] = name, ["symbol"] = symbol, ["symbolSize"] = 13, ["itemStyle"] = new JsonObject { ["color"] = color },
            ["data"] = ChartJson.All(rows.Select((r, i) => (Row: r, At: i)).Where(r => r.Row.Verdict == verdict).Select(r => (JsonNode?)ChartJson.Item(
                new JsonArray(ChartJson.Number(r.Row.Coverage80), r.At), $"{r.Row.Segment}\n{Figure.Percent(r.Row.Coverage80)} inside the 80 % interval: {r.Row.Verdict}\n{Figure.Of(r.Row.Customers, "customer")}"))),
        };
        JsonObject passes = Dots("passes", "Passes", "circle", "$accent");
        passes["markLine"] = new JsonObject
        {
            ["silent"] = true, ["symbol"] = "none", ["label"] = new JsonObject { ["show"] = false }, ["lineStyle"] = ChartJson.Stroke("$ink", 1, "dashed"),
            ["data"] = new JsonArray(new JsonObject { ["xAxis"] = 0.8 }),
        };
        passes["markArea"] = new JsonObject
        {
            ["silent"] = true, ["itemStyle"] = new JsonObject { ["color"] = "$shade" },
            ["data"] = new JsonArray(new JsonArray(new JsonObject { ["xAxis"] = Math.Round(0.8 - holdout.Coverage80Tolerance, 6) }, new JsonObject { ["xAxis"] = Math.Round(Math.Min(1, 0.8 + holdout.Coverage80Tolerance), 6) })),
        };
        option["series"] = new JsonArray(passes, Dots("fails", "Fails", "diamond", "$alert"), Dots("not testable", "Too few to test", "emptyCircle", "$muted"));
        return new Chart
        {
            Id = "coverage",
            Title = $"{Figure.Percent(holdout.Coverage80)} fell inside the 80 % interval: {(holdout.CoveragePasses ? "the intervals hold" : "the intervals do not hold")}",
            Caption = $"Randomised-PIT coverage of {Figure.Of(holdout.Customers, "customer")}; the shaded band is what counts as a pass for all customers, 80 % ± {Figure.Fixed(holdout.Coverage80Tolerance * 100, "0.0")} points. {Figure.Day(holdout.Start)} to {Figure.Day(holdout.End)}.",
            DefinitionId = DefinitionIds.Coverage,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Segment", false), new("Customers"), new("Measured coverage of 80 %"), new("Verdict", false)],
                    [.. rows.Select(r => (IReadOnlyList<ChartCell>)[new(r.Segment), new(Figure.Count(r.Customers), r.Customers), new(Figure.Percent(r.Coverage80), r.Coverage80), new(r.Verdict)])])),
            ],
            Height = 90 + (36 * rows.Count),
        };
    }
}
