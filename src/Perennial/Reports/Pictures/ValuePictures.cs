using System.Text.Json.Nodes;
using Perennial.Reports.Charts;
using Perennial.Scoring;

namespace Perennial.Reports.Pictures;

/// <summary>The distribution of value and the top customers with their intervals.</summary>
internal static class ValuePictures
{
    public static Chart? Distribution(RunRecord run, ScoreTable scores, MoneyFormat money)
    {
        double[] values = [.. scores.Clv.Where(double.IsFinite)];
        if (values.Length < 10)
        {
            return null;
        }

        Array.Sort(values);
        List<(double From, double To)> bins = Bins(values);
        var counted = bins.Select(b =>
        {
            var inside = values.Where(v => v >= b.From && v < b.To).ToList();
            return (b.From, b.To, Count: inside.Count, Sum: inside.Sum());
        }).ToList();
        double total = values.Sum();
        string Name((double From, double To, int Count, double Sum) b) => double.IsNegativeInfinity(b.From) ? $"below {money.Of(b.To)}"
            : double.IsPositiveInfinity(b.To) ? $"{money.Of(b.From)} and more" : $"{money.Of(b.From)} to {money.Of(b.To)}";
        ChartView View(string label, string format, Func<(double From, double To, int Count, double Sum), double> value, Func<double, string> say)
        {
            JsonObject option = ChartJson.Base($"Bars of {label.ToLowerInvariant()} by value of the customer.");
            JsonObject y = ChartJson.Names(counted.Select(Name));
            y["inverse"] = true;
            option["xAxis"] = ChartJson.Values(format);
            option["yAxis"] = y;
            option["grid"]!["top"] = 8;
            option["series"] = new JsonArray(new JsonObject
            {
                ["type"] = "bar", ["name"] = label, ["barMaxWidth"] = 20, ["itemStyle"] = new JsonObject { ["color"] = "$accent", ["borderRadius"] = new JsonArray(0, 3, 3, 0) },
                ["data"] = ChartJson.All(counted.Select(b => (JsonNode?)ChartJson.Item(
                    ChartJson.Number(value(b)), $"{Name(b)}\n{Figure.Of(b.Count, "customer")} ({Figure.Percent(b.Count / (double)values.Length)})\n{money.Of(b.Sum)} together ({Figure.Percent(total == 0 ? null : b.Sum / total)})"))),
            });
            return new(label, option, new(
                [new("Value of the customer", false), new("Customers"), new("Share of customers"), new("Value together"), new("Share of value")],
                [.. counted.Select(b => (IReadOnlyList<ChartCell>)
                [
                    new(Name(b)), new(Figure.Count(b.Count), b.Count), new(Figure.Percent(b.Count / (double)values.Length), b.Count / (double)values.Length),
                    new(money.Of(b.Sum), b.Sum), total == 0 ? new("–") : new(Figure.Percent(b.Sum / total), b.Sum / total),
                ])]));
        }

        return new Chart
        {
            Id = "distribution",
            Title = $"Half of all customers are worth less than {money.Of(Median(values))}",
            Caption = $"Expected value of each customer, {Words.Horizon(run.Horizon)}; {Figure.Of(values.Length, "customer")}, as of {Figure.Day(run.AsOf)}.",
            DefinitionId = run.DefinitionId,
            Views = [View("Customers", "@count", b => b.Count, v => Figure.Count((long)v)), View("Value together", "@money", b => b.Sum, v => money.Of(v))],
            Height = 40 + (28 * counted.Count),
        };
    }

    /// <summary>Gives the rows of the most valuable customers, highest first, ties by id.</summary>
    public static int[] Top(ScoreTable scores, int count)
    {
        double[] by = scores.Clv.Any(double.IsFinite) ? scores.Clv : scores.ExpectedOrders;
        return [.. Enumerable.Range(0, scores.Count).Where(i => double.IsFinite(by[i])).OrderByDescending(i => by[i]).ThenBy(i => scores.CustomerId[i], StringComparer.Ordinal).Take(count)];
    }

