using System.Text.Json.Nodes;
using Perennial.Portfolio;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>The smaller pictures of the facts: retention, repeat purchases, concentration.</summary>
internal static class FactPictures
{
    // A share of fewer people jumps between all and nothing.
    private const int FewestCustomers = 10;

    public static Chart? Retention(RunRecord run)
    {
        List<RetentionPoint> points = [.. run.Facts.Retention.Where(p => p.AgeMonths > 0)];
        if (points.Count < 2 || points[0].Customers < FewestCustomers)
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Line of the share of customers active by age in months.");
        option["xAxis"] = ChartJson.Names(points.Select(p => Figure.Fixed(p.AgeMonths)), "Months since the first purchase");
        option["yAxis"] = ChartJson.Values("@percent");
        option["grid"]!["top"] = 16;
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "line", ["name"] = "Share active", ["symbol"] = "circle", ["symbolSize"] = 6,
            ["lineStyle"] = ChartJson.Stroke("$accent"), ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
            ["areaStyle"] = new JsonObject { ["color"] = "$wash" },
            ["data"] = ChartJson.All(points.Select(p => (JsonNode?)ChartJson.Item(ChartJson.Number(p.Share), $"Age {Figure.Of(p.AgeMonths, "month")}\nActive: {Figure.Percent(p.Share)}\nof {Figure.Of(p.Customers, "customer")}"))),
        });
        RetentionPoint shown = points.LastOrDefault(p => p.AgeMonths <= 6) ?? points[^1];
        return new Chart
        {
            Id = "retention",
            Title = $"{Figure.Percent(shown.Share)} of customers buy in month {shown.AgeMonths} after their first",
            Caption = $"Share of customers with a purchase at that age, weighted by cohort size, over the cohorts that have reached it in full; as of {Figure.Day(run.AsOf)}.",
            DefinitionId = DefinitionIds.Retention,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Age in months"), new("Share active"), new("Customers")],
                    [.. points.Select(p => (IReadOnlyList<ChartCell>)[new(Figure.Fixed(p.AgeMonths), p.AgeMonths), new(Figure.Percent(p.Share), p.Share), new(Figure.Count(p.Customers), p.Customers)])])),
            ],
            Height = 280,
        };
    }

    public static Chart? Frequency(RunRecord run)
    {
        IReadOnlyList<long> counts = run.Facts.FrequencyHistogram;
        long all = counts.Sum();
        if (all < 2)
        {
            return null;
        }

        string Name(int i) => i == counts.Count - 1 && i > 1 ? $"{i}+" : Figure.Fixed(i);
        JsonObject option = ChartJson.Base("Bars of the number of customers by repeat purchases.");
        option["xAxis"] = ChartJson.Names(counts.Select((_, i) => Name(i)), "Repeat purchases");
        option["xAxis"]!["axisLabel"]!["interval"] = 0;
        option["yAxis"] = ChartJson.Values("@count");
        option["grid"]!["top"] = 16;
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "bar", ["name"] = "Customers", ["barMaxWidth"] = 44, ["itemStyle"] = new JsonObject { ["color"] = "$accent", ["borderRadius"] = new JsonArray(3, 3, 0, 0) },
            ["data"] = ChartJson.All(counts.Select((n, i) => (JsonNode?)ChartJson.Item(ChartJson.Number(n), $"{Name(i)} repeat purchases\n{Figure.Of(n, "customer")} ({Figure.Percent(n / (double)all)})"))),
        });
        return new Chart
        {
            Id = "frequency",
            Title = $"{Figure.Percent(counts[0] / (double)all)} have bought once so far",
            Caption = $"Customers by number of repeat purchases; purchases on one day count once. {Figure.Of(all, "customer")}, as of {Figure.Day(run.AsOf)}.",
            DefinitionId = DefinitionIds.Frequency,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Repeat purchases", false), new("Customers"), new("Share")],
                    [.. counts.Select((n, i) => (IReadOnlyList<ChartCell>)[new(Name(i)), new(Figure.Count(n), n), new(Figure.Percent(n / (double)all), n / (double)all)])])),
            ],
            Height = 280,
        };
    }

    public static Chart? Lorenz(RunRecord run)
    {
        Concentration c = run.Facts.Concentration;
        if (!run.HasAmounts() || c.Lorenz.Count < 3 || !double.IsFinite(c.Gini))
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Lorenz curve: cumulative share of revenue over cumulative share of customers, poorest first, with the line of equality.");
        JsonObject x = ChartJson.Values("@percent", "Share of customers, smallest first");
        JsonObject y = ChartJson.Values("@percent");
        x["max"] = 1;
        y["max"] = 1;
        x["splitLine"] = new JsonObject { ["show"] = false };
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["legend"] = ChartJson.Legend(("Revenue to date", ChartJson.SolidLine), ("If all were equal", ChartJson.DashedLine));
        option["grid"]!["bottom"] = 36;
        option["series"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "line", ["name"] = "Revenue to date", ["showSymbol"] = false, ["symbolSize"] = 8, ["lineStyle"] = ChartJson.Stroke("$accent", 2.5), ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
                ["data"] = ChartJson.All(c.Lorenz.Select(p => (JsonNode?)ChartJson.Item(ChartJson.Point(p.Customers, p.Revenue), $"{Figure.Percent(p.Customers)} of customers\nmake {Figure.Percent(p.Revenue)} of revenue"))),
            },
            new JsonObject
            {
                ["type"] = "line", ["name"] = "If all were equal", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = ChartJson.Stroke("$muted", 1.5, "dashed"), ["itemStyle"] = new JsonObject { ["color"] = "$muted" },
                ["data"] = new JsonArray(ChartJson.Point(0, 0), ChartJson.Point(1, 1)),
            });
        return new Chart
        {
            Id = "lorenz",
            Title = $"The top 20 % of customers make {Figure.Percent(c.Top20Percent)} of revenue",
            Caption = $"Net revenue to date of {Figure.Of(run.Facts.Customers, "customer")}, as of {Figure.Day(run.AsOf)}. Gini {Figure.Fixed(c.Gini, "0.00")}.",
            DefinitionId = DefinitionIds.Lorenz,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Share of customers, smallest first"), new("Share of revenue")],
                    [.. c.Lorenz.Select(p => (IReadOnlyList<ChartCell>)[new(Figure.Percent(p.Customers), p.Customers), new(Figure.Percent(p.Revenue), p.Revenue)])])),
            ],
            Height = 320,
        };
    }
}
