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
            int from = First(values, b.From);
            int to = First(values, b.To);
            return (b.From, b.To, Count: to - from, Sum: values.AsSpan(from, to - from).ToArray().Sum());
        }).ToList();
        double total = values.Sum();
        string Name((double From, double To, int Count, double Sum) b) => double.IsNegativeInfinity(b.From) ? $"below {money.Round(b.To)}"
            : double.IsPositiveInfinity(b.To) ? $"{money.Round(b.From)} and more" : $"{money.Round(b.From)} to {money.Round(b.To)}";
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

        // Few are wanted of very many: whoever is below the last of them is passed over at once.
        List<int> candidates = [];
        double least = double.NegativeInfinity;
        for (int i = 0; i < by.Length; i++)
        {
            if (double.IsFinite(by[i]) && by[i] >= least)
            {
                candidates.Add(i);
                if (candidates.Count > 40 * count)
                {
                    candidates = [.. Best(candidates)];
                    least = by[candidates[^1]];
                }
            }
        }

        return [.. Best(candidates)];

        IEnumerable<int> Best(List<int> rows) => rows.OrderByDescending(i => by[i]).ThenBy(i => scores.CustomerId[i], StringComparer.Ordinal).Take(count);
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
        option["legend"] = ChartJson.Legend(("Expected", "circle"), ("Median", "diamond"), ("80 % interval", ChartJson.ThickLine), ("95 % interval", ChartJson.SolidLine));
        string Tip(int i) => $"{scores.CustomerId[i]}\nChance of no purchase: {Figure.Percent(scores.PZero[i])}\nExpected: {money.Of(scores.Clv[i])}, median {money.Of(scores.ClvP50[i])}\n80 %: {money.Of(scores.ClvP10[i])} to {money.Of(scores.ClvP90[i])}\n95 %: {money.Of(scores.ClvP025[i])} to {money.Of(scores.ClvP975[i])}";
        option["series"] = new JsonArray(
            Whiskers("95 % interval", "$mid", 2, top, i => (scores.ClvP025[i], scores.ClvP975[i])),
            Whiskers("80 % interval", "$mid", 7, top, i => (scores.ClvP10[i], scores.ClvP90[i])),
            Dots("Expected", "circle", "$ink", top, i => scores.Clv[i], Tip),
            Dots("Median", "diamond", "$paper", top, i => scores.ClvP50[i], Tip));
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

    // One line series, broken between customers: a thick or thin stroke from end to end of each interval.
    private static JsonObject Whiskers(string name, string color, double width, int[] top, Func<int, (double From, double To)> ends) => new()
    {
        ["type"] = "line", ["name"] = name, ["symbol"] = "none", ["silent"] = true, ["itemStyle"] = new JsonObject { ["color"] = color },
        ["lineStyle"] = new JsonObject { ["color"] = color, ["width"] = width, ["cap"] = "butt" },
        ["data"] = ChartJson.All(top.SelectMany((i, at) => new JsonNode?[]
        {
            new JsonArray(ChartJson.Number(ends(i).From), at), new JsonArray(ChartJson.Number(ends(i).To), at), new JsonArray("-", "-"),
        })),
    };

    private static JsonObject Dots(string name, string symbol, string color, int[] top, Func<int, double> value, Func<int, string> tip) => new()
    {
        ["type"] = "scatter", ["name"] = name, ["symbol"] = symbol, ["symbolSize"] = 9, ["z"] = 5,
        ["itemStyle"] = new JsonObject { ["color"] = color, ["borderColor"] = "$ink", ["borderWidth"] = 1.5 },
        ["data"] = ChartJson.All(top.Select((i, at) => (JsonNode?)ChartJson.Item(new JsonArray(ChartJson.Number(value(i)), at), tip(i)))),
    };

    // The position of the first value of at least the limit.
    private static int First(double[] sorted, double limit)
    {
        int low = 0;
        for (int high = sorted.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Median(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    // Steps of 1, 2, 5 from about the 10 % quantile, or a five-hundredth of the 99 % one, to the 99 % quantile: values spread over powers of ten. Negative values, where they exist, have a bin of their own.
    private static List<(double From, double To)> Bins(double[] sorted)
    {
        double high = sorted[(int)(0.99 * (sorted.Length - 1))];
        if (high <= 0)
        {
            return [(double.NegativeInfinity, 0), (0, double.PositiveInfinity)];
        }

        double low = Math.Max(sorted[(int)(0.1 * (sorted.Length - 1))], high / 500);
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
