using System.Text.Json.Nodes;
using Perennial.Portfolio;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>The cohort triangle: acquisition month down, age in months across. Cells whose month had not ended are hatched and carry an asterisk.</summary>
internal static class CohortPicture
{
    private const int MaxCohorts = 36;
    private const int MaxLabelled = 18;

    private sealed record Measure(string Label, string Format, Func<Cohort, CohortCell, double> Value, Func<double, string> Say, Func<double, string> Brief, int FirstAge, string MeanLabel, Func<Cohort, double> Weight);

    public static Chart? Draw(RunRecord run, MoneyFormat money)
    {
        List<Cohort> cohorts = [.. run.Facts.Cohorts.Where(c => c.Size > 0).TakeLast(MaxCohorts)];
        int ages = cohorts.Count == 0 ? 0 : cohorts.Max(c => c.Cells.Count);
        if (cohorts.Count < 2 || ages < 2)
        {
            return null;
        }

        List<Measure> measures =
        [
            new("Share active", "@percent", (c, cell) => cell.Active / (double)c.Size, s => Figure.Percent(s), s => Figure.Fixed(s * 100, "0"), 1, "Weighted mean", c => c.Size),
            new("Customers", "@count", (_, cell) => cell.Active, v => Figure.Count((long)Math.Round(v)), Compact, 0, "Mean of cohorts", _ => 1),
        ];
        if (run.HasAmounts())
        {
            measures.Add(new("Revenue", "@money", (_, cell) => (double)cell.Revenue, v => money.Of(v), Compact, 0, "Mean of cohorts", _ => 1));
            measures.Add(new("Cumulative per customer", "@money", (_, cell) => (double)cell.CumulativePerCustomer, v => money.Of(v), Compact, 0, "Weighted mean", c => c.Size));
        }

        string cut = run.Facts.Cohorts.Count > cohorts.Count ? $" The latest {cohorts.Count} of {run.Facts.Cohorts.Count} cohorts are drawn." : string.Empty;
        return new Chart
        {
            Id = "cohorts",
            Title = Title(cohorts),
            Caption = $"Customers by the month of their first purchase, followed by age in months; one colour scale for the whole picture. {Figure.Of(cohorts.Sum(c => c.Size), "customer")}, as of {Figure.Day(run.AsOf)}. Hatched cells and asterisks mark months that had not ended. The last row is the mean over the cohorts drawn that have reached an age in full; shares and sums per customer are weighted by the size of the cohort.{cut}",
            DefinitionId = DefinitionIds.Cohorts,
            Views = [.. measures.Select(m => View(m, cohorts, ages))],
            Height = 90 + ((cohorts.Count + 1) * (cohorts.Count > 20 ? 20 : 28)),
        };
    }

    private static string Title(List<Cohort> cohorts)
    {
        var second = cohorts.Where(c => c.Cells.Count > 1 && c.Cells[1].Complete).ToList();
        long size = second.Sum(c => c.Size);
        return size == 0 ? "Cohorts by month of first purchase" : $"{Figure.Percent(second.Sum(c => c.Cells[1].Active) / (double)size)} buy again in the month after their first purchase";
    }

