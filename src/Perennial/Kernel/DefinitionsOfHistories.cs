namespace Perennial.Kernel;

/// <summary>Definitions of what is known of one customer on a day.</summary>
internal static class DefinitionsOfHistories
{
    private const string ToDate = "first purchase day to as-of day";
    private static readonly DefinitionFamily Family = new("rows dated up to the as-of day; a later return changes nothing");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("frequency.v1", "Frequency", "number of repeat purchase days: purchase days less one",
            ToDate, "purchases",
            note: "All orders of one business day are one purchase. The first purchase does not count."),
        Family.Of("recency.v1", "Recency", "time from the first to the last purchase day",
            ToDate, "the run's time unit (a week is seven days)",
            note: "Not the marketer's recency, which is the time since the last purchase. 0 without a repeat purchase."),
        Family.Of("t.v1", "T", "time from the first purchase day to the as-of day",
            ToDate, "the run's time unit (a week is seven days)"),
        Family.Of("mean-spend.v1", "Mean spend", "mean value of the repeat purchase days after returns",
            ToDate, "the run's currency", numerator: "value of all purchase days but the first", denominator: "frequency",
            note: "Returns are netted in their own day; one that names an earlier order lowers that order's day; every other lowers all earlier purchases in proportion, never below zero. 0 without a repeat purchase."),
        Family.Of("revenue-to-date.v1", "Revenue to date", "the customer's sales less returns",
            ToDate, "the run's currency",
            note: "The historic value. Negative where returns exceed sales."),
    ];
}
