using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>Cost to serve: the columns of one working table, in its order.</summary>
internal static class CostSignals
{
    private static readonly string[] OfCosts = ["costs.amount", "costs.pool", "costs.driver", "costs.capacity", "costs.to_on", "costs.recorded_at"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("cost_365d", CostToServe, "money", "365 days", "cost to serve of periods that ended in the window (cost.allocated.v1)", -1, "costs had not come in yet", 28, OfCosts),
        new("support_cost_365d", CostToServe, "money", "365 days", "of it the pool support", -1, "the pool had no cost of anybody yet", 28, OfCosts),
        new("infrastructure_cost_365d", CostToServe, "money", "365 days", "of it the pool infrastructure: units taken at the cost of a unit", -1, "the pool had no cost of anybody yet", 28, OfCosts),
        new("engineering_cost_365d", CostToServe, "money", "365 days", "of it the pool engineering: work for this customer", -1, "the pool had no cost of anybody yet", 28, OfCosts),
        new("compliance_cost_365d", CostToServe, "money", "365 days", "of it the pool compliance", -1, "the pool had no cost of anybody yet", 28, OfCosts),
        new("cost_share_365d", CostToServe, "share", "365 days", "cost_365d by net_revenue_365d", -1, "no costs, or nothing sold", 28, ["costs.amount", "costs.pool", "costs.driver", "costs.capacity", "costs.to_on", "costs.recorded_at", "invoices.total"]),
    ];
}
