using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Reports.Lineage;

/// <summary>The published run of a workspace, and the customers in it by the ids people know.</summary>
internal static class PublishedCustomer
{
    /// <summary>Opens the published run.</summary>
    /// <exception cref="PerennialException"><c>reports/nothing-published</c>.</exception>
    public static RunReader Run(Workspace workspace, string folder) => workspace.Published()
        ?? throw new PerennialException("reports/nothing-published", Fault.Usage, $"Nothing is published in '{folder}'. 'perennial run FILE' publishes; name its folder with --out if it was not the usual one.");

    /// <summary>Reads the record of a run.</summary>
    /// <exception cref="PerennialException"><c>reports/no-record</c>.</exception>
    public static RunRecord Record(RunReader run, string folder)
    {
        using var json = new MemoryStream(run.Document(CustomerLineage.RecordName)
            ?? throw new PerennialException("reports/no-record", Fault.World, $"The published run {run.Manifest.RunId} in '{folder}' holds no {CustomerLineage.RecordName}. A whole run has one. Run again."));
        return RunJson.Read(json);
    }

    /// <summary>Finds a customer in the vault, which is loaded; an id as exported is understood.</summary>
    /// <exception cref="PerennialException"><c>reports/no-customer</c>.</exception>
    public static (string Id, int Key) Find(DuckDbConnection connection, string folder, string customerId) =>
        Exactly(connection, customerId) ?? (AsExported(customerId) ? Exactly(connection, customerId[1..]) : null)
        ?? throw new PerennialException("reports/no-customer", Fault.Usage, $"Nobody in '{folder}' has the id '{customerId}'.{Nearby(connection, customerId)} Ids are compared letter by letter; scores.csv has all who bought.");

    /// <summary>The exports put an apostrophe before what a spreadsheet would take for a formula; who copies an id from there brings it along.</summary>
    private static bool AsExported(string id) => id.Length > 1 && id[0] == '\'' && "=+-@'\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".Contains(id[1], StringComparison.Ordinal);

    private static (string Id, int Key)? Exactly(DuckDbConnection connection, string id) =>
        connection.Scalar<int?>($"SELECT customer_key FROM {VaultReader.TableName} WHERE customer_id = $id", new DuckDbParameter("id", id)) is { } key ? (id, key) : null;

    private static string Nearby(DuckDbConnection connection, string customerId)
    {
        IReadOnlyList<string> near = connection.List(
            $"SELECT customer_id FROM {VaultReader.TableName} WHERE ltrim(lower(customer_id), '0') = ltrim(lower($id), '0') OR starts_with(customer_id, $id) ORDER BY customer_id LIMIT 3",
            row => row.String(0)!,
            new DuckDbParameter("id", customerId));
        return near.Count == 0 ? string.Empty : $" There are {string.Join(", ", near.Select(n => $"'{n}'"))}.";
    }
}
