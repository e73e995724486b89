using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Tests.Store;

public sealed class StoreFaultTests : IDisposable
{
    private const int NoSpace = 28;
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
    private readonly DuckDbConnection _connection;

    public StoreFaultTests() => _connection = _database.Connect();

    private string Place => Path.Combine(_folder, "workspace");

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("store/disk-full", false)]
    [InlineData("store/disk-full", true)]
    [InlineData("store/read-only", false)]
    [InlineData("store/failed", true)]
    public void Whatever_change_fails_the_code_is_right_and_the_workspace_goes_on(string code, bool forGood)
    {
        Exception failure = code switch
        {
            "store/disk-full" => new IOException("No space left on device", NoSpace),
            "store/read-only" => new UnauthorizedAccessException("Permission denied"),
            _ => new IOException("Input/output error", 5),
        };
        Write(Place, new FailingDisk(-1, failure), 3);
        bool failed = true;
        for (int after = 0; failed; after++)
        {
            FailingDisk disk = new(after, failure, forGood);
            PerennialException? refusal = Record.Exception(() => Write(Place, disk, 5)) as PerennialException;
            failed = disk.Failed;
            Assert.Equal(failed ? code : null, refusal?.Code);
            Assert.Equal(failed ? Fault.World : null, refusal?.Fault);
            Workspace workspace = Workspace.Open(Place);
            Assert.Contains(Company.Check(workspace, _database), new int?[] { 3, 5 });
            Write(Place, new FailingDisk(-1, failure), 3);
        }
    }

    [Fact]
    public void A_full_disk_under_the_engine_has_the_same_code()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        DuckDbException engine = Assert.Throws<DuckDbException>(() => _connection.Execute("COPY (SELECT i FROM range(1000000) t(i)) TO '/dev/full' (FORMAT csv)"));
        Assert.Equal("store/disk-full", StoreFault.Translate(engine, "x")?.Code);
    }

    [Fact]
    public void A_folder_that_refuses_is_read_only()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder /sys refuses even the superuser, on Linux.");
        PerennialException refusal = Assert.Throws<PerennialException>(() => Workspace.Open("/sys/kernel/workspace").Write("test"));
        Assert.Equal("store/read-only", refusal.Code);
        Assert.Contains("--out", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_found_by_length_by_hash_and_by_the_engine()
    {
        Write(Place, SystemDisk.Instance, 5);
        string table = Path.Combine(Place, "runs", "r5", "ledger_days.parquet");
        byte[] whole = File.ReadAllBytes(table);
        File.WriteAllBytes(table, whole[..^1]);
        AssertCode("store/corrupt", () => Workspace.Open(Place).Published());
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 1;
        File.WriteAllBytes(table, flipped);
        AssertCode("store/corrupt", () => Read(run => run.Verify()));
        File.WriteAllBytes(table, new byte[whole.Length]);
        AssertCode("store/corrupt", () => Read(run => run.Attach(_connection)));
        File.Delete(table);
        AssertCode("store/vanished", () => Workspace.Open(Place).Published());
        File.WriteAllBytes(table, whole);
        Read(run => run.Verify());
        File.WriteAllText(Path.Combine(Place, "runs", "r5", "manifest.json"), "{");
        AssertCode("store/corrupt", () => Workspace.Open(Place).Published());
        File.WriteAllText(Path.Combine(Place, "PUBLISHED"), "{}");
        AssertCode("store/corrupt", () => Workspace.Open(Place).Published());
    }

    [Fact]
    public void Files_that_vanished_are_named()
    {
        Write(Place, SystemDisk.Instance, 5);
        string raw = Directory.GetFiles(Path.Combine(Place, "raw")).Single();
        File.Delete(raw);
        PerennialException gone = AssertCode("store/vanished", () => Workspace.Open(Place).Raw(Path.GetFileNameWithoutExtension(raw)));
        Assert.Contains(raw, gone.Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(Place, "runs", "r5"), recursive: true);
        AssertCode("store/vanished", () => Workspace.Open(Place).Published());
        File.Delete(Path.Combine(Place, "FORMAT"));
        AssertCode("store/vanished", () => Workspace.Open(Place));
    }

    [Fact]
    public void A_damaged_vault_is_an_error_and_not_a_new_vault()
    {
        Write(Place, SystemDisk.Instance, 5);
        string vault = Directory.GetFiles(Path.Combine(Place, "vault")).Single();
        File.WriteAllText(vault, new string('x', 500));
        AssertCode("store/corrupt", () => Write(Place, SystemDisk.Instance, 3));
        AssertCode("store/corrupt", () => Workspace.Open(Place).Vault().Load(_connection));
        Assert.True(File.Exists(vault));
    }

    private static PerennialException AssertCode(string code, Action act)
    {
        PerennialException refusal = Assert.Throws<PerennialException>(act);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    private void Read(Action<RunReader> act)
    {
        using RunReader run = Workspace.Open(Place).Published()!;
        act(run);
    }

    private void Write(string place, IDisk disk, int size)
    {
        using WorkspaceWriter writer = new Workspace(place, disk, WorkspaceFormat.Today).Write("test");
        Company.WriteRun(writer, _connection, size);
    }
}
