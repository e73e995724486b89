using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>One published run, held open: while it is, nothing prunes it, and no writer disturbs it. Reading never waits for a writer.</summary>
public sealed class RunReader : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _hold;

    private RunReader(string folder, FileStream hold, Manifest manifest)
    {
        _folder = folder;
        _hold = hold;
        Manifest = manifest;
    }

    /// <summary>Gives what the run is made of.</summary>
    public Manifest Manifest { get; }

    /// <summary>Gives the path of a table's Parquet file.</summary>
    /// <exception cref="ArgumentException">The run has no such table.</exception>
    public string Table(string name) => Manifest.Tables.Any(table => table.Name == name)
        ? Path.Combine(_folder, name + ".parquet")
        : throw new ArgumentException($"Run {Manifest.RunId} has no table '{name}'. It has {string.Join(", ", Manifest.Tables.Select(table => table.Name))}.", nameof(name));

    /// <summary>Gives another file of the run, or null where it has none of that name.</summary>
    public byte[]? Document(string name)
    {
        if (!Manifest.Documents.Any(document => document.Name == name))
        {
            return null;
        }

        string path = Path.Combine(_folder, name);
        return StoreFault.Guard(path, () => File.ReadAllBytes(path));
    }

    /// <summary>Makes a view for each table, under the table's name, for this connection alone.</summary>
    public void Attach(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        foreach (ManifestTable table in Manifest.Tables)
        {
            ParquetFile.Define(connection, $"CREATE OR REPLACE TEMP VIEW {DuckDbSql.Identifier(table.Name)} AS SELECT *", Table(table.Name));
        }
    }

    /// <summary>Reads every byte and compares it with the manifest.</summary>
    /// <exception cref="Kernel.PerennialException">A file is damaged.</exception>
    public void Verify()
    {
        IEnumerable<(string Name, string Sha256)> files = Manifest.Tables.Select(table => (table.Name + ".parquet", table.Sha256))
            .Concat(Manifest.Documents.Select(document => (document.Name, document.Sha256)));
        foreach ((string name, string expected) in files)
        {
            string path = Path.Combine(_folder, name);
            string found = ContentHash.OfFile(path);
            if (found != expected)
            {
                throw StoreFault.Corrupt(path, $"its SHA-256 is {found}, and the manifest says {expected}");
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _hold.Dispose();

    /// <summary>Opens a run by the name of its folder; null where there is none of that name (any more).</summary>
    internal static RunReader? Open(WorkspaceLayout layout, string name)
    {
        string path = layout.Manifest(name);
        FileStream hold;
        try
        {
            hold = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (UnauthorizedAccessException e)
        {
            throw StoreFault.Translate(e, path)!;
        }
        catch (IOException)
        {
            // Gone, or taken by the one who prunes it, which is the same a moment later.
            return null;
        }

        try
        {
            byte[] json = new byte[hold.Length];
            hold.ReadExactly(json);
            RunReader reader = new(layout.Run(name), hold, Manifest.FromJson(json, path));
            reader.RequireFiles();
            return reader;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Tells whether nobody reads a run; then it is taken away from later readers as well, by giving its folder a name that none looks for.</summary>
    internal static bool TryWithdraw(WorkspaceLayout layout, string name, Durable durable, out string withdrawn)
    {
        withdrawn = Durable.PartialOf(layout.Run(name));
        FileStream alone;
        try
        {
            alone = new FileStream(layout.Manifest(name), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException)
        {
            // A folder without a manifest was never whole, so nobody reads it.
            durable.Move(layout.Run(name), withdrawn);
            return true;
        }
        catch (IOException)
        {
            return false;
        }

        using (alone)
        {
            if (OperatingSystem.IsWindows())
            {
                // Windows moves no folder with an open file in it; elsewhere holding on keeps readers out until the move.
                alone.Dispose();
            }

            durable.Move(layout.Run(name), withdrawn);
            return true;
        }
    }

    private void RequireFiles()
    {
        IEnumerable<(string Name, long Bytes)> files = Manifest.Tables.Select(table => (table.Name + ".parquet", table.Bytes))
            .Concat(Manifest.Documents.Select(document => (document.Name, document.Bytes)));
        foreach ((string name, long expected) in files)
        {
            FileInfo file = new(Path.Combine(_folder, name));
            if (!file.Exists)
            {
                throw StoreFault.Vanished(file.FullName);
            }

            if (file.Length != expected)
            {
                throw StoreFault.Corrupt(file.FullName, $"it has {file.Length} bytes, and the manifest says {expected}");
            }
        }
    }
}
