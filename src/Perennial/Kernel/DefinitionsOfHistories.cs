namespace Perennial.Kernel;

/// <summary>Definitions of what is known of one customer on a day.</summary>
internal static class DefinitionsOfHistories
{
    private const string ToDate = "first purchase day to as-of day";
    private const string Known = "rows dated up to the as-of day; a later return changes nothing";

    public static IReadOnlyList<Definition> All { get; } =
    [
        new()
        {
            Id = "frequency.v1", Name = "Frequency", Formula = "number of repeat purchase days: purchase days less one",
            Period = ToDate, Unit = "purchases", AsOf = Known, Note = "All orders of one business day are one purchase. The first purchase does not count.",
        },
        new()
        {
            Id = "recency.v1", Name = "Recency", Formula = "time from the first to the last purchase day",
            Period = ToDate, Unit = "the run's time unit (a week is seven days)", AsOf = Known,
            Note = "Not the marketer's recency, which is the time since the last purchase. 0 without a repeat purchase.",
        },
        new()
        {
            Id = "t.v1", Name = "T", Formula = "time from the first purchase day to the as-of day",
            Period = ToDate, Unit = "the run's time unit (a week is seven days)", AsOf = Known,
        },
        new()
        {
            Id = "mean-spend.v1", Name = "Mean spend", Formula = "mean value of the repeat purchase days after returns",
            Numerator = "value of all purchase days but the first", Denominator = "frequency",
            Period = ToDate, Unit = "the run's currency", AsOf = Known,
            Note = "Returns are netted in their own day; one that names an earlier order lowers that order's day; every other lowers all earlier purchases in proportion, never below zero. 0 without a repeat purchase.",
        },
        new()
        {
            Id = "revenue-to-date.v1", Name = "Revenue to date", Formula = "the customer's sales less returns",
            Period = ToDate, Unit = "the run's currency", AsOf = Known, Note = "The historic value. Negative where returns exceed sales.",
        },
    ];
}
