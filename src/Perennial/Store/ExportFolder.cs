namespace Perennial.Store;

/// <summary>The folder for results made for the outside. Every file in it is whole, whatever happens: the old one or the new one.</summary>
/// <remarks>Hold the workspace's writer while writing, so that two runs do not mix their files.</remarks>
public sealed class ExportFolder
{
    private readonly Durable _durable;

    /// <summary>Makes the folder where needed, and clears what a crash left behind.</summary>
    public ExportFolder(string folder)
        : this(folder, Durable.OnSystem)
    {
    }

    internal ExportFolder(string folder, Durable durable)
    {
        Folder = Path.GetFullPath(folder);
        _durable = durable;
        _durable.CreateFolder(Folder);
        foreach (string partial in StoreFault.Guard(Folder, () => Directory.GetFiles(Folder)).Where(Durable.IsPartial))
        {
            _durable.Delete(partial);
        }
    }

    /// <summary>Gives the folder.</summary>
    public string Folder { get; }

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its content.</param>
    /// <returns>The full path.</returns>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = Path.Combine(Folder, name);
        _durable.Replace(path, content);
        return path;
    }

    /// <summary>Writes a file that something else makes, such as the engine.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Gets the path of a new file to fill; it is given its name afterwards.</param>
    /// <returns>The full path.</returns>
    public string Write(string name, Action<string> write)
    {
        string path = Path.Combine(Folder, name);
        _durable.Replace(path, write);
        return path;
    }
}
