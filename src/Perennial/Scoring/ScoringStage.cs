using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;

namespace Perennial.Scoring;

/// <summary>A fitted model meets the histories of the as-of day: what every customer is expected to do. Knows no price.</summary>
public static class ScoringStage
{
    /// <summary>How far "never again" looks, in years: beyond it the chance of a first return is below what a double can tell from the limit.</summary>
    private const double Never = 10_000;

    /// <summary>Predicts.</summary>
    /// <param name="model">The chosen model.</param>
    /// <param name="known">The histories of the as-of day.</param>
    /// <param name="horizon">How far ahead.</param>
    public static Predictions Run(ITransactionModel model, CustomerHistories known, Horizon horizon)
    {
        PurchaseHistories histories = known.Purchases(model);
        double length = horizon.Days is { } days ? known.Time.Ahead(days, model.Unit) : Never * 365.25 / model.Unit.Days();
        return new(
            model.ProbabilityAlive(histories),
            model.ProbabilityOfNoPurchase(histories, length),
            horizon.Days is null ? null : model.ConditionalExpectedTransactions(histories, length));
    }
}

/// <summary>What n customers are expected to do, ordered like the histories.</summary>
/// <param name="ProbabilityAlive">n chances of not having dropped out.</param>
/// <param name="ProbabilityOfNoPurchase">n chances of no purchase in the horizon.</param>
/// <param name="ExpectedTransactions">n expected purchases in the horizon; null for the lifetime, where the undiscounted sum need not exist.</param>
public sealed record Predictions(double[] ProbabilityAlive, double[] ProbabilityOfNoPurchase, double[]? ExpectedTransactions);
