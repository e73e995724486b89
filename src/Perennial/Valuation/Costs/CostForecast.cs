using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Valuation.Costs;

/// <summary>
/// What each customer is expected to cost while active, as known on a day: cost of revenue and cost to serve a unit (an active month of subscribers, a purchase day of all others),
/// and the share of revenue that goods cost. One-off pools (onboarding) are not carried forward, and interventions neither: a campaign is decided, not expected.
/// </summary>
/// <remarks>
/// Each pool is estimated by itself and segment by segment (<see cref="Credibility"/>): compliance, which hardly varies from month to month, is the customer's own; rare incidents are
/// nearly the segment's. A segment of fewer than five customers is estimated with all. Months that are not booked yet do not count. Prices of pools are those of the window: growth of
/// wages or of use is not foreseen. Bookings are those known today: what was corrected after the day is corrected here.
/// </remarks>
public sealed class CostForecast
{
    /// <summary>How many months of history count.</summary>
    public const int WindowMonths = 12;

    private const double MostReturned = 0.95;
    private const int SmallestSegment = 5;
    private readonly Dictionary<int, int> _row;

    private CostForecast(int[] keys, string[] segments)
    {
        CustomerKey = keys;
        Segment = segments;
        ReturnShare = new double[keys.Length];
        (Exposure, GoodsShare, OwnMean) = (new double[keys.Length], new double[keys.Length], new double[keys.Length]);
        (CostOfRevenue, CostToServe, Deviation, Spread) = (new double[keys.Length], new double[keys.Length], new double[keys.Length], new double[keys.Length]);
        _row = Enumerable.Range(0, keys.Length).ToDictionary(i => keys[i]);
    }

    /// <summary>Gives the n keys of customers with any history in the window, ascending.</summary>
    public int[] CustomerKey { get; }

    /// <summary>Gives the n segments; empty where none is known.</summary>
    public string[] Segment { get; }

    /// <summary>Gives how much of each customer's history counted, in units.</summary>
    public double[] Exposure { get; }

    /// <summary>Gives the n expected costs of revenue a unit, what goods cost aside, in the run's currency.</summary>
    public double[] CostOfRevenue { get; }

    /// <summary>Gives the n expected costs to serve a unit, in the run's currency.</summary>
    public double[] CostToServe { get; }

    /// <summary>Gives the n standard deviations of the expected cost a unit, of both together: what is not known of the customer.</summary>
    public double[] Deviation { get; }

    /// <summary>Gives the n standard deviations of one unit's cost around the customer's mean, of both together.</summary>
    public double[] Spread { get; }

    /// <summary>Gives the n expected shares of net revenue that goods cost; 0 where nothing is known of it, above 1 where most of what was bought comes back.</summary>
    public double[] GoodsShare { get; }

    /// <summary>Gives the n expected shares of sales that come back and stay a cost, 0 to 0.95.</summary>
    public double[] ReturnShare { get; }

    /// <summary>Gives the n means of the customer's own cost a unit, of both together, with nothing learned from others.</summary>
    public double[] OwnMean { get; }

    /// <summary>Gives what a customer without history costs, by segment; the segment '' is all.</summary>
    public IReadOnlyDictionary<string, CostRate> OfSegment { get; private set; } = new Dictionary<string, CostRate>(StringComparer.Ordinal);

