namespace Perennial.Kernel;

/// <summary>Definitions of tiers of value.</summary>
internal static class DefinitionsOfTiers
{
    private const string Ahead = "the run's horizon";
    private static readonly DefinitionFamily Family = new("values of the as-of day, and tiers of the run before");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("tier.v1", "Tier", "the highest tier whose lower end the customer's value reaches; by quantile the lower end is the least value of the stated share of customers from the top, by threshold a stated amount",
            Ahead, "a name",
            note: "Ranked by net value, by gross value where nothing is known of costs; recurring and past revenue have no part in it. Equal values are in one tier: the one in which their middle lies. A rule has a version, and the tiers of two rules are not compared."),
        Family.Of("tier.held.v1", "Held by the margin", "the tier of the run before is kept where the value is past a cut, but not past the cut moved by the margin",
            Ahead, "yes or no",
            note: "The margin is a share of the cut (of shares above one half: of what is left to 1), a tenth unless company.yaml says otherwise; that of a cut at 0 is taken of the smallest other cut."),
        Family.Of("tier.chance.v1", "Chance of the tier", "chance that what comes of the customer over the horizon lies within the ends of the tier as it is cut today",
            Ahead, "chance, 0 to 1",
            note: "From the quantiles of the customer's value, chance spread evenly between them. A tier straddles where the 80 % interval of the value reaches another one. Ends are held fixed: that others' values move too is left out."),
        Family.Of("tier.migration.v1", "Migration between tiers", "customers by their tier in the run before and their tier now, with the sum of their values then and now",
            "from the as-of day of the run before to this one's", "customers; the run's currency",
            note: "Customers without a tier before are new, customers without one now are gone. Compared only with a run of the same rule and the same definition of value, not later than this one."),
        Family.Of("nrr.tier.v1", "Retention by tier", "net and gross revenue retention (nrr.v1, grr.v1) of the customers of a tier",
            "twelve months up to a day, or from the run before to this one", "share", numerator: "what the tier's customers of the opening pay at the closing; for gross at most their opening each", denominator: "recurring revenue of the tier at the opening",
            note: "Tiers, and customers in none, add up to the whole. By the tier of today who has left is in a low one because they left, so high tiers look better than they were; by the tier in the run before nothing is known beforehand."),
        Family.Of("cost-to-serve.tier.v1", "Cost to serve by tier", "cost to serve of a quarter, a customer with revenue or cost in it, or by net revenue of the quarter",
            "calendar quarter", "the run's currency; share", numerator: "cost to serve of the tier's customers", denominator: "those customers, or their net revenue",
            note: "By the tier of today. Quarters that are over and booked. Tiers, and customers in none, add up to the ledger."),
        Family.Of("health.v1", "Healthier or just larger", "growth of recurring revenue a year (without subscriptions: of net revenue of twelve months), beside it value a customer, net revenue retention over twelve months, and cost to serve by net revenue of four quarters, each against a year before, value against the run before",
            "twelve months; the run before", "the run's currency; shares",
            note: "Value a customer is the value of all, as tiers rank it, by customers with net revenue above zero in the twelve months up to the day. What goes with what is said, not what makes it so."),
    ];
}
