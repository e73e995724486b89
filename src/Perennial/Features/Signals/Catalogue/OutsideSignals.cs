using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>What was heard of customers from outside: the columns of one working table, in its order.</summary>
internal static class OutsideSignals
{
    private const string Nothing = "nothing was heard of anybody yet";

    private static readonly string[] OfEvents = ["outside_events.happened_on", "outside_events.kind", "outside_events.recorded_at"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("fundings_730d", External, "count", "730 days", "times the customer raised money", 1, Nothing, 28, OfEvents),
        new("days_since_funding", External, "days", "all that was known", "days since the customer last raised money", 0, "the customer is not known to have", 1, OfEvents),
        new("hirings_365d", External, "count", "365 days", "reports that the customer hires", 1, Nothing, 28, OfEvents),
        new("alarms_365d", External, "count", "365 days", "reports of layoffs, of a merger or of a new leader", -1, Nothing, 28, OfEvents),
        new("industry_trend", External, "as stated", "all that was known", "the last value of how the industry does", 1, "none was stated", 182, [.. OfEvents, "outside_events.value"]),
    ];
}
