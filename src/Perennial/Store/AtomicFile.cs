namespace Perennial.Store;

/// <summary>Writes a file so that a reader sees the old one or the whole new one, never a part: a temporary file beside it, synced, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes through a stream.</summary>
    public static void Write(string path, Action<Stream> write) => Through(path, temporary =>
    {
        using FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    });

    /// <summary>Lets somebody else, such as the engine, write the temporary file; then syncs and renames it.</summary>
    /// <param name="path">The file wanted.</param>
    /// <param name="write">Writes the file whose path it is given.</param>
    public static void Through(string path, Action<string> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.Delete(temporary);
            write(temporary);
            using (FileStream written = new(temporary, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
