using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Valuation.Net;

namespace Perennial.Reports.Pictures;

/// <summary>The distribution of net value with its negative tail, and what customers cost by quarter and segment.</summary>
internal static class NetPictures
{
    public static Chart? Distribution(RunRecord run, NetTable net, MoneyFormat money)
    {
        double[] values = [.. net.Own.Net.Where(double.IsFinite)];
        if (values.Length < 10)
        {
            return null;
        }

        // A signed logarithm: half decades on both sides of nothing, which is its own bar.
        double least = Math.Max(1, Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, values.Max(Math.Abs)))) - 3));
        var bars = values.GroupBy(v => Step(v, least)).Select(g => (Step: g.Key, Count: g.Count(), Sum: g.Order().Sum())).ToDictionary(b => b.Step);
        int[] steps = [.. Enumerable.Range(bars.Keys.Min(), bars.Keys.Max() - bars.Keys.Min() + 1)];
        JsonObject option = ChartJson.Base("Bars of customers by net value on a signed logarithmic scale; those below nothing in red.");
        JsonObject y = ChartJson.Names(steps.Select(Name));
        y["inverse"] = true;
        option["yAxis"] = y;
        option["xAxis"] = ChartJson.Values("@count");
        option["grid"]!["top"] = 8;
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "bar", ["name"] = "Customers", ["barMaxWidth"] = 20,
            ["data"] = ChartJson.All(steps.Select(step =>
            {
                (_, int count, double sum) = bars.GetValueOrDefault(step);
                JsonObject bar = ChartJson.Item(ChartJson.Number(count), $"{Name(step)}\n{Figure.Of(count, "customer")} ({Figure.Percent(count / (double)values.Length)})\n{money.Of(sum)} together");
                bar["itemStyle"] = new JsonObject { ["color"] = step < 0 ? "$alert" : "$accent", ["borderRadius"] = new JsonArray(0, 3, 3, 0) };
                return (JsonNode?)bar;
            })),
        });
        int negative = values.Count(v => v < 0);
        return new Chart
        {
            Id = "net-distribution",
            Title = negative == 0 ? "No customer is expected to cost more than they bring" : $"{Figure.Of(negative, "customer")} are expected to cost {money.Of(-values.Where(v => v < 0).Order().Sum())} more than they bring",
            Caption = $"Expected net value of each customer, {Words.Horizon(run.Horizon)}; {Figure.Of(values.Length, "customer")}, as of {Figure.Day(run.AsOf)}. The scale is logarithmic on both sides of nothing.",
            DefinitionId = net.DefinitionId,
            Views = [new(string.Empty, option, new([new("Net value", false), new("Customers"), new("Together")], [.. steps.Select(step => (IReadOnlyList<ChartCell>)
                [new(Name(step)), new(Figure.Count(bars.GetValueOrDefault(step).Count), bars.GetValueOrDefault(step).Count), new(money.Of(bars.GetValueOrDefault(step).Sum), bars.GetValueOrDefault(step).Sum)])]))],
            Height = 50 + (26 * steps.Length),
        };

        string Name(int step)
        {
            if (step == 0)
            {
                return $"within {money.Round(least)} of nothing";
            }

            double near = Edge(Math.Abs(step) - 1), far = Edge(Math.Abs(step));
            return step > 0 ? $"{money.Round(near)} to {money.Round(far)}" : $"{money.Round(-far)} to {money.Round(-near)}";
        }

        double Edge(int step) => double.Round(least * Math.Pow(10, step / 2) * (step % 2 == 0 ? 1 : 3), 6);
    }

    public static Chart? CostTrend(RunRecord run, MoneyFormat money)
    {
        IReadOnlyList<CostQuarter> trend = run.Net?.CostTrend ?? [];
        DateOnly[] quarters = [.. trend.Select(q => q.Quarter).Distinct().Order()];
        string[] segments = [.. trend.Where(q => q.Serve > 0).Select(q => q.Segment).Distinct().Order(StringComparer.Ordinal)];
        if (quarters.Length < 2 || segments.Length is 0 or > 6)
        {
            return null;
        }

        string[] colours = ["$accent", "$second", "$ink", "$muted", "$alert", "$line"], strokes = ["solid", "dashed", "dotted"];
        JsonObject option = ChartJson.Base("Lines of cost to serve a customer by quarter, one for each segment.");
        option["xAxis"] = ChartJson.Names(quarters.Select(Name));
        option["yAxis"] = ChartJson.Values("@money");
        option["legend"] = ChartJson.Legend();
        option["series"] = ChartJson.All(segments.Select((segment, i) => (JsonNode?)new JsonObject
        {
            ["type"] = "line", ["name"] = Label(segment), ["symbolSize"] = 6, ["lineStyle"] = ChartJson.Stroke(colours[i], 2, strokes[i % strokes.Length]), ["itemStyle"] = new JsonObject { ["color"] = colours[i] },
            ["data"] = ChartJson.All(quarters.Select(quarter => Find(segment, quarter) is { } q ? ChartJson.Item(ChartJson.Number(Each(q)), $"{Label(segment)}, {Name(quarter)}\n{money.Of(Each(q))} a customer\n{money.Of(q.Serve)} for {Figure.Of(q.Customers, "customer")}") : (JsonNode?)null)),
        }));
        return new Chart
        {
            Id = "cost-trend",
            Title = "What serving a customer costs, by quarter and segment",
            Caption = $"Cost to serve in a quarter by customers with revenue or cost in it; quarters that are over and booked, onboarding among it. As of {Figure.Day(run.AsOf)}.",
            DefinitionId = "cost-to-serve.v1",
            Views = [new(string.Empty, option, new([new("Quarter", false), .. segments.Select(s => new ChartColumn(Label(s)))], [.. quarters.Select(quarter => (IReadOnlyList<ChartCell>)
                [new(Name(quarter)), .. segments.Select(s => Find(s, quarter) is { } q ? new ChartCell(money.Of(Each(q)), Each(q)) : new(string.Empty))])]))],
        };

        CostQuarter? Find(string segment, DateOnly quarter) => trend.FirstOrDefault(q => q.Segment == segment && q.Quarter == quarter);

        static double Each(CostQuarter q) => (double)q.Serve / q.Customers;

        static string Label(string segment) => segment.Length == 0 ? "none known" : segment;

        static string Name(DateOnly quarter) => $"Q{(quarter.Month + 2) / 3} {Figure.Fixed(quarter.Year)}";
    }

    private static int Step(double value, double least)
    {
        double size = Math.Abs(value) / least;
        if (size < 1)
        {
            return 0;
        }

        int decade = (int)Math.Floor(Math.Log10(size) + 1e-12), step = (2 * decade) + 1 + (size / Math.Pow(10, decade) >= 3 ? 1 : 0);
        return value < 0 ? -step : step;
    }
}
