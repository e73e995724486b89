using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>The vault's promise: one stable integer key for every customer id, the same in every run of a workspace.</summary>
public interface ICustomerKeys
{
    /// <summary>
    /// Makes the table <c>identity_customers(customer_key INTEGER, customer_id VARCHAR)</c> with one row for each id of <paramref name="idsTable"/>.
    /// Known ids keep their keys; new ones get the next keys in ordinal order of the id. A key is never given twice.
    /// </summary>
    /// <param name="connection">The engine session of the run.</param>
    /// <param name="idsTable">A table or view with one column <c>customer_id VARCHAR</c>: distinct, not null.</param>
    void Assign(DuckDbConnection connection, string idsTable);
}
