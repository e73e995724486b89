using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Acquiring;

/// <summary>
/// Winning customers is weighed against what they leave. Reads <c>identity_marketing_spend</c>, <c>identity_traits</c>, <c>ledger_contribution</c>, <c>ledger_cost_bookings</c> and net values.
/// </summary>
/// <remarks>
/// Customers count who bought at least once and were won in a month with spend. A customer's value is what they have left so far plus the net value of the rest of their life, where
/// one is predicted. Payback follows what was observed: at each age the mean over customers who are old enough, added up; it is not carried beyond an age that ten of them (or, of few,
/// a fifth) have reached. Channels differ in more than what is spent on them: a ratio goes with a channel, it is not what more spend would bring.
/// </remarks>
public sealed class AcquisitionPortfolio(DuckDbConnection connection)
{
    /// <summary>Finds channels and cohorts; null where nothing was spent, or nobody won.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="currency">Currency of the run.</param>
    /// <param name="rules">Which pools are acquisition.</param>
    /// <param name="customerKey">The n customers of <paramref name="net"/>.</param>
    /// <param name="net">Net values.</param>
    /// <param name="seed">Seed of the intervals.</param>
    public AcquisitionFacts? Run(DateOnly asOf, string? currency, CompanyRules rules, int[] customerKey, NetTable net, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(net);
        SqlFile.Of("Portfolio", "90_spend").Execute(connection, new("as_of", asOf), new("currency", currency));
        SqlFile.Of("Portfolio", "91_won").Execute(connection);
        var spend = connection.List("SELECT month, channel, \"all\", media, paid FROM portfolio_spend ORDER BY month, channel", row => new Spent(row.Date(0), row.String(1)!, row.Double(2), row.Double(3), row.Double(4)));
        if (spend.Count == 0)
        {
            return null;
        }

        DateOnly from = spend.Min(s => s.Month), until = spend.Max(s => s.Month);
        (Dictionary<int, double> value, string valueIs) = Values(customerKey, net);
        Won[] won =
        [
            .. connection.List("SELECT customer_key, channel, month FROM portfolio_won ORDER BY customer_key", row => (Key: row.Int32(0), Channel: row.String(1)!, Month: row.Date(2)))
                .Where(c => c.Month >= from && c.Month <= until && value.ContainsKey(c.Key)).Select(c => new Won(c.Channel, c.Month, value[c.Key])),
        ];
        if (won.Length == 0)
        {
            return null;
        }

        double pools = Pools(rules, from, until);
        double all = spend.Sum(s => s.All), load = all > 0 ? (all + pools) / all : 1;
        var left = SqlFile.Of("Portfolio", "92_won_months").List(connection, row => new Left(row.String(0)!, row.Date(1), row.Int32(2), (double)row.Decimal(3)));
        int months = Months(from, asOf);
        HashSet<string> paid = [.. spend.Where(s => s.Paid > 0).Select(s => s.Channel)];
        string[] channels = [.. spend.Select(s => s.Channel).Union(won.Select(w => w.Channel)).Order(StringComparer.Ordinal)];
        return new AcquisitionFacts(
            from,
            asOf < until.AddMonths(1) ? asOf : until.AddMonths(1).AddDays(-1),
            all + pools,
            pools,
            spend.Sum(s => s.Paid),
            won.Length,
            won.Count(w => paid.Contains(w.Channel)),
            valueIs,
            [.. channels.Select((channel, i) => Channel(channel, [.. won.Where(w => w.Channel == channel)], [.. spend.Where(s => s.Channel == channel)], [.. left.Where(l => l.Channel == channel)], load, asOf, months, seed + (ulong)i))],
            [.. won.GroupBy(w => w.Month).OrderBy(g => g.Key).Select(g => Cohort(g.Key, [.. g], load * spend.Where(s => s.Month == g.Key).Sum(s => s.All), [.. left.Where(l => l.Month == g.Key)], asOf))]);
    }

