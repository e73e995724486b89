namespace Perennial.Ingest.Simulated;

/// <summary>What is true of a simulated company, and no log of it says.</summary>
public sealed record TransactionLogTruth
{
    public required string Model { get; init; }

    /// <summary>Gives the parameters of purchases and drop-out by the papers' names; rates in weeks.</summary>
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>Gives p, q and gamma, or nothing where the log has no amounts.</summary>
    public required IReadOnlyDictionary<string, double> Spend { get; init; }
    public required DateOnly Start { get; init; }
    public required DateOnly End { get; init; }
    public required ulong Seed { get; init; }
    public required long Customers { get; init; }

    /// <summary>Gives the rows of the log.</summary>
    public required long Rows { get; init; }
    public required decimal Revenue { get; init; }

    /// <summary>Gives the customers who had not dropped out on the last day.</summary>
    public required long AliveAtEnd { get; init; }
    public required int FutureDays { get; init; }

    /// <summary>Gives the purchases that these customers make in the future days; those of one day are one, as everywhere.</summary>
    public required long FutureOrders { get; init; }
    public required decimal FutureRevenue { get; init; }

    /// <summary>Gives the future revenue discounted at 10 % effective a year to the last day, each purchase from its own moment.</summary>
    public required double FutureRevenueDiscounted { get; init; }
}
