using Perennial.DuckDb;

namespace Perennial.Features;

/// <summary>The segment of each customer, as known at sign-up.</summary>
public sealed class CustomerSegments
{
    private readonly IReadOnlyDictionary<int, string> _of;

    /// <summary>Takes segments.</summary>
    /// <param name="of">Segments by customer key; customers of none are left out.</param>
    public CustomerSegments(IReadOnlyDictionary<int, string> of) => _of = of;

    /// <summary>Gives the segments of customers, null where none is known.</summary>
    /// <param name="keys">n customer keys.</param>
    public string?[] Of(int[] keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Array.ConvertAll(keys, key => _of.GetValueOrDefault(key));
    }

    /// <summary>Reads <c>identity_traits</c>; null where there is none, or it tells no two segments apart.</summary>
    internal static CustomerSegments? Read(DuckDbConnection connection)
    {
        if (connection.Scalar<long>("SELECT count(*) FROM duckdb_columns() WHERE table_name = 'identity_traits' AND column_name = 'segment'") == 0)
        {
            return null;
        }

        Dictionary<int, string> of = connection.List(
            "SELECT customer_key, min(segment) FROM identity_traits WHERE segment IS NOT NULL GROUP BY customer_key ORDER BY customer_key", row => (Key: row.Int32(0), Segment: row.String(1)!))
            .ToDictionary(row => row.Key, row => row.Segment);
        return of.Values.Distinct().Count() > 1 ? new(of) : null;
    }
}
