using Perennial.Valuation.Costs;

namespace Perennial.Valuation.Net;

/// <summary>Gross and net values of all customers together.</summary>
/// <param name="DefinitionId">The definition of the net values over the run's own horizon.</param>
/// <param name="Customers">Customers of whom something is said.</param>
/// <param name="MarginToDate">Gross margin to date of all customers.</param>
/// <param name="NetToDate">Contribution to date of all customers (contribution.v1).</param>
/// <param name="NegativeToDate">Customers who have cost more than they brought.</param>
/// <param name="NegativeAhead">Customers whose net value over the run's own horizon is below 0.</param>
/// <param name="Horizons">Sums by horizon; the run's own first.</param>
/// <param name="Segments">Sums by segment over the run's own horizon, by name.</param>
public sealed record NetRecord(
    string DefinitionId, int Customers, decimal MarginToDate, decimal NetToDate, int NegativeToDate, int NegativeAhead, IReadOnlyList<NetHorizon> Horizons, IReadOnlyList<NetSegment> Segments)
{
    /// <summary>Gives how the net value of all moves with rate, horizon, margin, cost and churn; null where nothing is said.</summary>
    public NetSensitivity? Sensitivity { get; init; }

    /// <summary>Gives what customers cost by quarter and segment.</summary>
    public IReadOnlyList<CostQuarter> CostTrend { get; init; } = [];

    /// <summary>Gives how the forecast of costs did on hidden months, of customers without subscriptions; null where it cannot be tested.</summary>
    public CostTest? CostTest { get; init; }

    /// <summary>Gives the same of subscribers.</summary>
    public CostTest? SubscriberCostTest { get; init; }

    internal static NetRecord Of(string definition, NetBasis basis, NetValues own, IReadOnlyList<NetValues> sideBySide)
    {
        int[] said = [.. Enumerable.Range(0, basis.Count).Where(i => double.IsFinite(own.Net[i]))];
        return new NetRecord(
            definition,
            said.Length,
            basis.MarginToDate.Sum(),
            basis.NetToDate.Sum(),
            basis.NetToDate.Count(net => net < 0),
            said.Count(i => own.Net[i] < 0),
            said.Length == 0 ? [] : [Sum(own), .. sideBySide.Where(values => values != own).Select(Sum)],
            [.. Enumerable.Range(0, basis.Count).GroupBy(i => basis.Segment[i] ?? string.Empty, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(group => new NetSegment(
                group.Key, group.Count(), group.Sum(i => basis.MarginToDate[i]), group.Sum(i => basis.NetToDate[i]),
                Finite(group.Sum(i => Known(own.Gross[i]))), Finite(group.Sum(i => Known(own.CostToServe[i]))), Finite(group.Sum(i => Known(own.Net[i])))))]);

        NetHorizon Sum(NetValues values) => new(values.Horizon.ToString(), said.Sum(i => values.Gross[i]), said.Sum(i => values.CostToServe[i]), said.Sum(i => values.Net[i]), said.Count(i => values.Net[i] < 0));

        double? Finite(double sum) => said.Length == 0 ? null : sum;

        static double Known(double value) => double.IsFinite(value) ? value : 0;
    }
}

/// <summary>Sums over one horizon, discounted.</summary>
/// <param name="Horizon">How far ahead, such as 365d.</param>
/// <param name="Gross">After cost of revenue.</param>
/// <param name="CostToServe">What serving costs.</param>
/// <param name="Net">The difference.</param>
/// <param name="Negative">Customers whose net value is below 0.</param>
public sealed record NetHorizon(string Horizon, double Gross, double CostToServe, double Net, int Negative);

/// <summary>Sums of one segment.</summary>
/// <param name="Segment">The segment; empty where none is known.</param>
/// <param name="Customers">Its customers.</param>
/// <param name="MarginToDate">Gross margin to date.</param>
/// <param name="NetToDate">Contribution to date.</param>
/// <param name="Gross">Gross value ahead, or null.</param>
/// <param name="CostToServe">What serving will cost, or null.</param>
/// <param name="Net">Net value ahead, or null.</param>
public sealed record NetSegment(string Segment, int Customers, decimal MarginToDate, decimal NetToDate, double? Gross, double? CostToServe, double? Net);

/// <summary>What the customers of a segment cost in a quarter, in the run's currency.</summary>
/// <param name="Quarter">Its first day.</param>
/// <param name="Segment">The segment; empty where none is known.</param>
/// <param name="Delivery">Pools that are cost of revenue.</param>
/// <param name="Serve">Cost to serve.</param>
/// <param name="Customers">Customers with revenue or cost in it.</param>
public sealed record CostQuarter(DateOnly Quarter, string Segment, decimal Delivery, decimal Serve, int Customers);
