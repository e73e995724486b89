using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>Writes so that a crash at any moment leaves the old or the new, whole: content is synced before a name points to it, and names are synced before anything is built on them.</summary>
/// <remarks>What the world refuses comes out as a <see cref="PerennialException"/> with a code <c>store/…</c>.</remarks>
public sealed class Durable
{
    private const string Partial = ".partial-";
    private readonly IDisk _disk;

    /// <summary>Makes a writer on a disk.</summary>
    public Durable(IDisk disk) => _disk = disk;

    /// <summary>Gives a writer on the machine's file system.</summary>
    public static Durable OnSystem { get; } = new(SystemDisk.Instance);

    /// <summary>Writes a file, or replaces it.</summary>
    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        byte[] bytes = content.ToArray();
        Replace(path, partial => _disk.Write(partial, bytes));
    }

    /// <summary>Writes a file, or replaces it: <paramref name="write"/> gets the name of a new file beside it and fills that, with the engine for example.</summary>
    public void Replace(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string partial = PartialOf(path);
        StoreFault.Guard(path, () =>
        {
            try
            {
                write(partial);
                _disk.Sync(partial);
                _disk.Move(partial, path);
            }
            catch (Exception e) when (e is PerennialException or IOException or UnauthorizedAccessException or DuckDbException or OperationCanceledException)
            {
                DropQuietly(partial);
                throw;
            }

            _disk.SyncFolder(FolderOf(path));
        });
    }

    /// <summary>Makes a folder and those above it.</summary>
    public void CreateFolder(string path) => StoreFault.Guard(path, () => Create(Path.GetFullPath(path)));

    /// <summary>Makes everything in a new folder durable, then gives it its name at once.</summary>
    /// <param name="from">A flat folder whose files were synced one by one.</param>
    /// <param name="to">Its name, not taken yet, in the same folder.</param>
    public void Reveal(string from, string to) => StoreFault.Guard(to, () =>
    {
        _disk.SyncFolder(from);
        _disk.Move(from, to);
        _disk.SyncFolder(FolderOf(to));
    });

    /// <summary>Writes a file whose folder nobody knows yet (see <see cref="Reveal"/>).</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        byte[] bytes = content.ToArray();
        StoreFault.Guard(path, () =>
        {
            _disk.Write(path, bytes);
            _disk.Sync(path);
        });
    }

    /// <summary>Waits until a file another program wrote is on the medium.</summary>
    public void Sync(string path) => StoreFault.Guard(path, () => _disk.Sync(path));

    /// <summary>Waits until a folder's entries are on the medium.</summary>
    public void SyncFolder(string path) => StoreFault.Guard(path, () => _disk.SyncFolder(path));

    /// <summary>Gives a file its name, replacing another; its content was synced.</summary>
    public void Move(string from, string to) => StoreFault.Guard(to, () =>
    {
        _disk.Move(from, to);
        _disk.SyncFolder(FolderOf(to));
    });

    /// <summary>Gives a synced file a second name, replacing another; the caller syncs the folder.</summary>
    public void Link(string from, string to) => StoreFault.Guard(to, () =>
    {
        _disk.Delete(to);
        _disk.Link(from, to);
    });

    /// <summary>Gives a file its name within its folder, replacing another; the caller syncs the folder.</summary>
    public void Rename(string from, string to) => StoreFault.Guard(to, () =>
    {
        _disk.Move(from, to);

        // Where both were names of one file already, moving does nothing.
        _disk.Delete(from);
    });

    /// <summary>Deletes a file; the caller syncs the folder.</summary>
    public void Drop(string path) => StoreFault.Guard(path, () => _disk.Delete(path));

    /// <summary>Deletes a folder so that it is never found half-deleted: it first loses its name.</summary>
    public void Withdraw(string path)
    {
        Move(path, PartialOf(path));
        Delete(PartialOf(path));
    }

    /// <summary>Deletes a file or a folder, and waits until it is gone for good.</summary>
    public void Delete(string path) => StoreFault.Guard(path, () =>
    {
        _disk.Delete(path);
        _disk.SyncFolder(FolderOf(path));
    });

    /// <summary>Gives the name under which a file is written before it is whole.</summary>
    internal static string PartialOf(string path) => Path.Combine(FolderOf(path), Partial + Path.GetFileName(path));

    /// <summary>Tells whether a name is that of something unfinished.</summary>
    internal static bool IsPartial(string path) => Path.GetFileName(path).StartsWith(Partial, StringComparison.Ordinal);

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    private void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (File.Exists(path))
        {
            throw StoreFault.NotAFolder(path);
        }

        string parent = FolderOf(path);
        if (parent != path)
        {
            Create(parent);
        }

        try
        {
            _disk.CreateFolder(path);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // The parent is there: a file system that takes no new folders, such as /proc, refuses with this.
            throw StoreFault.NoFolders(path, e);
        }

        _disk.SyncFolder(parent);
    }

    // The failure that brought us here is the one to tell; a leftover is cleaned by the next writer.
    private void DropQuietly(string path)
    {
        try
        {
            _disk.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
