namespace Perennial.Kernel;

/// <summary>Definitions of the book of customers somebody looks after.</summary>
internal static class DefinitionsOfBook
{
    private static readonly DefinitionFamily Family = new("what is known on the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("value-at-stake.v1", "Value at stake", "value times p / (2 - p), p the chance to leave within a year; nothing where value is below 0",
            "the run's horizon; leaving within 365 days", "the run's currency",
            note: "What leaving would take, times its chance. Who leaves is taken to do so in the middle of the year, so that value, the chance in it, is (1 - p / 2) of what it would be if nobody left. Value is net, or gross where nothing is known of costs. Without a subscription, leaving is to buy nothing within the year."),
        Family.Of("renewal.status.v1", "How a renewal is seen", "at risk: the chance to leave within a year is at least twice the mean of all with a subscription, or at least the mean and rising by more than chance; good: below the mean and not rising; else to be watched",
            "the next renewal of a running subscription", "good, to be watched, at risk",
            note: "Within 90 days of a renewal what would be watched is at risk: there is no time left to watch. What a person decided stands beside it and is never averaged with it."),
    ];
}
