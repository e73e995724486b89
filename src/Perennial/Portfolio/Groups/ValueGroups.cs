using System.Globalization;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Scoring;
using Perennial.Valuation;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Groups;

/// <summary>Values by cohort, band of revenue, segment, channel and product line, and those of accounts that belong together. Reads the scores and, of a company, what is known of its customers.</summary>
public sealed class ValueGroups
{
    private const double MonthDays = 365.25 / 12;
    private const int MostCohortYears = 3, MostForEdges = 200_000;
    private readonly DuckDbConnection _connection;
    private readonly ScoreTable _scores;
    private readonly NetTable? _net;
    private readonly DateOnly _asOf;
    private readonly GroupSpread? _spread;

    /// <summary>Takes what customers are worth.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="net">Net values in their order; null where nothing is said of costs.</param>
    /// <param name="equity">The value of all together; null where there is none.</param>
    /// <param name="asOf">The as-of day.</param>
    public ValueGroups(DuckDbConnection connection, ScoreTable scores, NetTable? net, EquityRecord? equity, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(scores);
        (_connection, _scores, _net, _asOf) = (connection, scores, net, asOf);
        _spread = GroupSpread.Of(scores, equity);
    }

    /// <summary>Gives values by group. Dimensions of which nothing is known are left out.</summary>
    /// <param name="company">Whether the tables of a company came in, so that segment, channel and product line may be known.</param>
    public IReadOnlyList<ValueGroup> Groups(bool company)
    {
        List<ValueGroup> groups = [.. Dimension("cohort", Cohort()), .. Dimension("band", Band())];
        if (company)
        {
            var traits = SqlFile.Of("Portfolio", "93_value_traits").List(_connection, row => (Key: row.Int32(0), Segment: row.String(1)!, Channel: row.String(2)!)).ToDictionary(row => row.Key);
            groups.AddRange(Dimension("segment", row => traits.TryGetValue(_scores.CustomerKey[row], out var one) ? one.Segment : string.Empty));
            groups.AddRange(Dimension("channel", row => traits.TryGetValue(_scores.CustomerKey[row], out var one) ? one.Channel : string.Empty));
            groups.AddRange(Lines());
        }

        return groups;
    }

    /// <summary>Gives accounts that belong together, the most valuable first. Customers without a parent who are nobody's parent are in none.</summary>
    public IReadOnlyList<AccountFamily> Families()
    {
        var row = _scores.CustomerKey.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var known = _connection.List(
            "SELECT customer_key, contacts, contract_months, days_to_renewal, expansions, contractions FROM features_signals",
            r => new Known(r.Int32(0), r.Get<double?>(1), r.Get<double?>(2), r.Get<double?>(3), r.Get<double?>(4), r.Get<double?>(5))).ToDictionary(one => one.Key);
        return
        [
            .. SqlFile.Of("Portfolio", "95_families").List(_connection, r => (Key: r.Int32(0), Top: r.String(1)!)).Where(member => row.ContainsKey(member.Key))
                .GroupBy(member => member.Top, StringComparer.Ordinal).Where(family => family.Count() > 1)
                .Select(family => Family(family.Key, [.. family.Select(member => row[member.Key])], [.. family.Where(member => known.ContainsKey(member.Key)).Select(member => known[member.Key])]))
                .OrderByDescending(family => family.Value ?? family.RevenueToDate).ThenBy(family => family.Top, StringComparer.Ordinal),
        ];
    }

    private AccountFamily Family(string top, int[] rows, Known[] known)
    {
        GroupSum sum = new(_scores, _net, _spread);
        foreach (int i in rows)
        {
            sum.Add(i);
        }

        ValueGroup all = sum.Group("account", top);
        double[] mrr = [.. rows.Select(i => _scores.Contracts is { } c && double.IsFinite(c.Mrr[i]) ? c.Mrr[i] : 0)];
        double risk = rows.Select((i, k) => mrr[k] > 0 && double.IsFinite(_scores.Contracts!.PChurn365[i]) ? mrr[k] * _scores.Contracts.PChurn365[i] : 0).Sum();
        return new AccountFamily(
            top, rows.Length, mrr.Count(m => m > 0), mrr.Sum(), all.RevenueToDate, all.Value, all.Low, all.High, all.Net,
            (int?)Of(k => k.Contacts)?.Sum(), (int?)Of(k => k.Months)?.Max(), (int?)Of(k => k.Renewal)?.Min(), (int)(Of(k => k.Expansions)?.Sum() ?? 0), (int)(Of(k => k.Contractions)?.Sum() ?? 0),
            mrr.Sum() > 0 ? risk / mrr.Sum() : null);

        double[]? Of(Func<Known, double?> of)
        {
            double[] values = [.. known.Select(of).OfType<double>()];
            return values.Length > 0 ? values : null;
        }
    }

