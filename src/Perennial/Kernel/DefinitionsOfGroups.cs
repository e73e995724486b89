namespace Perennial.Kernel;

/// <summary>Definitions of what customers are worth together: by group, and by accounts that belong together.</summary>
internal static class DefinitionsOfGroups
{
    private static readonly DefinitionFamily Family = new("what is known on the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("value.group.v1", "Value of a group", "sum of the values of its customers, over the run's own horizon",
            "the run's horizon", "the run's currency",
            note: "Groups of a dimension add up to the whole: each customer is in one. The interval joins each customer's own chance with what all have in common, so that of all customers is that of their joint simulation; it is a normal law's."),
        Family.Of("value.line.v1", "Value of a product line", "values of customers, each shared out to product lines as their recurring revenue of the as-of day or, without any, as what was sold to them so far",
            "the run's horizon", "the run's currency",
            note: "Product lines add up to the whole: no money counts twice. A customer of several lines counts in each of them."),
        Family.Of("account.family.v1", "Value of accounts that belong together", "sum of the values of an account at the top of a hierarchy and of all below it",
            "the run's horizon", "the run's currency",
            note: "The top need not be a customer itself. Accounts that are each other's parents are one family under the first id."),
        Family.Of("account.at-risk.v1", "Recurring revenue at risk", "recurring revenue times the chance to have left within 365 days, by recurring revenue",
            "365 days from the as-of day", "share", numerator: "sum over accounts of recurring revenue times the chance to leave", denominator: "recurring revenue"),
    ];
}
