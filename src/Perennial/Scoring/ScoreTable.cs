namespace Perennial.Scoring;

/// <summary>The scores of n customers as columns, ordered by customer id (ordinal). Column names of the exports are in <c>scores</c> schema 1.0.0.</summary>
/// <remarks>The first day there is stands for "never": a customer with a subscription and no sale. NaN in a value column means "abstained": exports write an empty cell, never NaN.</remarks>
public sealed class ScoreTable
{
    public required int[] CustomerKey { get; init; }
    public required string[] CustomerId { get; init; }
    public required DateOnly[] FirstPurchase { get; init; }
    public required DateOnly[] LastPurchase { get; init; }
    public required int[] Orders { get; init; }
    public required decimal[] RevenueToDate { get; init; }
    public required int[] Frequency { get; init; }
    public required double[] Recency { get; init; }
    public required double[] T { get; init; }
    public required double[] MeanSpend { get; init; }
    public required double[] PAlive { get; init; }
    public required double[] PZero { get; init; }
    public required double[] ExpectedOrders { get; init; }
    public required double[] ExpectedSpend { get; init; }
    public required double[] Clv { get; init; }
    public required double[] ClvP50 { get; init; }
    public required double[] ClvP10 { get; init; }
    public required double[] ClvP90 { get; init; }
    public required double[] ClvP025 { get; init; }
    public required double[] ClvP975 { get; init; }

    /// <summary>Gives the percentile of <see cref="Clv"/>, 0 to 100, mid-ranks on ties.</summary>
    public required double[] Percentile { get; init; }

    /// <summary>Gives ok, low_data, stale or abstain.</summary>
    public required string[] Quality { get; init; }

    /// <summary>Gives, where some customers have subscriptions, what their contracts say; else null.</summary>
    public ContractScores? Contracts { get; init; }

    public int Count => CustomerKey.Length;
}

/// <summary>What contracts say of the customers of a <see cref="ScoreTable"/>, in its order; NaN for those without a subscription.</summary>
public sealed class ContractScores
{
    /// <summary>Gives the model that values each customer; the run's own where it is null.</summary>
    public required string?[] Model { get; init; }

    /// <summary>Gives the chance to have left within 30 days.</summary>
    public required double[] PChurn30 { get; init; }

    /// <summary>Gives the chance to have left within 90 days.</summary>
    public required double[] PChurn90 { get; init; }

    /// <summary>Gives the chance to have left within 365 days.</summary>
    public required double[] PChurn365 { get; init; }

    /// <summary>Gives the expected remaining months, cut at twenty years.</summary>
    public required double[] LifetimeMonths { get; init; }

    /// <summary>Gives recurring revenue a month after every discount; 0 for those who pause or have left.</summary>
    public required double[] Mrr { get; init; }
}
