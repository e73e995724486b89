namespace Perennial.Kernel;

/// <summary>Definitions of what makes a customer's figures look better than they are.</summary>
internal static class DefinitionsOfGaming
{
    private static readonly DefinitionFamily Family = new("returns and use dated up to the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("gaming.returns.v1", "Sent nearly everything back", "customers of at least three purchase days who sent half or more of them back, so many that chance does not explain it",
            "from the first sale on", "customers", numerator: "purchase days of which returns that name their order took at least half", denominator: "purchase days worth something",
            note: "The binomial chance of as many at the share that all customers send back, adjusted by Benjamini and Hochberg: of a hundred so named at most one is expected to be so by chance. A question, not a verdict."),
        Family.Of("gaming.script.v1", "Use that looks like a script", "customers who use one feature on at least 86 of 90 days, as one person, at ten times what others use of it a day and person",
            "the last 90 days", "customers",
            note: "Others are all customers who used the feature in these days, at least twenty; theirs is the median. Rows that do not say how many people are left out. A question, not a verdict."),
    ];
}
