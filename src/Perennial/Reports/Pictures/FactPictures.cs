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

        return new Chart
        {
            Id = "lorenz",
            Title = $"The top 20 % of customers make {Figure.Percent(c.Top20Percent)} of revenue",
            Caption = $"Net revenue to date of {Figure.Of(run.Facts.Customers, "customer")}, as of {Figure.Day(run.AsOf)}. Gini {Figure.Fixed(c.Gini, "0.00")}.",
            DefinitionId = DefinitionIds.Lorenz,
            Views = [LorenzPicture.Draw(("revenue", c.Lorenz))],
            Height = 320,
        };
    }
}
