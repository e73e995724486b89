using Perennial.Features;
using Perennial.Models;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;
using Perennial.Training;
using Perennial.Valuation.Contracts;

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
    public static EquityRecord? Run(CustomerHistories known, TrainingResult training, ValuationOptions options, ulong seed) => Run(known, training, options, seed, null);

    /// <summary>Values the whole base, accounts with subscriptions among it: their draws are added to draws of the others.</summary>
    /// <param name="known">The histories of those told by their purchases.</param>
    /// <param name="training">Their models.</param>
    /// <param name="options">How a value is defined.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="contracts">What accounts with subscriptions are worth; null without any.</param>
    /// <returns>Null where nothing is valued.</returns>
    public static EquityRecord? Run(CustomerHistories known, TrainingResult training, ValuationOptions options, ulong seed, ContractValues? contracts)
    {
        (EquityDistribution Equity, double Mean, CalendarShock? Calendar)? purchases = Purchases(known, training, options, seed);
        if (contracts is null)
        {
            return purchases is { } only
                ? new(only.Mean, only.Equity.Quantile(0.10), only.Equity.Quantile(0.90), only.Calendar?.Deviation, only.Calendar?.Origins ?? training.TotalErrors.Count, only.Equity.Label)
                : null;
        }

        var random = new Pcg64(seed, 0x657175697479);
        double[] sums = [.. contracts.Totals[contracts.Main].Select(total => total + (purchases?.Equity.Quantile(random.NextDouble()) ?? 0))];
        Array.Sort(sums);
        return new(
            contracts.Total + (purchases?.Mean ?? 0), ContractValuation.Quantile(sums, 0.10), ContractValuation.Quantile(sums, 0.90), purchases?.Calendar?.Deviation, purchases?.Calendar?.Origins ?? 0,
            purchases is { } both ? $"Customers with subscriptions and without, simulated together; of those without: {both.Equity.Label}" : "Includes chance and what is not known of the parameters; no calendar risk included");
    }

    private static (EquityDistribution Equity, double Mean, CalendarShock? Calendar)? Purchases(CustomerHistories known, TrainingResult training, ValuationOptions options, ulong seed)
    {
        if (training.Chosen is not { } model || training.Spend is not { } spend)
        {
            return null;
        }

        ContinuousRate rate = known.Time.Rate(options.Discount, options.Horizon.Days, model.Unit);
        double horizon = options.Horizon.Days is { } days ? known.Time.Ahead(days, model.Unit) : double.PositiveInfinity;
        var portfolio = new EquityPortfolio(model, spend.Named, known.Purchases(model), known.LevelledSpend(), horizon, rate, options.Margin ?? 1, levels: known.Levels?.Of(known.CustomerKey));
        CalendarShock? calendar = Calendar(training.TotalErrors);
        EquityQuestion question = portfolio.Ask(training.ChosenCovariance, training.SpendCovariance, calendar, Replicates, seed);
        if (question.Sample is null && !HasMean(spend, known))
        {
            return null;
        }

        EquityDistribution equity = EquityDistribution.Simulate(question);
        return equity.Mean is { } mean ? (equity, mean, calendar) : null;
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
