using System.Text.Json.Serialization;

namespace Perennial.Portfolio.Tiers;

/// <summary>What tiers kept, brought and cost, and whether the company grows healthier or just larger.</summary>
/// <param name="Retention">Retention over twelve months by the tier of today, at the ends of months, oldest first; empty without subscriptions.</param>
/// <param name="SinceBefore">Retention since the run before, by the tier customers were in then; empty where it is not compared with.</param>
/// <param name="Costs">Revenue and cost to serve by quarter and tier of today, oldest first; empty where nothing is known of costs.</param>
/// <param name="Health">Growth, and beside it value a customer, retention and the share that serving takes.</param>
public sealed record TierHistoryRecord(IReadOnlyList<TierRetention> Retention, IReadOnlyList<TierRetention> SinceBefore, IReadOnlyList<TierQuarter> Costs, IReadOnlyList<HealthMeasure> Health);

/// <summary>Recurring revenue of a tier from the opening of a first day to the closing of a last.</summary>
/// <param name="Tier">The tier, from 0; -1 for customers in none.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last.</param>
/// <param name="Opening">Recurring revenue at the opening.</param>
/// <param name="Kept">What those customers pay at the closing, as the preset counts those who came back.</param>
/// <param name="KeptCapped">The same, each at most at the opening.</param>
/// <param name="Customers">Customers at the opening.</param>
/// <param name="Lost">Of them, those who had left at the closing.</param>
public sealed record TierRetention(int Tier, DateOnly From, DateOnly To, decimal Opening, decimal Kept, decimal KeptCapped, long Customers, long Lost)
{
    /// <summary>Gives net revenue retention (nrr.v1).</summary>
    [JsonIgnore]
    public double? Nrr => RecurringMeasures.NetRetention([(Opening, Kept)]);

    /// <summary>Gives gross revenue retention (grr.v1), capped customer by customer.</summary>
    [JsonIgnore]
    public double? Grr => RecurringMeasures.GrossRetention([(Opening, KeptCapped)]);
}

/// <summary>What a tier brought and cost in a quarter.</summary>
/// <param name="Quarter">Its first day.</param>
/// <param name="Tier">The tier, from 0; -1 for customers in none.</param>
/// <param name="Revenue">Revenue net of returns.</param>
/// <param name="Serve">Cost to serve.</param>
/// <param name="Customers">Customers with revenue or cost in it.</param>
public sealed record TierQuarter(DateOnly Quarter, int Tier, decimal Revenue, decimal Serve, int Customers);

/// <summary>One measure of health, now and before.</summary>
/// <param name="Name">recurring-revenue or revenue (a year), value-per-customer, net-retention, cost-to-serve.</param>
/// <param name="Now">The measure now: money, or a share.</param>
/// <param name="Day">The last day of it.</param>
/// <param name="Then">The measure before; null where it is not known.</param>
/// <param name="DayThen">The last day of that; null where it is not known.</param>
public sealed record HealthMeasure(string Name, double Now, DateOnly Day, double? Then, DateOnly? DayThen)
{
    /// <summary>Tells whether it moved for the better: up, but down of what serving takes; null where nothing moved or it is not known.</summary>
    [JsonIgnore]
    public bool? Better => Then is not { } then || then == Now ? null : (Now > then) == (Name != "cost-to-serve");
}
