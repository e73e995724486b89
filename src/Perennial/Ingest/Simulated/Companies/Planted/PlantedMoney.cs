namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>How invoices are paid, and how failing cards end subscriptions.</summary>
public sealed record PlantedPayments
{
    /// <summary>Gives the segments that pay by card; the others pay by transfer, late but always.</summary>
    public required IReadOnlyList<string> CardSegments { get; init; }

    /// <summary>Gives the chance that the first attempt of an invoice fails; the first invoice of a customer never does.</summary>
    public required double Fails { get; init; }

    /// <summary>Gives the chance that a further attempt succeeds: after 3, 7 and 14 days. Who fails four times is gone.</summary>
    public required double Recovers { get; init; }

    /// <summary>Gives the chance that a customer is lost at an invoice: involuntary churn.</summary>
    public double Lost => Fails * (1 - Recovers) * (1 - Recovers) * (1 - Recovers);

    /// <summary>Gives the chance of a credit note, and of a refund, at an invoice; of 10 to 50 % of it.</summary>
    public required double Credited { get; init; }
    public required double Refunded { get; init; }

    /// <summary>Gives what the payment provider keeps: a share and a fixed amount.</summary>
    public required double FeeShare { get; init; }
    public required long FeeCents { get; init; }

    /// <summary>Gives the share of customers with a discount in their first year, of 10 or 20 %.</summary>
    public required double Discounted { get; init; }
}

/// <summary>List prices of a seat and month in cents; by the year ten months are paid.</summary>
public sealed record PlantedPrices
{
    public required IReadOnlyList<string> Plans { get; init; }
    public required IReadOnlyList<long> SeatCents { get; init; }
    public required long AddOnSeatCents { get; init; }
    public required int MonthsPaidAYear { get; init; }
}

/// <summary>A rise of list prices: from each customer's first renewal after it, and felt for a while.</summary>
public sealed record PlantedPriceChange
{
    /// <summary>Gives the size as a share of the price.</summary>
    public required double Size { get; init; }

    /// <summary>Gives the company's month, from 0, in which it begins, by segment; segments that are absent keep their prices.</summary>
    public required IReadOnlyDictionary<string, int> Month { get; init; }

    /// <summary>Gives the factor on the voluntary hazard, at renewals in the days after the first at the new price.</summary>
    public required double HazardRatio { get; init; }
    public required int Days { get; init; }
}

/// <summary>What serving customers costs in truth.</summary>
public sealed record PlantedCosts
{
    /// <summary>Gives the cost of a minute of support, in cents.</summary>
    public required long MinuteCents { get; init; }

    /// <summary>Gives the cost of a unit of use, in cents.</summary>
    public required double UnitCents { get; init; }

    /// <summary>Gives the cost of a regulated customer a month, in cents.</summary>
    public required long RegulatedCents { get; init; }

    /// <summary>Gives the cost of one customer met by one incident, in cents.</summary>
    public required long IncidentCents { get; init; }

    /// <summary>Gives the share of practical capacity that is bought and not used, aimed at.</summary>
    public required double Unused { get; init; }

    /// <summary>Gives the steps in which capacity is bought: minutes, units, regulated customers, customers met by incidents.</summary>
    public required IReadOnlyList<long> Steps { get; init; }
}

/// <summary>Where customers come from, what winning one costs, and how good they are.</summary>
public sealed record PlantedChannel
{
    public required string Name { get; init; }
    public required double Share { get; init; }

    /// <summary>Gives the cost of winning one customer, in cents.</summary>
    public required long CacCents { get; init; }

    /// <summary>Gives the factor on the voluntary hazard.</summary>
    public required double HazardRatio { get; init; }
    public required bool Paid { get; init; }
}
