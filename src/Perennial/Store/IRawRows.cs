using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>Where raw rows are kept, once, whatever number of runs use them. They carry the surrogate key in place of the customer's id.</summary>
public interface IRawRows
{
    /// <summary>Keeps the rows of a query and gives the relation to read them back from, such as <c>read_parquet('…')</c>.</summary>
    /// <param name="connection">The engine session of the run.</param>
    /// <param name="select">A SELECT in a fixed order: the same rows give the same bytes.</param>
    string Keep(DuckDbConnection connection, string select);
}
