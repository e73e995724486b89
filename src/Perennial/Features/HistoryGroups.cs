using Perennial.Models;

namespace Perennial.Features;

/// <summary>Customers grouped by equal histories: the cost of a fit hardly grows with their number.</summary>
public sealed class HistoryGroups
{
    /// <summary>Gives the repeat purchase days of each group.</summary>
    public required int[] Frequency { get; init; }

    /// <summary>Gives the days from first to last purchase day of each group.</summary>
    public required int[] RecencyDays { get; init; }

    /// <summary>Gives the age in days of each group.</summary>
    public required int[] TDays { get; init; }

    /// <summary>Gives the customers of each group.</summary>
    public required long[] Customers { get; init; }

    /// <summary>Gives the mean sum of ln of the days between purchase days of each group's customers; null where gaps were not read.</summary>
    public double[]? LogGapsInDays { get; init; }

    /// <summary>Gives the number of groups.</summary>
    public int Count => Frequency.Length;

    /// <summary>Gives the number of customers in all groups.</summary>
    public long TotalCustomers => Customers.Sum();

    /// <summary>Gives the weighted histories for a fit.</summary>
    /// <param name="unit">The unit wanted.</param>
    /// <param name="time">How days become the time of models.</param>
    public PurchaseHistories Purchases(TimeUnit unit, ModelTime time) => new(
        Frequency,
        time.Recency(RecencyDays, TDays, unit),
        time.Age(TDays, unit),
        unit,
        Array.ConvertAll(Customers, static customers => (double)customers),
        CustomerHistories.LogGaps(LogGapsInDays, Frequency, unit));
}