    private static ChartView View(Measure measure, List<Cohort> cohorts, int ages)
    {
        var cells = cohorts.SelectMany((c, y) => c.Cells.Select((cell, age) => (Cohort: c, Cell: cell, Age: age, Row: y))).Where(c => c.Age >= measure.FirstAge).ToList();
        double max = cells.Max(c => measure.Value(c.Cohort, c.Cell));
        double min = Math.Min(0, cells.Min(c => measure.Value(c.Cohort, c.Cell)));
        double span = max > min ? max - min : 1;
        JsonObject option = ChartJson.Base($"Heat map of {measure.Label.ToLowerInvariant()} by acquisition month and age in months.");
        JsonObject x = ChartJson.Names(Enumerable.Range(measure.FirstAge, ages - measure.FirstAge).Select(Figure.Fixed), "Months since the first purchase");
        JsonObject y = ChartJson.Names(cohorts.Select(c => $"{Figure.Month(c.Month)}   {Figure.Count(c.Size)}").Append(measure.MeanLabel));
        x["position"] = "top";
        y["inverse"] = true;
        x["axisLine"] = y["axisLine"]!.DeepClone();
        option["xAxis"] = x;
        option["yAxis"] = y;
        option["grid"] = new JsonObject { ["left"] = 8, ["right"] = 8, ["top"] = 52, ["bottom"] = 4, ["containLabel"] = true };
        option["visualMap"] = new JsonObject
        {
            ["show"] = false, ["min"] = min, ["max"] = min + span, ["dimension"] = 2,
            ["inRange"] = new JsonObject { ["color"] = new JsonArray("$heat0", "$heat1", "$heat2", "$heat3") },
        };
        double?[] means = Means(measure, cohorts, ages);
        bool labelled = ages - measure.FirstAge <= MaxLabelled;
        option["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "heatmap",
            ["labelLayout"] = new JsonObject { ["hideOverlap"] = true },
            ["itemStyle"] = new JsonObject { ["borderColor"] = "$paper", ["borderWidth"] = 2, ["borderRadius"] = 3 },
            ["data"] = ChartJson.All(cells.Select(c =>
            {
                double value = measure.Value(c.Cohort, c.Cell);
                JsonObject item = ChartJson.Item(
                    new JsonArray(c.Age - measure.FirstAge, c.Row, ChartJson.Number(value)),
                    $"First purchase {Figure.Month(c.Cohort.Month)}, age {Figure.Of(c.Age, "month")}\n{measure.Label}: {measure.Say(value)}\nof {Figure.Of(c.Cohort.Size, "customer")}{(c.Cell.Complete ? string.Empty : "\nThe month had not ended")}");
                if (!c.Cell.Complete)
                {
                    item["itemStyle"] = new JsonObject { ["decal"] = ChartJson.Hatch() };
                }

                if (labelled || !c.Cell.Complete)
                {
                    item["label"] = new JsonObject
                    {
                        ["show"] = true, ["fontSize"] = 11, ["color"] = (value - min) / span > 0.76 ? "$heatinkhigh" : "$heatinklow",
                        ["formatter"] = (labelled ? measure.Brief(value) : string.Empty) + (c.Cell.Complete ? string.Empty : "*"),
                    };
                }

                return (JsonNode?)item;
            }).Concat(means.Select((mean, k) => (mean, k)).Where(m => m.mean is not null).Select(m => (JsonNode?)MeanItem(m.mean!.Value, m.k)))),
        });
        return new(measure.Label, option, Table(measure, cohorts, ages, means));

        JsonObject MeanItem(double mean, int age)
        {
            JsonObject item = ChartJson.Item(
                new JsonArray(age, cohorts.Count, ChartJson.Number(mean)),
                $"{measure.MeanLabel}, age {Figure.Of(age + measure.FirstAge, "month")}\n{measure.Label}: {measure.Say(mean)}\nover {Figure.Of(Reached(cohorts, age + measure.FirstAge).Count(), "cohort")} that reached it in full");
            item["label"] = new JsonObject { ["show"] = labelled, ["fontSize"] = 11, ["fontWeight"] = "bold", ["color"] = (mean - min) / span > 0.76 ? "$heatinkhigh" : "$heatinklow", ["formatter"] = labelled ? measure.Brief(mean) : string.Empty };
            return item;
        }
    }

    private static IEnumerable<Cohort> Reached(List<Cohort> cohorts, int age) => cohorts.Where(c => c.Cells.Count > age && c.Cells[age].Complete);

    /// <summary>Gives the mean at each age over the cohorts that have reached it in full; null where there is none.</summary>
    private static double?[] Means(Measure measure, List<Cohort> cohorts, int ages) =>
    [
        .. Enumerable.Range(measure.FirstAge, ages - measure.FirstAge).Select(age =>
        {
            double weight = Reached(cohorts, age).Sum(measure.Weight);
            return weight > 0 ? Reached(cohorts, age).Sum(c => measure.Weight(c) * measure.Value(c, c.Cells[age])) / weight : (double?)null;
        }),
    ];

    private static ChartTable Table(Measure measure, List<Cohort> cohorts, int ages, double?[] means) => new(
        [new("First purchase", false), new("Customers"), .. Enumerable.Range(measure.FirstAge, ages - measure.FirstAge).Select(a => new ChartColumn($"Month {a}"))],
        [.. cohorts.Select(c => (IReadOnlyList<ChartCell>)
        [
            new(Figure.Month(c.Month)), new(Figure.Count(c.Size), c.Size),
            .. Enumerable.Range(measure.FirstAge, ages - measure.FirstAge).Select(age => age >= c.Cells.Count ? new ChartCell(string.Empty)
                : new ChartCell(measure.Say(measure.Value(c, c.Cells[age])) + (c.Cells[age].Complete ? string.Empty : "*"), measure.Value(c, c.Cells[age]))),
        ]).Append([new(measure.MeanLabel), new(string.Empty), .. means.Select(mean => mean is { } value ? new ChartCell(measure.Say(value), value) : new ChartCell(string.Empty))])]);

    private static string Compact(double value) => Math.Abs(value) switch
    {
        >= 1e6 => Figure.Fixed(value / 1e6, "0.#") + "m",
        >= 1e4 => Figure.Fixed(value / 1e3, "0") + "k",
        >= 1e3 => Figure.Fixed(value / 1e3, "0.#") + "k",
        _ => Figure.Fixed(value, "0"),
    };
}
