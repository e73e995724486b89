using System.Text;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Tests.Store;

public sealed class WorkspaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
    private readonly DuckDbConnection _connection;

    public WorkspaceTests() => _connection = _database.Connect();

    private string Place => Path.Combine(_folder, "workspace");

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_workspace_that_does_not_exist_is_empty_and_reading_makes_nothing()
    {
        Workspace workspace = Workspace.Open(Place);
        Assert.Null(workspace.Published());
        Assert.Empty(workspace.Runs());
        workspace.Vault().Load(_connection);
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM identity_vault"));
        Assert.False(Directory.Exists(Place));
    }

    [Fact]
    public void A_published_run_is_read_back_with_its_manifest()
    {
        Write(3, 5);
        Workspace workspace = Workspace.Open(Place);
        Assert.Equal(5, Company.Check(workspace, _database));
        using RunReader run = workspace.Published()!;
        Manifest manifest = run.Manifest;
        Assert.Equal("1.0.0", manifest.Schema);
        Assert.Equal("r3", manifest.CreatedFrom);
        Assert.Equal(2, manifest.Sequence);
        Assert.Equal(50, manifest.LogOffset);
        Assert.Equal(7UL, manifest.Seed);
        Assert.Equal(new DateOnly(2020, 12, 31), manifest.AsOf);
        Assert.Equal(["discount", "unit"], manifest.Options.Keys);
        Assert.Equal(new ManifestInput("orders.csv", new string('a', 64), 5), Assert.Single(manifest.Inputs));
        Assert.Equal(15, manifest.Tables.Single(table => table.Name == "ledger_days").Rows);
        Assert.Equal("{}", Encoding.UTF8.GetString(run.Document("run.json")!));
        Assert.Null(run.Document("other.json"));
        Assert.Throws<ArgumentException>(() => run.Table("other"));
        Assert.Equal(["r3", "r5"], workspace.Runs().Select(earlier => earlier.RunId));
        using RunReader first = workspace.Read("r3");
        Assert.Equal(30, first.Manifest.LogOffset);
        Assert.Equal("store/no-run", Assert.Throws<PerennialException>(() => workspace.Read("r9")).Code);
    }

    [Fact]
    public void A_run_that_is_not_published_is_seen_by_nobody_and_leaves_nothing()
    {
        Write(3);
        using (WorkspaceWriter writer = Workspace.Open(Place).Write("test"))
        {
            using RunWriter run = writer.Begin();
            run.Table(_connection, "other", "SELECT 1 AS a", "a");
            Assert.Throws<InvalidOperationException>(writer.Begin);
            Assert.Equal(3, Company.Check(Workspace.Open(Place), _database));
        }

        Assert.Equal(["r3"], Directory.GetFileSystemEntries(Path.Combine(Place, "runs")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_same_run_again_is_stored_once()
    {
        Write(5, 5, 3, 5);
        Workspace workspace = Workspace.Open(Place);
        Assert.Equal(5, Company.Check(workspace, _database));
        Assert.Equal(["r3", "r5"], workspace.Runs().Select(run => run.RunId).Order(StringComparer.Ordinal));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Place, "raw")).Length);
        Write(4);
        Assert.Equal(4, Company.Check(workspace, _database));
        Assert.Equal(3, workspace.Runs().Count);
    }

    [Fact]
    public void A_run_of_the_same_id_with_other_tables_stands_beside_the_first()
    {
        Write(3);
        using (WorkspaceWriter writer = Workspace.Open(Place).Write("test"))
        {
            using RunWriter run = writer.Begin();
            run.Table(_connection, "other", "SELECT 1 AS a", "a");
            run.Publish(Company.Draft(3));
        }

        using RunReader published = Workspace.Open(Place).Published()!;
        Assert.Equal("other", Assert.Single(published.Manifest.Tables).Name);
        Assert.Equal(2, Workspace.Open(Place).Runs().Count);
    }

    [Fact]
    public void Equal_rows_give_equal_bytes_on_one_thread_and_on_four()
    {
        string[] hashes = [.. new[] { 1, 4 }.Select(threads =>
        {
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = threads });
            using DuckDbConnection connection = database.Connect();
            connection.Execute("CREATE TABLE t AS SELECT (hash(i) % 1000000)::INTEGER AS a, i, md5(i::VARCHAR) AS text, i / 7 AS d FROM range(400000) t(i)");
            using WorkspaceWriter writer = Workspace.Open(Path.Combine(_folder, "threads" + threads)).Write("test");
            using RunWriter run = writer.Begin();
            return run.Table(connection, "t", "t", "a, i").Sha256;
        })];
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public void A_second_writer_is_told_who_writes_and_readers_do_not_wait()
    {
        Write(3);
        using (WorkspaceWriter writer = Workspace.Open(Place).Write("the first one"))
        {
            StoreBusyException busy = Assert.Throws<StoreBusyException>(() => Workspace.Open(Place).Write("the second one"));
            Assert.Equal("store/busy", busy.Code);
            Assert.Equal("the first one", busy.Holder!.What);
            Assert.Equal(Environment.ProcessId, busy.Holder.Process);
            Assert.Contains("the first one", busy.Message, StringComparison.Ordinal);
            Assert.Equal(3, Company.Check(Workspace.Open(Place), _database));
        }

        Write(4);
    }

    [Fact]
    public void Pruning_keeps_the_published_run_the_ones_in_use_and_the_ones_being_read()
    {
        Write(1, 2, 3, 4, 5);
        Workspace workspace = Workspace.Open(Place);
        using (workspace.Read("r1"))
        {
            using WorkspaceWriter writer = workspace.Write("test");
            Assert.Equal(["r3"], writer.Prune(keep: 1, new HashSet<string> { "r2" }));
            Assert.Equal(["r1", "r2", "r4", "r5"], workspace.Runs().Select(run => run.RunId));
            Assert.Equal(4, Directory.GetFiles(Path.Combine(Place, "raw")).Length);
        }

        using (WorkspaceWriter writer = workspace.Write("test"))
        {
            Assert.Equal(["r4", "r2", "r1"], writer.Prune(keep: 0));
        }

        Assert.Equal(5, Company.Check(workspace, _database));
        Assert.Single(Directory.GetFiles(Path.Combine(Place, "raw")));
    }

    [Fact]
    public async Task Readers_see_only_whole_runs_while_a_writer_publishes_and_prunes()
    {
        Write(1);
        Workspace swift = new(Place, new FailingDisk(-1, new IOException()), WorkspaceFormat.Today);
        bool over = false;
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                int checks = 0;
                while (!Volatile.Read(ref over))
                {
                    Assert.NotNull(Company.Check(Workspace.Open(Place), _database));
                    checks++;
                }

                return checks;
            },
            TaskCreationOptions.LongRunning))];
        using (WorkspaceWriter writer = swift.Write("test"))
        {
            for (int size = 2; size <= 20; size++)
            {
                Company.WriteRun(writer, _connection, size);
                writer.Prune(keep: 0);
            }
        }

        Volatile.Write(ref over, true);
        Assert.All(await Task.WhenAll(readers), checks => Assert.True(checks > 0));
    }

    [Fact]
    public void Names_that_lead_elsewhere_are_refused()
    {
        using WorkspaceWriter writer = Workspace.Open(Place).Write("test");
        using RunWriter run = writer.Begin();
        foreach (string name in new[] { "../x", "a/b", "", "A", "manifest.json", "x y", ".hidden" })
        {
            Assert.Throws<ArgumentException>(() => run.Table(_connection, name, "SELECT 1 AS a", "a"));
            Assert.Throws<ArgumentException>(() => run.Document(name, "x"u8));
        }

        run.Table(_connection, "a", "SELECT 1 AS a", "a");
        Assert.Throws<ArgumentException>(() => run.Table(_connection, "a", "SELECT 1 AS a", "a"));
        Assert.Throws<ArgumentException>(() => run.Publish(Company.Draft(1) with { RunId = "../../x" }));
        Assert.Throws<ArgumentException>(() => run.Publish(Company.Draft(1) with { Raw = ["absent"] }));
    }

    private void Write(params ReadOnlySpan<int> sizes)
    {
        foreach (int size in sizes)
        {
            using WorkspaceWriter writer = Workspace.Open(Place).Write("test");
            Company.WriteRun(writer, _connection, size);
        }
    }
}
