using System.Globalization;
using System.Text;
using Perennial.DuckDb;
using Perennial.Store;

namespace Perennial.Tests.Store;

public sealed class CrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
    private readonly DuckDbConnection _connection;

    public CrashTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_crash_at_any_change_leaves_a_whole_published_run_and_a_workspace_that_goes_on() => CrashEverywhere(firstSeed: 0, seeds: 1);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Many_crashes_at_any_change_leave_a_whole_published_run_and_a_workspace_that_goes_on() => CrashEverywhere(firstSeed: 1, seeds: 22);

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_disk_that_ignores_syncs_is_noticed_by_the_same_test() =>
        Assert.ThrowsAny<Exception>(() => Crash(liesAboutSyncs: true, firstSeed: 0, seeds: 3));

    [Fact]
    public void A_crash_while_a_customer_is_erased_keeps_or_forgets_the_customer_and_the_next_writer_finishes()
    {
        bool finished = false;
        bool forgot = false;
        for (int changes = 0; !finished; changes++)
        {
            string place = Path.Combine(_folder, $"erase{changes}");
            using (WorkspaceWriter writer = Swift(place).Write("test"))
            {
                Company.WriteRun(writer, _connection, 3);
            }

            CrashingDisk disk = new(place, changes);
            finished = !Fails(() =>
            {
                using WorkspaceWriter writer = new Workspace(place, disk, WorkspaceFormat.Today).Write("test");
                Assert.True(writer.Vault.Erase(_connection, "C-0002"));
            });
            foreach (int seed in Enumerable.Range(0, 6))
            {
                string after = Path.Combine(_folder, $"erase{changes}-{seed}");
                disk.Survive(after, Chance(seed));
                using WorkspaceWriter writer = Swift(after).Write("test");
                writer.Vault.Load(_connection);
                IReadOnlyList<string?> ids = _connection.List("SELECT customer_id FROM identity_vault ORDER BY customer_key", row => row.String(0));
                Assert.True(ids is ["C-0001", "C-0002", "C-0003"] or ["C-0001", "C-0003"], string.Join(", ", ids));
                forgot |= ids.Count == 2;
                Assert.True(ids.Count == 2 || !finished, "An erasure that was reported is undone.");
                Assert.Single(Directory.GetFiles(Path.Combine(after, "vault")));
            }
        }

        Assert.True(forgot);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Exports_are_those_of_the_published_run_all_together_once_a_writer_was_there() => CrashExports(seeds: 1);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Exports_stay_together_over_many_crashes() => CrashExports(seeds: 8);

    [Fact]
    public void Exports_of_a_run_that_is_not_published_go_nowhere()
    {
        string place = Path.Combine(_folder, "unpublished");
        using WorkspaceWriter writer = Within(place).Write("test");
        using (ExportSet exports = writer.Exports())
        {
            exports.Write("scores.csv", "1"u8);
            Assert.Throws<ArgumentException>(() => exports.Write("scores.csv", "2"u8));
            Assert.Throws<ArgumentException>(() => exports.Write("../scores.csv", "2"u8));
            Assert.Throws<ArgumentException>(() => exports.Drop(".list"));
        }

        Assert.Empty(Directory.GetFiles(place));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Path.Combine(place, "workspace")), path => path.Contains("exports", StringComparison.Ordinal));
    }

    // From the exports of run 3 to those of run 5, crashing at every change in turn.
    private void CrashExports(int seeds)
    {
        string start = Path.Combine(_folder, "start");
        Export(Within(start), 3, "scores.csv", "report.html", "perennial.xlsx");
        int finishedLater = 0;
        bool finished = false;
        for (int changes = 0; !finished; changes++)
        {
            string place = Path.Combine(_folder, $"export{changes}");
            new CrashingDisk(start, 0).Survive(place, () => 0);
            CrashingDisk disk = new(place, changes);
            finished = !Fails(() => Export(new Workspace(Path.Combine(place, "workspace"), disk, WorkspaceFormat.Today), 5, "scores.csv", "report.html"));
            foreach (int seed in Enumerable.Range(changes % 3, seeds))
            {
                string after = Path.Combine(_folder, $"export{changes}-{seed}");
                disk.Survive(after, Chance(seed));
                Workspace workspace = Within(after);
                int size = Company.Check(workspace, _database)!.Value;
                finishedLater += size == 5 && Exported(after).Any(file => !file.EndsWith(" 5", StringComparison.Ordinal)) ? 1 : 0;
                workspace.SettleExports("test");
                Assert.Equal(size == 3 ? ["perennial.xlsx 3", "report.html 3", "scores.csv 3"] : ["report.html 5", "scores.csv 5"], Exported(after));
                workspace.Write("test").Dispose();
                Assert.DoesNotContain(Directory.GetFileSystemEntries(Path.Combine(after, "workspace")), path => path.Contains("exports", StringComparison.Ordinal));
                Assert.True(size == 5 || !finished, "A published run is gone.");
                Directory.Delete(after, recursive: true);
            }
        }

        Assert.True(finishedLater > 3, $"Only {finishedLater} crashes came between the pointer and the last file.");
    }

    // The medium of the machine is not what is tested here, and waiting for it takes a minute.
    private static Workspace Swift(string folder) => new(folder, new CrashingDisk(Directory.CreateDirectory(folder).FullName, int.MaxValue), WorkspaceFormat.Today);

    // Exports are placed beside the workspace, so the disk is that of the folder around it.
    private static Workspace Within(string folder) =>
        new(Path.Combine(folder, "workspace"), new CrashingDisk(Directory.CreateDirectory(folder).FullName, int.MaxValue), WorkspaceFormat.Today);

    private void Export(Workspace workspace, int size, params string[] files)
    {
        using WorkspaceWriter writer = workspace.Write("test");
        using ExportSet exports = writer.Exports();
        byte[] content = Encoding.UTF8.GetBytes(size.ToString(CultureInfo.InvariantCulture));
        foreach (string file in files)
        {
            exports.Write(file, content);
        }

        if (!files.Contains("perennial.xlsx", StringComparer.Ordinal))
        {
            exports.Drop("perennial.xlsx");
        }

        Company.WriteRun(writer, _connection, size, exports);
    }

    private static string[] Exported(string folder) => [.. Directory.GetFiles(folder).Where(file => !Durable.IsPartial(file))
        .Select(file => $"{Path.GetFileName(file)} {File.ReadAllText(file)}").Order(StringComparer.Ordinal)];

    private static bool Fails(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (PowerFailureException)
        {
            return true;
        }
    }

    // Seeds 0 and 1 are the extremes: nothing survives that was not synced, everything does.
    private static Func<double> Chance(int seed)
    {
        Perennial.Models.Numerics.Pcg64 random = new((ulong)seed);
        return seed switch { 0 => () => 0, 1 => () => 1, _ => random.NextDouble };
    }

    private void CrashEverywhere(int firstSeed, int seeds)
    {
        Dictionary<int, int> outcomes = Crash(liesAboutSyncs: false, firstSeed, seeds);

        // Both must have been seen, or the crashes came at the wrong times.
        Assert.True(outcomes.GetValueOrDefault(3) > 20 * seeds, string.Join(", ", outcomes));
        Assert.True(outcomes.GetValueOrDefault(5) > 2 * seeds, string.Join(", ", outcomes));
    }

    // From a workspace with run r3, writes r5 and prunes, crashing at every change in turn. Gives how often each was the published one.
    private Dictionary<int, int> Crash(bool liesAboutSyncs, int firstSeed, int seeds)
    {
        string start = Path.Combine(_folder, "start");
        using (WorkspaceWriter writer = Swift(start).Write("test"))
        {
            Company.WriteRun(writer, _connection, 3);
        }

        Dictionary<int, int> outcomes = [];
        bool finished = false;
        for (int changes = 0; !finished; changes++)
        {
            string place = Path.Combine(_folder, $"at{changes}");
            new CrashingDisk(start, 0).Survive(place, () => 0);
            CrashingDisk disk = new(place, changes) { IgnoresSyncs = liesAboutSyncs };
            finished = !Fails(() =>
            {
                using WorkspaceWriter writer = new Workspace(place, disk, WorkspaceFormat.Today).Write("test");
                Company.WriteRun(writer, _connection, 5);
                writer.Prune(keep: 0);
            });
            foreach (int seed in Enumerable.Range(firstSeed, seeds))
            {
                string after = Path.Combine(_folder, $"at{changes}-{seed}");
                disk.Survive(after, Chance(seed));
                int size = CheckAndGoOn(after);
                outcomes[size] = outcomes.GetValueOrDefault(size) + 1;
                Assert.True(size == 5 || !finished, "A published run is gone.");
                Directory.Delete(after, recursive: true);
            }
        }

        return outcomes;
    }

    private int CheckAndGoOn(string folder)
    {
        Workspace workspace = Swift(folder);
        int size = Company.Check(workspace, _database) ?? throw new InvalidOperationException("Nothing is published any more.");
        using (WorkspaceWriter writer = workspace.Write("test"))
        {
            Company.WriteRun(writer, _connection, 4);
            writer.Prune(keep: 0);
        }

        Assert.Equal(4, Company.Check(workspace, _database));
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(folder, "runs")));
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(folder, "raw")));
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(folder, "vault")));
        return size;
    }
}
