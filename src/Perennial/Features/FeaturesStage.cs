using Perennial.DuckDb;
using Perennial.Ingest.Quality;
using Perennial.Kernel;
using Perennial.Models.CnbdK;
using Perennial.Models.Seasons;

namespace Perennial.Features;

/// <summary>
/// Money becomes what was known on a day. Reads <c>ledger_days</c> and <c>ledger_refunds</c>; gives purchase histories, their groups
/// for fitting, and holdouts. Nothing here looks past the day asked for: rows dated later change nothing.
/// </summary>
public sealed class FeaturesStage
{
    private const int MostCustomersForRegularity = 10_000;
    private const int MostCustomersForSeasons = 20_000;
    private readonly DuckDbConnection _connection;
    private DateOnly? _kept;

    /// <summary>Takes the engine session and defines the macros <c>features_values</c>, <c>features_histories_on</c>, <c>features_gaps_on</c> and <c>features_holdout_on</c> in it.</summary>
    public FeaturesStage(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        SqlFile.Of("Features", "05_firsts").Execute(connection);
        SqlFile.Of("Features", "10_values").Execute(connection);
        SqlFile.Of("Features", "20_histories").Execute(connection);
        SqlFile.Of("Features", "25_gaps").Execute(connection);
        SqlFile.Of("Features", "60_holdout").Execute(connection);
        Opportunities = new(connection);
    }

    /// <summary>Gives what was known of opportunities to buy.</summary>
    public Opportunities Opportunities { get; }

    /// <summary>Keeps the histories of the as-of day as the table <c>features_histories</c>, checks them, and gives them as columns. There are none where nobody had bought by then.</summary>
    /// <exception cref="PerennialException">A history contradicts itself.</exception>
    public CustomerHistories Run(DateOnly asOf)
    {
        SqlFile.Of("Features", "30_table").Execute(_connection, AsOf(asOf));
        FeaturesChecks.Run(_connection);
        _kept = asOf;
        using DuckDbResult result = SqlFile.Of("Features", "31_table_read").Query(_connection);
        return Read(result, asOf);
    }

    /// <summary>Reads histories that a run has kept.</summary>
    /// <param name="connection">An engine session.</param>
    /// <param name="path">The Parquet file.</param>
    /// <param name="asOf">The day of that run.</param>
    public static CustomerHistories Kept(DuckDbConnection connection, string path, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using DuckDbResult result = connection.Query(
            $"SELECT customer_key, frequency, recency_days, t_days, mean_spend, first_day, last_day, orders, revenue_to_date FROM read_parquet({DuckDbSql.Literal(path)}) ORDER BY customer_key");
        return Read(result, asOf);
    }

    /// <summary>Sets customers apart who are told by their contracts: from here on nothing is learned from their purchases.</summary>
    /// <param name="known">The histories of all.</param>
    /// <param name="apart">The keys of those set apart; where there are none nothing changes.</param>
    /// <returns>The histories of the others.</returns>
    public CustomerHistories Without(CustomerHistories known, IReadOnlyCollection<int> apart)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(apart);
        if (apart.Count == 0)
        {
            return known;
        }

        _connection.Execute("CREATE OR REPLACE TEMP TABLE features_apart (customer_key INTEGER)");
        using (DuckDbAppender appender = _connection.Appender("features_apart"))
        {
            appender.Append(apart.ToArray());
            appender.Flush();
        }

