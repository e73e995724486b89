using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Tables;

/// <summary>Puts the records of one file into the table they belong to: <c>ingest_NAME</c>, every record with the rule it falls under.</summary>
internal static class TableReader
{
    /// <summary>Gives the columns of a file that nothing uses.</summary>
    public static IReadOnlyList<SourceColumn> Unused(TableMatch match, SourceTable source)
    {
        HashSet<int> used = [.. match.Columns.Values.Select(column => column.Index)];
        return [.. source.Columns.Where(column => !used.Contains(column.Index))];
    }

    /// <summary>Gives the names of traits: what a table of customers says beyond the contract.</summary>
    public static IReadOnlyDictionary<string, SourceColumn> Traits(TableMatch match, SourceTable source)
    {
        var traits = new Dictionary<string, SourceColumn>(StringComparer.Ordinal);
        if (match.Table.Name != "customers")
        {
            return traits;
        }

        foreach (SourceColumn column in Unused(match, source))
        {
            string name = string.Join('_', NameEvidence.Words(column.Name).Select(word => new string([.. word.Where(char.IsAsciiLetterOrDigit)])).Where(word => word.Length > 0));
            traits.TryAdd($"trait_{(name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"column_{column.Index + 1}") : name)}", column);
        }

        return traits;
    }

    /// <summary>Reads the records; the table is made by its first file.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="source">The file's records as text.</param>
    /// <param name="match">Which column is which.</param>
    /// <param name="traits">Columns kept beyond the contract.</param>
    /// <param name="fileNo">The file's number in the company, from 1.</param>
    /// <param name="first">Whether the table is not there yet.</param>
    /// <param name="timeZone">Zone of the business day.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Records put into the table.</returns>
    public static long Read(DuckDbConnection connection, SourceTable source, TableMatch match, IReadOnlyDictionary<string, SourceColumn> traits, int fileNo, bool first, string timeZone, CancellationToken cancellation)
    {
        IReadOnlyList<ColumnProfile> profiles = ColumnProfiler.Profile(connection, source);
        var conversion = new TableConversion(connection, match, profiles, timeZone);
        string table = $"ingest_{match.Table.Name}";
        string[] kept = [.. traits.Select(trait => $"{Cell.Clean(Cell.Name(trait.Value.Index))} AS {trait.Key}")];
        if (!first)
        {
            foreach (string trait in traits.Keys)
            {
                connection.Execute($"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {trait} VARCHAR");
            }
        }

        string select = IngestSql.Text(
            "80_table",
            ("columns", string.Join(", ", match.Table.Columns.Select(column => column.Name).Concat(traits.Keys))),
            ("file_no", fileNo.ToString(CultureInfo.InvariantCulture)),
            ("rule", Rule(match.Table)),
            ("wrong_text", conversion.WrongText()),
            ("damage", conversion.Damage()),
            ("wrong", conversion.Wrong()),
            ("values", string.Join(",\n      ", conversion.Values())),
            ("cells", string.Join(", ", conversion.Cells().Concat(kept))),
            ("relation", source.Relation));
        long before = first ? 0 : connection.Scalar<long>($"SELECT count(*) FROM {table}");
        connection.Execute(new QueryOptions { Cancellation = cancellation }, first ? $"CREATE OR REPLACE TABLE {table} AS {select}" : $"INSERT INTO {table} BY NAME {select}");
        connection.Execute("DROP TABLE ingest_sample");
        return connection.Scalar<long>($"SELECT count(*) FROM {table}") - before;
    }

    // The conditions of the contract in their order; the first that holds sets the row aside.
    private static string Rule(ContractTable table)
    {
        string conditions = string.Concat(TableRules.Conditions(table).Select((rule, i) => string.Create(CultureInfo.InvariantCulture, $" WHEN {rule.Sql} THEN {TableRules.FirstCondition + i}")));
        return $"CASE WHEN wrong_column IS NOT NULL THEN {TableRules.Quarantined}{conditions} ELSE {TableRules.Used} END";
    }
}
