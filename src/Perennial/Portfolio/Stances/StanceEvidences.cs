using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Kernel;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Training.Learned;
using Perennial.Valuation.Net;
using Perennial.Valuation.Contracts;

namespace Perennial.Portfolio.Stances;

/// <summary>Gathers what the rules need of every customer who is there, from what the rooms above know.</summary>
internal sealed class StanceEvidences
{
    private readonly DuckDbConnection _connection;
    private readonly DateOnly _asOf;
    private readonly StanceThresholds _t;

    /// <summary>Gathers.</summary>
    /// <param name="connection">The engine session, past Valuation.</param>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="thresholds">What is stated.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="net">Net values in their order; null where nothing is known of costs.</param>
    /// <param name="signals">Signals of the as-of day.</param>
    /// <param name="trajectories">Where customers go, in the order of the scores.</param>
    /// <param name="leaving">Chances to leave on landmarks; null where nothing was learned.</param>
    /// <param name="strategic">What people entered.</param>
    /// <param name="effort">What was spent on whom.</param>
    /// <param name="told">Whether requests for support came in.</param>
    public StanceEvidences(
        DuckDbConnection connection, DateOnly asOf, StanceThresholds thresholds, ScoreTable scores, NetTable? net, SignalColumns signals, TrajectoryTable trajectories, ChancesOverTime? leaving,
        IReadOnlyList<StrategicScore> strategic, IReadOnlyDictionary<int, CustomerEffort> effort, bool told)
    {
        (_connection, _asOf, _t) = (connection, asOf, thresholds);
        double[] all = net?.Own.Net ?? scores.Clv;
        Dictionary<int, int> place = Enumerable.Range(0, signals.Count).ToDictionary(row => signals.CustomerKey[row]);
        int Place(int i) => place.TryGetValue(scores.CustomerKey[i], out int row) ? row : -1;
        Rows = [.. Enumerable.Range(0, scores.Count).Where(i => double.IsFinite(all[i]) && (Place(i) < 0 || signals.Active[Place(i)] != false))];
        Left = Enumerable.Range(0, scores.Count).Count(i => Place(i) >= 0 && signals.Active[Place(i)] == false);
        int[] at = Array.ConvertAll(Rows, Place);
        double[] Signal(string id) => Array.ConvertAll(at, row => row < 0 ? double.NaN : signals[id][row]);
        Segment = Array.ConvertAll(at, row => row < 0 ? null : signals.Segments[signals.Segment[row]] is { Length: > 0 } name ? name : null);
        double[] value = Array.ConvertAll(Rows, i => all[i]), sorted = [.. value.Order()];
        double high = sorted.Length == 0 ? double.NaN : ContractValuation.Quantile(sorted, _t.HighValue), low = sorted.Length == 0 ? double.NaN : ContractValuation.Quantile(sorted, _t.LowValue);

        // High value is above nothing, however many lose money.
        high = high <= 0 ? sorted.Where(v => v > 0).DefaultIfEmpty(double.PositiveInfinity).First() : high;
        (HighFrom, LowTo) = (high, low);
        double[] ratio = Array.ConvertAll(Rows, i => net is null ? double.NaN : Ratio(net.Own.CostToServe[i], net.Own.Gross[i])), adoption = Signal("adoption_depth_8w"), propensity = Signal("expansion_propensity"), sla = Signal("sla_sensitivity");
        StanceNorms costs = new(ratio, Segment, _t.LeastPeers), depths = new(adoption, Segment, _t.LeastPeers);
        Dictionary<string, double> ready = Enumerable.Range(0, Rows.Length).Where(k => Segment[k] is not null && double.IsFinite(propensity[k])).GroupBy(k => Segment[k]!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Average(k => propensity[k]), StringComparer.Ordinal);
        double everybody = propensity.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        (IReadOnlyDictionary<int, double> spreads, double spread) = RisingRisk.Spreads(leaving);
        double[] discovery = RisingRisk.Discovery(trajectories.Leaving, Rows);
        double usual = RisingRisk.Usual(trajectories.Leaving, Rows);
        Dictionary<int, int>? drained = told ? Drained() : null;
        ILookup<int, StrategicScore> entered = strategic.Where(one => one.Counts).ToLookup(one => one.CustomerKey);
        bool custom = effort.Values.Any(one => one.Custom > 0);
        All = new StanceEvidence[Rows.Length];
        for (int k = 0; k < Rows.Length; k++)
        {
            int i = Rows[k], key = scores.CustomerKey[i];
            double year = scores.Contracts is { } contracts && double.IsFinite(contracts.PChurn365[i]) ? contracts.PChurn365[i] : scores.PZero[i];
            All[k] = new()
            {
                Value = value[k],
                ValueLow = net?.P10[i] ?? scores.ClvP10[i],
                ValueMiddle = net?.P50[i] ?? scores.ClvP50[i],
                ValueHigh = net?.P90[i] ?? scores.ClvP90[i],
                HighFrom = high,
                LowTo = low,
                Leaving = year,
                LeavingSpread = spreads.GetValueOrDefault(key, spread),
                Rise = trajectories.Leaving.Slope[i],
                RiseError = RisingRisk.Error(trajectories.Leaving, i),
                RiseLow = trajectories.Leaving.Low[i],
                RiseUsual = usual,
                RiseDiscovery = discovery[k],
                Enterprise = _t.IsEnterprise(Segment[k]) is { } is_ ? is_ ? 1 : 0 : double.NaN,
                Strategic = entered[key].Select(one => one.Score).DefaultIfEmpty(double.NaN).Max(),
                Brand = entered[key].Where(one => one.Dimension == "brand").Select(one => one.Score).DefaultIfEmpty(double.NaN).Max(),
                SegmentExpansions = Segment[k] is { } segment && ready.TryGetValue(segment, out double rate) ? rate : double.NaN,
                ExpansionLead = everybody > 0 && Segment[k] is { } own && ready.TryGetValue(own, out double often) ? often / everybody : double.NaN,
                SlaFall = -sla[k],
                Upside = trajectories.Chances[i].Expansion,
                CostRatio = ratio[k],
                CostRatioHigh = costs.Of(Segment[k], _t.CostPercentile),
                CostRatioVeryHigh = costs.Of(Segment[k], _t.HighCostPercentile),
                Adoption = adoption[k],
                AdoptionLow = depths.Of(Segment[k], _t.AdoptionPercentile),
                DrainPeriods = drained is null ? double.NaN : drained.GetValueOrDefault(key),
                CustomHours = custom ? effort.TryGetValue(key, out CustomerEffort? spent) ? 1000 * Ratio(spent.Custom / _t.HourCost, spent.Margin, 0) : 0 : double.NaN,
            };
        }
    }

