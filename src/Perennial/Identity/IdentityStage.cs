using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Identity;

/// <summary>
/// Rows become people. Reads <c>ingest_rows</c> and <c>ingest_buyers</c>; leaves <c>identity_customers</c> (key and id) and <c>identity_rows</c>
/// (the used rows with the key in place of the id). Past this room a customer is an integer.
/// </summary>
public sealed class IdentityStage(DuckDbConnection connection, ICustomerKeys keys, IRawRows rawRows)
{
    /// <summary>Gives every customer a stable key and hands on the rows that belong to customers.</summary>
    /// <returns>The number of customers.</returns>
    /// <exception cref="PerennialException">No used row has a customer, or keys and rows do not match.</exception>
    public long Run()
    {
        keys.Assign(connection, "ingest_buyers");
        string relation = rawRows.Keep(connection, SqlFile.Of("Identity", "20_rows").Statements[0]);
        connection.Execute($"CREATE OR REPLACE TEMP VIEW identity_rows AS SELECT * FROM {relation}");
        return IdentityChecks.Run(connection);
    }
}
