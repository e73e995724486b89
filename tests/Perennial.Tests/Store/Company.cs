using Perennial.DuckDb;
using Perennial.Store;

namespace Perennial.Tests.Store;

/// <summary>A small company whose runs are easy to check: run <c>r&lt;n&gt;</c> has n customers, each with as many rows as its number.</summary>
internal static class Company
{
    public static string RunId(int size) => $"r{size}";

    /// <summary>Writes and publishes a run, the way a pipeline does.</summary>
    public static Manifest WriteRun(WorkspaceWriter writer, DuckDbConnection connection, int size, ExportSet? exports = null)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE ids AS SELECT 'C-' || lpad(i::VARCHAR, 4, '0') AS customer_id FROM range(1, {size + 1}) t(i)");
        writer.Vault.Assign(connection, "ids");
        connection.Execute(
            """
            CREATE OR REPLACE TEMP TABLE ledger_days AS
            SELECT customer_key, DATE '2020-01-01' + i::INTEGER AS day, (customer_key * 1.25)::DECIMAL(18, 2) AS amount
            FROM identity_vault JOIN ids USING (customer_id), range(customer_key) t(i)
            """);
        string raw = writer.AddRaw(connection, "FROM ledger_days ORDER BY day DESC, customer_key");
        using RunWriter run = writer.Begin();
        run.Table(connection, "ledger_days", "ledger_days", "customer_key, day");
        run.Table(connection, "features_counts", "SELECT customer_key, count(*) AS orders FROM ledger_days GROUP BY customer_key", "customer_key");
        run.Document("run.json", "{}"u8);
        return run.Publish(Draft(size) with { Raw = [raw] }, exports);
    }

    public static Manifest Draft(int size) => new()
    {
        RunId = RunId(size),
        CodeVersion = "1.2.3",
        Seed = 7,
        AsOf = new DateOnly(2020, 12, 31),
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["unit"] = "week", ["discount"] = "0.1" },
        Inputs = [new ManifestInput("orders.csv", new string('a', 64), size)],
        LogOffset = size * 10L,
    };

    /// <summary>Reads the published run back in full and gives its size; fails where anything is not as it was written.</summary>
    public static int? Check(Workspace workspace, DuckDbDatabase database)
    {
        using DuckDbConnection connection = database.Connect();
        using RunReader? run = workspace.Published();
        if (run is null)
        {
            return null;
        }

        run.Verify();
        run.Attach(connection);
        workspace.Vault().Load(connection);
        int size = (int)run.Manifest.LogOffset / 10;
        Assert.Equal(RunId(size), run.Manifest.RunId);
        Assert.Equal(["features_counts", "ledger_days"], run.Manifest.Tables.Select(table => table.Name));
        Assert.Equal(size * (size + 1L) / 2, connection.Scalar<long>("SELECT count(*) FROM ledger_days"));
        Assert.Equal(size, connection.Scalar<long>(
            "SELECT count(*) FROM features_counts JOIN identity_vault USING (customer_key) WHERE orders = customer_key AND customer_id = 'C-' || lpad(customer_key::VARCHAR, 4, '0')"));
        foreach (string hash in run.Manifest.Raw)
        {
            Assert.Equal(hash, ContentHash.OfFile(workspace.Raw(hash)));
        }

        return size;
    }
}