    /// <summary>Forecasts from what was known at the end of a day.</summary>
    /// <param name="connection">The engine session after Ledger.</param>
    /// <param name="asOf">The day.</param>
    /// <param name="subscribed">True for customers with subscriptions, a unit being an active month; false for all others, a unit being a purchase day.</param>
    public static CostForecast Of(DuckDbConnection connection, DateOnly asOf, bool subscribed)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // A month counts when it is over; what was bought by others than subscribers counts as long as it is known, orders being rarer than months.
        DateOnly until = Until(asOf);
        DateOnly from = subscribed ? until.AddMonths(-WindowMonths) : DateOnly.MinValue;
        return Of(connection, from, until, subscribed);
    }

    /// <summary>Gives the first day after the months that are over at the end of a day.</summary>
    internal static DateOnly Until(DateOnly asOf) => new(asOf.AddDays(1).Year, asOf.AddDays(1).Month, 1);

    /// <summary>Forecasts from a window of whole months.</summary>
    internal static CostForecast Of(DuckDbConnection connection, DateOnly from, DateOnly until, bool subscribed)
    {
        DuckDbParameter[] window = [new("from", from), new("until", until), new("subscribed", subscribed)];
        SqlFile.Of("Valuation", "20_exposures").Execute(connection, window);
        var exposed = SqlFile.Of("Valuation", "21_exposed").List(connection, row => (Key: row.Int32(0), Segment: row.String(1)!, Exposure: row.Double(2), Months: row.Int32(3)));
        var forecast = new CostForecast([.. exposed.Select(c => c.Key)], [.. exposed.Select(c => c.Segment)]);
        double[] exposure = [.. exposed.Select(c => c.Exposure)];
        int[] months = [.. exposed.Select(c => c.Months)];
        exposure.CopyTo(forecast.Exposure, 0);
        int[][] groups = Groups(forecast.Segment);
        var sums = SqlFile.Of("Valuation", "22_pool_sums").List(connection, row => (Pool: row.String(0)!, Role: row.String(1)!, Key: row.Int32(2), Cost: row.Double(3), Squares: row.Double(4)), new DuckDbParameter("until", until));
        foreach (var pool in sums.GroupBy(s => (s.Pool, s.Role)))
        {
            (double[] cost, double[] squares) = (new double[exposure.Length], new double[exposure.Length]);
            foreach (var customer in pool)
            {
                if (forecast._row.TryGetValue(customer.Key, out int i))
                {
                    (cost[i], squares[i]) = (customer.Cost, customer.Squares);
                    forecast.OwnMean[i] += customer.Cost / exposure[i];
                }
            }

            forecast.Add(groups, pool.Key.Role == "revenue" ? forecast.CostOfRevenue : forecast.CostToServe, exposure, cost, squares, months);
        }

        forecast.AddGoods(connection, window, groups);
        connection.Execute("DROP TABLE valuation_exposures");
        forecast.Settle(exposure);
        return forecast;
    }

    /// <summary>Gives what a customer is expected to cost a unit: their own rate, else their segment's, else that of all.</summary>
    /// <param name="customerKey">The customer.</param>
    /// <param name="segment">The segment of a customer without history, or null.</param>
    public CostRate Rate(int customerKey, string? segment = null) => _row.TryGetValue(customerKey, out int i)
        ? new CostRate(CostOfRevenue[i], CostToServe[i], Deviation[i], Spread[i], GoodsShare[i])
        : OfSegment.TryGetValue(segment ?? string.Empty, out CostRate? mean) ? mean : OfSegment.GetValueOrDefault(string.Empty, CostRate.Nothing);

    private static int[][] Groups(string[] segments)
    {
        int[][] groups = [.. Enumerable.Range(0, segments.Length).GroupBy(i => segments[i], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
        int[][] large = [.. groups.Where(g => g.Length >= SmallestSegment)];
        return large.Length == groups.Length ? groups : [.. large, [.. groups.Where(g => g.Length < SmallestSegment).SelectMany(g => g)]];
    }

    private static T[] Take<T>(T[] column, int[] rows) => [.. rows.Select(i => column[i])];

    private void Add(int[][] groups, double[] rate, double[] exposure, double[] cost, double[] squares, int[] months)
    {
        foreach (int[] group in groups)
        {
            // The rest of small segments learns how customers differ from all.
            bool alone = group.Select(i => Segment[i]).Distinct(StringComparer.Ordinal).Count() == 1 && group.Length >= SmallestSegment;
            CredibilityRates found = alone
                ? Credibility.Of(Take(exposure, group), Take(cost, group), Take(squares, group), Take(months, group))
                : Credibility.Of(exposure, cost, squares, months);
            for (int k = 0; k < group.Length; k++)
            {
                int from = alone ? k : group[k];
                rate[group[k]] += found.Rate[from];
                Deviation[group[k]] += found.Deviation[from] * found.Deviation[from];
                Spread[group[k]] += found.Spread * found.Spread;
            }
        }
    }

    private void AddGoods(DuckDbConnection connection, DuckDbParameter[] window, int[][] groups)
    {
        int n = CustomerKey.Length;
        (double[] revenue, double[] cost, double[] squares, int[] days) = (new double[n], new double[n], new double[n], new int[n]);
        (double[] back, double[] backSquares) = (new double[n], new double[n]);
        foreach (var sold in SqlFile.Of("Valuation", "23_goods_shares").List(connection, row => (Key: row.Int32(0), Revenue: row.Double(1), Cost: row.Double(2), Squares: row.Double(3), Back: row.Double(4), BackSquares: row.Double(5), Days: row.Int32(6)), window))
        {
            if (_row.TryGetValue(sold.Key, out int i))
            {
                (revenue[i], cost[i], squares[i], back[i], backSquares[i], days[i]) = (sold.Revenue, sold.Cost, sold.Squares, sold.Back, sold.BackSquares, sold.Days);
            }
        }

        // A return leaves its cost: of what is kept, goods cost their share of what was sold by the share that was kept.
        foreach (int[] group in groups)
        {
            CredibilityRates share = Credibility.Of(Take(revenue, group), Take(cost, group), Take(squares, group), Take(days, group));
            CredibilityRates returned = Credibility.Of(Take(revenue, group), Take(back, group), Take(backSquares, group), Take(days, group));
            for (int k = 0; k < group.Length; k++)
            {
                ReturnShare[group[k]] = Math.Clamp(returned.Rate[k], 0, MostReturned);
                GoodsShare[group[k]] = share.Rate[k] / (1 - ReturnShare[group[k]]);
            }
        }
    }

    // Variances become deviations; the means of segments, weighed by how much customers were there, are what newcomers cost.
    private void Settle(double[] exposure)
    {
        for (int i = 0; i < CustomerKey.Length; i++)
        {
            (Deviation[i], Spread[i]) = (Math.Sqrt(Deviation[i]), Math.Sqrt(Spread[i]));
        }

        var means = new Dictionary<string, CostRate>(StringComparer.Ordinal);
        foreach (IGrouping<string, int> group in Enumerable.Range(0, CustomerKey.Length).GroupBy(i => Segment[i], StringComparer.Ordinal).Where(g => g.Key.Length > 0))
        {
            means[group.Key] = Mean([.. group]);
        }

        if (CustomerKey.Length > 0)
        {
            means[string.Empty] = Mean([.. Enumerable.Range(0, CustomerKey.Length)]);
        }

        OfSegment = means;

        CostRate Mean(int[] rows)
        {
            double all = rows.Sum(i => exposure[i]);
            double mean = Of(i => CostOfRevenue[i] + CostToServe[i]);
            double between = Of(i => Math.Pow(CostOfRevenue[i] + CostToServe[i] - mean, 2) + (Deviation[i] * Deviation[i]));
            return new CostRate(Of(i => CostOfRevenue[i]), Of(i => CostToServe[i]), Math.Sqrt(between), Math.Sqrt(Of(i => Spread[i] * Spread[i])), Of(i => GoodsShare[i]));

            double Of(Func<int, double> column) => rows.Sum(i => exposure[i] * column(i)) / all;
        }
    }
}

/// <summary>What a customer is expected to cost a unit, in the run's currency.</summary>
/// <param name="CostOfRevenue">Cost of revenue a unit, what goods cost aside.</param>
/// <param name="CostToServe">Cost to serve a unit.</param>
/// <param name="Deviation">Standard deviation of the expected cost a unit: what is not known of the customer.</param>
/// <param name="Spread">Standard deviation of one unit's cost around the customer's mean.</param>
/// <param name="GoodsShare">The share of net revenue that goods cost, 0 where nothing is known of it.</param>
public sealed record CostRate(double CostOfRevenue, double CostToServe, double Deviation, double Spread, double GoodsShare)
{
    /// <summary>Gives the rate of somebody who costs nothing.</summary>
    public static CostRate Nothing { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Gives both together.</summary>
    public double Cost => CostOfRevenue + CostToServe;

    /// <summary>Gives the variance of the cost of a stretch of units: what is not known of the customer, and what varies from unit to unit.</summary>
    /// <param name="units">How many units, discounted or not.</param>
    public double Variance(double units) => (units * units * Deviation * Deviation) + (units * Spread * Spread);
}