        SqlFile.Of("Features", "06_apart").Execute(_connection);
        _kept = null;
        return known.Without(apart.ToHashSet());
    }

    /// <summary>Gives the histories as known at the end of a day.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="detail">What is read beside how often, how recently and for how long.</param>
    public CustomerHistories Histories(DateOnly asOf, HistoryDetail detail = default)
    {
        double[]? gaps = detail.Gaps ? LogGapsInDays(asOf) : null;
        using DuckDbResult result = SqlFile.Of("Features", "40_read").Query(_connection, AsOf(asOf));
        CustomerHistories histories = Read(result, asOf, gaps);
        return detail.Opportunities is { } period ? histories.With(Opportunities.Read(asOf, period)) : histories;
    }

    /// <summary>Gives the segments customers signed up in; null where none are known.</summary>
    public CustomerSegments? Segments() => CustomerSegments.Read(_connection);

    /// <summary>Gives, in the order of the histories, each customer's sum of ln of the days between a purchase day and the one before.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    public double[] LogGapsInDays(DateOnly asOf) => [.. SqlFile.Of("Features", "41_gaps_read").List(_connection, static row => row.Double(0), AsOf(asOf))];

    /// <summary>Tells how regularly customers had bought by the end of a day, from every k-th customer in key order.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    public Regularity Regularity(DateOnly asOf)
    {
        Column<int> frequency = new(), recency = new();
        Column<double> gaps = new();
        int most = _connection.Scalar<int?>("SELECT CAST(max(customer_key) AS INTEGER) FROM features_firsts") ?? 0;
        using DuckDbResult result = SqlFile.Of("Features", "71_rhythm").Query(_connection, AsOf(asOf), new("step", 1 + (most / MostCustomersForRegularity)));
        while (result.Read(out DuckDbChunk chunk))
        {
            frequency.Add(chunk.Int32(0));
            recency.Add(chunk.Int32(1));
            gaps.Add(chunk.Double(2));
        }

        return Models.CnbdK.Regularity.Of(frequency.ToArray(), recency.ToArray(), gaps.ToArray());
    }

    /// <summary>Gives the purchases by day of every k-th customer in key order, as known at the end of a day.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    public CalendarHistories Days(DateOnly asOf)
    {
        int most = _connection.Scalar<int?>("SELECT CAST(max(customer_key) AS INTEGER) FROM features_firsts") ?? 0, epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber, last = -1;
        List<int> first = [];
        List<List<int>> repeats = [];
        using DuckDbResult result = SqlFile.Of("Features", "74_purchase_days").Query(_connection, AsOf(asOf), new("step", 1 + (most / MostCustomersForSeasons)));
        while (result.Read(out DuckDbChunk chunk))
        {
            ReadOnlySpan<int> key = chunk.Int32(0), day = chunk.DateDays(1);
            for (int row = 0; row < chunk.Count; row++)
            {
                if (key[row] != last)
                {
                    last = key[row];
                    first.Add(epoch + day[row]);
                    repeats.Add([]);
                }
                else
                {
                    repeats[^1].Add(epoch + day[row]);
                }
            }
        }

        return new([.. first], [.. repeats.Select(own => own.ToArray())], asOf.DayNumber);
    }

    private static CustomerHistories Read(DuckDbResult result, DateOnly asOf, double[]? gaps = null)
    {
        Column<int> key = new(), frequency = new(), recency = new(), t = new(), first = new(), last = new(), orders = new();
        Column<double> mean = new();
        Column<decimal> revenue = new();
        while (result.Read(out DuckDbChunk chunk))
        {
            key.Add(chunk.Int32(0));
            frequency.Add(chunk.Int32(1));
            recency.Add(chunk.Int32(2));
            t.Add(chunk.Int32(3));
            mean.Add(chunk.Double(4));
            first.Add(chunk.DateDays(5));
            last.Add(chunk.DateDays(6));
            orders.Add(chunk.Int32(7));
            Span<decimal> amounts = revenue.Next(chunk.Count);
            for (int row = 0; row < chunk.Count; row++)
            {
                amounts[row] = chunk.Decimal(8, row);
            }
        }

        return new()
        {
            AsOf = asOf,
            CustomerKey = key.ToArray(),
            Frequency = frequency.ToArray(),
            RecencyDays = recency.ToArray(),
            TDays = t.ToArray(),
            MeanSpend = mean.ToArray(),
            LogGapsInDays = gaps,
            FirstDay = first.ToArray(),
            LastDay = last.ToArray(),
            Orders = orders.ToArray(),
            RevenueToDate = revenue.ToArray(),
        };
    }

    /// <summary>Gives the histories grouped for fitting.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="firstSeenAfter">Leaves out customers first seen on or before this day (the burn-in); null keeps all.</param>
    /// <param name="detail">What is read beside how often, how recently and for how long.</param>
    public HistoryGroups Groups(DateOnly asOf, DateOnly? firstSeenAfter, HistoryDetail detail = default)
    {
        double[]? gaps = !detail.Gaps
            ? null
            : [.. SqlFile.Of("Features", "51_groups_gaps").List(_connection, static row => row.Double(0), AsOf(asOf), new("seen_after", firstSeenAfter))];
        Column<int> frequency = new(), recency = new(), t = new();
        Column<long> customers = new();
        using DuckDbResult result = SqlFile.Of("Features", asOf == _kept ? "52_groups_kept" : "50_groups").Query(_connection, AsOf(asOf), new("seen_after", firstSeenAfter));
        while (result.Read(out DuckDbChunk chunk))
        {
            frequency.Add(chunk.Int32(0));
            recency.Add(chunk.Int32(1));
            t.Add(chunk.Int32(2));
            customers.Add(chunk.Int64(3));
        }

        return new()
        {
            Frequency = frequency.ToArray(),
            RecencyDays = recency.ToArray(),
            TDays = t.ToArray(),
            Customers = customers.ToArray(),
            LogGapsInDays = gaps,
        };
    }

    /// <summary>Gives what the customers known at the origin did afterwards.</summary>
    /// <param name="origin">The last known day.</param>
    /// <param name="until">The last hidden day, on or after the origin.</param>
    public HoldoutPurchases Holdout(DateOnly origin, DateOnly until)
    {
        Require.NotAfter(origin, until);
        DuckDbParameter[] window = [new("origin", origin), new("until", until)];
        Column<int> key = new(), purchases = new();
        Column<double> spend = new(), net = new();
        using (DuckDbResult result = SqlFile.Of("Features", "61_holdout_read").Query(_connection, window))
        {
            while (result.Read(out DuckDbChunk chunk))
            {
                key.Add(chunk.Int32(0));
                purchases.Add(chunk.Int32(1));
                spend.Add(chunk.Double(2));
                net.Add(chunk.Double(3));
            }
        }

        return new()
        {
            Origin = origin,
            Until = until,
            CustomerKey = key.ToArray(),
            Purchases = purchases.ToArray(),
            Spend = spend.ToArray(),
            Net = net.ToArray(),
            CountNewCustomers = () => SqlFile.Of("Features", "62_holdout_new").List(_connection, static row => row.Int64(0), window)[0],
            ReadWeeks = () => SqlFile.Of("Features", "63_weeks").List(
                _connection,
                static row => new WeekOfPurchases(row.Int32(0), row.Date(1), row.Int64(2), row.Int64(3), row.Double(4)),
                window),
        };
    }

    /// <summary>Gives a sample of the customers known at the origin, every k-th in key order: their histories then, and what they did afterwards.</summary>
    /// <param name="origin">The last known day.</param>
    /// <param name="until">The last hidden day, on or after the origin.</param>
    /// <param name="most">The most customers wanted; all are given where there are no more.</param>
    /// <param name="detail">What is read beside how often, how recently and for how long.</param>
    /// <returns>The columns of the sample, and how many customers were known altogether.</returns>
    public (CustomerHistories Histories, HoldoutPurchases Holdout, long Known) Sample(DateOnly origin, DateOnly until, int most, HistoryDetail detail = default)
    {
        try
        {
            SqlFile.Of("Features", "64_sample").Execute(_connection, new("origin", origin), new("most", most));
            SqlFile.Of("Features", "65_sample_days").Execute(_connection);
            return (Histories(origin, detail), Holdout(origin, until), _connection.Scalar<long>("SELECT coalesce(max(known), 0) FROM features_sample"));
        }
        finally
        {
            SqlFile.Of("Features", "66_all_days").Execute(_connection);
        }
    }

    /// <summary>Judges whether customers older than the data hide among those first seen early.</summary>
    public LeftCensoring LeftCensoring(DateOnly asOf)
    {
        IReadOnlyList<long> arrivals = SqlFile.Of("Features", "70_arrivals").List(_connection, static row => row.Int64(0), AsOf(asOf));
        DateOnly? first = _connection.Scalar<DateOnly?>("SELECT min(first_day) FROM features_firsts WHERE first_day <= $as_of", AsOf(asOf));
        return Ingest.Quality.LeftCensoring.Judge(first ?? asOf, arrivals);
    }

    private static DuckDbParameter AsOf(DateOnly day) => new("as_of", day);
}
