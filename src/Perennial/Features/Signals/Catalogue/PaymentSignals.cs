using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>How reliably a customer pays: the columns of one working table, in its order.</summary>
internal static class PaymentSignals
{
    private static readonly string[] OfInvoices = ["invoices.due_on", "invoices.issued_on", "invoices.status", "invoices.total", "invoices.recorded_at", "payments.paid_at", "payments.status", "payments.recorded_at"];

    private static readonly string[] OfPayments = ["payments.paid_at", "payments.status", "payments.recorded_at"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("on_time_share_365d", Revenue, "share", "365 days", "invoices paid by the day they were due, by invoices due", 1, "no invoice was due", 28, OfInvoices),
        new("days_late_365d", Revenue, "days", "365 days", "mean days from due until the first payment that succeeded; until the day where there was none; 0 where early", -1, "no invoice was due", 28, OfInvoices),
        new("unpaid_share_365d", Revenue, "share", "365 days", "money of the invoices due that nobody had paid, by all of it", -1, "no invoice was due, or totals are not stated", 7, OfInvoices),
        new("payment_failures_182d", Revenue, "count", "182 days", "attempts to pay that failed", -1, "payments had not come in yet", 7, OfPayments),
        new("payment_failed_share_365d", Revenue, "share", "365 days", "attempts to pay that failed, by those that failed or succeeded", -1, "there was no attempt", 28, OfPayments),
        new("chargebacks_365d", Revenue, "count", "365 days", "disputes opened, lost or won", -1, "payments had not come in yet", 28, ["refunds.kind", "refunds.refunded_at", "refunds.recorded_at"]),
    ];
}
