using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>Keys and raw rows of a workspace, for the one who writes it.</summary>
public sealed class WorkspaceRows(Workspace workspace, WorkspaceWriter writer) : ICustomerKeys, IRawRows
{
    /// <summary>Gives the content hash of the raw rows kept last, for the run's manifest; null before any.</summary>
    public string? RawHash { get; private set; }

    /// <inheritdoc />
    public void Assign(DuckDbConnection connection, string idsTable)
    {
        ArgumentNullException.ThrowIfNull(connection);
        writer.Vault.Assign(connection, idsTable);
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE identity_customers AS
            SELECT customer_key, customer_id FROM {VaultReader.TableName} SEMI JOIN {DuckDbSql.Identifier(idsTable)} USING (customer_id)
            """);
    }

    /// <inheritdoc />
    public string Keep(DuckDbConnection connection, string select)
    {
        RawHash = writer.AddRaw(connection, select);
        return $"read_parquet({DuckDbSql.Literal(workspace.Raw(RawHash))})";
    }
}
