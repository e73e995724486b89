using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Features.Signals;

/// <summary>
/// What was known of the customers of a company on a day, and on many days before. Reads the tables of Identity and the Ledger; leaves <c>features_signals</c> (the as-of day)
/// and <c>features_signals_all</c> (with the landmarks before it), and <c>features_signals_relative</c> (where each customer stands in its segment). Usage is read once, whatever the number of landmarks.
/// </summary>
public sealed class SignalStage(DuckDbConnection connection)
{
    private static readonly string[] Tables =
    [
        "10_points", "11_spans", "20_use_weeks", "30_revenue", "31_terms", "32_payments", "33_purchases", "40_support", "41_incidents", "42_costs", "50_use", "51_adoption", "60_people", "61_outside",
        "90_signals", "91_signals",
    ];

    private static readonly string[] Working =
    [
        "features_members", "features_candidates", "features_points", "features_spans", "features_use_weeks", "features_use_totals", "features_first_uses", "features_use_falls", "features_late_days",
        "features_met", "features_met_outcomes", "features_signals_revenue", "features_signals_terms", "features_signals_payments", "features_signals_purchases",
        "features_signals_support", "features_signals_incidents", "features_signals_costs", "features_signals_use", "features_signals_adoption", "features_signals_people", "features_signals_outside",
    ];

    private const int SuspectHorizonDays = 91;
    private DateOnly _asOf;

    /// <summary>Finds the signals of the as-of day and of the landmarks before it.</summary>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="options">For whom and for which days.</param>
    /// <returns>What was found about them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SignalFacts Run(DateOnly asOf, SignalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Require();
        _asOf = asOf;
        connection.Execute($"CREATE OR REPLACE TEMP VIEW features_groups AS SELECT customer_key, CAST({DuckDbSql.Identifier(options.Segment)} AS VARCHAR) AS segment, recorded_at, superseded_at FROM identity_traits");
        DuckDbParameter[] known = [new("as_of", asOf), new("step", SignalOptions.StepDays), new("landmarks", Landmarks(asOf, options)), new("most", options.MostRows)];
        foreach (string table in Tables)
        {
            SqlFile.Of("Features/Signals", table).Execute(connection, known);
        }

        foreach (string table in Working)
        {
            connection.Execute($"DROP TABLE {table}");
        }

