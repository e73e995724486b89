using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Kernel;
using Perennial.Portfolio.Tiers;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;

namespace Perennial.Portfolio.Segments;

/// <summary>Customers by what they are worth and where they go, and what tells these segments apart.</summary>
public static class SegmentPortfolio
{
    // Clear and not small; how large an effect counts as more than negligible is a convention of the field.
    private const double Accepted = 0.05, SmallDelta = 0.147, SmallV = 0.1;
    private const int MostShown = 6;

    /// <summary>Makes the segments.</summary>
    /// <param name="scores">The scores, whose order is kept.</param>
    /// <param name="tiers">Tiers of value.</param>
    /// <param name="trajectories">Where customers go.</param>
    /// <param name="rule">Which tiers are of high and of moderate value; null for the shipped rule.</param>
    /// <param name="traits">What customers are, by name of the trait and key; empty where nothing is known.</param>
    /// <param name="signals">Signals of the as-of day; null where there are none.</param>
    public static SegmentTable Of(
        ScoreTable scores, TierTable tiers, TrajectoryTable trajectories, SegmentRule? rule, IReadOnlyList<(string Trait, IReadOnlyDictionary<int, string> Values)> traits, SignalColumns? signals)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(tiers);
        ArgumentNullException.ThrowIfNull(trajectories);
        int n = scores.Count;
        (string[] high, string[] moderate) = (rule ?? SegmentRule.Of(tiers.Names)).For(tiers.Names);
        ValueLevel[] levels = [.. tiers.Names.Select(name => high.Contains(name) ? ValueLevel.High : moderate.Contains(name) ? ValueLevel.Moderate : ValueLevel.Low)];
        ValueLevel[] level = [.. tiers.Tier.Select(tier => tier < 0 ? ValueLevel.Unknown : levels[tier])];
        bool[] sure = [.. Enumerable.Range(0, n).Select(i => tiers.Tier[i] >= 0 && levels[tiers.Highest[i]] == levels[tiers.Lowest[i]])];
        ValueSegment[] segment = [.. Enumerable.Range(0, n).Select(i => ValueSegments.Of(level[i], trajectories.Direction[i]))];
        IReadOnlyList<SegmentContrast> contrasts = SegmentContrasts.Of(segment, scores.CustomerKey, traits, signals);
        return new()
        {
            Level = level,
            Segment = segment,
            Sure = sure,
            Record = new(
                high, moderate,
                [
                    .. ValueSegments.All.Select(one =>
                    {
                        int[] rows = [.. Enumerable.Range(0, n).Where(i => segment[i] == one)];
                        double[] worth = [.. rows.Select(i => tiers.Value[i]).Where(double.IsFinite)];
                        return new SegmentCount(
                            ValueSegments.Name(one), ValueSegments.Meaning(one), rows.Length, worth.Length == 0 ? null : worth.Sum(), rows.Count(i => sure[i]),
                            rows.Length == 0 ? null : rows.Average(i => trajectories.Chances[i].Expansion), rows.Length == 0 ? null : rows.Average(i => trajectories.Chances[i].Churn));
                    }),
                ],
                segment.Count(one => one == ValueSegment.None), contrasts.Count, Told(contrasts)),
            Contrasts = contrasts,
        };
    }

    /// <summary>Reads what customers are: the traits with a few words for all of them.</summary>
    /// <param name="connection">The engine session.</param>
    public static IReadOnlyList<(string Trait, IReadOnlyDictionary<int, string> Values)> Traits(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        string[] columns = [.. connection.List("SELECT column_name FROM (DESCRIBE identity_traits) WHERE column_type = 'VARCHAR' AND column_name NOT IN ('parent_id', 'time_zone', 'currency') ORDER BY column_name", row => row.String(0)!)];
        List<(string Trait, IReadOnlyDictionary<int, string> Values)> traits = [];
        foreach (string column in columns)
        {
            string name = DuckDbSql.Identifier(column);
            Dictionary<int, string> values = connection.List(
                $"SELECT customer_key, min({name}) FROM identity_traits WHERE superseded_at IS NULL AND {name} <> '' GROUP BY customer_key ORDER BY customer_key", row => (Key: row.Int32(0), Value: row.String(1)!))
                .ToDictionary(row => row.Key, row => row.Value);
            if (values.Values.Distinct(StringComparer.Ordinal).Count() is >= 2 and <= SegmentContrasts.MostWords)
            {
                traits.Add((column, values));
            }
        }

        return traits;
    }

    private static IReadOnlyList<SegmentContrast> Told(IReadOnlyList<SegmentContrast> contrasts) =>
    [
        .. contrasts.Where(one => !one.ByDefinition && one.FalseDiscovery <= Accepted && Math.Abs(one.Effect) >= (one.Measure == SegmentContrasts.Numbers ? SmallDelta : SmallV))
            .GroupBy(one => one.Segment).SelectMany(segment => segment.OrderByDescending(one => Math.Abs(one.Effect)).ThenBy(one => one.Feature, StringComparer.Ordinal).Take(MostShown)),
    ];
}
