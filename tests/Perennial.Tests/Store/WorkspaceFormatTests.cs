using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Tests.Store;

public sealed class WorkspaceFormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
    private readonly DuckDbConnection _connection;

    public WorkspaceFormatTests() => _connection = _database.Connect();

    private string Place => Path.Combine(_folder, "workspace");

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_workspace_of_format_1_is_read_as_it_was_written()
    {
        WriteFormat1();
        Workspace workspace = Workspace.Open(Place);
        using (RunReader run = workspace.Published()!)
        {
            run.Verify();
            run.Attach(_connection);
            workspace.Vault().Load(_connection);
            Assert.Equal("4f2a", run.Manifest.RunId);
            Assert.Equal("week", run.Manifest.Options["unit"]);
            Assert.Equal(3.75m, _connection.Scalar<decimal>("SELECT sum(amount) FROM ledger_days JOIN identity_vault USING (customer_key) WHERE customer_id = 'C-0001'"));
        }

        using WorkspaceWriter writer = workspace.Write("test");
        _connection.Execute("CREATE TEMP TABLE ids AS SELECT unnest(['C-0002', 'C-0001']) AS customer_id");
        Assert.Equal(1, writer.Vault.Assign(_connection, "ids"));
        Assert.Equal(8, _connection.Scalar<int>("SELECT customer_key FROM identity_vault WHERE customer_id = 'C-0002'"));
    }

    [Fact]
    public void A_newer_format_is_refused()
    {
        WriteFormat1();
        File.WriteAllText(Path.Combine(Place, "FORMAT"), "2\n");
        PerennialException refusal = Assert.Throws<PerennialException>(() => Workspace.Open(Place));
        Assert.Equal("store/format-newer", refusal.Code);
        Assert.Contains("format 2", refusal.Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Place, "FORMAT"), "many\n");
        Assert.Equal("store/corrupt", Assert.Throws<PerennialException>(() => Workspace.Open(Place)).Code);
    }

    [Fact]
    public void An_older_format_is_migrated_step_by_step_after_a_copy()
    {
        WriteFormat1();
        List<int> applied = [];
        bool dies = true;
        WorkspaceFormat third = new(3, [new(1, Step(1)), new(2, Step(2))]);
        Workspace workspace = new(Place, SystemDisk.Instance, third);
        Assert.Equal("store/format-older", Assert.Throws<PerennialException>(workspace.Published).Code);

        // The first try dies in its second step; the next one starts over, and keeps the copy of the original.
        Assert.Throws<InvalidOperationException>(() => workspace.Write("test"));
        Assert.Equal("1", File.ReadAllText(Path.Combine(Place, "FORMAT")).Trim());
        dies = false;
        using (workspace.Write("test"))
        {
        }

        Assert.Equal([1, 2, 1, 2], applied);
        Assert.Equal("3", File.ReadAllText(Path.Combine(Place, "FORMAT")).Trim());
        Assert.Equal("2", File.ReadAllText(Path.Combine(Place, "MARK")));
        string backup = Path.Combine(Place, "backup-format-1");
        Assert.False(File.Exists(Path.Combine(backup, "MARK")));
        using (RunReader original = Workspace.Open(backup).Published()!)
        {
            original.Verify();
        }

        using (RunReader run = workspace.Published()!)
        {
            run.Verify();
        }

        // The copy knows customers too.
        using (WorkspaceWriter writer = workspace.Write("test"))
        {
            Assert.True(writer.Vault.Erase(_connection, "C-0001"));
        }

        Assert.False(Directory.Exists(backup));

        Action<string, Durable> Step(int from) => (folder, durable) =>
        {
            applied.Add(from);
            durable.Replace(Path.Combine(folder, "MARK"), System.Text.Encoding.UTF8.GetBytes($"{from}"));
            if (dies && from == 2)
            {
                throw new InvalidOperationException("The step dies.");
            }
        };
    }

    // The first format, written by hand and not by the code of today, so that a change of format cannot go unnoticed.
    private void WriteFormat1()
    {
        string run = Directory.CreateDirectory(Path.Combine(Place, "runs", "4f2a")).FullName;
        string raw = Directory.CreateDirectory(Path.Combine(Place, "raw")).FullName;
        string vault = Directory.CreateDirectory(Path.Combine(Place, "vault")).FullName;
        string table = Path.Combine(run, "ledger_days.parquet");
        _connection.Execute($"COPY (SELECT 1::INTEGER AS customer_key, DATE '2020-01-01' AS day, 3.75::DECIMAL(18, 2) AS amount) TO {DuckDbSql.Literal(table)} (FORMAT parquet)");
        _connection.Execute($"COPY (SELECT 1::INTEGER AS customer_key, 'C-0001' AS customer_id) TO {DuckDbSql.Literal(Path.Combine(vault, "vault-00000004.parquet"))} (FORMAT parquet, KV_METADATA {{next_key: '8'}})");
        string hash = ContentHash.OfFile(table);
        File.Copy(table, Path.Combine(raw, hash + ".parquet"));
        File.WriteAllText(Path.Combine(Place, "FORMAT"), "1\n");
        File.WriteAllText(Path.Combine(Place, "PUBLISHED"), """{"run": "4f2a", "sequence": 6}""");
        File.WriteAllText(
            Path.Combine(run, "manifest.json"),
            $$"""
            {
              "schema": "1.0.0",
              "run_id": "4f2a",
              "code_version": "0.1.0",
              "seed": 42,
              "as_of": "2020-12-31",
              "options": { "unit": "week" },
              "inputs": [ { "path": "orders.csv", "sha256": "{{hash}}", "rows": 1 } ],
              "raw": [ "{{hash}}" ],
              "log_offset": 0,
              "created_from": "1b9c",
              "sequence": 6,
              "tables": [ { "name": "ledger_days", "key": "customer_key, day", "rows": 1, "bytes": {{new FileInfo(table).Length}}, "sha256": "{{hash}}" } ],
              "documents": []
            }
            """);
    }
}
