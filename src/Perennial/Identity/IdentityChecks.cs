using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Identity;

/// <summary>What must hold after Identity: every used row has exactly one customer, and there is at least one.</summary>
internal static class IdentityChecks
{
    public static long Run(DuckDbConnection connection)
    {
        long used = connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE disposition = 0");
        if (used == 0)
        {
            throw new PerennialException("identity/no-rows", Fault.Data, "No row of the input can be used, so there is no customer. At least one row needs a customer and a date. See quarantine.csv for the reason of each row.");
        }

        long kept = connection.Scalar<long>("SELECT count(*) FROM identity_rows");
        if (kept != used)
        {
            throw new PerennialException("identity/rows-differ", Fault.Data, $"{used} rows were to be used but {kept} belong to a customer. Each row belongs to exactly one. Two entries of the vault may share an id; run 'perennial doctor'.");
        }

        return connection.Scalar<long>("SELECT count(*) FROM identity_customers");
    }
}