    public static Chart? TopCustomers(RunRecord run, ScoreTable scores, MoneyFormat money)
    {
        int[] top = [.. Top(scores, 20).Where(i => double.IsFinite(scores.Clv[i]) && double.IsFinite(scores.ClvP025[i]) && double.IsFinite(scores.ClvP975[i]))];
        if (top.Length < 2)
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Dot for the expected value of each of the top customers, thick line for the 80 % interval, thin line for the 95 % interval.");
        JsonObject y = ChartJson.Names(top.Select(i => scores.CustomerId[i]));
        y["inverse"] = true;
        y["axisLabel"]!["width"] = 150;
        y["axisLabel"]!["overflow"] = "truncate";
        option["xAxis"] = ChartJson.Values("@money");
        option["yAxis"] = y;
        option["legend"] = ChartJson.Legend();
        string Tip(int i) => $"{scores.CustomerId[i]}\nChance of no purchase: {Figure.Percent(scores.PZero[i])}\nExpected: {money.Of(scores.Clv[i])}, median {money.Of(scores.ClvP50[i])}\n80 %: {money.Of(scores.ClvP10[i])} to {money.Of(scores.ClvP90[i])}\n95 %: {money.Of(scores.ClvP025[i])} to {money.Of(scores.ClvP975[i])}";
        JsonObject Bar(string? name, string stack, string color, double width, string gap, Func<int, double> size) => new()
        {
            ["type"] = "bar", ["name"] = name ?? string.Empty, ["stack"] = stack, ["barWidth"] = width, ["barGap"] = gap, ["silent"] = name is null,
            ["itemStyle"] = new JsonObject { ["color"] = color, ["borderRadius"] = 2 },
            ["data"] = ChartJson.All(top.Select(i => (JsonNode?)ChartJson.Item(ChartJson.Number(size(i)), Tip(i)))),
        };
        option["series"] = new JsonArray(
            Bar(null, "95", "transparent", 3, "-200%", i => scores.ClvP025[i]),
            Bar("95 % interval", "95", "$soft", 3, "-200%", i => scores.ClvP975[i] - scores.ClvP025[i]),
            Bar(null, "80", "transparent", 9, "-66%", i => scores.ClvP10[i]),
            Bar("80 % interval", "80", "$mid", 9, "-66%", i => scores.ClvP90[i] - scores.ClvP10[i]),
            Dots("Expected", "circle", "$ink", top, i => scores.Clv[i], Tip),
            Dots("Median", "diamond", "$paper", top, i => scores.ClvP50[i], Tip));
        option["legend"]!["data"] = new JsonArray("Expected", "Median", "80 % interval", "95 % interval");
        return new Chart
        {
            Id = "top-customers",
            Title = $"The {top.Length} most valuable customers, and how sure that is",
            Caption = $"Value of each customer, {Words.Horizon(run.Horizon)}, with predictive intervals: what this one customer may turn out to be worth. {top.Length} of {Figure.Of(scores.Count, "customer")}, as of {Figure.Day(run.AsOf)}.",
            DefinitionId = run.DefinitionId,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Customer", false), new("Chance of no purchase"), new("Expected value"), new("Median"), new("80 % from"), new("80 % to"), new("95 % from"), new("95 % to")],
                    [.. top.Select(i => (IReadOnlyList<ChartCell>)
                    [
                        new(scores.CustomerId[i]), new(Figure.Percent(scores.PZero[i]), scores.PZero[i]), Amount(scores.Clv[i]), Amount(scores.ClvP50[i]),
                        Amount(scores.ClvP10[i]), Amount(scores.ClvP90[i]), Amount(scores.ClvP025[i]), Amount(scores.ClvP975[i]),
                    ])])),
            ],
            Height = 80 + (28 * top.Length),
        };

        ChartCell Amount(double value) => new(money.Of(value), value);
    }

    private static JsonObject Dots(string name, string symbol, string color, int[] top, Func<int, double> value, Func<int, string> tip) => new()
    {
        ["type"] = "scatter", ["name"] = name, ["symbol"] = symbol, ["symbolSize"] = 9, ["z"] = 5,
        ["itemStyle"] = new JsonObject { ["color"] = color, ["borderColor"] = "$ink", ["borderWidth"] = 1.5 },
        ["data"] = ChartJson.All(top.Select((i, at) => (JsonNode?)ChartJson.Item(new JsonArray(ChartJson.Number(value(i)), at), tip(i)))),
    };

    private static double Median(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    // Steps of 1, 2, 5 from about the 10 % to the 99 % quantile: values spread over powers of ten. Negative values, where they exist, have a bin of their own.
    private static List<(double From, double To)> Bins(double[] sorted)
    {
        double high = sorted[(int)(0.99 * (sorted.Length - 1))];
        if (high <= 0)
        {
            return [(double.NegativeInfinity, 0), (0, double.PositiveInfinity)];
        }

        double low = Math.Max(sorted[(int)(0.1 * (sorted.Length - 1))], high / 1e4);
        List<double> cuts = [0];
        for (int power = (int)Math.Floor(Math.Log10(low)); power <= (int)Math.Floor(Math.Log10(high)); power++)
        {
            cuts.AddRange(new[] { 1.0, 2, 5 }.Select(step => step * Math.Pow(10, power)).Where(cut => cut >= low && cut <= high));
        }

        if (cuts.Count == 1)
        {
            cuts.Add(high);
        }

        List<(double, double)> bins = sorted[0] < 0 ? [(double.NegativeInfinity, 0)] : [];
        bins.AddRange(cuts.Select((cut, i) => (cut, i + 1 < cuts.Count ? cuts[i + 1] : double.PositiveInfinity)));
        return bins;
    }
}
