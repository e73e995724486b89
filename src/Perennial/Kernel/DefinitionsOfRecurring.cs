namespace Perennial.Kernel;

/// <summary>Definitions of recurring revenue: what it is, how it moves, and what is kept of it.</summary>
internal static class DefinitionsOfRecurring
{
    private const string Month = "calendar month";
    private const string Window = "any two days; by default the twelve months to the as-of day";
    private const string Money = "the run's currency a month";
    private static readonly DefinitionFamily Family = new("stretches of subscriptions known on the as-of day; what ends after it has not ended");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("mrr.v1", "Monthly recurring revenue", "sum over running stretches of the amount of a billing period after discounts that count, divided by its months",
            "a day", Money,
            note: "Trials and pauses are 0. The preset says whether discounts that end and metered items count: stripe (no, no), chartmogul (yes, no), board (yes, no)."),
        Family.Of("mrr.movement.v1", "Movement of recurring revenue", "change of a customer's recurring revenue on a day: new, reactivation, expansion (seats, upgrade, add-on, price), contraction (the same four), churn (voluntary, payment, pause, unstated), currency",
            Month, Money,
            note: "Movements of a month add up to closing less opening, to the last digit."),
        Family.Of("churn.mrr.gross.v1", "Gross revenue churn", "churn and contraction by opening recurring revenue",
            Month, "share", numerator: "churned and contracted recurring revenue", denominator: "recurring revenue at the opening"),
        Family.Of("churn.mrr.net.v1", "Net revenue churn", "churn and contraction less expansion and reactivation, by opening recurring revenue",
            Month, "share", numerator: "churn + contraction - expansion - reactivation", denominator: "recurring revenue at the opening",
            note: "Negative where what stays grows faster than what goes."),
        Family.Of("grr.v1", "Gross revenue retention", "for customers of the opening, the lesser of opening and closing recurring revenue, by opening",
            Window, "share", numerator: "sum of the lesser of opening and closing", denominator: "recurring revenue at the opening",
            note: "Capped at 100 % for each customer. A customer who left and came back counts 0, but in the preset chartmogul."),
        Family.Of("nrr.v1", "Net revenue retention", "for customers of the opening, closing by opening recurring revenue",
            Window, "share", numerator: "closing recurring revenue of the customers of the opening", denominator: "recurring revenue at the opening",
            note: "Customers won later do not count. A customer who left and came back counts 0, but in the preset chartmogul. Rises in price count."),
        Family.Of("churn.logo.v1", "Customer churn", "customers of the opening who have left, by customers at the opening",
            Window, "share", numerator: "customers of the opening without recurring revenue at the closing", denominator: "customers at the opening",
            note: "The preset stripe adds the customers won in the period to the denominator."),
        Family.Of("mrr.cohort.net.v1", "Net retention of a cohort", "recurring revenue at the end of the month of an age by that at the end of the first month, of the customers who began in a quarter",
            "months since each customer's own first month with recurring revenue", "share", numerator: "recurring revenue at that age", denominator: "recurring revenue at the end of the first month",
            note: "A customer who left and came back counts again, whatever the preset. Customers with nothing at the end of their first month are left out; so are ages that not all of the quarter have lived through."),
        Family.Of("mrr.cohort.gross.v1", "Gross retention of a cohort", "for customers who began in a quarter, the lesser of recurring revenue at an age and at the end of the first month, by the latter",
            "months since each customer's own first month with recurring revenue", "share", numerator: "sum of the lesser of the two", denominator: "recurring revenue at the end of the first month"),
        Family.Of("quick-ratio.v1", "Quick ratio", "new and expansion by contraction and churn",
            Month, "ratio", numerator: "new + expansion", denominator: "contraction + churn",
            note: "Reactivation counts with new. Undefined where nothing was lost."),
        Family.Of("arpa.v1", "Revenue per account", "recurring revenue by paying customers",
            "a day", Money, numerator: "recurring revenue", denominator: "customers with recurring revenue",
            note: "No lifetime value, and never to be called one."),
        Family.Of("renewal-rate.v1", "Renewal rate", "terms that were due and went on, by terms that were due",
            Window, "share", numerator: "terms due in the period whose customer still pays, for the item or for one in its place, on the day the term ends", denominator: "terms due in the period",
            note: "By terms due, not by all customers: a contract over three years is due once. Terms of less than three months do not count: churn says it of them."),
        Family.Of("payback.simple.v1", "Simple payback of acquisition cost", "acquisition cost by new recurring revenue times gross margin",
            Month, "months", numerator: "sales and marketing spend", denominator: "new recurring revenue times gross margin",
            note: "Ignores churn and expansion. Undefined where nothing was won."),
        Family.Of("ltv.simple.v1", "Simple lifetime value", "revenue per account by customer churn a month",
            "six months' mean churn", "the run's currency", numerator: "arpa.v1", denominator: "churn.logo.v1 a month",
            note: "A rule of thumb: constant churn, no margin, no discount, no interval. Undefined at churn 0."),
    ];
}
