using System.Text.Json.Nodes;
using Perennial.Portfolio.Concentrations;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>Pictures of concentration: Lorenz curves over each other, the whale curve of value ahead, the trend by quarter.</summary>
internal static class ConcentrationPictures
{
    public static Chart? Lorenz(RunRecord run)
    {
        ConcentrationMeasure[] measures = [.. (run.Concentration?.Measures ?? []).Where(measure => measure.Shares.Lorenz.Count >= 3)];
        return measures.Length == 0 ? null : new Chart
        {
            Id = "concentration-lorenz",
            Title = $"The ten largest of {Figure.Of(measures[^1].Customers, "customer")} hold {Figure.Percent(measures[^1].Top10)} of {Of(measures[^1].Name, run)}",
            Caption = $"Revenue and margin of the last twelve months and value ahead, as far as known; customers below zero count as zero. As of {Figure.Day(run.AsOf)}.",
            DefinitionId = "concentration.measure.v1",
            Views = [LorenzPicture.Draw([.. measures.Select(measure => (Of(measure.Name, run), measure.Shares.Lorenz))])],
        };
    }

    public static Chart? Whale(RunRecord run, MoneyFormat money)
    {
        if (run.Concentration is not { Whale.Count: > 0 } few || run.Facts.Customers < 2)
        {
            return null;
        }

        (int best, decimal top) = WhalePicture.Best(few.Whale);
        string what = Of("value", run);
        return new Chart
        {
            Id = "value-whale",
            Title = best == 100 ? $"No customer takes {what} away" : $"The last {Figure.Percent(1 - (best / 100.0))} of customers take away {money.Of(top - few.Whale[^1])} of {what}",
            Caption = $"Cumulative {what}, {Words.Horizon(run.Horizon)}, the best customer first; as of {Figure.Day(run.AsOf)}.",
            DefinitionId = few.Measures.First(measure => measure.Name == "value").DefinitionId,
            Views = [WhalePicture.View(few.Whale, char.ToUpperInvariant(what[0]) + what[1..], money)],
        };
    }

    public static Chart? Trend(RunRecord run, MoneyFormat money)
    {
        IReadOnlyList<ConcentrationQuarter> trend = run.Concentration?.Trend ?? [];
        if (trend.Count < 2)
        {
            return null;
        }

        string Name(DateOnly day) => $"Q{day.Month / 3} {Figure.Fixed(day.Year)}";
        ChartView View(string label, string format, Func<ConcentrationQuarter, double> of, Func<double, string> told)
        {
            JsonObject option = ChartJson.Base($"Line of {label} of the revenue of twelve months by quarter.");
            option["xAxis"] = ChartJson.Names(trend.Select(q => Name(q.Day)));
            option["yAxis"] = ChartJson.Values(format);
            option["grid"]!["top"] = 16;
            option["series"] = new JsonArray(new JsonObject
            {
                ["type"] = "line", ["name"] = label, ["symbol"] = "circle", ["symbolSize"] = 6, ["lineStyle"] = ChartJson.Stroke("$accent"), ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
                ["data"] = ChartJson.All(trend.Select(q => (JsonNode?)ChartJson.Item(ChartJson.Number(of(q)), $"Twelve months to {Figure.Day(q.Day)}\n{label}: {told(of(q))}\n{Figure.Of(q.Customers, "customer")}, {money.Of(q.Revenue)}"))),
            });
            return new(label, option, new(
                [new("Twelve months to", false), new("Customers"), new("Revenue"), new(label)],
                [.. trend.Select(q => (IReadOnlyList<ChartCell>)[new(Figure.Day(q.Day)), new(Figure.Count(q.Customers), q.Customers), new(money.Of(q.Revenue), (double)q.Revenue), new(told(of(q)), of(q))])]));
        }

        return new Chart
        {
            Id = "concentration-trend",
            Title = $"The ten largest made {Figure.Percent(trend[0].Top10)} of revenue in the year to {Figure.Day(trend[0].Day)}, {Figure.Percent(trend[^1].Top10)} in that to {Figure.Day(trend[^1].Day)}",
            Caption = "Net revenue of twelve months at the ends of quarters that are over.",
            DefinitionId = "concentration.trend.v1",
            Views = [View("Share of the ten largest", "@percent", q => q.Top10, share => Figure.Percent(share)), View("Effective number of customers", "@count", q => q.EffectiveNumber, Figure.About)],
            Height = 260,
        };
    }

    /// <summary>Names an amount for a sentence: net value where costs are known.</summary>
    public static string Of(string measure, RunRecord run) => measure == "value" && run.Net is not null ? "net value" : measure;
}
