using System.Globalization;
using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Kernel;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Training.Learned;
using Perennial.Valuation.Contracts;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Stances;

/// <summary>
/// Invest, Protect, Improve or Deprioritize: the stance of every customer by twelve rules, what people decided instead, and how effort, growth and proposals fall. Reads the tables of a
/// company past Valuation; leaves <c>portfolio_stances</c> and <c>portfolio_stance_tests</c>. Nothing here changes a value.
/// </summary>
public sealed class StancePortfolio(DuckDbConnection connection, DateOnly asOf, StanceThresholds thresholds)
{
    private const int Shown = 5, MostEroding = 15, MostOverridden = 30;

    /// <summary>Decides.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="net">Net values in their order; null where nothing is known of costs.</param>
    /// <param name="signals">Signals of the as-of day.</param>
    /// <param name="trajectories">Where customers go, in their order.</param>
    /// <param name="leaving">Chances to leave on landmarks; null where nothing was learned.</param>
    /// <param name="told">Whether requests for support came in.</param>
    /// <param name="recurring">Recurring revenue; null without subscriptions.</param>
    /// <param name="acquisition">What customers cost to win; null where that is not known.</param>
    public StanceTable Run(ScoreTable scores, NetTable? net, SignalColumns signals, TrajectoryTable trajectories, ChancesOverTime? leaving, bool told, RecurringFacts? recurring, AcquisitionFacts? acquisition)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(trajectories);
        IReadOnlyList<StrategicScore> strategic = StrategicScore.Read(connection, asOf);
        Dictionary<int, StanceOverride> decided = StanceOverride.Read(connection, asOf).ToDictionary(one => one.CustomerKey);
        IReadOnlyDictionary<int, CustomerEffort> effort = CustomerEffort.Read(connection, asOf);
        Dictionary<int, YearlyGrowth> growth = SqlFile.Of("Portfolio/Stances", "40_growth").List(
            connection, row => new YearlyGrowth(row.Int32(0), row.Double(1), row.Double(2)), new DuckDbParameter("as_of", asOf)).ToDictionary(one => one.CustomerKey);
        var evidence = new StanceEvidences(connection, asOf, thresholds, scores, net, signals, trajectories, leaving, strategic, effort, told);
        CustomerStance[] customers =
        [
            .. evidence.Rows.Select((row, k) => CustomerStance.Of(row, scores.CustomerKey[row], scores.CustomerId[row], evidence.All[k], decided.GetValueOrDefault(scores.CustomerKey[row]), thresholds)),
        ];
        StanceKeeping.Keep(connection, customers, thresholds);
        string[] ids = [.. customers.Select(one => one.CustomerId)];
        double[] value = [.. customers.Select(one => one.Evidence.Value)];
        bool[] isStrategic = [.. customers.Select(one => one.Evidence.Strategic >= thresholds.StrategicScore)];
        CustomerEffort[] spent = [.. customers.Select(one => effort.TryGetValue(one.CustomerKey, out CustomerEffort? own) ? own : new(one.CustomerKey, 0, 0, 0, 0, 0, 0, 0))];
        return new()
        {
            Customers = customers,
            Facts = new(
                customers.Length, evidence.Left, thresholds.Confidence, thresholds.FloorMinutes, thresholds.FloorReplyHours, Finite(evidence.HighFrom), Finite(evidence.LowTo),
                Sums(customers), Counts(customers), Leading(customers), Segments(customers, evidence.Segment, growth, recurring), Impact(customers, growth),
                Eroding(customers, evidence.Segment, growth, net is not null, acquisition), EffortAlignment.Of(ids, value, spent, isStrategic, thresholds), NotCounted(strategic, scores),
                [.. customers.Where(one => one.Override is not null).OrderByDescending(one => one.Evidence.Value).ThenBy(one => one.CustomerId, StringComparer.Ordinal).Take(MostOverridden)
                    .Select(one => new OverrideRow(one.CustomerId, one.Override!.Stance, one.Decision.Told(thresholds), one.Override.Reason, one.Override.Owner, one.Override.ExpiresOn))],
                []),
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static IReadOnlyList<StanceSum> Sums(CustomerStance[] customers) =>
    [
        .. ((Stance[])[Stance.Invest, Stance.Protect, Stance.Improve, Stance.Deprioritize, Stance.Undecided]).Select(stance =>
        {
            CustomerStance[] own = [.. customers.Where(one => one.Told == stance)];
            return new StanceSum(stance, own.Length, own.Sum(one => one.Evidence.Value), own.Length == 0 ? double.NaN : own.Average(one => one.Decision.Confidence), own.Count(one => one.Override is not null));
        }),
    ];

    private static IReadOnlyList<RuleCount> Counts(CustomerStance[] customers) =>
    [
        .. StanceRules.All.Select((rule, k) => new RuleCount(
            rule.Id, rule.Stance, rule.Words, customers.Count(one => one.Decision.Outcomes[k] == RuleOutcome.Fired),
            customers.Count(one => one.Decision.Rule == k && one.Override is null && one.Told != Stance.Undecided), customers.Count(one => one.Decision.Outcomes[k] == RuleOutcome.NotKnown))),
    ];

    // Of each stance those with most at stake; of proposals to deprioritize the largest losses.
    private static IReadOnlyList<StanceRow> Leading(CustomerStance[] customers) =>
    [
        .. customers.GroupBy(one => one.Told).OrderBy(group => group.Key == Stance.Undecided ? int.MaxValue : (int)group.Key).SelectMany(group =>
            group.OrderBy(one => group.Key == Stance.Deprioritize ? one.Evidence.Value : -one.Evidence.Value).ThenBy(one => one.CustomerId, StringComparer.Ordinal).Take(Shown)
                .Select(one => new StanceRow(one.CustomerId, one.Told, one.Status, one.Decision.Confidence, one.Evidence.Value, [.. one.Decision.Fired().Select(rule => rule.Id)]))),
    ];

    private static IReadOnlyList<SegmentPriority> Segments(CustomerStance[] customers, string?[] segment, Dictionary<int, YearlyGrowth> growth, RecurringFacts? recurring)
    {
        var groups = customers.Select((one, k) => (Customer: one, Segment: segment[k] ?? string.Empty)).GroupBy(pair => pair.Segment, pair => pair.Customer, StringComparer.Ordinal)
            .Select(group => (group.Key, Customers: group.ToArray(), Mean: group.Average(one => one.Evidence.Value))).OrderByDescending(group => group.Mean).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        if (groups.All(group => group.Key.Length == 0))
        {
            return [];
        }

        double median = ContractValuation.Quantile([.. groups.Select(group => group.Mean).Order()], 0.5);
        return
        [
            .. groups.Select(group =>
            {
                RecurringGroup? own = recurring?.Groups.FirstOrDefault(one => one.Dimension == "segment" && one.Name == group.Key);
                (double now, double before) = own is not null ? ((double)own.Closing, (double)own.Opening) : Grown(group.Customers, growth);
                return new SegmentPriority(
                    group.Key, group.Customers.Length, group.Mean, before > 0 ? (now / before) - 1 : null, own?.Grr, own is { Opening: > 0 } ? (double)(own.Expansion / own.Opening) : null,
                    StanceTaxonomy.PriorityOfSegment(group.Mean, median));
            }),
        ];
    }

    private static (double Now, double Before) Grown(IEnumerable<CustomerStance> customers, Dictionary<int, YearlyGrowth> growth) =>
        customers.Where(one => growth.ContainsKey(one.CustomerKey)).Aggregate((Now: 0.0, Before: 0.0), (sum, one) => (sum.Now + growth[one.CustomerKey].Now, sum.Before + growth[one.CustomerKey].Before));

    private IReadOnlyList<AdverseImpact> Impact(CustomerStance[] customers, Dictionary<int, YearlyGrowth> growth)
    {
        if (!customers.Any(one => one.Told == Stance.Deprioritize))
        {
            return [];
        }

        var traits = StanceTraits.Read(connection).Append(("size", StanceTraits.Size(growth)));
        return
        [
            .. traits.SelectMany(trait => AdverseImpact.Of(
                trait.Item1,
                [.. customers.GroupBy(one => trait.Item2.GetValueOrDefault(one.CustomerKey, string.Empty), StringComparer.Ordinal).Select(group => (group.Key, group.Count(), group.Count(one => one.Told == Stance.Deprioritize)))],
                thresholds.LeastPeers)),
        ];
    }

    // Cohorts are those of the last twelve months: all their recurring revenue is growth.
    private IReadOnlyList<ErodingGrowth> Eroding(CustomerStance[] customers, string?[] segment, Dictionary<int, YearlyGrowth> growth, bool netKnown, AcquisitionFacts? acquisition)
    {
        if (!netKnown)
        {
            return [];
        }

        Dictionary<int, string> channel = SqlFile.Of("Portfolio", "93_value_traits").List(connection, row => (Key: row.Int32(0), Channel: row.String(2)!)).ToDictionary(one => one.Key, one => one.Channel);
        ErodingGrowth[] own = [.. customers.Where(one => growth.ContainsKey(one.CustomerKey)).Select(one => new ErodingGrowth("customer", one.CustomerId, 1, growth[one.CustomerKey].Now, growth[one.CustomerKey].Before, one.Evidence.Value, null))];
        IEnumerable<ErodingGrowth> Grouped(string kind, Func<int, string> name) => Enumerable.Range(0, customers.Length).GroupBy(name, StringComparer.Ordinal).Where(group => group.Key.Length > 0).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            CustomerStance[] members = [.. group.Select(k => customers[k])];
            (double now, double before) = Grown(members, growth);
            return new ErodingGrowth(kind, group.Key, members.Length, now, before, members.Sum(one => one.Evidence.Value), null);
        });
        ErodingGrowth[] channels = [.. Grouped("channel", k => channel.GetValueOrDefault(customers[k].CustomerKey, string.Empty))];
        Dictionary<string, AcquisitionChannel> won = (acquisition?.Channels ?? []).ToDictionary(one => one.Channel, StringComparer.Ordinal);
        return
        [
            .. own.Where(Erodes).OrderByDescending(one => one.Now - one.Before).ThenBy(one => one.Name, StringComparer.Ordinal).Take(MostEroding),
            .. Grouped("segment", k => segment[k] ?? string.Empty).Where(Erodes),
            .. channels.Select(one => won.TryGetValue(one.Name.Trim().ToLowerInvariant(), out AcquisitionChannel? cost) && cost.Unprofitable ? one with { Net = cost.Value, Cost = cost.Cac } : one)
                .Where(one => Erodes(one) || (one.Cost is not null && one.Now > one.Before)),
            .. (acquisition?.Cohorts ?? []).Where(one => one.Month > asOf.AddYears(-1) && one.Won > 0 && (one.Value < 0 || one.Value < one.Cac))
                .Select(one => new ErodingGrowth("cohort", one.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), one.Won, double.NaN, 0, one.Value, one.Cac)),
        ];

        static bool Erodes(ErodingGrowth one) => PlatformErosion.Judge(one.Now - one.Before, one.Net) is not null;
    }

    private static IReadOnlyList<NotCountedScores> NotCounted(IReadOnlyList<StrategicScore> strategic, ScoreTable scores)
    {
        Dictionary<int, string> ids = scores.CustomerKey.Zip(scores.CustomerId).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. strategic.Where(one => !one.Counts).GroupBy(one => one.Standing, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new NotCountedScores(group.Key, group.Count(), [.. group.Select(one => one.CustomerKey).Distinct().Where(ids.ContainsKey).Select(key => ids[key]).Order(StringComparer.Ordinal).Take(Shown)])),
        ];
    }
}
