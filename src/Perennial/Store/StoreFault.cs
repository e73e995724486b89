using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>Turns what the file system and the engine say about files into the store's own codes.</summary>
internal static class StoreFault
{
    private const int NoSpace = 28;
    private const int QuotaLinux = 122;
    private const int QuotaMac = 69;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    /// <summary>Runs, and lets only <see cref="PerennialException"/>s (and what is no matter of files) out.</summary>
    internal static void Guard(string path, Action act) => Guard(path, () =>
    {
        act();
        return 0;
    });

    /// <inheritdoc cref="Guard(string, Action)" />
    internal static T Guard<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DuckDbException)
        {
            if (Translate(e, path) is { } fault)
            {
                throw fault;
            }

            throw;
        }
    }

    /// <summary>Gives the fault, or null where the failure says nothing about files.</summary>
    internal static PerennialException? Translate(Exception failure, string path) => failure switch
    {
        DuckDbException engine => FromEngine(engine, path),
        UnauthorizedAccessException => ReadOnly(path, failure),
        FileNotFoundException or DirectoryNotFoundException => Vanished(path, failure),
        IOException { HResult: NoSpace or QuotaLinux or QuotaMac or WindowsDiskFull or WindowsHandleDiskFull } => DiskFull(path, failure),
        IOException { HResult: ReadOnlyFileSystem or WindowsWriteProtected } => ReadOnly(path, failure),
        IOException => new PerennialException("store/failed", Fault.World, $"'{path}' could not be read or written: {failure.Message} Check the disk and the folder's rights, then run again; nothing half-done was published.", failure),
        _ => null,
    };

    internal static PerennialException Corrupt(string path, string found, Exception? cause = null) => new(
        "store/corrupt",
        Fault.World,
        $"'{path}' is damaged: {found}. A stored file never changes after it was written. Restore it from a backup, or delete the workspace and run again from the source files.",
        cause);

    internal static PerennialException Vanished(string path, Exception? cause = null) => new(
        "store/vanished",
        Fault.World,
        $"'{path}' is not there any more. Files of a workspace must stay while it is used. Restore it from a backup, or run again from the source files.",
        cause);

    internal static PerennialException NotAFolder(string path) => new(
        "store/failed",
        Fault.World,
        $"'{path}' is a file, and a folder is needed there. Move the file away, or choose another folder with --out.");

    private static PerennialException DiskFull(string path, Exception cause) => new(
        "store/disk-full",
        Fault.World,
        $"The disk is full while writing '{path}'. What was published before is untouched. Free some space (old runs can be pruned) and run again.",
        cause);

    internal static PerennialException NoFolders(string path, Exception cause) => new(
        "store/read-only",
        Fault.World,
        $"The folder '{path}' cannot be made: the file system there takes no new folders. Choose another folder with --out.",
        cause);

    internal static PerennialException ReadOnly(string path, Exception? cause = null) => new(
        "store/read-only",
        Fault.World,
        $"'{path}' may not be written. The workspace must be in a folder this user can write. Change its rights, or choose another folder with --out.",
        cause);

    // The engine gives files' failures as sentences; these are parts of them that do not change with the file.
    private static PerennialException? FromEngine(DuckDbException failure, string path)
    {
        bool Says(string part) => failure.EngineMessage.Contains(part, StringComparison.OrdinalIgnoreCase);
        return failure.Kind switch
        {
            DuckDbErrorKind.InputOutput or DuckDbErrorKind.Unknown when Says("No space left") || Says("Disk quota") || Says("not enough space") => DiskFull(path, failure),
            DuckDbErrorKind.InputOutput or DuckDbErrorKind.Unknown when Says("Permission denied") || Says("Read-only file system") || Says("Access is denied") => ReadOnly(path, failure),
            DuckDbErrorKind.InputOutput when Says("No files found") || Says("No such file") || Says("cannot find the") => Vanished(path, failure),
            DuckDbErrorKind.InputOutput => new PerennialException("store/failed", Fault.World, $"'{path}' could not be read or written: {failure.EngineMessage} Check the disk, then run again.", failure),
            _ => null,
        };
    }
}