    // By when customers first bought: years, or quarters where there are few years.
    private Func<int, string> Cohort()
    {
        DateOnly[] first = _scores.FirstPurchase;
        int[] years = [.. first.Where(day => day > DateOnly.MinValue).Select(day => day.Year).Distinct()];
        bool quarters = years.Length > 0 && years.Max() - years.Min() < MostCohortYears;
        Dictionary<int, string> names = [];
        return row =>
        {
            if (first[row] == DateOnly.MinValue)
            {
                return string.Empty;
            }

            (int year, int quarter) = (first[row].Year, quarters ? (first[row].Month + 2) / 3 : 0);
            return names.TryGetValue((10 * year) + quarter, out string? name) ? name
                : names[(10 * year) + quarter] = string.Create(CultureInfo.InvariantCulture, $"{year:0000}{(quarters ? " Q" : string.Empty)}{(quarters ? quarter : string.Empty)}");
        };
    }

    // Quarters of the customers by what they bring a month: recurring revenue where there is some, else revenue to date by months since the first purchase.
    private Func<int, string> Band()
    {
        int stride = 1 + ((_scores.Count - 1) / MostForEdges);
        double[] above = [.. Enumerable.Range(0, _scores.Count).Where(row => row % stride == 0).Select(Month).Where(month => month > 0).Order()];
        double[] edges = above.Length == 0 ? [] : [.. new[] { 1, 2, 3 }.Select(k => above[k * above.Length / 4]).Distinct().Where(edge => edge > above[0])];
        string[] ends = [.. edges.Select(edge => edge.ToString("0.##", CultureInfo.InvariantCulture))];
        string[] names = edges.Length == 0
            ? ["0: nothing", "1: something"]
            : ["0: nothing", $"1: below {ends[0]} a month", .. Enumerable.Range(1, edges.Length - 1).Select(k => Invariant($"{k + 1}: {ends[k - 1]} to below {ends[k]} a month")), Invariant($"{edges.Length + 1}: {ends[^1]} a month or more")];
        return row => Month(row) is > 0 and var month ? names[1 + edges.Count(edge => month >= edge)] : names[0];

        double Month(int row) => _scores.Contracts is { } contracts && contracts.Mrr[row] > 0 ? contracts.Mrr[row]
            : _scores.FirstPurchase[row] == DateOnly.MinValue ? 0 : (double)_scores.RevenueToDate[row] / Math.Max(1, (_asOf.DayNumber - _scores.FirstPurchase[row].DayNumber) / MonthDays);
    }

    // A customer's value goes to product lines as recurring revenue does or, without any, as what was sold so far.
    private IEnumerable<ValueGroup> Lines()
    {
        var lines = SqlFile.Of("Portfolio", "94_value_lines").List(_connection, row => (Key: row.Int32(0), Line: row.String(1)!, Weight: row.Double(2)), new DuckDbParameter("as_of", _asOf)).ToLookup(line => line.Key);
        SortedDictionary<string, GroupSum> sums = new(StringComparer.Ordinal);
        for (int row = 0; row < _scores.Count; row++)
        {
            double all = lines[_scores.CustomerKey[row]].Sum(line => line.Weight);
            foreach (var line in lines[_scores.CustomerKey[row]])
            {
                Sum(sums, line.Line).Add(row, line.Weight / all);
            }

            if (all <= 0)
            {
                Sum(sums, string.Empty).Add(row);
            }
        }

        return Told("product line", sums);
    }

    private IEnumerable<ValueGroup> Dimension(string dimension, Func<int, string> name)
    {
        SortedDictionary<string, GroupSum> sums = new(StringComparer.Ordinal);
        for (int row = 0; row < _scores.Count; row++)
        {
            Sum(sums, name(row)).Add(row);
        }

        return Told(dimension, sums);
    }

    private GroupSum Sum(SortedDictionary<string, GroupSum> sums, string name) => sums.TryGetValue(name, out GroupSum? sum) ? sum : sums[name] = new(_scores, _net, _spread);

    private static IEnumerable<ValueGroup> Told(string dimension, SortedDictionary<string, GroupSum> sums) =>
        sums.Keys.All(name => name.Length == 0) ? [] : sums.Select(pair => pair.Value.Group(dimension, pair.Key));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Known(int Key, double? Contacts, double? Months, double? Renewal, double? Expansions, double? Contractions);
}
