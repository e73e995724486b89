namespace Perennial.Kernel;

/// <summary>Definitions of what is predicted and of what it is worth.</summary>
internal static class DefinitionsOfValue
{
    private const string Ahead = "as-of day to horizon";
    private const string Constant = "constant margin m a period, retention r, discount d a period";
    private const string Money = "the run's currency";
    private static readonly DefinitionFamily Family = new("rows dated up to the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("p-alive.v1", "P(alive)", "the model's chance that the customer has not dropped out by the as-of day",
            "at the as-of day", "0 to 1",
            note: "Cannot be observed, and is 1 under BG/NBD without a repeat purchase; calibration is judged on p-zero.v1."),
        Family.Of("p-zero.v1", "P(no purchase)", "the model's chance of no purchase day in the horizon",
            Ahead, "0 to 1"),
        Family.Of("expected-orders.v1", "Expected purchases", "the model's mean number of purchase days in the horizon",
            Ahead, "purchases",
            note: "Days, not orders: orders of one business day are merged."),
        Family.Of("expected-spend.v1", "Expected spend", "the spend model's mean value of the customer's next purchase day",
            Ahead, Money,
            note: "Between the customer's own mean and the mean of all (of the own segment, where segments spend at levels of their own), by how much is known of the customer."),
        Family.Of(ClvDefinition.Pattern, "CLV", "sum over the horizon of expected purchases times expected spend, times the margin where one is given, discounted",
            "as-of day to horizon, which is part of the id", Money,
            note: "Residual: from the as-of day on, what was bought before is not in it. Cash in the middle of each month, monthly compounding of the effective annual rate. Acquisition cost is not in it. Without a margin it is revenue. The mean; quantiles are of the same value with its uncertainty."),
        Family.Of(ClvDefinition.NetPattern, "Net CLV", "gross value less the present value of expected cost to serve; gross value is expected revenue less what goods cost and less pools that are cost of revenue",
            "as-of day to horizon, which is part of the id", Money,
            note: "Residual; with contribution.v1 to date it is the whole life. Cash in the middle of each month. Costs are those of cost.forecast.v1, discounted with the revenue they go with. Negative values are kept."),
        Family.Of("equity.v1", "Value of all customers", "sum of the customers' CLV under the run's own CLV id; its interval is the 10 % and 90 % quantiles of the sum, simulated jointly",
            "as-of day to horizon", Money,
            note: "Each simulated future draws the parameters from their uncertainty, one calendar shock for all customers (from how far totals were off at four or more rolling origins; else none, and the label says so), then every customer's count, spend and drop-out. Customers acquired later are not in it."),
        Family.Of("percentile.v1", "Percentile", "100 times the share of valued customers with a lower CLV, equal ones counted half",
            "at the as-of day", "0 to 100", numerator: "customers with a lower CLV, and half of those with the same", denominator: "customers with a CLV",
            note: "By the mean, not by a quantile. 100 is the most valuable end."),
        Family.Of("quality.v1", "Quality of a score", "what a customer's value can be used for: ok (alone), low_data (in totals and segments, not alone), abstain (nothing is said of single customers)",
            "at the as-of day", "ok, low_data or abstain",
            note: "All abstain below 100 customers or 20 who came back, or without a usable fit. It is low_data for all where a naive baseline predicted better, and for those first seen in the burn-in (left-censored.v1)."),
        Family.Of("clv.textbook.start.v1", "Textbook CLV, first payment included", "m (1 + d) / (1 + d - r)",
            "lifetime, payments at the start of each period", Money, Constant,
            note: "first_payment: in. timing: start."),
        Family.Of("clv.textbook.residual.v1", "Textbook CLV, first payment excluded", "m r / (1 + d - r)",
            "lifetime from the first renewal", Money, Constant,
            note: "first_payment: out. The residual value at a renewal."),
        Family.Of("clv.textbook.end.v1", "Textbook CLV, cash at the end of the period", "m / (1 + d - r)",
            "lifetime, cash at the end of each period", Money, Constant,
            note: "first_payment: in. timing: end."),
        Family.Of("clv.textbook.mid.v1", "Textbook CLV, cash in mid-period", "m (1 + d)^½ / (1 + d - r)",
            "lifetime, cash in the middle of each period", Money, Constant,
            note: "first_payment: in. timing: mid."),
        Family.Of("clv.textbook.truncated.v1", "Textbook CLV, first T payments", "sum of m (r / (1 + d))^k for k from 0 to T - 1",
            "T periods, payments at the start of each", Money, Constant,
            note: "first_payment: in. timing: start. Not a lifetime value: T is part of the name."),
    ];
}
