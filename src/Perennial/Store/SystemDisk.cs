using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Perennial.Store;

/// <summary>The file system of the machine.</summary>
public sealed class SystemDisk : IDisk
{
    /// <summary>Gives the one instance.</summary>
    public static SystemDisk Instance { get; } = new();

    /// <inheritdoc />
    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc />
    public void Write(string path, ReadOnlySpan<byte> content) => File.WriteAllBytes(path, content);

    /// <inheritdoc />
    public void Sync(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <inheritdoc />
    public void SyncFolder(string path)
    {
        // Windows writes folder entries through its journal and cannot sync a folder.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        nint descriptor = OpenReadOnly(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder '{path}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
        }

        using SafeFileHandle folder = new(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(folder);
    }

    /// <inheritdoc />
    public void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: true);
        }
    }

    /// <inheritdoc />
    public void Link(string from, string to)
    {
        if (OperatingSystem.IsWindows() || SecondName(from, to) != 0)
        {
            File.Copy(from, to, overwrite: true);
            Sync(to);
        }
    }

    /// <inheritdoc />
    public void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
        }
    }

    // .NET opens no folders; a read-only descriptor is all that a sync needs (O_RDONLY is 0 everywhere).
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenReadOnly([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SecondName([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
