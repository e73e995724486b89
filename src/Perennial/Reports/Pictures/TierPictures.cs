using System.Text.Json.Nodes;
using Perennial.Portfolio.Tiers;
using Perennial.Reports.Charts;

namespace Perennial.Reports.Pictures;

/// <summary>Tiers through time: what each kept over twelve months, and what part of its revenue serving it took.</summary>
internal static class TierPictures
{
    private const int MostTiers = 6;
    private static readonly string[] Colours = ["$accent", "$second", "$ink", "$muted", "$alert", "$line"], Strokes = ["solid", "dashed", "dotted"];

    public static Chart? Retention(RunRecord run)
    {
        IReadOnlyList<TierRetention> kept = run.TierHistory?.Retention ?? [];
        DateOnly[] days = [.. kept.Where(part => part.Tier >= 0).Select(part => part.To).Distinct().Order()];
        int[] tiers = Tiers(run, kept.Select(part => part.Tier));
        if (days.Length < 2 || tiers.Length is 0 or > MostTiers)
        {
            return null;
        }

        ChartView View(string label, Func<TierRetention, double?> of) => Lines(
            run, label, [.. days.Select(Figure.Day)], tiers,
            (tier, i) => kept.FirstOrDefault(part => part.Tier == tier && part.To == days[i]) is { } part && of(part) is { } share ? (share, $"{Figure.Of(part.Customers, "customer")} at the opening, {Figure.Count(part.Lost)} lost") : null);
        return new Chart
        {
            Id = "tier-retention",
            Title = "What each tier kept of its recurring revenue over twelve months",
            Caption = $"Twelve months up to each day, by the tier of {Figure.Day(run.AsOf)}: who has left is in a low tier because they left, so high tiers look better here than they will be.",
            DefinitionId = "nrr.tier.v1",
            Views = [View("Net retention", part => part.Nrr), View("Gross retention", part => part.Grr)],
        };
    }

    public static Chart? Costs(RunRecord run, MoneyFormat money)
    {
        IReadOnlyList<TierQuarter> costs = run.TierHistory?.Costs ?? [];
        DateOnly[] quarters = [.. costs.Select(part => part.Quarter).Distinct().Order()];
        int[] tiers = Tiers(run, costs.Where(part => part.Serve != 0).Select(part => part.Tier));
        if (quarters.Length < 2 || tiers.Length is 0 or > MostTiers)
        {
            return null;
        }

        TierQuarter? Find(int tier, int i) => costs.FirstOrDefault(part => part.Tier == tier && part.Quarter == quarters[i]);
        ChartView View(string label, string format, Func<TierQuarter, double?> of) => Lines(
            run, label, [.. quarters.Select(quarter => $"Q{(quarter.Month + 2) / 3} {Figure.Fixed(quarter.Year)}")], tiers,
            (tier, i) => Find(tier, i) is { } part && of(part) is { } value ? (value, $"{money.Of(part.Serve)} for {Figure.Of(part.Customers, "customer")} who brought {money.Of(part.Revenue)}") : null, format, money);
        return new Chart
        {
            Id = "tier-costs",
            Title = "What serving each tier takes, by quarter",
            Caption = $"Cost to serve of quarters that are over and booked, onboarding among it, by the tier of {Figure.Day(run.AsOf)}; tiers and customers in none add up to the ledger.",
            DefinitionId = "cost-to-serve.tier.v1",
            Views = [View("A customer", "@money", part => part.Customers == 0 ? null : (double)part.Serve / part.Customers), View("Of revenue", "@percent", part => part.Revenue <= 0 ? null : (double)(part.Serve / part.Revenue))],
        };
    }

    private static int[] Tiers(RunRecord run, IEnumerable<int> of) => run.Tiers is null ? [] : [.. of.Where(tier => tier >= 0).Distinct().Order()];

    private static ChartView Lines(RunRecord run, string label, string[] days, int[] tiers, Func<int, int, (double Value, string Of)?> at, string format = "@percent", MoneyFormat? money = null)
    {
        string Name(int tier) => run.Tiers!.Tiers[tier].Name;
        string Told(double value) => format == "@money" ? money!.Of(value) : Figure.Percent(value);
        JsonObject option = ChartJson.Base($"Lines of {char.ToLowerInvariant(label[0]) + label[1..]}, one for each tier.");
        option["xAxis"] = ChartJson.Names(days);
        option["yAxis"] = ChartJson.Values(format);
        option["legend"] = ChartJson.Legend();
        option["series"] = ChartJson.All(tiers.Select((tier, k) => (JsonNode?)new JsonObject
        {
            ["type"] = "line", ["name"] = Name(tier), ["symbolSize"] = 6, ["lineStyle"] = ChartJson.Stroke(Colours[k], 2, Strokes[k % Strokes.Length]), ["itemStyle"] = new JsonObject { ["color"] = Colours[k] },
            ["data"] = ChartJson.All(days.Select((day, i) => at(tier, i) is { } point ? ChartJson.Item(ChartJson.Number(point.Value), $"{Name(tier)}, {day}\n{Told(point.Value)}\n{point.Of}") : (JsonNode?)null)),
        }));
        return new(label, option, new(
            [new("Up to", false), .. tiers.Select(tier => new ChartColumn(Name(tier)))],
            [.. days.Select((day, i) => (IReadOnlyList<ChartCell>)[new(day), .. tiers.Select(tier => at(tier, i) is { } point ? new ChartCell(Told(point.Value), point.Value) : new(string.Empty))])]));
    }
}
