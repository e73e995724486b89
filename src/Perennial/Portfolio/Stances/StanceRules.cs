using System.Text;
using Perennial.Kernel;

namespace Perennial.Portfolio.Stances;

/// <summary>The twelve rules, in the order in which they take precedence: where several hold, the first decides, and the others are told beside it.</summary>
/// <remarks>
/// What is being lost comes first, then what people say of a customer, then sure losses, then the customer's own figures, and last what is known of the segment alone.
/// docs/how-to/stances.md is held against this list.
/// </remarks>
public static class StanceRules
{
    private static readonly StanceTest
        HighValue = new("net value", "money", TestIs.AtLeast, (in e, t) => e.Value, (in e, t) => e.HighFrom),
        NotLow = new("net value", "money", TestIs.Above, (in e, t) => e.Value, (in e, t) => e.LowTo),
        Low = new("net value", "money", TestIs.AtMost, (in e, t) => e.Value, (in e, t) => e.LowTo),
        BelowHigh = new("net value", "money", TestIs.Below, (in e, t) => e.Value, (in e, t) => e.HighFrom),
        MayBeWorth = new("upper end of net value", "money", TestIs.Above, (in e, t) => e.ValueHigh, (in e, t) => 0);

    /// <summary>Gives them in order of precedence.</summary>
    public static IReadOnlyList<StanceRule> All { get; } =
    [
        new("protect.high-value-rising-risk", Stance.Protect, "high net value, and the chance to leave rises, beyond chance and beyond what it does for all: a slope, not a level",
        [[
            HighValue,
            new("rise of the log odds to leave", "log odds a year", TestIs.Above, (in e, t) => e.Rise, (in e, t) => e.RiseUsual),
            new("lower end of that rise", "log odds a year", TestIs.Above, (in e, t) => e.RiseLow, (in e, t) => e.RiseUsual),
            new("share of wrong findings among rises as clear", "share", TestIs.AtMost, (in e, t) => e.RiseDiscovery, (in e, t) => t.Rising),
        ]]),
        new("protect.brand-critical", Stance.Protect, "brand-critical: people entered a brand value that counts",
            [[new("score of brand value", "0 to 10", TestIs.AtLeast, (in e, t) => e.Brand, (in e, t) => t.BrandScore)]]),
        new("invest.strategic-enterprise", Stance.Invest, "a strategic customer of an enterprise segment whose net value is not low; needs a note by a person",
        [[
            new("highest strategic score", "0 to 10", TestIs.AtLeast, (in e, t) => e.Strategic, (in e, t) => t.StrategicScore),
            new("enterprise segment", "0 or 1", TestIs.AtLeast, (in e, t) => e.Enterprise, (in e, t) => 1),
            NotLow,
        ]]),
        new("deprioritize.low-value-high-cost", Stance.Deprioritize, "net value and even its upper end are nothing or less; or net value is low and cost to serve high for the segment",
        [
            [new("upper end of net value", "money", TestIs.AtMost, (in e, t) => e.ValueHigh, (in e, t) => 0), new("net value", "money", TestIs.AtMost, (in e, t) => e.Value, (in e, t) => 0)],
            [Low, new("cost to serve by gross value", "share", TestIs.Above, (in e, t) => e.CostRatio, (in e, t) => e.CostRatioVeryHigh)],
        ]),
        new("invest.high-value-safe", Stance.Invest, "high net value and a low chance to leave",
            [[HighValue, new("chance to leave", "chance", TestIs.AtMost, (in e, t) => e.Leaving, (in e, t) => t.LowRisk)]]),
        new("protect.sla-sensitive", Stance.Protect, "use falls after a missed agreement on service, and the customer may be worth something",
            [[new("fall of use after a missed agreement", "logarithm", TestIs.AtLeast, (in e, t) => e.SlaFall, (in e, t) => t.SlaSensitivity), MayBeWorth]]),
        new("deprioritize.support-drain", Stance.Deprioritize, "more requests for support by gross margin than nearly all others, quarter after quarter",
            [[new("quarters in a row with support above the percentile", "quarters", TestIs.AtLeast, (in e, t) => e.DrainPeriods, (in e, t) => t.DrainPeriods)]]),
        new("deprioritize.custom-demands", Stance.Deprioritize, "more engineering for this customer alone than its gross margin carries",
            [[new("custom engineering by gross margin", "hours a thousand", TestIs.Above, (in e, t) => e.CustomHours, (in e, t) => t.CustomHours)]]),
        new("improve.cost-inefficient", Stance.Improve, "cost to serve by gross value is above the segment's percentile: work on cost",
            [[new("cost to serve by gross value", "share", TestIs.Above, (in e, t) => e.CostRatio, (in e, t) => e.CostRatioHigh)]]),
        new("improve.adoption-gap", Stance.Improve, "adoption is below the segment's percentile: work on adoption",
            [[new("share of features in use", "share", TestIs.Below, (in e, t) => e.Adoption, (in e, t) => e.AdoptionLow)]]),
        new("improve.medium-value-upside", Stance.Improve, "medium net value, and likely to expand",
            [[NotLow, BelowHigh, new("chance to expand within a year", "chance", TestIs.AtLeast, (in e, t) => e.Upside, (in e, t) => t.Upside)]]),
        new("invest.expansion-ready", Stance.Invest, "the segment expands often, and more often than all customers do, and the customer may be worth something",
            [[new("expansions a year in the segment", "expansions a year", TestIs.AtLeast, (in e, t) => e.SegmentExpansions, (in e, t) => t.ExpansionReady),
                new("expansions of the segment by those of all customers", "ratio", TestIs.AtLeast, (in e, t) => e.ExpansionLead, (in e, t) => t.ExpansionLead), MayBeWorth]]),
    ];

    /// <summary>Gives the rule of an id.</summary>
    /// <param name="id">Its name.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public static StanceRule Find(string id) => All.FirstOrDefault(rule => rule.Id == id)
        ?? throw new ArgumentException($"There is no rule '{id}'. The rules are {string.Join(", ", All.Select(rule => rule.Id))}.", nameof(id));

    /// <summary>Writes the rules and the numbers they are held against as the tables of docs/how-to/stances.md.</summary>
    public static string ToMarkdown()
    {
        StringBuilder page = new("| # | rule | holds where |\n|---|---|---|\n");
        foreach ((int at, StanceRule rule) in All.Index())
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {at + 1} | `{rule.Id}` | {rule.Words} |\n");
        }

        page.Append("\n| of `stances` | unless stated | is |\n|---|---|---|\n| `enterprise` | [enterprise] | segments that are enterprise |\n");
        foreach (StanceThreshold one in StanceThresholds.All)
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{one.Name}` | {one.Default} | {one.Meaning} |\n");
        }

        return page.ToString();
    }
}