        SignalColumns now = AsOf(), panel = Panel();
        KeepRelative(now);
        return new SignalFacts(
            now.Count,
            panel.Landmark.Distinct().Count(),
            panel.Count,
            now.Segments,
            NamedFeatures(),
            [.. SignalCatalogue.All.Zip(now.MissingShares(), (signal, share) => new SignalCoverage(signal.Id, signal.Family, share))],
            SuspectHorizonDays,
            SuspectSignal.Find(panel, Outcomes(SuspectHorizonDays)));
    }

    /// <summary>Gives the signals of the as-of day, one row a customer.</summary>
    public SignalColumns AsOf() => Read("landmark = 0");

    /// <summary>Gives the signals of the landmarks before the as-of day: customers with a running subscription then, and customers who never had one.</summary>
    public SignalColumns Panel() => Read("landmark > 0");

    /// <summary>Gives what came after each row of <see cref="Panel"/>.</summary>
    /// <param name="horizonDays">The days after the landmark, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not above nothing.</exception>
    public SignalOutcomes Outcomes(int horizonDays)
    {
        Require.AtLeast(horizonDays, 1);
        Column<bool> churned = new(), byPayment = new(), censored = new();
        Column<int> days = new();
        Column<double> net = new(), recurring = new();
        using DuckDbResult result = SqlFile.Of("Features/Signals", "92_outcomes").Query(connection, new("as_of", _asOf), new("horizon", horizonDays));
        while (result.Read(out DuckDbChunk chunk))
        {
            churned.Add(chunk.Boolean(1));
            byPayment.Add(chunk.Boolean(2));
            days.Add(chunk.Int32(3));
            net.Add(chunk.Double(4));
            recurring.Add(chunk.Double(5));
            censored.Add(chunk.Boolean(6));
        }

        return new()
        {
            HorizonDays = horizonDays,
            Churned = churned.ToArray(),
            ByPayment = byPayment.ToArray(),
            DaysToChurn = days.ToArray(),
            NetRevenue = net.ToArray(),
            RecurringRevenue = recurring.ToArray(),
            Censored = censored.ToArray(),
        };
    }

    /// <summary>Gives the names of the features that have columns of their own: the first is feature 1.</summary>
    public IReadOnlyList<string> NamedFeatures() => connection.List(
        "SELECT feature FROM features_use_features WHERE feature_no <= $most ORDER BY feature_no", row => row.String(0)!, new DuckDbParameter("most", SignalCatalogue.NamedFeatures));

    private void KeepRelative(SignalColumns now)
    {
        IEnumerable<string> standings = [.. SignalCatalogue.All.Select(signal => signal.Id), .. SignalCatalogue.ByPlan.Select(id => id + "_plan")];
        connection.Execute($"CREATE OR REPLACE TABLE features_signals_relative(customer_key INTEGER, {string.Join(", ", standings.Select(id => $"{id}_z DOUBLE, {id}_percentile DOUBLE"))})");
        SegmentStandard standard = new(now), onPlan = new(now, SqlFile.Of("Features/Signals", "93_plans").List(connection, row => row.String(1)!, new DuckDbParameter("as_of", _asOf)));
        using DuckDbAppender appender = connection.Appender("features_signals_relative");
        appender.Append([now.CustomerKey, .. now.Values.SelectMany(values => Standing(standard, values)), .. SignalCatalogue.ByPlan.SelectMany(id => Standing(onPlan, now[id]))]);
        appender.Flush();

        static DuckDbColumn[] Standing(SegmentStandard peers, double[] values) => [Known(peers.Scores(values)), Known(peers.Percentiles(values))];

        static DuckDbColumn Known(double[] values) => DuckDbColumn.Doubles(values, Array.ConvertAll(values, double.IsNaN));
    }

    private int Landmarks(DateOnly asOf, SignalOptions options)
    {
        DateOnly? first = connection.Scalar<DateOnly?>("SELECT min(day) FROM (SELECT min(from_day) AS day FROM ledger_stretches UNION ALL SELECT min(day) FROM ledger_days)");
        return first is { } day && day < asOf ? Math.Min((asOf.DayNumber - day.DayNumber) / SignalOptions.StepDays, options.MostLandmarks) : 0;
    }

    private SignalColumns Read(string rows)
    {
        Column<int> key = new(), landmark = new(), day = new();
        List<bool?> active = [];
        List<string> segment = [];
        Column<double>[] values = [.. SignalCatalogue.All.Select(_ => new Column<double>())];
        using DuckDbResult result = connection.Query($"SELECT customer_key, landmark, day, active, segment, {string.Join(", ", SignalCatalogue.All.Select(signal => signal.Id))} FROM features_signals_all WHERE {rows} ORDER BY point_no");
        while (result.Read(out DuckDbChunk chunk))
        {
            key.Add(chunk.Int32(0));
            landmark.Add(chunk.Int32(1));
            day.Add(chunk.DateDays(2));
            ReadOnlySpan<bool> runs = chunk.Boolean(3);
            for (int row = 0; row < chunk.Count; row++)
            {
                active.Add(chunk.IsNull(3, row) ? null : runs[row]);
                segment.Add(chunk.String(4, row)!);
            }

            for (int signal = 0; signal < values.Length; signal++)
            {
                Span<double> column = values[signal].Next(chunk.Count);
                chunk.Double(5 + signal).CopyTo(column);
                for (int row = 0; row < column.Length && chunk.HasNulls(5 + signal); row++)
                {
                    column[row] = chunk.IsNull(5 + signal, row) ? double.NaN : column[row];
                }
            }
        }

        string[] segments = [.. segment.Distinct().Order(StringComparer.Ordinal)];
        return new()
        {
            CustomerKey = key.ToArray(),
            Landmark = landmark.ToArray(),
            Day = day.ToArray(),
            Active = [.. active],
            Segments = segments,
            Segment = [.. segment.Select(name => Array.BinarySearch(segments, name, StringComparer.Ordinal))],
            Values = [.. values.Select(column => column.ToArray())],
        };
    }
}
