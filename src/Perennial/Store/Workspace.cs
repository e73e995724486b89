using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>A folder with all that Perennial knows: raw rows, runs, the pointer to the published one, the vault.</summary>
/// <remarks>Opening it is for reading and touches nothing. Readers never wait; one writer at a time holds <see cref="Write"/>.</remarks>
public sealed class Workspace
{
    private const int Attempts = 5;
    private readonly WorkspaceLayout _layout;
    private readonly WorkspaceFormat _format;
    private readonly Durable _durable;

    internal Workspace(string folder, IDisk disk, WorkspaceFormat format)
    {
        _layout = new WorkspaceLayout(Path.GetFullPath(folder));
        _format = format;
        _durable = new Durable(disk);
        _format.Read(_layout);
    }

    /// <summary>Gives the folder.</summary>
    public string Folder => _layout.Folder;

    /// <summary>Opens a workspace; one that does not exist yet is empty.</summary>
    /// <exception cref="PerennialException">It was written by a newer Perennial, or is damaged.</exception>
    public static Workspace Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new Workspace(folder, SystemDisk.Instance, WorkspaceFormat.Today);
    }

    /// <summary>Opens the published run, or gives null where nothing is published yet. Dispose it when done.</summary>
    /// <exception cref="PerennialException">It is damaged.</exception>
    public RunReader? Published()
    {
        _format.RequireReadable(_layout);
        for (int attempt = 1; _layout.ReadPointer() is { } pointer; attempt++)
        {
            if (RunReader.Open(_layout, pointer.Run) is { } reader)
            {
                return reader;
            }

            // A writer may have published the next run, and pruned this one, in between.
            if (attempt == Attempts)
            {
                throw StoreFault.Vanished(_layout.Manifest(pointer.Run));
            }

            Thread.Sleep(attempt * 10);
        }

        return null;
    }

    /// <summary>Opens an earlier run.</summary>
    /// <exception cref="PerennialException">There is none of that id.</exception>
    public RunReader Read(string runId)
    {
        _format.RequireReadable(_layout);
        foreach (string name in PublishedNames().Reverse())
        {
            RunReader? reader = RunReader.Open(_layout, name);
            if (reader?.Manifest.RunId == runId)
            {
                return reader;
            }

            reader?.Dispose();
        }

        throw new PerennialException("store/no-run", Fault.Usage, $"The workspace '{Folder}' has no run '{runId}'. It has {string.Join(", ", Runs().Select(run => run.RunId).DefaultIfEmpty("none yet"))}.");
    }

    /// <summary>Gives the runs that were published, in that order.</summary>
    public IReadOnlyList<Manifest> Runs()
    {
        _format.RequireReadable(_layout);
        return [.. PublishedNames().Select(name => (Name: name, Manifest: Describe(name))).Where(run => run.Manifest is not null)
            .OrderBy(run => run.Manifest!.Sequence).ThenBy(run => run.Name, StringComparer.Ordinal).Select(run => run.Manifest!)];
    }

    /// <summary>Gives the path of raw rows, by their content hash.</summary>
    /// <exception cref="PerennialException">They are not there.</exception>
    public string Raw(string hash)
    {
        string path = _layout.RawFile(hash);
        return File.Exists(path) ? path : throw StoreFault.Vanished(path);
    }

    /// <summary>Gives the path of raw rows whose bytes were compared with their hash.</summary>
    /// <exception cref="PerennialException">They are not there, or damaged.</exception>
    public string VerifiedRaw(string hash)
    {
        string path = Raw(hash);
        string found = StoreFault.Guard(path, () => ContentHash.OfFile(path));
        return found == hash ? path : throw StoreFault.Corrupt(path, $"its SHA-256 is {found}, and its name says {hash}");
    }

    /// <summary>Gives the customers' ids, for reading.</summary>
    public VaultReader Vault() => new(_layout);

    /// <summary>Finishes placing the published run's exports, where a crash cut that off. Touches nothing where nothing is owed, or where this user may not write.</summary>
    /// <param name="what">What the caller does, for those who find the workspace busy.</param>
    /// <exception cref="PerennialException">They cannot be placed.</exception>
    public void SettleExports(string what)
    {
        _format.RequireReadable(_layout);
        if (ExportPlacement.IsDue(_layout))
        {
            try
            {
                Write(what).Dispose();
            }
            catch (StoreBusyException)
            {
                // Whoever writes places them first.
            }
            catch (PerennialException e) when (e.Code == "store/read-only")
            {
                // A reader who may not write reads on; the files wait for one who may.
            }
        }
    }

    /// <summary>Becomes the one writer: makes the folder where needed, migrates an older format, finishes exports that are owed, and clears what a crash left behind.</summary>
    /// <param name="what">What the writer does, for those who find the workspace busy, such as <c>perennial run</c>.</param>
    /// <exception cref="StoreBusyException">Another process writes.</exception>
    public WorkspaceWriter Write(string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(what);
        _durable.CreateFolder(Folder);
        WorkspaceLock held = StoreFault.Guard(Folder, () => WorkspaceLock.Take(Folder, what));
        try
        {
            _format.Establish(_layout, _durable);
            return new WorkspaceWriter(_layout, _durable, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // A run is published from the moment the pointer named it, or a later one.
    private IEnumerable<string> PublishedNames()
    {
        long last = _layout.ReadPointer()?.Sequence ?? 0;
        return _layout.RunNames().Where(name => Describe(name) is { } manifest && manifest.Sequence <= last);
    }

    private Manifest? Describe(string name)
    {
        string path = _layout.Manifest(name);
        try
        {
            return Manifest.FromJson(File.ReadAllBytes(path), path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
