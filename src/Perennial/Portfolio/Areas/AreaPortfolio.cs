using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Areas;

/// <summary>Measures a plan can be held against. Reads the movements of recurring revenue, the signals, and the groups customers are in.</summary>
public sealed class AreaPortfolio(DuckDbConnection connection)
{
    /// <summary>Finds what does not rest on values.</summary>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="preset">How those who came back count; null where there are no subscriptions.</param>
    public AreaFacts Run(DateOnly asOf, RecurringPreset? preset)
    {
        SqlFile.Of("Portfolio", "96_area_traits").Execute(connection);
        List<AreaMeasure> measures = [];
        if (preset is not null)
        {
            foreach (Recurring row in SqlFile.Of("Portfolio", "97_area_recurring").List(
                connection,
                row => new Recurring(row.String(0)!, row.String(1)!, row.Date(2), row.Int64(3), row.Int64(4), row.Double(5), row.Double(6), row.Double(7), [row.Double(8), row.Double(9), row.Double(10), row.Double(11)], row.Double(12), row.Double(13), row.Double(14)),
                new("as_of", asOf), new("reactivation", preset.ReactivationInNrr)))
            {
                measures.AddRange(Of(row, asOf));
            }
        }

        measures.AddRange(SqlFile.Of("Portfolio", "98_area_signals").List(
            connection, row => AreaMeasures.OfSignals.Select((of, i) => (of, Value: row.Get<double?>(3 + (2 * i)), Customers: row.Int64(4 + (2 * i)))).Where(one => one is { Value: not null, Customers: > 0 })
                .Select(one => new AreaMeasure(one.of, row.String(0)!, row.String(1)!, row.Date(2), one.Value!.Value, one.Customers)).ToArray(),
            new DuckDbParameter("as_of", asOf)).SelectMany(rows => rows));
        return new(
            measures,
            preset is null ? [] : SqlFile.Of("Portfolio", "99_area_evidence").List(connection, row => new AreaEvidence(row.String(0)!, row.String(1)!, row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5))));
    }

    /// <summary>Finds mean values of customers, by group: of those with recurring revenue where there are subscriptions, else of all with a value.</summary>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="net">Net values in their order; null where nothing is said of costs.</param>
    public IReadOnlyList<AreaMeasure> Values(DateOnly asOf, ScoreTable scores, NetTable? net)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ILookup<int, (string Dimension, string Name)> groups = connection.List(
            "SELECT customer_key, dimension, name FROM portfolio_area_groups ORDER BY customer_key, dimension", row => (Key: row.Int32(0), Group: (row.String(1)!, row.String(2)!))).ToLookup(row => row.Key, row => row.Group);
        SortedDictionary<(string, string), (long Customers, double Revenue, double Value, double Gross, double Cost)> sums = [];
        for (int i = 0; i < scores.Count; i++)
        {
            double value = net is null ? scores.Clv[i] : net.Own.Net[i];
            // Whose subscription pays nothing now is no customer now; who has none is told by purchases.
            if (!double.IsFinite(value) || (scores.Contracts is { } contracts && contracts.Model[i] is not null && !(contracts.Mrr[i] > 0)))
            {
                continue;
            }

            foreach ((string, string) group in groups[scores.CustomerKey[i]])
            {
                var sum = sums.GetValueOrDefault(group);
                sums[group] = (sum.Customers + 1, sum.Revenue + (double.IsFinite(scores.Clv[i]) ? scores.Clv[i] : 0), sum.Value + value, sum.Gross + (net?.Own.Gross[i] ?? value), sum.Cost + (net?.Own.CostToServe[i] ?? 0));
            }
        }

        return
        [
            .. sums.SelectMany(pair => ((string Of, double? Value)[])
            [
                (AreaMeasures.Value, pair.Value.Value / pair.Value.Customers), (AreaMeasures.Gross, net is null ? null : pair.Value.Gross / pair.Value.Customers),
                (AreaMeasures.Cost, net is null ? null : pair.Value.Cost / pair.Value.Customers), (AreaMeasures.Margin, net is not null && pair.Value.Revenue > 0 ? pair.Value.Gross / pair.Value.Revenue : null),
            ], (pair, one) => (pair, one)).Where(both => both.one.Value is not null)
                .Select(both => new AreaMeasure(both.one.Of, both.pair.Key.Item1, both.pair.Key.Item2, asOf, both.one.Value!.Value, both.pair.Value.Customers)),
        ];
    }

    private static IEnumerable<AreaMeasure> Of(Recurring row, DateOnly asOf)
    {
        (string Of, double Value)[] all =
        [
            (AreaMeasures.Retention, (double)row.Stayed / row.Customers), (AreaMeasures.GrossRetention, row.Capped / row.Opening), (AreaMeasures.NetRetention, row.Kept / row.Opening),
            (AreaMeasures.Expansion, row.Kinds.Sum() / row.Opening), ("expansion_seats", row.Kinds[0] / row.Opening), ("expansion_features", row.Kinds[1] / row.Opening),
            ("expansion_integrations", row.Kinds[2] / row.Opening), ("expansion_price", row.Kinds[3] / row.Opening),
        ];
        // A ratio of sums over customers who were drawn anew: its residuals e - R o, squared and added up.
        double ratio = row.Kinds.Sum() / row.Opening, residuals = row.Squares - (2 * ratio * row.Products) + (ratio * ratio * row.Openings);
        IEnumerable<(string Of, double Value)> error = row.Day == asOf ? [(AreaMeasures.ExpansionError, Math.Sqrt(Math.Max(0, residuals)) / row.Opening)] : [];
        return all.Concat(error).Select(one => new AreaMeasure(one.Of, row.Dimension, row.Name, row.Day, one.Value, row.Customers));
    }

    private sealed record Recurring(string Dimension, string Name, DateOnly Day, long Customers, long Stayed, double Opening, double Kept, double Capped, double[] Kinds, double Squares, double Products, double Openings);
}
