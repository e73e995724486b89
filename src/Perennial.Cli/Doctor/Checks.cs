using System.Globalization;
using Perennial.Cli.Terminal;
using Perennial.DuckDb;

namespace Perennial.Cli.Doctor;

/// <summary>The checks in order. None throws; each failure is a finding with its remedy.</summary>
internal static class Checks
{
    private const long Gibibyte = 1L << 30;

    public static IEnumerable<Finding> All(Surroundings surroundings, string folder) =>
    [
        new("Perennial", State.Good, $"{App.Version} on {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} cores"),
        Engine(),
        EngineParts(),
        Memory(),
        TemporarySpace(Path.GetTempPath()),
        WriteAccess(folder),
        TimeZones(),
        TerminalOf(surroundings),
    ];

    private static Finding Engine()
    {
        try
        {
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
            using DuckDbConnection connection = database.Connect();
            return connection.Scalar<int>("SELECT 42") == 42
                ? new Finding("engine", State.Good, $"DuckDB {DuckDbDatabase.LibraryVersion} answers")
                : new Finding("engine", State.Missing, "DuckDB loads but answers wrongly", "Delete build/native/node_modules and start perennial again.");
        }
        catch (Exception e) when (e is DllNotFoundException or DuckDbException or BadImageFormatException or FileNotFoundException or TypeInitializationException)
        {
            return new Finding("engine", State.Missing, $"the library does not load: {e.Message}", "Delete build/native/node_modules and start perennial again with npm and network, or set PERENNIAL_DUCKDB to a libduckdb of the same version.");
        }
    }

    /// <summary>Looks at the parts an engine may be built without: a library named by PERENNIAL_DUCKDB need not have them.</summary>
    private static Finding EngineParts()
    {
        (string Name, string Needed)[] parts = [("parquet", "every run keeps its tables as Parquet"), ("json", "newline JSON"), ("icu", "--timezone")];
        try
        {
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
            using DuckDbConnection connection = database.Connect();
            HashSet<string?> loaded = [.. connection.List("SELECT extension_name FROM duckdb_extensions() WHERE loaded", row => row.String(0))];
            List<string> missing = [.. parts.Where(part => !loaded.Contains(part.Name)).Select(part => $"{part.Name} ({part.Needed})")];
            return missing.Count == 0
                ? new Finding("engine parts", State.Good, string.Join(", ", parts.Select(part => part.Name)))
                : new Finding("engine parts", loaded.Contains("parquet") ? State.Note : State.Missing, $"built without {string.Join(", ", missing)}", "Unset PERENNIAL_DUCKDB, or name a libduckdb that was built with these.");
        }
        catch (Exception e) when (e is DllNotFoundException or DuckDbException or BadImageFormatException or FileNotFoundException or TypeInitializationException)
        {
            return new Finding("engine parts", State.Note, "not known, as the engine does not answer");
        }
    }

    private static Finding Memory()
    {
        long bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string found = string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Gibibyte:0.0} GiB may be used");
        return bytes >= 2 * Gibibyte
            ? new Finding("memory", State.Good, found)
            : new Finding("memory", State.Note, found, "Fine for about a million rows; for more, give the machine or its container 4 GiB.");
    }

    private static Finding TemporarySpace(string folder)
    {
        try
        {
            long bytes = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            string found = string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Gibibyte:0.0} GiB free in {folder}");
            return bytes >= 2 * Gibibyte
                ? new Finding("temporary space", State.Good, found)
                : new Finding("temporary space", State.Note, found, "Large inputs spill there. Free some space, or set TMPDIR to a roomier folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding("temporary space", State.Note, $"cannot be measured: {e.Message}", "Set TMPDIR to a folder that exists.");
        }
    }

    private static Finding WriteAccess(string folder)
    {
        string full = Path.GetFullPath(folder);
        string existing = full;
        while (!Directory.Exists(existing) && !File.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        if (File.Exists(existing))
        {
            return new Finding("write access", State.Missing, $"{existing} is a file, where a folder is needed", "Name another folder with --out, or move the file away.");
        }

        string probe = Path.Combine(existing, $".perennial-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "probe");
            File.Delete(probe);
            return new Finding("write access", State.Good, existing == full ? full : $"{existing} ({folder} will be made)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("write access", State.Missing, e.Message, "Name a folder you may write to with --out, or change the permissions of this one.");
        }
    }

    private static Finding TimeZones() =>
        TimeZoneInfo.TryFindSystemTimeZoneById("Pacific/Chatham", out _)
            ? new Finding("time zones", State.Good, "IANA data are installed")
            : new Finding("time zones", State.Note, "no IANA data; only UTC can be used", "Install the package tzdata to use --timezone.");

    private static Finding TerminalOf(Surroundings surroundings)
    {
        string results = surroundings.OutIsTerminal ? "results on a terminal" : "results to a file or pipe";
        string talk = surroundings.ErrorIsTerminal ? "bars" : "plain lines";
        string colour = surroundings.OutIsTerminal && surroundings.WantsColour ? "colour" : "no colour";
        return new Finding("terminal", State.Good, string.Create(CultureInfo.InvariantCulture, $"{results}, progress as {talk}, {colour}, {surroundings.Width} columns"));
    }
}
