using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>The one writer of a workspace, until disposed.</summary>
public sealed class WorkspaceWriter : IDisposable
{
    private readonly WorkspaceLayout _layout;
    private readonly Durable _durable;
    private readonly WorkspaceLock _held;
    private bool _writing;

    internal WorkspaceWriter(WorkspaceLayout layout, Durable durable, WorkspaceLock held)
    {
        _layout = layout;
        _durable = durable;
        _held = held;
        foreach (string folder in new[] { layout.Raw, layout.Runs, layout.Vault })
        {
            durable.CreateFolder(folder);
        }

        Vault = new Vault(layout, durable);
        Clean();
    }

    /// <summary>Gives the customers' ids, for reading and writing.</summary>
    public Vault Vault { get; }

    /// <summary>Stores raw rows under the hash of their content, once however often they come, and gives the hash.</summary>
    /// <param name="connection">The engine with the rows.</param>
    /// <param name="query">A SELECT with an ORDER BY, so that equal rows give equal bytes. It must not carry personal fields.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public string AddRaw(DuckDbConnection connection, string query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        string partial = Durable.PartialOf(_layout.RawFile("rows"));
        ParquetFile.Write(connection, query, partial, cancellation: cancellation);
        _durable.Sync(partial);
        string hash = ContentHash.OfFile(partial);
        if (File.Exists(_layout.RawFile(hash)))
        {
            _durable.Delete(partial);
        }
        else
        {
            _durable.Move(partial, _layout.RawFile(hash));
        }

        return hash;
    }

    /// <summary>Begins the files that go out with the next run. One set at a time.</summary>
    public ExportSet Exports() => new(_layout, _durable);

    /// <summary>Begins a run. One at a time.</summary>
    public RunWriter Begin()
    {
        if (_writing)
        {
            throw new InvalidOperationException("A run is being written already. Publish or dispose it first.");
        }

        RunWriter writer = new(_layout, _durable, () => _writing = false);
        _writing = true;
        return writer;
    }

    /// <summary>Takes the published run back: publishes the one before it again, with the files that went out with it, at once and for good.</summary>
    /// <returns>What was taken back, and what is published now.</returns>
    /// <exception cref="Kernel.PerennialException">There is none before it, or what is kept of it is damaged.</exception>
    public Undone Undo() => _writing ? throw new InvalidOperationException("A run is being written. Publish or dispose it first.") : UndoRun.Run(_layout, _durable, Exports);

    /// <summary>Removes runs that are no longer needed, and raw rows that no run refers to. Never the published run, nor one that is being read.</summary>
    /// <param name="keep">How many of the latest runs stay, beside the published one.</param>
    /// <param name="inUse">Ids of further runs that stay, because an approval or an alias refers to them.</param>
    /// <returns>The ids of the runs removed.</returns>
    public IReadOnlyList<string> Prune(int keep, IReadOnlySet<string>? inUse = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        string? published = _layout.ReadPointer()?.Run;
        List<string> removed = [];
        var old = Manifests().Where(run => run.Name != published).OrderByDescending(run => run.Manifest.Sequence).Skip(keep);
        foreach ((string name, Manifest manifest) in old.Where(run => inUse?.Contains(run.Manifest.RunId) != true).ToList())
        {
            if (RunReader.TryWithdraw(_layout, name, _durable, out string withdrawn))
            {
                _durable.Delete(withdrawn);
                removed.Add(manifest.RunId);
            }
        }

        DropUnusedRaw();
        return removed;
    }

    /// <inheritdoc />
    public void Dispose() => _held.Dispose();

    // What no published run refers to is what a crash, or a run that failed, left behind. The exports of the published run are owed.
    private void Clean()
    {
        ExportPlacement.Settle(_layout, _durable);
        long last = _layout.ReadPointer()?.Sequence ?? 0;
        foreach (string partial in new[] { _layout.Folder, _layout.Raw, _layout.Runs, _layout.Vault }.SelectMany(Directory.GetFileSystemEntries).Where(Durable.IsPartial))
        {
            _durable.Delete(partial);
        }

        foreach (string name in _layout.RunNames().ToList())
        {
            if (!File.Exists(_layout.Manifest(name)) || _layout.ReadManifest(name).Sequence > last)
            {
                _durable.Delete(_layout.Run(name));
            }
        }

        DropUnusedRaw();
        Vault.Clean();
    }

    private void DropUnusedRaw()
    {
        HashSet<string> needed = [.. Manifests().SelectMany(run => run.Manifest.Raw)];
        foreach (string raw in Directory.GetFiles(_layout.Raw).Where(raw => !needed.Contains(Path.GetFileNameWithoutExtension(raw))))
        {
            _durable.Delete(raw);
        }
    }

    private IEnumerable<(string Name, Manifest Manifest)> Manifests() => _layout.RunNames().Select(name => (name, _layout.ReadManifest(name)));
}
