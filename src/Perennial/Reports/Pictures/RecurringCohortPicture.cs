using System.Text.Json.Nodes;
using Perennial.Portfolio;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>The triangle of recurring revenue: the quarter customers began in down, months since across.</summary>
internal static class RecurringCohortPicture
{
    private const int MaxCohorts = 20, MaxLabelled = 18;

    private static readonly (string Name, string Definition, Func<RecurringCohortCell, RecurringCohort, double?> Value)[] Measures =
    [
        ("Net retention", "mrr.cohort.net.v1", (cell, _) => cell.Net),
        ("Gross retention", "mrr.cohort.gross.v1", (cell, _) => cell.Gross),
        ("Customers who pay", "mrr.cohort.net.v1", (cell, cohort) => (double)cell.Paying / cohort.Customers),
    ];

    public static Chart? Draw(RunRecord run)
    {
        RecurringCohort[] cohorts = [.. (run.Recurring?.Cohorts ?? []).Where(c => c.Cells.Count > 1).TakeLast(MaxCohorts)];
        if (cohorts.Length < 2)
        {
            return null;
        }

        RecurringCohortCell[] year = [.. cohorts.Where(c => c.Cells.Count > 12).Select(c => c.Cells[12])];
        return new Chart
        {
            Id = "recurring-cohorts",
            Title = year.Length == 0
                ? "What is kept of recurring revenue, by the quarter in which customers began"
                : $"Twelve months on, customers pay {Figure.Percent((double)(year.Sum(c => c.Level) / year.Sum(c => c.First)))} of what they began with",
            Caption = $"Customers by the quarter of their first recurring revenue, followed by months since each one's own first; as of {Figure.Day(run.AsOf)}. Ages that not all of a quarter have reached are left out.",
            DefinitionId = "mrr.cohort.net.v1",
            Views = [.. Measures.Select(measure => View(measure.Name, measure.Value, cohorts))],
            Height = 90 + (cohorts.Length * 28),
        };
    }

    private static ChartView View(string name, Func<RecurringCohortCell, RecurringCohort, double?> value, RecurringCohort[] cohorts)
    {
        int ages = cohorts.Max(c => c.Cells.Count);
        double max = cohorts.Max(c => c.Cells.Max(cell => value(cell, c) ?? 0));
        JsonObject option = ChartJson.Base($"Heat map of {name.ToLowerInvariant()} by quarter and months since the first.");
        JsonObject x = ChartJson.Names(Enumerable.Range(0, ages).Select(Figure.Fixed), "Months since the first");
        JsonObject y = ChartJson.Names(cohorts.Select(c => $"{Quarter(c)}   {Figure.Count(c.Customers)}"));
        x["position"] = "top";
        y["inverse"] = true;
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["grid"] = new JsonObject { ["left"] = 8, ["right"] = 8, ["top"] = 52, ["bottom"] = 4, ["containLabel"] = true };
        option["visualMap"] = new JsonObject
        {
            ["show"] = false, ["min"] = 0, ["max"] = Math.Max(max, 0.01), ["dimension"] = 2,
            ["inRange"] = new JsonObject { ["color"] = new JsonArray("$heat0", "$heat1", "$heat2", "$heat3") },
        };
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "heatmap",
            ["labelLayout"] = new JsonObject { ["hideOverlap"] = true },
            ["itemStyle"] = new JsonObject { ["borderColor"] = "$paper", ["borderWidth"] = 2, ["borderRadius"] = 3 },
            ["data"] = ChartJson.All(cohorts.SelectMany((cohort, row) => cohort.Cells.Where(cell => value(cell, cohort) is not null).Select(cell => Item(cohort, cell, row)))),
        });
        return new(name, option, new(
            [new("Began", false), new("Customers"), .. Enumerable.Range(0, ages).Select(age => new ChartColumn($"Month {age}"))],
            [.. cohorts.Select(c => (IReadOnlyList<ChartCell>)[new(Quarter(c)), new(Figure.Count(c.Customers), c.Customers), .. Enumerable.Range(0, ages).Select(age =>
                age < c.Cells.Count && value(c.Cells[age], c) is { } share ? new ChartCell(Figure.Percent(share), share) : new ChartCell(string.Empty))])]));

        JsonNode? Item(RecurringCohort cohort, RecurringCohortCell cell, int row)
        {
            double share = value(cell, cohort)!.Value;
            JsonObject item = ChartJson.Item(
                new JsonArray(cell.Age, row, ChartJson.Number(share)),
                $"Began in {Quarter(cohort)}, {Figure.Of(cell.Age, "month")} on\n{name}: {Figure.Percent(share)}\n{Figure.Count(cell.Paying)} of {Figure.Of(cohort.Customers, "customer")} pay");
            item["label"] = new JsonObject
            {
                ["show"] = ages <= MaxLabelled || cell.Age % 3 == 0, ["fontSize"] = 11, ["color"] = share / Math.Max(max, 0.01) > 0.76 ? "$heatinkhigh" : "$heatinklow", ["formatter"] = Figure.Fixed(share * 100, "0"),
            };
            return item;
        }
    }

    private static string Quarter(RecurringCohort cohort) => $"Q{(cohort.Quarter.Month + 2) / 3} {Figure.Fixed(cohort.Quarter.Year)}";
}
