namespace Perennial.Kernel;

/// <summary>Definitions of what weighs customers against each other.</summary>
internal static class DefinitionsOfPortfolio
{
    private static readonly DefinitionFamily Family = new("signals and values of the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("scorecard.v1", "Scorecard", "mean of five dimensions from 0 to 100 by their weights: net revenue potential (percentile of net value over the run's horizon), retention probability (1 less the chance to leave within a year; without a subscription, of revenue within the horizon), cost to serve (share of gross value left after it), expansion likelihood (percentile of the propensity to expand), strategic value (mean of the scores people entered, times ten)",
            "the run's horizon", "points of 100", note: "An explanation beside the value, never a value. What is not known of a customer leaves its weight to the rest. Recurring and past revenue have no part in it. Weights are high 3, medium 2, contextual 1 unless company.yaml states others."),
    ];
}
