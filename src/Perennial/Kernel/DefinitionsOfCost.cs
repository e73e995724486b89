namespace Perennial.Kernel;

/// <summary>Definitions of what serving customers costs.</summary>
internal static class DefinitionsOfCost
{
    private const string Booked = "first day of the first booking to the last of the last that was over on the as-of day";
    private const string Known = "rows, charges and bookings dated, and known, up to the as-of day";
    private const string Past = "first day of the data to the as-of day";
    private const string Money = "the run's currency";
    private static readonly DefinitionFamily Family = new("bookings whose period was over, and known, on the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("cost-to-serve.v1", "Cost to serve", "bookings that name the customer, and of the others the customer's units of the driver times what a unit costs",
            Booked, Money,
            note: "Where a booking says its capacity, a unit costs the amount by the capacity, or by what was taken where that is more (time-driven); else the whole amount is shared out by the driver (activity-based). Allocated, unused and without a driver add up to what was booked."),
        Family.Of("cost.unused.v1", "Unused capacity", "what was booked less what customers took of it",
            Booked, Money,
            note: "It stays with the company and is not spread over customers."),
        Family.Of("cost.whale.v1", "Whale curve", "cumulative net revenue less cost to serve, by cumulative share of customers, the best first",
            Booked, Money,
            note: "Where it falls, customers cost more than they brought. Net revenue, not margin: what goods cost is not in it."),
        Family.Of("margin.gross.v1", "Gross margin", "net revenue less what goods cost and less what was caused of pools that are cost of revenue",
            Past, Money, Known, numerator: "net revenue less cost of revenue", denominator: "net revenue, where it is given as a share",
            note: "Revenue as billed or sold, on its day. What goods cost is the first known of: the row's own cost, the product's stated margin, units times unit cost, the product's margin, the stated margin of its line, of everything, the margin of the options. Infrastructure and hosting are cost of revenue unless company.yaml says otherwise. Goods that come back stay a cost."),
        Family.Of("contribution.v1", "Contribution (net)", "gross margin less cost to serve, fees of payments and disputes, and interventions",
            Past, Money, Known,
            note: "Historic: up to the as-of day, not discounted. Unused capacity, overhead and the cost of acquisition are in no customer's contribution. Negative ones are kept."),
        Family.Of("cost.forecast.v1", "Expected cost while active", "z times the customer's own mean cost a unit plus 1 - z times the segment's, z = w / (w + s² / a), pool by pool",
            "the twelve months before the as-of day that are over and booked; for others than subscribers all that are booked", "the run's currency, an active month or a purchase day",
            note: "w: units of the customer; s²: variance within customers, a: between (Bühlmann and Straub 1970). Onboarding, setup, implementation and migration are spent once and not carried forward. Segments of fewer than five are estimated with all."),
        Family.Of("cost.mae.v1", "Error of the cost forecast", "mean over customers of the absolute difference between what their units of the hidden months cost and were forecast to cost",
            "the hidden months: the last year, of a shorter history its last third", Money, "what was known before the hidden months"),
        Family.Of("cost.bias.v1", "Bias of the cost forecast", "what all customers' units of the hidden months were forecast to cost by what they cost, less 1",
            "the hidden months", "share", "what was known before the hidden months", numerator: "forecast less actual cost", denominator: "actual cost"),
    ];
}
