namespace Perennial.Kernel;

/// <summary>Definitions of what weighs customers against each other.</summary>
internal static class DefinitionsOfPortfolio
{
    private static readonly DefinitionFamily Family = new("signals and values of the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("scorecard.v1", "Scorecard", "mean of five dimensions from 0 to 100 by their weights: net revenue potential (percentile of net value over the run's horizon), retention probability (1 less the chance to leave within a year; without a subscription, of revenue within the horizon), cost to serve (share of gross value left after it), expansion likelihood (percentile of the propensity to expand), strategic value (mean of the scores people entered, times ten)",
            "the run's horizon", "points of 100", note: "An explanation beside the value, never a value. What is not known of a customer leaves its weight to the rest. Recurring and past revenue have no part in it. Weights are high 3, medium 2, contextual 1 unless company.yaml states others."),
        Family.Of("factors.v1", "Six weighted factors", "mean of usage patterns (25 %), feature adoption (20 %), support tickets (15 %), payment history (15 %), engagement (15 %) and expansion interest (10 %), each ten times the mean over its signals of the share of customers that stand lower, half of the equals counted, turned round where less is better",
            "the windows of the signals", "0 to 10", note: "An explanation, never a value in money. What is not known of a customer leaves its weight to the rest. company.yaml may state all six weights; they must add up to 100 %."),
        Family.Of("factors.importance.v1", "What factors went with", "share of each factor in the R² of the ranks of net revenue of the 365 days after the last day a year back on the ranks of the six factors of that day, shared out over all orders in which factors can enter",
            "365 days after that day", "share", note: "Association, not effect. A factor not known of a customer counts as 5. Beside the declared weights, which it does not change."),
    ];
}
