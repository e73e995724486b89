using Perennial.Models;

namespace Perennial.Training;

/// <summary>How models are fitted, tested and chosen.</summary>
public sealed record TrainingOptions
{
    /// <summary>Gives the time unit of the parameters.</summary>
    /// <value>Default: Week.</value>
    public TimeUnit Unit { get; init; } = TimeUnit.Week;

    /// <summary>Gives auto, or a name of <see cref="TransactionModels"/>.</summary>
    /// <value>Default: auto.</value>
    public string Model { get; init; } = "auto";

    /// <summary>Gives how often customers can buy, for models of opportunities; null to tell it from the data.</summary>
    /// <value>Default: null (auto).</value>
    public Features.OpportunityPeriod? Opportunity { get; init; }

    /// <summary>Gives the length of the hidden period in days; 0 for none; null for about a third of the history, at most 39 weeks.</summary>
    /// <value>Default: null (auto).</value>
    public int? HoldoutDays { get; init; }

    /// <summary>Gives the seed of everything that is simulated.</summary>
    /// <value>Default: 1.</value>
    public ulong Seed { get; init; } = 1;
}
