using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Ledger;

namespace Perennial.Portfolio.Tiers;

/// <summary>What tiers kept, brought and cost. Reads <c>ledger_movements</c>, <c>ledger_contribution</c> and <c>ledger_days</c>.</summary>
/// <param name="connection">The engine session.</param>
/// <param name="tiers">The tiers of today.</param>
/// <param name="keys">The customers, in their order.</param>
/// <param name="asOf">The as-of day.</param>
public sealed class TierHistory(DuckDbConnection connection, TierTable tiers, int[] keys, DateOnly asOf)
{
    private const int Months = 12;

    /// <summary>Finds it.</summary>
    /// <param name="preset">How recurring revenue is counted; null without subscriptions.</param>
    /// <param name="costs">Whether something is known of costs.</param>
    /// <param name="before">What the run before said; null where there is none.</param>
    public TierHistoryRecord Find(RecurringPreset? preset, bool costs, TierBefore? before)
    {
        List<TierRetention> retention = [];
        IReadOnlyList<TierRetention> since = [];
        if (preset is not null)
        {
            Dictionary<int, int> today = keys.Index().ToDictionary(key => key.Item, key => tiers.Tier[key.Index]);
            for (int month = Months - 1; month >= 0; month--)
            {
                DateOnly to = EndOf(month);
                retention.AddRange(Kept(to.AddYears(-1).AddDays(1), to, today, preset));
            }

            since = tiers.Record.Migration is { } migration && migration.FromDay < asOf
                ? Kept(migration.FromDay.AddDays(1), asOf, before!.Tiers.ToDictionary(pair => pair.Key, pair => pair.Value.Tier), preset)
                : [];
        }

        IReadOnlyList<TierQuarter> quarters = costs ? Costs() : [];
        return new(retention, since, quarters, [.. Health(preset, quarters, before)]);
    }

    // Months back from the as-of day; from the last day of a month to the last days of others.
    private DateOnly EndOf(int month) => asOf.AddDays(1).AddMonths(-month).AddDays(-1);

    private IReadOnlyList<TierRetention> Kept(DateOnly from, DateOnly to, Dictionary<int, int> tierOf, RecurringPreset preset) =>
    [
        .. SqlFile.Of("Portfolio", "81_recurring_kept").List(
            connection, row => (Key: row.Int32(0), Opening: row.Decimal(1), Closing: row.Boolean(3) && !preset.ReactivationInNrr ? 0 : row.Decimal(2)), new("from_day", from), new("to_day", to))
            .GroupBy(row => tierOf.GetValueOrDefault(row.Key, -1)).OrderBy(tier => tier.Key == -1 ? int.MaxValue : tier.Key)
            .Select(tier => new TierRetention(
                tier.Key, from, to, tier.Sum(row => row.Opening), tier.Sum(row => row.Closing), tier.Sum(row => Math.Min(row.Opening, row.Closing)), tier.Count(), tier.Count(row => row.Closing <= 0))),
    ];

    private IReadOnlyList<TierQuarter> Costs()
    {
        SqlFile.Of("Portfolio", "76_tier_members").Execute(connection);
        int[] members = [.. Enumerable.Range(0, keys.Length).Where(i => tiers.Tier[i] >= 0)];
        using (DuckDbAppender appender = connection.Appender("portfolio_tier_members"))
        {
            appender.Append(Array.ConvertAll(members, i => keys[i]), Array.ConvertAll(members, i => tiers.Tier[i]));
            appender.Flush();
        }

        IReadOnlyList<TierQuarter> quarters = SqlFile.Of("Portfolio", "77_tier_costs").List(
            connection, row => new TierQuarter(row.Date(0), row.Int32(1), row.Decimal(2), row.Decimal(3), row.Int32(4)), new DuckDbParameter("as_of", asOf));
        connection.Execute("DROP TABLE portfolio_tier_members");
        return quarters;
    }

