namespace Perennial.Kernel;

/// <summary>Definitions of what contracts say: who leaves, how long they stay, what they bring.</summary>
internal static class DefinitionsOfContracts
{
    private static readonly DefinitionFamily Family = new("customers with a subscription that has begun by the as-of day, told by their contracts");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("churn.probability.v1", "Chance to leave", "chance that the spell of a subscription has ended by the end of a day: one less the chance to survive every month up to it, causes competing",
            "30, 90 and 365 days from the as-of day", "chance, 0 to 1",
            note: "A spell is a time without a gap in which a customer pays or pauses. Cause-specific hazards are combined as they compete (Aalen-Johansen); what is not known of the parameters is averaged over. Empty for those who have left."),
        Family.Of("lifetime.contract.v1", "Expected remaining lifetime", "mean months to the end of the spell, cut at twenty years",
            "from the as-of day, at most 240 months", "months",
            note: "The share expected to be there still after twenty years is said beside it."),
        Family.Of("revenue.contract.v1", "Expected revenue of a subscription", "mean over simulated lives of revenue earned evenly while the customer pays, moved by expansion, contraction and pauses, after what is given back",
            "from the as-of day, the horizon", "the run's currency",
            note: "Moves as often and as large as seen in the segment, drawn towards the company. Rises of price are not extrapolated, growth is carried on for five years at most, discounts end on their day."),
        Family.Of("active-months.v1", "Discounted active months", "mean over simulated lives of the months in which the customer pays, discounted as value is",
            "from the as-of day, the horizon", "months",
            note: "A cost a month times this is the present value of that cost."),
        Family.Of("sensitivity.contract.v1", "What a value of subscriptions rests on", "the value with one assumption ten per cent lower or higher: churn as the hazard of leaving, the share of revenue kept a year, price at unchanged costs, the discount rate",
            "from the as-of day, the run's horizon", "the run's currency",
            note: "On the expected path of revenue, scaled to the simulated lives between horizons. Of retention that cannot rise by ten per cent, half of what is missing to all is added."),
        Family.Of("survival.km.v1", "Survival of subscriptions", "Kaplan-Meier share of spells that last longer, with a 95 % band (log-log); dashed: the chosen law for those who begin",
            "months since the spell began", "share, 0 to 1",
            note: "Spells that still run are censored on the as-of day."),
    ];
}
