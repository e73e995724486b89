using Perennial.Features;
using Perennial.Models;
using Perennial.Models.GammaGamma;
using Perennial.Models.Predicting;
using Perennial.Training;

namespace Perennial.Valuation;

/// <summary>The value of all customers together. They share parameters and a calendar, so their total is simulated jointly.</summary>
public static class EquityStage
{
    private const int Replicates = 1000;

    /// <summary>Values the whole base.</summary>
    /// <param name="known">The histories of the as-of day.</param>
    /// <param name="training">The chosen models, their uncertainty, and how far totals were off at rolling origins.</param>
    /// <param name="options">How a value is defined.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <returns>Null where there is no model, no money, or no mean to speak of.</returns>
    public static EquityRecord? Run(CustomerHistories known, TrainingResult training, ValuationOptions options, ulong seed)
    {
        if (training.Chosen is not { } model || training.Spend is not { } spend)
        {
            return null;
        }

        var rate = ContinuousRate.FromEffectiveAnnual(options.Discount, model.Unit);
        double horizon = options.Horizon.Days is { } days ? days / model.Unit.Days() : double.PositiveInfinity;
        var portfolio = new EquityPortfolio(model, spend.Named, known.Purchases(model), known.MeanSpend, horizon, rate, options.Margin ?? 1);
        CalendarShock? calendar = Calendar(training.TotalErrors);
        EquityQuestion question = portfolio.Ask(training.ChosenCovariance, training.SpendCovariance, calendar, Replicates, seed);
        if (question.Sample is null && !HasMean(spend, known))
        {
            return null;
        }

        EquityDistribution equity = EquityDistribution.Simulate(question);
        return double.IsFinite(equity.Mean)
            ? new(equity.Mean, equity.Quantile(0.10), equity.Quantile(0.90), calendar?.Deviation, calendar?.Origins ?? training.TotalErrors.Count, equity.Label)
            : null;
    }

    /// <summary>Gives the common shock: what rolling origins were off beyond what chance explains. Fewer than four origins say too little.</summary>
    internal static CalendarShock? Calendar(IReadOnlyList<TotalError> errors)
    {
        if (errors.Count < CalendarShock.FewestOrigins)
        {
            return null;
        }

        double beyondChance = errors.Average(error => (error.Log * error.Log) - error.ChanceVariance);
        return new CalendarShock(Math.Sqrt(Math.Max(0, beyondChance)), errors.Count - 1, errors.Count);
    }

    private static bool HasMean(GammaGammaModel spend, CustomerHistories known) => Array.TrueForAll(known.Frequency, spend.HasMeanSpend);
}
