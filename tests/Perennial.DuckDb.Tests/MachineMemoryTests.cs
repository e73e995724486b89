namespace Perennial.DuckDb.Tests;

public sealed class MachineMemoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("duckdb-tests-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_control_group_the_machine_counts()
    {
        Write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 5 kB\n");
        Assert.Equal(16_384_000_000, MachineMemory.Available(_root));
    }

    [Theory]
    [InlineData("0::/a/b\n", "sys/fs/cgroup/a/b/memory.max", "1000000\n", 1_000_000)]
    [InlineData("0::/a/b\n", "sys/fs/cgroup/a/memory.max", "2000000\n", 2_000_000)]
    [InlineData("0::/\n", "sys/fs/cgroup/memory.max", "3000000\n", 3_000_000)]
    [InlineData("0::/a\n", "sys/fs/cgroup/a/memory.max", "max\n", 16_384_000_000)]
    [InlineData("5:cpu,memory:/x\n0::/\n", "sys/fs/cgroup/memory/x/memory.limit_in_bytes", "4000000\n", 4_000_000)]
    [InlineData("5:memory:/x\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n", 16_384_000_000)]
    public void The_smallest_limit_on_the_way_up_counts(string groups, string file, string limit, long expected)
    {
        Write("proc/meminfo", "MemTotal:       16000000 kB\n");
        Write("proc/self/cgroup", groups);
        Write(file, limit);
        Assert.Equal(expected, MachineMemory.Available(_root));
    }

    [Fact]
    public void A_machine_without_these_files_still_has_memory() => Assert.True(MachineMemory.Available(_root) > 0);

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
