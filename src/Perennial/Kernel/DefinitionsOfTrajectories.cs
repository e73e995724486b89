namespace Perennial.Kernel;

/// <summary>Definitions of where customers go.</summary>
internal static class DefinitionsOfTrajectories
{
    private static readonly DefinitionFamily Family = new("what was known on the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("trajectory.v1", "Trajectory", "chances to stand above (expansion), about at (stable) or below (contraction) where the customer stands now when the horizon ends, or to be gone (churn); they add up to 1. With an agreed price: recurring revenue before discounts that end, in simulated lives; a pause is below. Billed by use: mean revenue of 84 days, as others who stayed went on. Without a subscription: purchase days of the next 365 days beside those of the last, where known for less the repeat purchases so far at their pace and at least one; gone is none",
            "365 days ahead; with a subscription also 90", "chance, 0 to 1", note: "About at is within 5 % of an agreed price, within 25 % of what is billed by use and of purchases, unless company.yaml states otherwise. Rises of price are not carried on."),
        Family.Of("trajectory.direction.v1", "Direction", "strong negative where the chances of contraction and churn together are at least a half, strong positive where that of expansion is; else stable where staying is likeliest; else declining or positive where down and up differ by at least 0.1; else undecided",
            "365 days ahead", "a word", note: "company.yaml may state the half and the 0.1."),
        Family.Of("trajectory.lead.v1", "Lead time", "median time until the likeliest change (expansion, contraction, churn) in the simulated lives that end with it; without a subscription, of churn alone: until half of those who drop out within the year have, 0 where the customer has more likely than not done so",
            "365 days ahead", "months"),
        Family.Of("trajectory.slope.v1", "Slope seen", "least-squares slope of the values of the last 13 periods of 28 days as a share of their mean, a year; its error reckons with neighbours being alike",
            "364 days back", "share a year", note: "Revenue is recurring revenue after every discount on the last day of a period; billed by use or without a subscription, sales less returns of the period. Use is events a week. At least eight periods, three of them above nothing. Significant: p at most 0.05. One step up or down is seldom a significant slope."),
        Family.Of("trajectory.slope-of-leaving.v1", "Slope of the chance to leave", "least-squares slope of the log odds of the chance to leave as one model tells it on days 28 days apart, a year; at least five days, none of which the model has learned from",
            "up to 364 days back", "log odds a year", note: "With a subscription: the model learned from signals, within its main horizon, as if the next renewal had always been as far as it is on the as-of day. Without one: the chance to buy nothing within a year, by the model of purchases. Rising: above 0 with p at most 0.05."),
        Family.Of("trajectory.expansion-path.v1", "Path of expansion", "what accounts with an agreed price will pay a month above what each pays now, summed over those that are there; contraction, below it; churn, what those paid who have left",
            "12 months ahead", "currency a month", note: "With the 10 and 90 % quantiles of the sum over simulated lives, which carry what is not known of the rates."),
        Family.Of("trajectory.test.v1", "Test of the trajectories", "mean log of the chance, told on an earlier day by models that knew no later one, of the trajectory that came, at least that of one in a thousand; beside it the same where everybody has the shares of the time as long before",
            "the hidden days", "natural logarithm; higher is better", note: "Rises of price are taken off what came. Who left and came back counts as churn. Contracts are told by the law of leaving alone, without signals."),
    ];
}
