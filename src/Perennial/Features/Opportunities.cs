using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Features;

/// <summary>What was known of opportunities on a day: whether there are any, how often, and who bought at them. Nothing here looks past the day asked for.</summary>
public sealed class Opportunities
{
    private const int MostCustomersForEvidence = 10_000;
    private readonly DuckDbConnection _connection;

    internal Opportunities(DuckDbConnection connection)
    {
        _connection = connection;
        SqlFile.Of("Features", "26_opportunities").Execute(connection);
    }

    /// <summary>Tells whether purchases keep to the dates of a calendar, from every k-th customer in key order.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    public OpportunityEvidence Evidence(DateOnly asOf)
    {
        int step = Step();
        List<DateOnly> days = [];
        List<long> purchases = [];
        foreach ((DateOnly day, long count) in SqlFile.Of("Features", "72_repeat_days").List(_connection, static row => (row.Date(0), row.Int64(1)), new("as_of", asOf), new("step", step)))
        {
            days.Add(day);
            purchases.Add(count);
        }

        long all = purchases.Sum();
        (OpportunityPeriod Period, double OnDates)[] found = [.. OpportunityEvidence.Calendars.Select(period => OpportunityEvidence.Best(period, days, purchases))];
        OpportunityEvidence? kept = null;
        foreach ((OpportunityPeriod period, double onDates) in found.Where(one => all >= OpportunityEvidence.FewestPurchases && one.OnDates >= OpportunityEvidence.LeastOnDates))
        {
            OpportunityEvidence evidence = new(period, onDates, Several(asOf, period, step), all);
            if (evidence.IsDiscrete)
            {
                return evidence;
            }

            kept ??= evidence;
        }

        (OpportunityPeriod Period, double OnDates) nearest = found.MaxBy(one => one.OnDates);
        return kept ?? new(nearest.Period, nearest.OnDates, null, all);
    }

    /// <summary>Gives the share of opportunities with a purchase at which a customer bought on several days.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="period">How often customers can buy.</param>
    public double Several(DateOnly asOf, OpportunityPeriod period) => Several(asOf, period, Step());

    /// <summary>Keeps the histories in opportunities of a day as the table <c>features_opportunities</c>, and gives them ordered by customer key.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="period">How often customers can buy.</param>
    public OpportunityColumns Keep(DateOnly asOf, OpportunityPeriod period)
    {
        SqlFile.Of("Features", "43_opportunities_table").Execute(_connection, Calendar(asOf, period));
        return Read(asOf, period);
    }

    /// <summary>Gives the histories in opportunities of a day, ordered by customer key.</summary>
    internal OpportunityColumns Read(DateOnly asOf, OpportunityPeriod period) =>
        Columns(asOf, period, SqlFile.Of("Features", "42_opportunities_read").Query(_connection, Calendar(asOf, period)), groups: false);

    /// <summary>Gives them grouped for fitting.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="period">How often customers can buy.</param>
    /// <param name="firstSeenAfter">Leaves out customers first seen on or before this day (the burn-in); null keeps all.</param>
    public OpportunityColumns Groups(DateOnly asOf, OpportunityPeriod period, DateOnly? firstSeenAfter) =>
        Columns(asOf, period, SqlFile.Of("Features", "52_groups_opportunities").Query(_connection, [.. Calendar(asOf, period), new("seen_after", firstSeenAfter)]), groups: true);

    private static OpportunityColumns Columns(DateOnly asOf, OpportunityPeriod period, DuckDbResult result, bool groups)
    {
        Column<int> bought = new(), last = new(), passed = new();
        Column<long> customers = new();
        using (result)
        {
            while (result.Read(out DuckDbChunk chunk))
            {
                bought.Add(chunk.Int32(0));
                last.Add(chunk.Int32(1));
                passed.Add(chunk.Int32(2));
                if (groups)
                {
                    customers.Add(chunk.Int64(3));
                }
            }
        }

        return new()
        {
            Period = period,
            AsOf = asOf,
            Frequency = bought.ToArray(),
            Recency = last.ToArray(),
            Opportunities = passed.ToArray(),
            Customers = groups ? customers.ToArray() : null,
        };
    }

    private double Several(DateOnly asOf, OpportunityPeriod period, int step) =>
        SqlFile.Of("Features", "73_several").List(_connection, static row => row.Double(0), [.. Calendar(asOf, period), new("step", step)])[0];

    private int Step() => 1 + ((_connection.Scalar<int?>("SELECT CAST(max(customer_key) AS INTEGER) FROM features_firsts") ?? 0) / MostCustomersForEvidence);

    private static DuckDbParameter[] Calendar(DateOnly asOf, OpportunityPeriod period)
    {
        OpportunityCalendar calendar = period.On(asOf);
        return
        [
            new("as_of", asOf), new("days", period.Days), new("months", period.Months),
            new("shift", calendar.Shift), new("shifted_months", calendar.Offset), new("last", calendar.Last),
        ];
    }
}
