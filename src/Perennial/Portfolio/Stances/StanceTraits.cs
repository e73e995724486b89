using Perennial.DuckDb;

namespace Perennial.Portfolio.Stances;

/// <summary>What groups customers: every trait in words with few different values, whatever the company calls it, and how much they bring.</summary>
internal static class StanceTraits
{
    private const int MostGroups = 20, Sizes = 4;
    private static readonly string[] NotGroups = ["parent_id", "person_id", "referred_by", "customer_key", "owner", "name"];

    /// <summary>Gives trait by trait the group of each customer by key, by trait; the empty text is not known.</summary>
    public static IReadOnlyList<(string Trait, IReadOnlyDictionary<int, string> Group)> Read(DuckDbConnection connection)
    {
        string[] columns = [.. connection.List("SELECT column_name, column_type FROM (DESCRIBE identity_traits)", row => (Name: row.String(0)!, Type: row.String(1)!))
            .Where(column => column.Type is "VARCHAR" or "BOOLEAN" && !NotGroups.Contains(column.Name)).Select(column => column.Name).Order(StringComparer.Ordinal)];
        List<(string Trait, IReadOnlyDictionary<int, string> Group)> traits = [];
        foreach (string column in columns)
        {
            string name = DuckDbSql.Identifier(column);
            if (connection.Scalar<long>($"SELECT count(DISTINCT {name}) FROM identity_traits") is < 1 or > MostGroups)
            {
                continue;
            }

            traits.Add((column, connection.List($"SELECT customer_key, coalesce(CAST(min({name}) AS VARCHAR), '') FROM identity_traits GROUP BY customer_key", row => (Key: row.Int32(0), Name: row.String(1)!)).ToDictionary(one => one.Key, one => one.Name)));
        }

        return traits;
    }

    /// <summary>Gives quarters of the customers by what they bring a year; nobody who brings nothing is in one.</summary>
    public static IReadOnlyDictionary<int, string> Size(IReadOnlyDictionary<int, YearlyGrowth> growth)
    {
        int[] order = [.. growth.Values.Where(one => one.Now > 0).OrderBy(one => one.Now).ThenBy(one => one.CustomerKey).Select(one => one.CustomerKey)];
        string[] names = ["1: smallest quarter", "2", "3", "4: largest quarter"];
        return order.Index().ToDictionary(pair => pair.Item, pair => names[pair.Index * Sizes / order.Length]);
    }
}

/// <summary>What a customer brings a year, on the as-of day and a year before.</summary>
/// <param name="CustomerKey">Who.</param>
/// <param name="Now">Recurring revenue a year; without any subscription, sales less refunds of the last twelve months.</param>
/// <param name="Before">The same a year before.</param>
internal sealed record YearlyGrowth(int CustomerKey, double Now, double Before);