    /// <summary>Gives the rows of the scores that have a stance: customers with a value who have not left.</summary>
    public int[] Rows { get; }

    /// <summary>Gives the number of customers whose subscriptions have ended: they have no stance.</summary>
    public int Left { get; }

    /// <summary>Gives their segments; null where not known.</summary>
    public string?[] Segment { get; }

    /// <summary>Gives the evidence, in the order of <see cref="Rows"/>.</summary>
    public StanceEvidence[] All { get; }

    /// <summary>Gives the value from which on value is high.</summary>
    public double HighFrom { get; }

    /// <summary>Gives the value up to which it is low.</summary>
    public double LowTo { get; }

    // Nothing by nothing says nothing; something by nothing is beyond every limit.
    private static double Ratio(double above, double below, double nothing = double.NaN) =>
        double.IsNaN(above) || double.IsNaN(below) ? double.NaN : below > 0 ? above / below : above > 0 ? double.PositiveInfinity : nothing;

    // How many quarters in a row, up to the last, requests by margin were above the percentile of their quarter; a margin of nothing or less is beyond it.
    private Dictionary<int, int>? Drained()
    {
        var rows = SqlFile.Of("Portfolio/Stances", "20_quarters").List(
            _connection, row => (Key: row.Int32(0), Back: row.Int32(1), Ratio: Ratio(row.Int32(2), row.Double(3), 0)), new DuckDbParameter("as_of", _asOf), new DuckDbParameter("periods", _t.DrainPeriods));
        if (rows.Count == 0)
        {
            return null;
        }

        Dictionary<int, double> limit = rows.GroupBy(row => row.Back).ToDictionary(quarter => quarter.Key, quarter => new StanceNorms([.. quarter.Select(row => row.Ratio)], new string?[quarter.Count()], _t.LeastPeers).Of(null, _t.DrainPercentile));
        Dictionary<int, int> drained = [];
        foreach (IGrouping<int, (int Key, int Back, double Ratio)> customer in rows.GroupBy(row => row.Key))
        {
            int quarters = 0;
            foreach (var row in customer.OrderBy(row => row.Back).TakeWhile((row, k) => row.Back == k + 1 && row.Ratio > limit[row.Back]))
            {
                quarters = row.Back;
            }

            drained[customer.Key] = quarters;
        }

        return drained;
    }
}
