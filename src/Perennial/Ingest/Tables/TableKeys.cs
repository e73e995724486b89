using System.Globalization;
using Perennial.DuckDb;

namespace Perennial.Ingest.Tables;

/// <summary>Settles which row counts where several share a key: the last of those known at the same time; a later one replaces an earlier from the moment it was known.</summary>
internal static class TableKeys
{
    /// <summary>Looks up customers, sets repeated rows aside, and says which rows were replaced and when.</summary>
    public static void Settle(DuckDbConnection connection, Arrival arrival, IEnumerable<Arrival> all)
    {
        LookUp(connection, arrival, all);
        bool recorded = arrival.Table.Find("recorded_at") is not null;
        if (recorded)
        {
            connection.Execute($"ALTER TABLE {arrival.EngineName} ADD COLUMN superseded_at TIMESTAMP");
        }

        if (arrival.Table.RowsAreAddedUp || !arrival.HasKey)
        {
            return;
        }

        string[] key = [.. arrival.Table.Key.Select(column => column.Name), .. recorded ? ["recorded_at"] : Array.Empty<string>()];
        connection.Execute(IngestSql.Text(
            "81_repeated",
            ("key", string.Join(", ", key)),
            ("columns", string.Join(", ", arrival.Table.Columns.Select(column => column.Name))),
            ("table", arrival.EngineName),
            ("joined", string.Join(" AND ", key.Select(column => $"shared.{column} IS NOT DISTINCT FROM {arrival.EngineName}.{column}")))));
        if (connection.Scalar<long>("SELECT count(*) FROM ingest_repeated") > 0)
        {
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"UPDATE {arrival.EngineName} SET rule = CASE WHEN same THEN {TableRules.Repeated} ELSE {TableRules.SameKey} END FROM ingest_repeated WHERE {arrival.EngineName}.rowid = ingest_repeated.position"));
        }

        connection.Execute("DROP TABLE ingest_repeated");
        if (arrival.Columns.Any(column => column.Name == "recorded_at"))
        {
            connection.Execute(IngestSql.Text("82_superseded", ("table", arrival.EngineName), ("key", string.Join(", ", arrival.Table.Key.Select(column => column.Name)))));
        }
    }

    private static void LookUp(DuckDbConnection connection, Arrival arrival, IEnumerable<Arrival> all)
    {
        if (arrival.Table.Find("customer_id") is not { LookedUpThrough: { } through } column)
        {
            return;
        }

        string[] parts = through.Split('.');
        if (all.FirstOrDefault(other => other.Table.Name == parts[0]) is { } other && arrival.Columns.Any(c => c.Name == parts[1]))
        {
            connection.Execute(IngestSql.Text("83_looked_up", ("table", arrival.EngineName), ("column", parts[1]), ("through", other.EngineName)));
        }

        if (column.Required)
        {
            int place = arrival.Table.Columns.ToList().IndexOf(column) + 1;
            string text = arrival.Columns.Any(c => c.Name == parts[1]) ? parts[1] : "NULL";
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"UPDATE {arrival.EngineName} SET rule = {TableRules.Quarantined}, wrong_column = {place}, wrong_text = {text} WHERE customer_id IS NULL AND rule <> {TableRules.Quarantined}"));
        }
    }
}