    private IEnumerable<HealthMeasure> Health(RecurringPreset? preset, IReadOnlyList<TierQuarter> quarters, TierBefore? before)
    {
        DateOnly yearAgo = EndOf(12);
        (decimal Now, decimal Ago) recurring = preset is null ? (0, 0) : (RecurringAt(asOf) * 12, RecurringAt(yearAgo) * 12);

        // Who bills by use alone has no recurring revenue: what was sold tells of growth.
        yield return recurring == (0, 0) ? Compare("revenue", Sold(asOf), Sold(yearAgo), asOf, yearAgo) : Compare("recurring-revenue", recurring.Now, recurring.Ago, asOf, yearAgo);

        if (Active(asOf) is var active and > 0)
        {
            long activeThen = tiers.Record.Migration is null ? 0 : Active(before!.Day);
            yield return new(
                "value-per-customer", tiers.Value.Where(double.IsFinite).Sum() / active, asOf,
                activeThen == 0 ? null : before!.Tiers.OrderBy(pair => pair.Key).Sum(pair => pair.Value.Value) / activeThen, activeThen == 0 ? null : before!.Day);
        }

        if (preset is not null && Whole(asOf, preset) is { } retained)
        {
            double? ago = Whole(yearAgo, preset);
            yield return new("net-retention", retained, asOf, ago, ago is null ? null : yearAgo);
        }

        DateOnly[] over = [.. quarters.Select(quarter => quarter.Quarter).Distinct().Order()];
        if (over.Length >= 4 && Served(quarters, over[^4..]) is { } served)
        {
            double? ago = over.Length >= 8 ? Served(quarters, over[^8..^4]) : null;
            yield return new("cost-to-serve", served, over[^1].AddMonths(3).AddDays(-1), ago, ago is null ? null : over[^5].AddMonths(3).AddDays(-1));
        }
    }

    private static HealthMeasure Compare(string name, decimal now, decimal then, DateOnly day, DateOnly dayThen) => new(name, (double)now, day, then > 0 ? (double)then : null, then > 0 ? dayThen : null);

    private double? Whole(DateOnly to, RecurringPreset preset)
    {
        IReadOnlyList<TierRetention> all = Kept(to.AddYears(-1).AddDays(1), to, [], preset);
        return all.Count == 0 ? null : all[0].Nrr;
    }

    private static double? Served(IReadOnlyList<TierQuarter> quarters, DateOnly[] of)
    {
        (decimal serve, decimal revenue) = quarters.Where(quarter => of.Contains(quarter.Quarter)).Aggregate((0m, 0m), (sum, quarter) => (sum.Item1 + quarter.Serve, sum.Item2 + quarter.Revenue));
        return revenue <= 0 ? null : (double)(serve / revenue);
    }

    // Who has stopped buying leaves no sign: those who brought something within a year are the customers there are.
    private long Active(DateOnly day) => connection.Scalar<long>(
        "SELECT count(*) FROM (SELECT customer_key FROM ledger_days WHERE day > CAST($day AS DATE) - INTERVAL 1 YEAR AND day <= CAST($day AS DATE) GROUP BY customer_key HAVING sum(net) > 0)",
        new DuckDbParameter("day", day));

    private decimal RecurringAt(DateOnly day) =>
        connection.Scalar<decimal>("SELECT CAST(coalesce(sum(amount), 0) AS DECIMAL(18, 4)) FROM ledger_movements WHERE day <= CAST($day AS DATE)", new DuckDbParameter("day", day));

    private decimal Sold(DateOnly to) => connection.Scalar<decimal>(
        "SELECT CAST(coalesce(sum(net), 0) AS DECIMAL(18, 4)) FROM ledger_days WHERE day > CAST($to AS DATE) - INTERVAL 1 YEAR AND day <= CAST($to AS DATE) AND (SELECT min(day) FROM ledger_days) <= CAST($to AS DATE) - INTERVAL 1 YEAR + INTERVAL 1 MONTH",
        new DuckDbParameter("to", to));
}
