using System.Diagnostics;
using Perennial.DuckDb;
using Perennial.Models.Numerics;
using Perennial.Store;

namespace Perennial.Tests.Store;

/// <summary>Kills a real writer, with the signal that cannot be caught.</summary>
public sealed class KillTests : IDisposable
{
    private const string Variable = "PERENNIAL_TEST_WORKSPACE";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_writer_killed_at_any_moment_leaves_a_whole_published_run_and_a_free_lock()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        Workspace workspace = Workspace.Open(_folder);
        Pcg64 random = new(20200229);
        HashSet<long> sequences = [];
        for (int round = 0; round < 8; round++)
        {
            long before = workspace.Runs() is [.., var last] ? last.Sequence : 0;
            using Process writer = StartWriter();
            Stopwatch watch = Stopwatch.StartNew();
            while ((workspace.Runs() is [.., var newest] ? newest.Sequence : 0) <= before)
            {
                Assert.False(writer.HasExited, "The writer ended by itself.");
                Assert.True(watch.Elapsed < Patience, "The writer publishes nothing.");
                Thread.Sleep(20);
            }

            Assert.Throws<StoreBusyException>(() => workspace.Write("test"));
            Thread.Sleep(random.NextInt32(400));
            Assert.NotNull(Company.Check(workspace, database));
            writer.Kill();
            writer.WaitForExit();
            Assert.NotNull(Company.Check(workspace, database));
            sequences.Add(workspace.Runs()[^1].Sequence);
            using WorkspaceWriter next = workspace.Write("test");
            Company.WriteRun(next, connection, 50);
            Assert.Equal(50, Company.Check(workspace, database));
        }

        Assert.Equal(8, sequences.Count);
    }

    /// <summary>The writer that is killed: no test of its own, it runs in the process the test above starts.</summary>
    [Fact(Explicit = true)]
    public void Writes_until_killed()
    {
        string folder = Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} names no folder: this is started by another test.");
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        using WorkspaceWriter writer = Workspace.Open(folder).Write("the writer to be killed");
        for (int run = 0; ; run++)
        {
            Company.WriteRun(writer, connection, 1 + (run * 7 % 40));
            writer.Prune(keep: 2);
        }
    }

    private Process StartWriter()
    {
        ProcessStartInfo start = new("dotnet", [typeof(KillTests).Assembly.Location, "-method", $"{typeof(KillTests).FullName}.{nameof(Writes_until_killed)}", "-explicit", "only", "-noColor"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [Variable] = _folder },
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
