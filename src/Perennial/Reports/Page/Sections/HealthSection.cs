using Perennial.Portfolio.Tiers;

namespace Perennial.Reports.Page.Sections;

/// <summary>Whether the company grows healthier or just larger: growth, and beside it value a customer, retention and what serving takes.</summary>
internal static class HealthSection
{
    public static Section Draw(RunRecord run, MoneyFormat money) => run.TierHistory is not { Health: { Count: > 1 } health } ? Section.Nothing : new("health", "Healthier, or just larger", Markup.Of($"""
        <p>{Verdict(health)} {Tables.Definition("health.v1")}</p>
        {Tables.Draw(
            "Growth, and what stands beside it", ["Measure", "#Now", "#Before", "#Change", "Compared"],
            health.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Text(Name(one.Name, run)), Tables.Text(Told(one.Name, one.Now, money)), Tables.Text(one.Then is { } then ? Told(one.Name, then, money) : "–"), Tables.Text(Change(one)),
                Tables.Text(one.DayThen is { } day ? $"{Figure.Day(one.Day)} with {Figure.Day(day)}" : one.Name == "value-per-customer" ? "with the next run" : $"{Figure.Day(one.Day)}; nothing earlier"),
            ]))}
        """));

    /// <summary>Says in a sentence whether growth and health went together.</summary>
    internal static string Verdict(IReadOnlyList<HealthMeasure> health)
    {
        HealthMeasure growth = health[0];
        HealthMeasure[] beside = [.. health.Skip(1).Where(one => one.Better is not null)];
        if (growth.Better is not { } grew || beside.Length == 0)
        {
            return "Growth and what stands beside it cannot be compared yet: too little lies behind.";
        }

        string[] worse = [.. beside.Where(one => one.Better == false).Select(one => one.Name switch { "value-per-customer" => "value a customer fell", "net-retention" => "net retention fell", _ => "serving takes a larger part of revenue" })];
        return (grew, worse.Length) switch
        {
            (true, 0) => "Larger, and healthier by all that is known.",
            (true, _) => $"Larger, but not healthier throughout: {string.Join(", ", worse)}. Growth that goes with less value is erosion.",
            (false, 0) => "Not larger, but healthier by all that is known.",
            _ => $"Not larger, and less healthy: {string.Join(", ", worse)}.",
        };
    }

    private static string Name(string measure, RunRecord run) => measure switch
    {
        "recurring-revenue" => "Recurring revenue a year",
        "revenue" => "Net revenue of twelve months",
        "value-per-customer" => $"{(run.Net is null ? "Value" : "Net value")} a customer",
        "net-retention" => "Net revenue retention, twelve months",
        _ => "Cost to serve, of revenue of four quarters",
    };

    private static string Told(string measure, double value, MoneyFormat money) => measure is "net-retention" or "cost-to-serve" ? Figure.Percent(value) : money.Of(value);

    private static string Change(HealthMeasure one)
    {
        if (one.Then is not { } then || then == 0)
        {
            return "–";
        }

        bool share = one.Name is "net-retention" or "cost-to-serve";
        double change = share ? 100 * (one.Now - then) : (one.Now / then) - 1;
        return (change > 0 ? "+" : string.Empty) + (share ? Figure.Number(Math.Round(change, 1)) + " points" : Figure.Percent(change));
    }
}
