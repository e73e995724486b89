using System.Text.Json.Nodes;
using Perennial.Portfolio;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>The monthly series: revenue, orders, customers. A month that had not ended is hatched.</summary>
internal static class MonthPicture
{
    public static Chart? Draw(RunRecord run, MoneyFormat money)
    {
        IReadOnlyList<MonthFact> months = run.Facts.Months;
        if (months.Count < 2)
        {
            return null;
        }

        bool amounts = run.HasAmounts();
        List<ChartView> views = [];
        if (amounts)
        {
            views.Add(Bars("Net revenue", months, m => (double)m.RevenueNet, v => money.Of(v), "@money"));
        }

        views.Add(Bars("Orders", months, m => m.Orders, v => Figure.Count((long)v), "@count"));
        views.Add(Customers(months));
        MonthFact best = months.Where(m => m.Complete).DefaultIfEmpty(months[0]).MaxBy(m => amounts ? (double)m.RevenueNet : m.Orders)!;
        string peak = amounts ? $"{money.Of(best.RevenueNet)} of net revenue" : Figure.Of(best.Orders, "order");
        return new Chart
        {
            Id = "months",
            Title = amounts && best.RevenueNet <= 0 ? "In no month did more come in than went back" : $"{Figure.Month(best.Month)} was the strongest month: {peak}",
            Caption = $"Calendar months of {Figure.Of(run.Facts.Orders, "order")} by {Figure.Of(run.Facts.Customers, "customer")}, as of {Figure.Day(run.AsOf)}."
                + (months[^1].Complete ? string.Empty : " The last month had not ended and is hatched."),
            DefinitionId = amounts ? DefinitionIds.RevenueByMonth : DefinitionIds.OrdersByMonth,
            Views = views,
            Height = 300,
        };
    }

    private static ChartView Bars(string label, IReadOnlyList<MonthFact> months, Func<MonthFact, double> value, Func<double, string> say, string format)
    {
        JsonObject option = Start(label, months, format);
        option["series"] = new JsonArray(Series(label, "$accent", months, value, say));
        return new(label, option, Table(months, (label, value, say)));
    }

    private static ChartView Customers(IReadOnlyList<MonthFact> months)
    {
        string Say(double v) => Figure.Count((long)v);
        JsonObject option = Start("Customers", months, "@count");
        option["legend"] = ChartJson.Legend();
        JsonObject returning = Series("Bought before", "$accent", months, m => m.ActiveCustomers - m.NewCustomers, Say);
        JsonObject fresh = Series("First purchase", "$second", months, m => m.NewCustomers, Say);
        returning["stack"] = "customers";
        fresh["stack"] = "customers";
        option["series"] = new JsonArray(returning, fresh);
        return new("Customers", option, Table(months, ("Active", m => m.ActiveCustomers, Say), ("First purchase", m => m.NewCustomers, Say), ("Bought before", m => m.ActiveCustomers - m.NewCustomers, Say)));
    }

    private static JsonObject Start(string label, IReadOnlyList<MonthFact> months, string format)
    {
        JsonObject option = ChartJson.Base($"{label} by calendar month from {Figure.Month(months[0].Month)} to {Figure.Month(months[^1].Month)}.");
        option["xAxis"] = ChartJson.Names(months.Select(m => Figure.Month(m.Month)));
        option["yAxis"] = ChartJson.Values(format);
        if (months.Count > 24)
        {
            option["dataZoom"] = ChartJson.Zoom();
            option["grid"]!["bottom"] = 34;
        }

        return option;
    }

    private static JsonObject Series(string name, string color, IReadOnlyList<MonthFact> months, Func<MonthFact, double> value, Func<double, string> say) => new()
    {
        ["type"] = "bar",
        ["name"] = name,
        ["barMaxWidth"] = 34,
        ["itemStyle"] = new JsonObject { ["color"] = color },
        ["data"] = ChartJson.All(months.Select(m =>
        {
            JsonObject item = ChartJson.Item(ChartJson.Number(value(m)), $"{Figure.Month(m.Month)}{(m.Complete ? string.Empty : " (not complete)")}\n{name}: {say(value(m))}");
            if (!m.Complete)
            {
                item["itemStyle"] = new JsonObject { ["color"] = color, ["decal"] = ChartJson.Hatch() };
            }

            return (JsonNode?)item;
        })),
    };

    private static ChartTable Table(IReadOnlyList<MonthFact> months, params (string Name, Func<MonthFact, double> Value, Func<double, string> Say)[] columns) => new(
        [new("Month", false), .. columns.Select(c => new ChartColumn(c.Name)), new("Complete", false)],
        [.. months.Select(m => (IReadOnlyList<ChartCell>)[new(Figure.Month(m.Month)), .. columns.Select(c => new ChartCell(c.Say(c.Value(m)), c.Value(m))), new(m.Complete ? "yes" : "no")])]);
}
