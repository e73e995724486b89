namespace Perennial.Scoring;

/// <summary>The scores of n customers as columns, ordered by customer id (ordinal). Column names of the exports are in <c>scores</c> schema 1.0.0.</summary>
/// <remarks>NaN in a value column means "abstained": exports write an empty cell, never NaN.</remarks>
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

    public int Count => CustomerKey.Length;
}
