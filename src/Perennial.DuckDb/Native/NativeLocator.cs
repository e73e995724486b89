using System.Reflection;
using System.Runtime.InteropServices;

namespace Perennial.DuckDb.Native;

/// <summary>Finds the engine's library: the environment first, then beside the program, then the npm packages of the checkout.</summary>
/// <remarks>A lookup and not a copy: the library is 70 MB, and every test project would carry one.</remarks>
internal static class NativeLocator
{
    /// <summary>Names the environment variable that points to another library.</summary>
    internal const string Variable = "PERENNIAL_DUCKDB";

    /// <summary>Names the version the binding was written and tested against, as pinned in build/native/package.json.</summary>
    internal const string Version = "1.5.5";

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != NativeMethods.Library)
        {
            return nint.Zero;
        }

        string path = Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, Package(), FileName());
        return NativeLibrary.TryLoad(path, out nint library)
            ? library
            : throw new DllNotFoundException(
                $"The analytical engine '{path}' is there but does not load as DuckDB {Version} for {RuntimeInformation.RuntimeIdentifier}. Libraries of linux-x64, linux-arm64, osx-arm64 and win-x64 are allowed. "
                + $"Delete build/native/node_modules and build again, or let {Variable} name a library for this machine.");
    }

    /// <summary>Gives the path of the library.</summary>
    /// <param name="variable">The environment's wish, or null.</param>
    /// <param name="program">The folder of the program.</param>
    /// <param name="package">The npm package of this platform, or null where none is published.</param>
    /// <param name="fileName">The library's file name on this platform.</param>
    /// <exception cref="DllNotFoundException">It is nowhere; the message says what to do.</exception>
    internal static string Find(string? variable, string program, string? package, string fileName)
    {
        if (!string.IsNullOrEmpty(variable))
        {
            return File.Exists(variable)
                ? Path.GetFullPath(variable)
                : throw new DllNotFoundException($"{Variable} names '{variable}', where there is no file. It must name a DuckDB {Version} library such as {fileName}. Correct it, or remove it to use the pinned library.");
        }

        string beside = Path.Combine(program, fileName);
        if (File.Exists(beside))
        {
            return beside;
        }

        for (DirectoryInfo? folder = new(program); package is not null && folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "build", "native", "node_modules", "@duckdb", package, fileName);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DllNotFoundException(package is null
            ? $"No analytical engine is pinned for {RuntimeInformation.RuntimeIdentifier}: DuckDB {Version} comes for linux-x64, linux-arm64, osx-arm64 and win-x64. Let {Variable} name a DuckDB {Version} library for this machine."
            : $"The analytical engine DuckDB {Version} ({fileName}) was found neither beside the program in '{program}' nor in a build/native/node_modules/@duckdb/{package} above it. "
                + $"In a checkout, run 'npm ci' in build/native (a build does so); elsewhere, put {fileName} beside the program or let {Variable} name it.");
    }

    /// <summary>Gives the npm package of this platform, or null where none is published.</summary>
    internal static string? Package() => (OperatingSystem.IsLinux(), OperatingSystem.IsMacOS(), OperatingSystem.IsWindows(), RuntimeInformation.ProcessArchitecture) switch
    {
        (true, _, _, Architecture.X64) => "node-bindings-linux-x64",
        (true, _, _, Architecture.Arm64) => "node-bindings-linux-arm64",
        (_, true, _, Architecture.Arm64) => "node-bindings-darwin-arm64",
        (_, _, true, Architecture.X64) => "node-bindings-win32-x64",
        _ => null,
    };

    private static string FileName() => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
}
