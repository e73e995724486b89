using Perennial.DuckDb.Native;

namespace Perennial.DuckDb.Tests;

public sealed class LocatorTests : IDisposable
{
    private const string Package = "node-bindings-linux-arm64";
    private readonly string _folder = Directory.CreateTempSubdirectory("duckdb-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_environment_comes_first_then_the_program_then_the_checkout()
    {
        string program = Directory.CreateDirectory(Path.Combine(_folder, "checkout", "artifacts", "bin")).FullName;
        string packaged = Write("checkout", "build", "native", "node_modules", "@duckdb", Package, "libduckdb.so");
        Assert.Equal(packaged, NativeLocator.Find(null, program, Package, "libduckdb.so"));
        string beside = Write("checkout", "artifacts", "bin", "libduckdb.so");
        Assert.Equal(beside, NativeLocator.Find(string.Empty, program, Package, "libduckdb.so"));
        string wished = Write("elsewhere.so");
        Assert.Equal(wished, NativeLocator.Find(wished, program, Package, "libduckdb.so"));
    }

    [Fact]
    public void A_missing_library_is_explained_with_version_and_remedy()
    {
        string none = Assert.Throws<DllNotFoundException>(() => NativeLocator.Find(null, _folder, Package, "libduckdb.so")).Message;
        Assert.Contains("DuckDB 1.5.5", none, StringComparison.Ordinal);
        Assert.Contains("npm ci", none, StringComparison.Ordinal);
        Assert.Contains("PERENNIAL_DUCKDB", none, StringComparison.Ordinal);
        string wrong = Assert.Throws<DllNotFoundException>(() => NativeLocator.Find("/nowhere/x.so", _folder, Package, "libduckdb.so")).Message;
        Assert.Contains("/nowhere/x.so", wrong, StringComparison.Ordinal);
        string unpinned = Assert.Throws<DllNotFoundException>(() => NativeLocator.Find(null, _folder, null, "libduckdb.so")).Message;
        Assert.Contains("osx-arm64", unpinned, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_in_the_messages_is_the_one_pinned_for_every_platform()
    {
        string? package = null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null && package is null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "build", "native", "package.json");
            package = File.Exists(candidate) ? File.ReadAllText(candidate) : null;
        }

        Assert.NotNull(package);
        foreach (string platform in new[] { "linux-x64", "linux-arm64", "darwin-arm64", "win32-x64" })
        {
            Assert.Contains($"\"@duckdb/node-bindings-{platform}\": \"{NativeLocator.Version}-", package, StringComparison.Ordinal);
        }
    }

    private string Write(params ReadOnlySpan<string> parts)
    {
        string path = Path.Combine([_folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "not a library");
        return path;
    }
}
