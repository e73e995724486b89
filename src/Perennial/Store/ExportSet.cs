using System.Text.Json;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>The files a run makes for the outside, until they are whole: they go out together, when the run is published, or not at all.</summary>
/// <remarks>They are placed beside the workspace's folder. Dispose it without publishing, and nothing of it stays.</remarks>
public sealed class ExportSet : IDisposable
{
    private readonly WorkspaceLayout _layout;
    private readonly Durable _durable;
    private readonly Lock _names = new();
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _dropped = [];
    private bool _open = true;

    internal ExportSet(WorkspaceLayout layout, Durable durable)
    {
        _layout = layout;
        _durable = durable;
        _durable.Delete(layout.StagedExports);
        _durable.CreateFolder(layout.StagedExports);
    }

    /// <summary>Gives the folder where the files wait.</summary>
    public string Folder => _layout.StagedExports;

    /// <summary>Writes a file.</summary>
    /// <param name="name">The name it will have.</param>
    /// <param name="content">Its content.</param>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        _durable.Write(Place(name), content);
        Add(name, ContentHash.Of(content));
    }

    /// <summary>Writes a file that something else makes, such as the engine.</summary>
    /// <param name="name">The name it will have.</param>
    /// <param name="write">Gets the path of a new file to fill.</param>
    public void Write(string name, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string path = Place(name);
        StoreFault.Guard(path, () => write(path));
        _durable.Sync(path);
        Add(name, ContentHash.OfFile(path));
    }

    /// <summary>Takes a file that is kept already, under a second name.</summary>
    internal void Take(string name, string from)
    {
        string path = Place(name);
        _durable.Link(from, path);
        Add(name, ContentHash.OfFile(path));
    }

    /// <summary>Says that this set has no such file, so that one of an earlier run does not stay beside the others.</summary>
    public void Drop(string name)
    {
        _ = Place(name);
        lock (_names)
        {
            _dropped.Add(name);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_open)
        {
            _open = false;
            try
            {
                _durable.Delete(_layout.StagedExports);
            }
            catch (PerennialException)
            {
                // The failure that brought us here is the one to tell; the next writer cleans up.
            }
        }
    }

    /// <summary>Makes the set durable and ties it to what is about to be published: from the moment the pointer says so, it will be placed, now or by the next writer.</summary>
    /// <param name="sequence">The sequence of the publishing.</param>
    /// <param name="run">The folder of the run.</param>
    /// <param name="origin">The sequence whose files these are, where they go out once more; else that of the publishing.</param>
    internal void Promise(long sequence, string run, long? origin = null)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        string promised = _layout.Exports(sequence);
        string[] files = [.. _files.Keys.Order(StringComparer.Ordinal)];
        ExportList list = new(files, [.. _dropped.Order(StringComparer.Ordinal)], run, origin ?? sequence, files.ToDictionary(file => file, file => _files[file], StringComparer.Ordinal));
        _durable.Write(Path.Combine(Folder, WorkspaceLayout.ExportListName), JsonSerializer.SerializeToUtf8Bytes(list, StoreJson.Default.ExportList));
        _durable.Delete(promised);
        _durable.Reveal(Folder, promised);
        _open = false;
    }

    private void Add(string name, string sha256)
    {
        lock (_names)
        {
            _files.Add(name, sha256);
        }
    }

    private string Place(string name)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        ArgumentException.ThrowIfNullOrEmpty(name);
        bool known;
        lock (_names)
        {
            known = _files.ContainsKey(name) || _dropped.Contains(name, StringComparer.Ordinal);
        }

        return known || name != Path.GetFileName(name) || name.StartsWith('.')
            ? throw new ArgumentException($"'{name}' cannot be written. Each file name is given once, without a folder or a leading dot.", nameof(name))
            : Path.Combine(Folder, name);
    }
}

/// <summary>What a set is made of: the files in it, and those it does not have; the run it belongs to, the sequence it first went out with, and the hash of each file.</summary>
internal sealed record ExportList(IReadOnlyList<string> Files, IReadOnlyList<string> Dropped, string? Run = null, long Origin = 0, IReadOnlyDictionary<string, string>? Sha256 = null);
