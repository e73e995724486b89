using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>Requests for support: the columns of one working table, in its order.</summary>
internal static class SupportSignals
{
    private static readonly string[] OfTickets = ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("tickets_28d", CostToServe, "count", "28 days", "requests for support opened", -1, "tickets had not come in yet", 7, OfTickets),
        new("tickets_91d", CostToServe, "count", "91 days", "requests for support opened", -1, "tickets had not come in yet", 28, OfTickets),
        new("tickets_365d", CostToServe, "count", "365 days", "requests for support opened", -1, "tickets had not come in yet", 28, OfTickets),
        new("grave_tickets_91d", CostToServe, "count", "91 days", "requests of severity high or urgent opened", -1, "tickets had not come in yet", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.severity"]),
        new("unsolved_tickets", CostToServe, "count", "365 days", "requests not solved yet (without a day of solving: opened within a month)", -1, "tickets had not come in yet", 7, OfTickets),
        new("oldest_unsolved_days", CostToServe, "days", "365 days", "age of the oldest of them", -1, "none was unsolved", 1, OfTickets),
        new("support_minutes_91d", CostToServe, "minutes", "91 days", "work on requests opened in the window and solved by the day", -1, "tickets had not come in yet", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.minutes"]),
        new("resolution_hours_182d", Support, "hours", "182 days", "mean from opened to solved, of requests opened in the window and solved by the day", -1, "none was", 28, OfTickets),
        new("first_reply_minutes_182d", Support, "minutes", "182 days", "mean until the first reply, of requests opened in the window and solved by the day", -1, "none was", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.first_reply_minutes"]),
        new("sentiment_182d", Support, "-1 to 1", "182 days", "mean sentiment of requests opened in the window", 1, "none has one", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.sentiment"]),
        new("satisfaction_365d", Support, "1 to 5", "365 days", "mean satisfaction with requests opened in the window and solved by the day", 1, "none has one", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.satisfaction"]),
        new("sla_breaches_365d", Retention, "count", "365 days", "requests opened in the window, solved by the day, and answered or solved too late", -1, "tickets had not come in yet", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.sla_breached"]),
        new("escalations_365d", Support, "count", "365 days", "requests opened in the window, solved by the day, that went up", -1, "tickets had not come in yet", 28, ["tickets.opened_at", "tickets.solved_at", "tickets.recorded_at", "tickets.escalated"]),
    ];
}
