namespace Perennial.Ingest;

/// <summary>Where a row can go. The number is the disposition in <c>ingest_rows</c>; a row goes to the first rule that takes it, in the stated order of precedence.</summary>
public enum Disposition
{
    /// <summary>The row becomes a ledger entry.</summary>
    Used = 0,

    /// <summary>The row cannot be read: it is in quarantine.csv with its reason.</summary>
    Quarantined = 1,

    /// <summary>Nobody is named as the customer.</summary>
    NoCustomer = 2,

    /// <summary>A further line of an order whose first line carries the whole order.</summary>
    OrderLineOfOrder = 3,

    /// <summary>An order of a test customer, or with the status of a test.</summary>
    TestOrder = 4,

    /// <summary>An order that was cancelled, voided or failed.</summary>
    CancelledOrder = 5,

    /// <summary>An order that was refunded or returned in full.</summary>
    RefundedOrder = 6,

    /// <summary>An order that was never paid.</summary>
    UnpaidOrder = 7,

    /// <summary>A document that is no sale, such as a bad-debt adjustment.</summary>
    NonSaleDocument = 8,

    /// <summary>A row in another currency than the run's.</summary>
    OtherCurrency = 9,

    /// <summary>A row after the as-of day.</summary>
    AfterAsOf = 10,
}

/// <summary>The named rules by which rows are set aside.</summary>
internal static class IngestRules
{
    /// <summary>Gives the order in which rules are asked; the first that takes a row keeps it.</summary>
    public static IReadOnlyList<Disposition> Precedence { get; } =
    [
        Disposition.OrderLineOfOrder, Disposition.Quarantined, Disposition.NoCustomer, Disposition.TestOrder, Disposition.CancelledOrder, Disposition.RefundedOrder,
        Disposition.UnpaidOrder, Disposition.NonSaleDocument, Disposition.OtherCurrency, Disposition.AfterAsOf,
    ];

    /// <summary>Gives the rule's stable name.</summary>
    public static string Name(this Disposition disposition) => disposition switch
    {
        Disposition.Used => "used",
        Disposition.Quarantined => "quarantined",
        Disposition.NoCustomer => "no-customer",
        Disposition.OrderLineOfOrder => "order-line-of-order",
        Disposition.TestOrder => "test-order",
        Disposition.CancelledOrder => "cancelled-order",
        Disposition.RefundedOrder => "refunded-order",
        Disposition.UnpaidOrder => "unpaid-order",
        Disposition.NonSaleDocument => "non-sale-document",
        Disposition.OtherCurrency => "other-currency",
        Disposition.AfterAsOf => "after-as-of",
        _ => throw new ArgumentOutOfRangeException(nameof(disposition), disposition, "No such disposition."),
    };

    /// <summary>Gives the rule in a sentence.</summary>
    public static string Sentence(this Disposition disposition) => disposition switch
    {
        Disposition.Used => "The row is used.",
        Disposition.Quarantined => "The date, or a number the amount needs, cannot be read.",
        Disposition.NoCustomer => "The customer is empty or a word for missing (null, nan, none, n/a).",
        Disposition.OrderLineOfOrder => "The order's first line carries the whole order; this is a further line of it.",
        Disposition.TestOrder => "The customer is a test: the id is 'test' or begins with 'test@', or its e-mail domain is example.com, example.org, example.net or test.com; or the order's status says test. Where more than half of the rows are so, these are anonymised data and the rule rests.",
        Disposition.CancelledOrder => "The order's status says cancelled, voided, failed, declined, expired or unavailable.",
        Disposition.RefundedOrder => "The order's status says refunded or returned in full: no purchase is left.",
        Disposition.UnpaidOrder => "The order's status says pending, unpaid, authorized or awaiting payment.",
        Disposition.NonSaleDocument => "The invoice number is an A followed by digits among plain numbers: an adjustment of bad debt, not a sale.",
        Disposition.OtherCurrency => "The row is in another currency than the run's; nothing is converted.",
        Disposition.AfterAsOf => "The row is after the as-of day.",
        _ => throw new ArgumentOutOfRangeException(nameof(disposition), disposition, "No such disposition."),
    };
}
