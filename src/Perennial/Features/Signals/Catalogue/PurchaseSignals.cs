using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>What a customer bought: the columns of one working table, in its order.</summary>
internal static class PurchaseSignals
{
    private static readonly string[] OfOrders = ["orders.ordered_at", "orders.amount", "orders.recorded_at", "invoices.issued_on", "invoices.recorded_at", "payments.paid_at", "payments.recorded_at", "refunds.refunded_at", "refunds.amount", "refunds.recorded_at"];

    private static readonly string[] OfOrders2 = ["orders.amount", "orders.discount", "orders.recorded_at", "invoice_lines.amount", "invoice_lines.discount", "invoice_lines.recorded_at"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("purchases", Revenue, "count", "all that was known", "days with a purchase", 1, "nothing was bought yet", 28, OfOrders),
        new("purchases_365d", Revenue, "count", "365 days", "days with a purchase", 1, "nothing was bought yet", 28, OfOrders),
        new("days_since_purchase", Revenue, "days", "all that was known", "days since the last purchase", -1, "nothing was bought yet", 1, OfOrders),
        new("purchase_span_days", Revenue, "days", "all that was known", "days from the first purchase to the last", 1, "nothing was bought yet", 28, OfOrders),
        new("mean_purchase", Revenue, "money", "all that was known", "net revenue by days with a purchase", 1, "nothing was bought yet", 28, OfOrders),
        new("net_revenue", Revenue, "money", "all that was known", "sales less refunds, as dated in the ledger", 1, "nothing was bought yet", 28, OfOrders),
        new("net_revenue_365d", Revenue, "money", "365 days", "sales less refunds, as dated in the ledger", 1, "nothing was bought yet", 28, OfOrders),
        new("net_revenue_91d", Revenue, "money", "91 days", "sales less refunds, as dated in the ledger", 1, "nothing was bought yet", 28, OfOrders),
        new("refund_share_365d", Revenue, "share", "365 days", "refunds by sales", -1, "nothing was sold in the window", 28, OfOrders),
        new("discounted_share_365d", Revenue, "share", "365 days", "money of order lines (without orders: invoice lines) with a discount, by all of it", -1, "nothing was sold in the window", 28, OfOrders2),
        new("discount_taken_365d", Revenue, "share", "365 days", "discounts by what discounted lines would have cost; 0 where none was discounted", -1, "nothing was sold in the window", 28, OfOrders2),
    ];
}
