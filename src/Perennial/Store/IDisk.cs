namespace Perennial.Store;

/// <summary>The changes the store makes to a file system, one by one, so that a test can drop those that were not synced and prove that nothing breaks.</summary>
/// <remarks>Reading needs no seam, nor does the engine: what it writes counts as lost until <see cref="Sync"/>.</remarks>
public interface IDisk
{
    /// <summary>Makes one folder; its parent exists.</summary>
    void CreateFolder(string path);

    /// <summary>Writes a file, replacing one of the same name in place.</summary>
    void Write(string path, ReadOnlySpan<byte> content);

    /// <summary>Waits until a file's content is on the medium.</summary>
    void Sync(string path);

    /// <summary>Waits until a folder's entries (made, moved, deleted) are on the medium.</summary>
    void SyncFolder(string path);

    /// <summary>Gives a file or folder another name, at once; a file replaces one of that name.</summary>
    void Move(string from, string to);

    /// <summary>Gives a file a second name, not taken yet, or where the file system knows no such thing a synced copy.</summary>
    void Link(string from, string to);

    /// <summary>Deletes a file, or a folder with all in it; nothing where there is nothing.</summary>
    void Delete(string path);
}
