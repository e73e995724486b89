using System.Globalization;
using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>One engine instance, in memory or over a file. Thread-safe; every thread wants its own <see cref="DuckDbConnection"/>.</summary>
public sealed class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;
    private volatile bool _locked;

    private DuckDbDatabase(DatabaseHandle handle, DuckDbOptions options)
    {
        _handle = handle;
        Options = options;
    }

    /// <summary>Gives the version of the engine's library, such as <c>v1.5.5</c>.</summary>
    public static string LibraryVersion => DuckDbText.Utf8(NativeMethods.duckdb_library_version()) ?? "unknown";

    /// <summary>Gives the options with every default filled in.</summary>
    public DuckDbOptions Options { get; }

    /// <summary>Opens a database in memory with the default options.</summary>
    public static DuckDbDatabase Open() => Open(new DuckDbOptions());

    /// <summary>Opens a database.</summary>
    /// <exception cref="DuckDbException">The engine cannot open it.</exception>
    /// <exception cref="DllNotFoundException">The engine's library is missing; the message says what to do.</exception>
    public static DuckDbDatabase Open(DuckDbOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        DuckDbOptions effective = options with
        {
            MemoryLimitBytes = options.MemoryLimitBytes ?? MachineMemory.DefaultLimit(),
            Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
            TempFolder = options.TempFolder ?? Path.Combine(Path.GetTempPath(), $"duckdb-{Guid.NewGuid():N}"),
        };
        using ConfigHandle config = new();
        _ = NativeMethods.duckdb_create_config(out nint made);
        config.Own(made);
        foreach ((string name, string value) in Settings(effective))
        {
            if (NativeMethods.duckdb_set_config(config, name, value) != 0)
            {
                throw new DuckDbException(string.Empty, $"The engine {LibraryVersion} does not take {name} = '{value}'.", DuckDbErrorKind.Settings);
            }
        }

        DatabaseHandle handle = new();
        int state = NativeMethods.duckdb_open_ext(effective.Path, out nint database, config, out nint error);
        handle.Own(database);
        string? message = DuckDbText.Utf8(error);
        NativeMethods.duckdb_free(error);
        if (state != 0)
        {
            handle.Dispose();
            throw new DuckDbException(string.Empty, message ?? $"The database '{effective.Path}' cannot be opened.", ErrorPrefix.KindOf(message));
        }

        DuckDbDatabase opened = new(handle, effective);
        try
        {
            // The machine's zone never decides a result.
            using DuckDbConnection connection = opened.Connect();
            connection.Execute("SET GLOBAL TimeZone = 'UTC'");
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection. It stays usable by one thread at a time.</summary>
    public DuckDbConnection Connect()
    {
        ConnectionHandle connection = new();
        int state = NativeMethods.duckdb_connect(_handle, out nint made);
        connection.Own(made);
        if (state != 0)
        {
            connection.Dispose();
            throw new DuckDbException(string.Empty, "The engine refuses another connection.", DuckDbErrorKind.Connection);
        }

        return new DuckDbConnection(connection, () => !_locked);
    }

    /// <summary>Shuts the door before SQL that a user wrote is run: no file, no network, no extension, no setting can be reached any more. There is no way back.</summary>
    /// <param name="openFolders">Folders that stay open for reading and writing, such as one with tables to query. Default: none.</param>
    public void Lock(params ReadOnlySpan<string> openFolders)
    {
        using DuckDbConnection connection = Connect();
        string folders = string.Join(", ", openFolders.ToArray().Select(folder => DuckDbSql.Literal(Path.GetFullPath(folder))));
        connection.Execute($"SET GLOBAL allowed_directories = [{folders}]; SET GLOBAL enable_external_access = false; SET GLOBAL lock_configuration = true;");
        _locked = true;
    }

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();

    private static IEnumerable<(string Name, string Value)> Settings(DuckDbOptions options)
    {
        // First of all: never reach for the internet, never load what was not asked for.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        yield return ("allow_persistent_secrets", "false");
        yield return ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{options.MemoryLimitBytes}B"));
        yield return ("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("temp_directory", options.TempFolder ?? string.Empty);
        yield return ("access_mode", options.ReadOnly ? "READ_ONLY" : "AUTOMATIC");
    }
}
