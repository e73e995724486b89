using Perennial.Models;

namespace Perennial.Features;

/// <summary>The histories of n customers, or groups of them, counted in opportunities, as known at the end of a day.</summary>
public sealed class OpportunityColumns
{
    /// <summary>Gives how often customers can buy.</summary>
    public required OpportunityPeriod Period { get; init; }

    /// <summary>Gives the day up to whose end everything is known.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives the n numbers of opportunities with a purchase after that of the first one.</summary>
    public required int[] Frequency { get; init; }

    /// <summary>Gives the n numbers of the last of them, 1 being the first after that of the first purchase; 0 where there is none.</summary>
    public required int[] Recency { get; init; }

    /// <summary>Gives the n numbers of opportunities past since the first purchase.</summary>
    public required int[] Opportunities { get; init; }

    /// <summary>Gives the n numbers of customers, or null where each row is one.</summary>
    public long[]? Customers { get; init; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Frequency.Length;

    /// <summary>Gives the histories for a model of buying at opportunities; times are whole numbers of periods.</summary>
    public PurchaseHistories Purchases(TimeUnit unit)
    {
        OpportunitySchedule schedule = Period.On(AsOf).Schedule(unit);
        return new(
            Frequency,
            Array.ConvertAll(Recency, k => k * schedule.Period),
            Array.ConvertAll(Opportunities, n => n * schedule.Period),
            unit,
            Customers is null ? null : Array.ConvertAll(Customers, static customers => (double)customers),
            opportunities: schedule);
    }

    /// <summary>Gives some of the rows.</summary>
    public OpportunityColumns Take(int[] rows) => new()
    {
        Period = Period,
        AsOf = AsOf,
        Frequency = [.. rows.Select(row => Frequency[row])],
        Recency = [.. rows.Select(row => Recency[row])],
        Opportunities = [.. rows.Select(row => Opportunities[row])],
        Customers = Customers is null ? null : [.. rows.Select(row => Customers[row])],
    };
}
