using System.Text.Json.Nodes;
using Perennial.Portfolio.Acquiring;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>CLV to CAC by channel, and what cohorts left by age with the cell in which they had paid for themselves.</summary>
internal static class AcquisitionPictures
{
    private const int MostCohorts = 24;

    public static Chart? Ratios(RunRecord run)
    {
        AcquisitionChannel[] channels = [.. (run.Acquisition?.Channels ?? []).Where(c => c is { Ratio: not null, RatioLow: not null }).OrderByDescending(c => c.Ratio).ThenBy(c => c.Channel, StringComparer.Ordinal)];
        if (channels.Length == 0)
        {
            return null;
        }

        JsonObject option = ChartJson.Base("Dot for CLV to CAC of each channel, line for its 80 % interval, dashed lines at 1 and 3.");
        JsonObject y = ChartJson.Names(channels.Select(Name));
        y["inverse"] = true;
        option["yAxis"] = y;
        option["xAxis"] = ChartJson.Values("@count", "CLV to CAC");
        option["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 24, ["bottom"] = 28, ["containLabel"] = true };
        var series = new JsonArray();
        for (int i = 0; i < channels.Length; i++)
        {
            series.Add((JsonNode)new JsonObject
            {
                ["type"] = "line", ["showSymbol"] = false, ["silent"] = true, ["lineStyle"] = ChartJson.Stroke(Colour(channels[i]), 3),
                ["data"] = new JsonArray(ChartJson.Point(channels[i].RatioLow!.Value, i), ChartJson.Point(channels[i].RatioHigh!.Value, i)),
            });
        }

        series.Add((JsonNode)new JsonObject
        {
            ["type"] = "scatter", ["symbolSize"] = 11,
            ["data"] = ChartJson.All(channels.Select((c, i) =>
            {
                JsonObject dot = ChartJson.Item(ChartJson.Point(c.Ratio!.Value, i), $"{Name(c)}: {Figure.Fixed(c.Ratio.Value, "0.0")}\n80 % interval {Figure.Fixed(c.RatioLow!.Value, "0.0")} to {Figure.Fixed(c.RatioHigh!.Value, "0.0")}\n{Figure.Of(c.Won, "customer")} won");
                dot["itemStyle"] = new JsonObject { ["color"] = Colour(c) };
                return (JsonNode?)dot;
            })),
            ["markLine"] = new JsonObject
            {
                ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = ChartJson.Stroke("$muted", 1, "dashed"), ["label"] = new JsonObject { ["color"] = "$muted" },
                ["data"] = new JsonArray(new JsonObject { ["xAxis"] = 1 }, new JsonObject { ["xAxis"] = 3 }),
            },
        });
        option["series"] = series;
        int poor = channels.Count(c => c.Ratio < 1);
        return new Chart
        {
            Id = "clv-cac",
            Title = poor == 0 ? "Customers of every channel with spend are worth more than they cost to win" : $"Customers of {Figure.Of(poor, "channel")} are worth less than they cost to win",
            Caption = $"Value of customers won by what one cost to win, fully loaded; dots with 80 % intervals, marks at 1 and 3. {Figure.Of(channels.Sum(c => c.Won), "customer")}, as of {Figure.Day(run.AsOf)}.",
            DefinitionId = "clv-cac.v1",
            Views = [new(string.Empty, option, new([new("Channel", false), new("Customers"), new("CLV to CAC"), new("10 %"), new("90 %")], [.. channels.Select(c => (IReadOnlyList<ChartCell>)
                [new(Name(c)), new(Figure.Count(c.Won), c.Won), new(Figure.Fixed(c.Ratio!.Value, "0.00"), c.Ratio), new(Figure.Fixed(c.RatioLow!.Value, "0.00"), c.RatioLow), new(Figure.Fixed(c.RatioHigh!.Value, "0.00"), c.RatioHigh)])]))],
            Height = 90 + (34 * channels.Length),
        };
    }

    public static Chart? Payback(RunRecord run, MoneyFormat money)
    {
        AcquisitionCohort[] cohorts = [.. (run.Acquisition?.Cohorts ?? []).Where(c => c.Cumulative.Count > 0).TakeLast(MostCohorts)];
        int ages = cohorts.Length == 0 ? 0 : cohorts.Max(c => c.Cumulative.Count);
        if (cohorts.Length < 2 || ages < 2)
        {
            return null;
        }

        double max = cohorts.Max(c => c.Cumulative.Max()), min = Math.Min(0, cohorts.Min(c => c.Cumulative.Min()));
        JsonObject option = ChartJson.Base("Heat map of cumulative contribution a customer by month won and age; the cell in which it reached the cost of winning one is outlined.");
        JsonObject x = ChartJson.Names(Enumerable.Range(0, ages).Select(Figure.Fixed), "Months since sign-up");
        x["position"] = "top";
        JsonObject y = ChartJson.Names(cohorts.Select(c => $"{Figure.Month(c.Month)}   {money.Of(c.Cac)}"));
        y["inverse"] = true;
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["grid"] = new JsonObject { ["left"] = 8, ["right"] = 8, ["top"] = 52, ["bottom"] = 4, ["containLabel"] = true };
        option["visualMap"] = new JsonObject { ["show"] = false, ["min"] = min, ["max"] = max > min ? max : min + 1, ["dimension"] = 2, ["inRange"] = new JsonObject { ["color"] = new JsonArray("$heat0", "$heat1", "$heat2", "$heat3") } };
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "heatmap",
            ["itemStyle"] = new JsonObject { ["borderColor"] = "$paper", ["borderWidth"] = 2, ["borderRadius"] = 3 },
            ["data"] = ChartJson.All(cohorts.SelectMany((c, row) => c.Cumulative.Select((sum, age) => (c, row, sum, age))).OrderBy(cell => cell.c.PaybackMonths == cell.age).Select(at =>
            {
                // Outlined cells come last, so that no neighbour lies over their outline.
                (AcquisitionCohort c, int row, double sum, int age) = at;
                bool paid = c.PaybackMonths == age;
                JsonObject cell = ChartJson.Item(new JsonArray(age, row, ChartJson.Number(sum)), $"Won {Figure.Month(c.Month)}, age {Figure.Of(age, "month")}\n{money.Of(sum)} a customer so far, {money.Of(c.Cac)} to win{(paid ? "\nPaid back" : string.Empty)}");
                if (paid)
                {
                    cell["itemStyle"] = new JsonObject { ["borderColor"] = "$alert", ["borderWidth"] = 3 };
                }

                return (JsonNode?)cell;
            })),
        });
        int back = cohorts.Count(c => c.PaybackMonths is not null);
        return new Chart
        {
            Id = "payback",
            Title = $"{back} of {Figure.Of(cohorts.Length, "cohort")} have paid back what they cost to win",
            Caption = $"Cumulative contribution a customer by month won, with what one cost to win, and age; months that are over. The outlined cell is the payback. As billed: a year paid in advance counts when it is billed. As of {Figure.Day(run.AsOf)}.",
            DefinitionId = "cac-payback.v1",
            Views = [new(string.Empty, option, new(
                [new("Won", false), new("Customers"), new("Cost each"), new("Payback"), .. Enumerable.Range(0, ages).Select(a => new ChartColumn($"Month {a}"))],
                [.. cohorts.Select(c => (IReadOnlyList<ChartCell>)
                [
                    new(Figure.Month(c.Month)), new(Figure.Count(c.Won), c.Won), new(money.Of(c.Cac), c.Cac), c.PaybackMonths is { } months ? new(Figure.Of(months, "month"), months) : new("not reached"),
                    .. Enumerable.Range(0, ages).Select(age => age < c.Cumulative.Count ? new ChartCell(money.Of(c.Cumulative[age]), c.Cumulative[age]) : new(string.Empty)),
                ])]))],
            Height = 90 + (cohorts.Length * 24),
        };
    }

    private static string Name(AcquisitionChannel channel) => channel.Channel.Length == 0 ? "none known" : channel.Channel;

    private static string Colour(AcquisitionChannel channel) => channel.Ratio < 1 ? "$alert" : "$accent";
}
