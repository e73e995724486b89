using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Tables;

namespace Perennial.Ingest.Exports;

/// <summary>Understands customers whom an export names as people do: a name that one customer alone bears stands for their id.</summary>
internal static class ExportNames
{
    /// <summary>Puts ids in place of names, in the rows of one part, and says how often.</summary>
    /// <returns>What was found; null where nothing was to do.</returns>
    public static TableFinding? Resolve(DuckDbConnection connection, string table, int block)
    {
        const string bearers = "SELECT lower(name) AS name, min(customer_id) AS customer_id FROM ingest_customers WHERE rule = 0 AND name IS NOT NULL GROUP BY lower(name) HAVING count(DISTINCT customer_id) = 1";
        string named = string.Create(
            CultureInfo.InvariantCulture,
            $"FROM ({bearers}) AS bearer WHERE file_no = {block} AND lower(rows.customer_id) = bearer.name AND rows.customer_id NOT IN (SELECT customer_id FROM ingest_customers WHERE customer_id IS NOT NULL)");
        long rows = connection.Scalar<long>($"SELECT count(*) FROM ingest_{table} AS rows, {named["FROM ".Length..]}");
        if (rows == 0)
        {
            return null;
        }

        long all = connection.Scalar<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM ingest_{table} WHERE file_no = {block}"));
        connection.Execute($"UPDATE ingest_{table} AS rows SET customer_id = bearer.customer_id {named}");
        return new TableFinding(table, "found-by-name", "Customers are named, not numbered; names that one customer alone bears were understood.", rows, (double)rows / all, [], "counted for that customer");
    }
}
