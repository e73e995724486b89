using System.Text.Json.Nodes;
using Perennial.Portfolio;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>The bridge of recurring revenue: what came and what went, month by month, and what there was at the end of each.</summary>
internal static class RecurringPicture
{
    private static readonly (string Name, string Color, bool Hatched, Func<RecurringMonth, decimal> Value)[] Movements =
    [
        ("New", "$accent", false, m => m.New),
        ("Reactivation", "$accent", true, m => m.Reactivation),
        ("Expansion", "$second", false, m => m.Expansion),
        ("Contraction", "$second", true, m => m.Contraction),
        ("Churn", "$alert", false, m => m.AllChurn),
        ("Currency", "$ink", true, m => m.Currency),
    ];

    public static Chart? Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Recurring is not { Months.Count: >= 2 } recurring)
        {
            return null;
        }

        RecurringMonth last = recurring.Months[^1];
        bool ended = recurring.AsOf == last.Month.AddMonths(1).AddDays(-1);
        return new Chart
        {
            Id = "recurring",
            Title = $"{money.Of(recurring.Mrr)} of monthly recurring revenue from {Figure.Of(recurring.Customers, "customer")}",
            Caption = $"Movements by calendar month, counted as {recurring.Preset.Name} does, as of {Figure.Day(recurring.AsOf)}.{(ended ? string.Empty : " The last month had not ended.")}",
            DefinitionId = DefinitionIds.Recurring,
            Height = 320,
            Views = [Bridge(recurring, money), Level(recurring, money)],
        };
    }

    private static ChartView Bridge(RecurringFacts recurring, MoneyFormat money)
    {
        JsonObject option = Start("What came and what went", recurring.Months);
        option["legend"] = ChartJson.Legend();
        option["series"] = ChartJson.All(Movements.Where(movement => recurring.Months.Any(m => movement.Value(m) != 0)).Select(movement =>
        {
            JsonObject bars = Bars(movement.Name, movement.Color, recurring.Months, movement.Value, money);
            if (movement.Hatched)
            {
                bars["itemStyle"]!["decal"] = ChartJson.Hatch();
            }

            bars["stack"] = "movements";
            return (JsonNode?)bars;
        }));
        return new("Movements", option, Table(recurring));
    }

    private static ChartView Level(RecurringFacts recurring, MoneyFormat money)
    {
        JsonObject option = Start("Recurring revenue at the end of the month", recurring.Months);
        option["series"] = new JsonArray(Bars("Recurring revenue", "$accent", recurring.Months, m => m.Closing, money));
        return new("Level", option, Table(recurring));
    }

    private static JsonObject Start(string label, IReadOnlyList<RecurringMonth> months)
    {
        JsonObject option = ChartJson.Base($"{label} from {Figure.Month(months[0].Month)} to {Figure.Month(months[^1].Month)}.");
        option["xAxis"] = ChartJson.Names(months.Select(m => Figure.Month(m.Month)));
        option["yAxis"] = ChartJson.Values("@money");
        if (months.Count > 24)
        {
            option["dataZoom"] = ChartJson.Zoom();
            option["grid"]!["bottom"] = 34;
        }

        return option;
    }

    private static JsonObject Bars(string name, string color, IReadOnlyList<RecurringMonth> months, Func<RecurringMonth, decimal> value, MoneyFormat money) => new()
    {
        ["type"] = "bar",
        ["name"] = name,
        ["barMaxWidth"] = 34,
        ["itemStyle"] = new JsonObject { ["color"] = color },
        ["data"] = ChartJson.All(months.Select(m => (JsonNode?)ChartJson.Item(ChartJson.Number((double)value(m)), $"{Figure.Month(m.Month)}\n{name}: {money.Of(value(m))}"))),
    };

    private static ChartTable Table(RecurringFacts recurring) => new(
        [new("Month", false), new("Opening"), .. Movements.Select(m => new ChartColumn(m.Name)), new("Closing"), new("Customers")],
        [.. recurring.Months.Select(m => (IReadOnlyList<ChartCell>)
        [
            new(Figure.Month(m.Month)), Cell(m.Opening), .. Movements.Select(movement => Cell(movement.Value(m))), Cell(m.Closing), new(Figure.Count(m.Customers), m.Customers),
        ])]);

    private static ChartCell Cell(decimal value) => new(value.ToString("N2", System.Globalization.CultureInfo.InvariantCulture), (double)value);
}
