using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What is true of a simulated company, and none of its tables says.</summary>
public sealed record SimulatedCompanyTruth
{
    public required string Company { get; init; }
    public required DateOnly Start { get; init; }

    /// <summary>Gives the last day that tables know.</summary>
    public required DateOnly End { get; init; }
    public required int Months { get; init; }
    public required ulong Seed { get; init; }
    public required long Customers { get; init; }
    public required long AliveAtEnd { get; init; }

    /// <summary>Gives what the words and columns of the truth mean.</summary>
    public required IReadOnlyDictionary<string, string> Definitions { get; init; }

    /// <summary>Gives what was planted in accounts; nothing for a shop.</summary>
    public AccountPlan? Planted { get; init; }

    /// <summary>Gives what was planted in a shop; nothing for accounts.</summary>
    public ShopPlan? PlantedShop { get; init; }
    public MoneyTruth? Money { get; init; }
    public IReadOnlyList<PoolTruth>? Costs { get; init; }

    /// <summary>Gives decisions to renew by segment, term and number.</summary>
    public IReadOnlyList<HazardTruth>? Hazards { get; init; }

    /// <summary>Gives what multiplied the hazard, as seen over like decisions.</summary>
    public IReadOnlyList<RatioTruth>? Ratios { get; init; }
    public IReadOnlyList<MoveTruth>? Moves { get; init; }
    public IReadOnlyList<CallTruth>? OnboardingCall { get; init; }
    public IReadOnlyList<CampaignTruth>? Campaign { get; init; }

    /// <summary>Gives a shop's orders by month, beside those expected of who was there.</summary>
    public IReadOnlyList<OrdersTruth>? Orders { get; init; }

    /// <summary>Gives the defects put into the tables; the rest of the truth is that of clean tables.</summary>
    public IReadOnlyList<DefectTruth>? Defects { get; init; }

    /// <summary>Gives the sums of the customers' futures: twelve months and sixty, expected and realised.</summary>
    public required FutureTruth Future { get; init; }
}

/// <summary>What was billed and what came of it, net of tax, up to the end.</summary>
public sealed record MoneyTruth
{
    public required decimal Billed { get; init; }

    /// <summary>Gives credit notes and refunds.</summary>
    public required decimal GivenBack { get; init; }
    public required decimal Uncollectible { get; init; }
    public required decimal Fees { get; init; }
}

/// <summary>What all customers together bring after the last day. The expectation knows who everybody is; the other is what happened.</summary>
public sealed record FutureTruth
{
    public required FutureValue ExpectedYear { get; init; }
    public required FutureValue RealisedYear { get; init; }
    public required FutureValue ExpectedFiveYears { get; init; }
    public required FutureValue RealisedFiveYears { get; init; }
}
