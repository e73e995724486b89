using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>How long a customer is one: the columns of one working table, in its order.</summary>
internal static class LifeSignals
{
    public static IReadOnlyList<Signal> All { get; } =
    [
        new("tenure_days", Retention, "days", "all that was known", "days since the first thing known of the customer: sign-up, first subscription or first sale", 1, "never", 1, ["customers.signed_up_on", "subscriptions.starts_on", "orders.ordered_at", "invoices.issued_on"]),
    ];
}
