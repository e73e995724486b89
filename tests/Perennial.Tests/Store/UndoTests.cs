using System.Globalization;
using System.Text;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Tests.Store;

/// <summary>A run is taken back: the one before it is published again, with its files.</summary>
public sealed class UndoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
    private readonly DuckDbConnection _connection;

    public UndoTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_run_before_is_published_again_with_its_files_and_the_run_taken_back_is_kept()
    {
        Workspace workspace = Within(_folder);
        Export(workspace, 3, "report.html", "scores.csv");
        Export(workspace, 5, "perennial.xlsx", "report.html", "scores.csv");

        Undone undone = Undo(workspace);

        Assert.Equal(("r5", "r3"), (undone.TakenBack.RunId, undone.Published.RunId));
        Assert.Equal(["report.html", "scores.csv"], undone.Files);
        Assert.Equal(["perennial.xlsx"], undone.Removed);
        Assert.Equal(3, Company.Check(workspace, _database));
        Assert.Equal(["report.html 3", "scores.csv 3"], Exported(_folder));
        Assert.Equal(["r3", "r5"], workspace.Runs().Select(run => run.RunId));
    }

    [Fact]
    public void Two_runs_can_be_taken_back_and_then_there_is_none_before()
    {
        Workspace workspace = Within(_folder);
        Refuses(workspace, "nothing is published there");
        foreach (int size in new[] { 2, 3, 4, 5 })
        {
            Export(workspace, size, "report.html");
        }

        Assert.Equal("r4", Undo(workspace).Published.RunId);
        Assert.Equal("r3", Undo(workspace).Published.RunId);
        Refuses(workspace, "'r3' is the first that is kept with its files");
        Assert.Equal(["report.html 3"], Exported(_folder));

        Export(workspace, 6, "report.html");
        Assert.Equal(6, Company.Check(workspace, _database));
        Assert.Equal("r3", Undo(workspace).Published.RunId);
    }

    [Fact]
    public void A_run_published_once_more_is_taken_back_to_the_one_between()
    {
        Workspace workspace = Within(_folder);
        Export(workspace, 3, "report.html");
        Export(workspace, 5, "report.html");
        Export(workspace, 3, "report.html");

        Assert.Equal("r5", Undo(workspace).Published.RunId);
        Assert.Equal(["report.html 5"], Exported(_folder));
        Assert.Equal("r3", Undo(workspace).Published.RunId);
        Refuses(workspace, "'r3' is the first");
    }

    [Fact]
    public void A_kept_file_that_changed_is_refused_and_nothing_else_changes()
    {
        Workspace workspace = Within(_folder);
        Export(workspace, 3, "report.html");
        Export(workspace, 5, "report.html");
        File.WriteAllText(Path.Combine(_folder, ".past-1", "report.html"), "other");

        Assert.Equal("store/corrupt", Assert.Throws<PerennialException>(() => Undo(workspace)).Code);
        Assert.Equal(5, Company.Check(workspace, _database));
        Assert.Equal(["report.html 5"], Exported(_folder));
    }

    [Fact]
    public void Who_is_erased_is_in_no_file_that_could_come_back()
    {
        Workspace workspace = Within(_folder);
        Export(workspace, 3, "report.html");
        Export(workspace, 5, "report.html");
        using (WorkspaceWriter writer = workspace.Write("test"))
        {
            Assert.True(writer.Vault.Erase(_connection, "C-0002"));
        }

        Assert.Empty(Directory.GetDirectories(_folder, ".past-*"));
        Refuses(workspace, "'r5' is the first");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_crash_at_any_change_leaves_the_one_run_or_the_other_whole_with_its_files()
    {
        string start = Path.Combine(_folder, "start");
        Export(Within(start), 3, "report.html", "scores.csv");
        Export(Within(start), 5, "perennial.xlsx", "report.html", "scores.csv");
        int undone = 0;
        bool finished = false;
        for (int changes = 0; !finished; changes++)
        {
            string place = Path.Combine(_folder, $"undo{changes}");
            new CrashingDisk(start, 0).Survive(place, () => 0);
            CrashingDisk disk = new(place, changes);
            try
            {
                Undo(new Workspace(Path.Combine(place, "workspace"), disk, WorkspaceFormat.Today));
                finished = true;
            }
            catch (PowerFailureException)
            {
            }

            string after = Path.Combine(_folder, $"undo{changes}-after");
            int seed = changes % 3;
            Perennial.Models.Numerics.Pcg64 random = new((ulong)seed);
            disk.Survive(after, seed switch { 0 => () => 0, 1 => () => 1, _ => random.NextDouble });
            Workspace workspace = Within(after);
            workspace.SettleExports("test");
            int size = Company.Check(workspace, _database)!.Value;
            Assert.Equal(size == 3 ? ["report.html 3", "scores.csv 3"] : ["perennial.xlsx 5", "report.html 5", "scores.csv 5"], Exported(after));
            Assert.True(size == 3 || !finished, "What was reported as taken back is published.");
            undone += size == 3 ? 1 : 0;
            if (size == 5)
            {
                Assert.Equal("r3", Undo(workspace).Published.RunId);
            }

            Directory.Delete(after, recursive: true);
        }

        Assert.True(undone > 3, $"Only {undone} crashes came after the pointer.");
    }

    private void Refuses(Workspace workspace, string why)
    {
        PerennialException refusal = Assert.Throws<PerennialException>(() => Undo(workspace));
        Assert.Equal("store/nothing-to-undo", refusal.Code);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private static Undone Undo(Workspace workspace)
    {
        using WorkspaceWriter writer = workspace.Write("test");
        return writer.Undo();
    }

    private void Export(Workspace workspace, int size, params string[] files)
    {
        using WorkspaceWriter writer = workspace.Write("test");
        using ExportSet exports = writer.Exports();
        foreach (string file in files)
        {
            exports.Write(file, Encoding.UTF8.GetBytes(size.ToString(CultureInfo.InvariantCulture)));
        }

        Company.WriteRun(writer, _connection, size, exports);
    }

    private static string[] Exported(string folder) => [.. Directory.GetFiles(folder).Where(file => !Durable.IsPartial(file)).Select(file => $"{Path.GetFileName(file)} {File.ReadAllText(file)}").Order(StringComparer.Ordinal)];

    private static Workspace Within(string folder) =>
        new(Path.Combine(folder, "workspace"), new CrashingDisk(Directory.CreateDirectory(folder).FullName, int.MaxValue), WorkspaceFormat.Today);
}
