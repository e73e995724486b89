namespace Perennial.Kernel;

/// <summary>Definitions of what is predicted and of what it is worth.</summary>
internal static class DefinitionsOfValue
{
    private const string Ahead = "as-of day to horizon";
    private const string Known = "rows dated up to the as-of day";
    private const string Constant = "constant margin m a period, retention r, discount d a period";
    private const string Money = "the run's currency";

    public static IReadOnlyList<Definition> All { get; } =
    [
        new()
        {
            Id = "p-alive.v1", Name = "P(alive)", Formula = "the model's chance that the customer has not dropped out by the as-of day",
            Period = "at the as-of day", Unit = "0 to 1", AsOf = Known, Note = "Cannot be observed, and is 1 under BG/NBD without a repeat purchase; calibration is judged on p-zero.v1.",
        },
        new()
        {
            Id = "p-zero.v1", Name = "P(no purchase)", Formula = "the model's chance of no purchase day in the horizon",
            Period = Ahead, Unit = "0 to 1", AsOf = Known,
        },
        new()
        {
            Id = "expected-orders.v1", Name = "Expected purchases", Formula = "the model's mean number of purchase days in the horizon",
            Period = Ahead, Unit = "purchases", AsOf = Known, Note = "Days, not orders: orders of one business day are merged.",
        },
        new()
        {
            Id = "expected-spend.v1", Name = "Expected spend", Formula = "the spend model's mean value of the customer's next purchase day",
            Period = Ahead, Unit = Money, AsOf = Known, Note = "Between the customer's own mean and the mean of all, by how much is known of the customer.",
        },
        new()
        {
            Id = ClvDefinition.Pattern, Name = "CLV", Formula = "sum over the horizon of expected purchases times expected spend, times the margin where one is given, discounted",
            Period = "as-of day to horizon, which is part of the id", Unit = Money, AsOf = Known,
            Note = "Residual: from the as-of day on, what was bought before is not in it. Cash in the middle of each month, monthly compounding of the effective annual rate. Acquisition cost is not in it. Without a margin it is revenue. The mean; quantiles are of the same value with its uncertainty.",
        },
        new()
        {
            Id = "equity.v1", Name = "Value of all customers", Formula = "sum of the customers' CLV under the run's own CLV id; its interval is the 10 % and 90 % quantiles of the sum, simulated jointly",
            Period = "as-of day to horizon", Unit = Money, AsOf = Known,
            Note = "Each simulated future draws the parameters from their uncertainty, one calendar shock for all customers (from how far totals were off at four or more rolling origins; else none, and the label says so), then every customer's count, spend and drop-out. Customers acquired later are not in it.",
        },
        new()
        {
            Id = "percentile.v1", Name = "Percentile", Formula = "100 times the share of valued customers with a lower CLV, equal ones counted half",
            Numerator = "customers with a lower CLV, and half of those with the same", Denominator = "customers with a CLV", Period = "at the as-of day", Unit = "0 to 100", AsOf = Known,
            Note = "By the mean, not by a quantile. 100 is the most valuable end.",
        },
        new()
        {
            Id = "quality.v1", Name = "Quality of a score", Formula = "what a customer's value can be used for: ok (alone), low_data (in totals and segments, not alone), abstain (nothing is said of single customers)",
            Period = "at the as-of day", Unit = "ok, low_data or abstain", AsOf = Known,
            Note = "All abstain below 100 customers or 20 who came back, or without a usable fit. It is low_data for all where a naive baseline predicted better, and for those first seen in the burn-in (left-censored.v1).",
        },
        new()
        {
            Id = "clv.textbook.start.v1", Name = "Textbook CLV, first payment included", Formula = "m (1 + d) / (1 + d - r)",
            Period = "lifetime, payments at the start of each period", Unit = Money, AsOf = Constant, Note = "first_payment: in. timing: start.",
        },
        new()
        {
            Id = "clv.textbook.residual.v1", Name = "Textbook CLV, first payment excluded", Formula = "m r / (1 + d - r)",
            Period = "lifetime from the first renewal", Unit = Money, AsOf = Constant, Note = "first_payment: out. The residual value at a renewal.",
        },
        new()
        {
            Id = "clv.textbook.end.v1", Name = "Textbook CLV, cash at the end of the period", Formula = "m / (1 + d - r)",
            Period = "lifetime, cash at the end of each period", Unit = Money, AsOf = Constant, Note = "first_payment: in. timing: end.",
        },
        new()
        {
            Id = "clv.textbook.mid.v1", Name = "Textbook CLV, cash in mid-period", Formula = "m (1 + d)^½ / (1 + d - r)",
            Period = "lifetime, cash in the middle of each period", Unit = Money, AsOf = Constant, Note = "first_payment: in. timing: mid.",
        },
        new()
        {
            Id = "clv.textbook.truncated.v1", Name = "Textbook CLV, first T payments", Formula = "sum of m (r / (1 + d))^k for k from 0 to T - 1",
            Period = "T periods, payments at the start of each", Unit = Money, AsOf = Constant, Note = "first_payment: in. timing: start. Not a lifetime value: T is part of the name.",
        },
    ];
}
