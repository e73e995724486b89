namespace Perennial.Kernel;

/// <summary>Definitions of what plans are held against, and of what is told of them.</summary>
internal static class DefinitionsOfPlan
{
    private const string Year = "the twelve months to a day";
    private static readonly DefinitionFamily Measured = new("as known on the as-of day; earlier days from what is known then or now of them");
    private static readonly DefinitionFamily Told = new("the plan as it stands beside the run");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Measured.Of("plan.value.v1", "Value of a customer", "mean net value over the run's horizon of customers with recurring revenue and of those without a subscription",
            "the run's horizon", "the run's currency", numerator: "sum of their values", denominator: "these customers",
            note: "Revenue or margin where nothing is said of costs. A plan that states another definition is not compared."),
        Measured.Of("plan.cost.v1", "Cost to serve a customer a year", "four times what serving took in the last whole quarter, by customers with revenue or cost in it",
            "calendar quarter, brought to a year", "the run's currency", numerator: "four times cost to serve of the quarter", denominator: "customers with revenue or cost in it"),
        Measured.Of("expansion.v1", "Expansion revenue", "expansion of the customers of an opening over twelve months by their recurring revenue at it",
            Year, "share", numerator: "rises by seats, better plans, further products and price, of customers of the opening", denominator: "recurring revenue at the opening",
            note: "With nothing lost, net revenue retention is one plus this, and never more. Rises of customers won in the period do not count."),
        Measured.Of("expansion.kind.v1", "Expansion by kind", "the part of expansion.v1 that is seats, features (better plans and further products), integrations (further products whose name or line says so) or price",
            Year, "share", numerator: "rises of the kind", denominator: "recurring revenue at the opening", note: "The kinds add up to expansion.v1. Metered use is in no recurring revenue and has no part in it."),
        Measured.Of("satisfaction.v1", "Customer satisfaction", "mean of the last answers how satisfied customers are, of customers who are there and answered, brought to a scale of ten",
            "all that was known", "0 to 10", numerator: "sum of last answers", denominator: "customers who answered", note: "The scale is taken to end at 5, 10 or 100, by the highest answer. Who did not answer is not in it."),
        Measured.Of("recommendation.v1", "Willingness to recommend", "mean of the last answers whether customers would recommend the company, of customers who are there and answered",
            "all that was known", "0 to 10", numerator: "sum of last answers", denominator: "customers who answered"),
        Measured.Of("usage.features.v1", "Features used", "mean over customers who are there of features used by the most features any customer had used by the day",
            "8 weeks", "share", numerator: "features used", denominator: "features there are"),
        Measured.Of("usage.frequency.v1", "Frequency of use", "mean over customers who are there of days with any use", "28 days", "days", numerator: "days with use", denominator: "customers of whom use is known"),
        Measured.Of("usage.depth.v1", "Depth of use", "mean over customers who are there of features used three times or more by the features anybody had used", "8 weeks", "share", numerator: "features used three times or more", denominator: "features there are"),
        Measured.Of("usage.breadth.v1", "Breadth of use", "mean over customers who are there of people who use it by seats, at most 1", "28 days", "share", numerator: "people", denominator: "seats"),
        Measured.Of("quality.product.v1", "Product quality", "ten times the share of customers who are there whom no incident met", "182 days", "0 to 10", numerator: "customers without an incident", denominator: "customers who are there"),
        Measured.Of("quality.support.v1", "Support quality", "mean satisfaction with solved requests, of 1 to 5, brought to a scale of ten", "365 days", "0 to 10", numerator: "sum of customers' means", denominator: "customers who rated"),
        Measured.Of("onboarding.v1", "Onboarding", "share of customers known for 60 to 425 days who used at least half of the features there are within their first sixty days",
            "the first sixty days", "share", numerator: "those who did", denominator: "customers known so long, of whom use is known"),
        Told.Of("plan.priority.v1", "Priority of a segment", "high where a customer is worth at least half of the mean of all, medium from a quarter on, low below", "the run's horizon", "high, medium, low", note: "A person may set another, with a reason; both are shown."),
        Told.Of("plan.chance.v1", "Chance to reach a target", "chance that a random walk with drift, its steps those of the metric's own history, is at the target or beyond on the day: Student's t with n - 1 degrees of freedom around today plus h mean steps, of scale s sqrt(h + h^2 / n)",
            "today to the day of the target", "chance", note: "Of logarithms for money and ratios. At least six steps are needed. A metric of a moving year moves slower than such a walk: its chances lie nearer to one half than they might."),
        Told.Of("plan.change.v1", "What moves the value of a customer", "mean over all orders of changing revenue, retention and cost of what each adds to (revenue - cost) times the present value of a unit a year for as long as the customer stays",
            "between two days, or today and the target", "the plan's currency", note: "Adds up to the move to the cent. Of the plan itself a geometric life with payment at the end of each year; of runs, an even flow over their horizon."),
        Told.Of("plan.sensitivity.v1", "Sensitivity to a driver", "value of a customer less what one costs to win, with one driver at the lower and the upper end of the middle half it takes in groups (four or more) or on earlier days (eight or more)",
            "the run's horizon", "the run's currency", note: "One driver moves at a time. The discount rate has no range in the data: two points less and more."),
        Told.Of("plan.investment.v1", "Worth of an investment", "present value of what comes back less that of what is spent, each in equal parts in the middle of its months, at the plan's rate",
            "the months of spending, then those of returning (twelve where not stated)", "the plan's currency",
            note: "Multiple is what comes back by what is spent; net return is that less one. Chance of loss: that a log-normal multiple does not bring back the present value spent."),
        Told.Of("plan.recommendation.v1", "What a recommendation adds", "usage, adoption, engagement: customers of the lower half times the value of staying as much more often as the upper half of their segment did (Mantel-Haenszel); expansion, retention: the value of bringing groups to their upper quartile, as far as they differ by more than chance (1 - (k - 1) / Q of k groups)",
            "the run's horizon", "the run's currency", note: "What goes with staying, not an effect. Nothing is recommended where the 80 % interval of the difference holds nothing."),
    ];
}
