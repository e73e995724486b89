namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>Everything that is planted in a company of accounts, one record a theme. It is written to truth.json as it stands.</summary>
public sealed record AccountPlan
{
    /// <summary>Tells whether customers pay for what they used, without a contract.</summary>
    public required bool Metered { get; init; }
    public required string Currency { get; init; }
    public required IReadOnlyList<PlantedSegment> Segments { get; init; }
    public required PlantedPayments Payments { get; init; }
    public required PlantedPrices Prices { get; init; }
    public required PlantedPriceChange PriceChange { get; init; }
    public required PlantedUsage Usage { get; init; }
    public required PlantedWarning Warning { get; init; }
    public required PlantedCombination Combination { get; init; }
    public required PlantedGaming Gaming { get; init; }
    public required PlantedSupport Support { get; init; }
    public required PlantedIncidents Incidents { get; init; }
    public required PlantedCosts Costs { get; init; }
    public required IReadOnlyList<PlantedChannel> Channels { get; init; }
    public required PlantedExperiments Experiments { get; init; }
}
