namespace Perennial.Kernel;

/// <summary>Definitions of what is learned about leaving.</summary>
internal static class DefinitionsOfLeaving
{
    private const string Tested = "the last landmarks whose horizon was over on the as-of day; one every 28 days";
    private static readonly DefinitionFamily Family = new("signals known on a landmark; what came after it, up to the horizon");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("churn.chance.v1", "Chance of leaving", "calibrated chance that a customer with a running subscription has none on some day up to the horizon; a pause is not leaving",
            "the horizon after the as-of day", "share", "signals known on the as-of day",
            note: "A longer horizon never has the smaller chance. The model is chosen among a rate, a rate by segment, a scorecard, a logistic regression, a random forest and boosted trees by log score; the simplest within one standard error, customers counting once, wins."),
        Family.Of("churn.brier.v1", "Brier score of leaving", "mean of (chance less outcome) squared; its part that calibration could remove is shown beside it",
            Tested, "share", note: "Outcomes of landmarks that trained the model were over before those that calibrated and chose it began, and theirs before the test's."),
        Family.Of("churn.log-score.v1", "Log score of leaving", "mean of -ln(chance given to what happened)", Tested, "nats"),
        Family.Of("churn.concordance.v1", "Concordance of leaving", "of two customers one of whom left, the share in which that one had the higher chance (AUC); the normalised Gini is twice that less 1",
            Tested, "share"),
        Family.Of("churn.driver.v1", "What goes with leaving", "exact Shapley value of a signal in the model of leaving, against the average of training",
            "the main horizon", "log odds, or share for a random forest",
            note: "Association, not effect: it says what customers who leave look like, not what would keep them."),
        Family.Of("churn.stability.v1", "Stability of a signal", "share of random half samples of the customers in which the signal is among the first seven to enter a lasso",
            "landmarks of the training", "share", note: "Meinshausen and Bühlmann (2010)."),
        Family.Of("churn.points.v1", "Points of the scorecard", "ln 2 / 10 log odds each, rounded, from a penalised logistic regression on ranges; ten points about double the odds of leaving",
            "landmarks of the training", "points"),
        Family.Of("churn.family.v1", "Worth of a family of signals", "log score of boosted trees grown without the family less that of trees grown with all",
            Tested, "nats"),
        Family.Of("churn.cold-start.v1", "Chance of leaving of a new customer", "share that left among customers of the same segment, channel and country in their first half-year, thirty customers of the average counted in",
            "the main horizon, after the first landmark since sign-up", "share", "landmarks whose horizon was over on the as-of day", note: "The interval is Wilson's, at 80 %."),
        Family.Of("value.two-part.v1", "Money to come, learned", "chance of paying times the amount if paid, times the mean ratio of actual to expected amounts on earlier landmarks",
            "the longest horizon after the as-of day that could be tested", "the run's currency", "signals known on the as-of day",
            note: "Sales less refunds, at least 0. The 80 % interval is conformal: calibrated on earlier landmarks, right on average over customers like those, no promise where times change. Chosen by CRPS."),
    ];
}