    private static (Dictionary<int, double> Value, string Is) Values(int[] customerKey, NetTable net)
    {
        NetValues ahead = net.SideBySide.FirstOrDefault(values => values.Horizon.Days is null) ?? net.Own;
        bool any = Array.Exists(ahead.Net, double.IsFinite), all = Array.TrueForAll(ahead.Net, double.IsFinite);
        var value = new Dictionary<int, double>(customerKey.Length);
        for (int i = 0; i < customerKey.Length; i++)
        {
            value[customerKey[i]] = (double)net.NetToDate[i] + (double.IsFinite(ahead.Net[i]) ? ahead.Net[i] : 0);
        }

        string horizon = ahead.Horizon.Days is { } days ? $"the next {days} days" : "the rest of the life";
        return (value, !any ? "contribution to date" : all ? $"contribution to date and net value of {horizon}" : $"contribution to date and, where it is predicted, net value of {horizon}");
    }

    private static AcquisitionChannel Channel(string channel, Won[] won, Spent[] spend, Left[] left, double load, DateOnly asOf, int months, ulong seed)
    {
        double[] values = [.. won.Select(w => w.Value)];
        (double low, double high) = AcquisitionMeasures.Interval(values, seed);
        List<double> cumulative = Cumulative(won, left, asOf, months);
        double spent = load * spend.Sum(s => s.All);
        return new AcquisitionChannel(
            channel,
            won.Length,
            spent,
            spend.Sum(s => s.Media),
            values.Length > 0 ? values.Average() : double.NaN,
            low,
            high,
            won.Length > 0 && spent > 0 ? AcquisitionMeasures.Payback(cumulative, spent / won.Length) : null,
            Math.Max(0, cumulative.Count - 1),
            cumulative.Count > 11 ? cumulative[11] : null);
    }

    // At each age the mean over those who are old enough, added up.
    private static List<double> Cumulative(Won[] won, Left[] left, DateOnly asOf, int months)
    {
        int fewest = Math.Min(10, Math.Max(1, won.Length / 5));
        var cumulative = new List<double>();
        for (int age = 0; age < months; age++)
        {
            int old = won.Count(w => Over(w.Month, age, asOf));
            if (old < fewest)
            {
                break;
            }

            HashSet<DateOnly> cohorts = [.. won.Select(w => w.Month)];
            double sum = left.Where(l => l.Age == age && cohorts.Contains(l.Month) && Over(l.Month, age, asOf)).Sum(l => l.Contribution);
            cumulative.Add((cumulative.Count > 0 ? cumulative[^1] : 0) + (sum / old));
        }

        return cumulative;
    }

    private static AcquisitionCohort Cohort(DateOnly month, Won[] won, double spend, Left[] left, DateOnly asOf) =>
        new(month, won.Length, spend, won.Average(w => w.Value), Cumulative(won, left, asOf, Months(month, asOf)));

    // Whether the month in which somebody won in a month has an age is over on a day.
    private static bool Over(DateOnly month, int age, DateOnly asOf) => month.AddMonths(age + 1) <= asOf.AddDays(1);

    private static int Months(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;

    private double Pools(CompanyRules rules, DateOnly from, DateOnly until) => (double)connection
        .List("SELECT pool, amount FROM ledger_cost_bookings WHERE from_day >= $from AND from_day < $until ORDER BY booking_no", row => (Pool: row.String(0)!, Amount: row.Decimal(1)), new DuckDbParameter("from", from), new DuckDbParameter("until", until.AddMonths(1)))
        .Where(booking => rules.RoleOf(booking.Pool) == PoolRole.Acquisition).Sum(booking => booking.Amount);

    private sealed record Spent(DateOnly Month, string Channel, double All, double Media, double Paid);

    private sealed record Won(string Channel, DateOnly Month, double Value);

    private sealed record Left(string Channel, DateOnly Month, int Age, double Contribution);
}
