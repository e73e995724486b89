using System.Globalization;
using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>The vault of a writer: gives keys to new customers, and forgets a customer.</summary>
/// <remarks>It is one Parquet file, replaced whole; keys are never given twice, not even those of the forgotten.</remarks>
public sealed class Vault : VaultReader
{
    private const string NextKey = "next_key";
    private const string NewIds = "identity_new_ids";
    private readonly Durable _durable;

    internal Vault(WorkspaceLayout layout, Durable durable)
        : base(layout) => _durable = durable;

    /// <summary>Gives every id a key, new ones the next keys in ordinal order of the id, and leaves the vault loaded as <c>identity_vault</c>.</summary>
    /// <param name="connection">The engine.</param>
    /// <param name="idsTable">A table or view with a column <c>customer_id VARCHAR</c>; ids may repeat, NULL is no customer and gets no key.</param>
    /// <returns>The number of new customers.</returns>
    public long Assign(DuckDbConnection connection, string idsTable)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(idsTable);
        long next = ReadNextKey(connection);
        Load(connection);
        // A row's number in a table just filled in order is its rank: one sort, and no window over all ids.
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {NewIds} AS
            SELECT DISTINCT customer_id FROM {DuckDbSql.Identifier(idsTable)} ANTI JOIN {TableName} USING (customer_id) WHERE customer_id IS NOT NULL
            ORDER BY customer_id
            """);
        long added = connection.Execute($"INSERT INTO {TableName} SELECT ($next + rowid)::INTEGER, customer_id FROM {NewIds}", ("next", next));
        connection.Execute($"DROP TABLE {NewIds}");
        if (added > 0)
        {
            Save(connection, next + added);
        }

        return added;
    }

    /// <summary>Forgets a customer: after this, nothing in the workspace says who the key was, and a later customer of that id is a new one.</summary>
    /// <remarks>Copies from before a migration hold the vault of their day, and files that went out with earlier runs name customers, so they go too.</remarks>
    /// <returns>Whether the id was known.</returns>
    public bool Erase(DuckDbConnection connection, string customerId)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(customerId);
        long next = ReadNextKey(connection);
        Load(connection);
        if (connection.Execute($"DELETE FROM {TableName} WHERE customer_id = $id", ("id", customerId)) == 0)
        {
            return false;
        }

        Save(connection, next);
        foreach (string copy in Layout.Backups().Concat(Layout.PastSequences().Select(Layout.Past)))
        {
            _durable.Delete(copy);
        }

        return true;
    }

    /// <summary>Removes all generations but the newest: an erasure that crashed half-way must not leave the id behind.</summary>
    internal void Clean()
    {
        foreach ((_, string file) in Generations().SkipLast(1))
        {
            _durable.Delete(file);
        }
    }

    private void Save(DuckDbConnection connection, long next)
    {
        long generation = (Generations() is [.., var newest] ? newest.Generation : 0) + 1;
        string metadata = string.Create(CultureInfo.InvariantCulture, $", KV_METADATA {{{NextKey}: '{next}'}}");
        _durable.Replace(FileOf(generation), partial => ParquetFile.Write(connection, $"FROM {TableName} ORDER BY customer_key", partial, metadata, compression: "snappy"));
        Clean();
    }

    private long ReadNextKey(DuckDbConnection connection)
    {
        if (Newest() is not { } file)
        {
            return 1;
        }

        try
        {
            string? text = StoreFault.Guard(file, () => connection.Scalar<string>(
                $"SELECT decode(value) FROM parquet_kv_metadata({DuckDbSql.Literal(file)}) WHERE decode(key) = '{NextKey}'"));
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long next) ? next : throw StoreFault.Corrupt(file, "it does not say which key comes next");
        }
        catch (DuckDbException e) when (e.Kind != DuckDbErrorKind.Interrupt)
        {
            throw StoreFault.Corrupt(file, "the engine cannot read it (" + e.EngineMessage + ")", e);
        }
    }
}
