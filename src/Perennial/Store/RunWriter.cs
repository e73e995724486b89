using System.Text.Json;
using System.Text.RegularExpressions;
using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>A run while it is written: nobody sees it before <see cref="Publish"/>, and disposing it without that drops it.</summary>
public sealed partial class RunWriter : IDisposable
{
    private readonly WorkspaceLayout _layout;
    private readonly Durable _durable;
    private readonly List<ManifestTable> _tables = [];
    private readonly List<ManifestDocument> _documents = [];
    private readonly Action _over;
    private bool _open = true;

    internal RunWriter(WorkspaceLayout layout, Durable durable, Action over)
    {
        _layout = layout;
        _durable = durable;
        _over = over;
        _durable.Delete(_layout.Staging);
        _durable.CreateFolder(_layout.Staging);
    }

    /// <summary>Writes a table, ordered by its key, so that equal rows give equal bytes.</summary>
    /// <param name="connection">The engine with the data.</param>
    /// <param name="name">The table's name: lower-case letters, digits and underscores.</param>
    /// <param name="query">A SELECT, or the name of a table or view.</param>
    /// <param name="key">The columns that make a row unique, as SQL, such as <c>customer_key, day</c>; the rows are kept in their order.</param>
    /// <param name="ordered">Whether the rows come in that order already; sorting them again would cost more than writing them.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="PerennialException">The disk is full, or refuses.</exception>
    public ManifestTable Table(DuckDbConnection connection, string name, string query, string key, bool ordered = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        string path = Place(name, ".parquet", TableName());
        string source = query.AsSpan().ContainsAny(" \n(") ? $"({query})" : query;
        long rows = ParquetFile.Write(connection, ordered ? $"FROM {source}" : $"FROM {source} ORDER BY {key}", path, cancellation: cancellation);
        _durable.Sync(path);
        ManifestTable table = new(name, key, rows, new FileInfo(path).Length, ContentHash.OfFile(path));
        _tables.Add(table);
        return table;
    }

    /// <summary>Writes another file, such as the run's record as JSON.</summary>
    public void Document(string name, ReadOnlySpan<byte> content)
    {
        string path = Place(name, string.Empty, DocumentName());
        _durable.Write(path, content);
        _documents.Add(new ManifestDocument(name, content.Length, ContentHash.Of(content)));
    }

    /// <summary>Makes the run the published one, at once and for good; after a crash it either is, or the one before still is.</summary>
    /// <param name="draft">What the run was made from; tables, sequence and predecessor are filled in.</param>
    /// <param name="exports">Files to place beside the workspace, where there are any: all of them once the run is published, none before; the next writer finishes what was cut off.</param>
    /// <returns>The manifest as published. Where the same run was there already, byte for byte, that one is published again.</returns>
    public Manifest Publish(Manifest draft, ExportSet? exports = null)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ObjectDisposedException.ThrowIf(!_open, this);
        if (!RunName().IsMatch(draft.RunId))
        {
            throw new ArgumentException($"'{draft.RunId}' cannot be a run id. Lower-case letters, digits and '-' are allowed, up to 100.", nameof(draft));
        }

        foreach (string hash in draft.Raw.Where(hash => !File.Exists(_layout.RawFile(hash))))
        {
            throw new ArgumentException($"The run refers to raw rows {hash}, which the workspace does not hold. Add them first.", nameof(draft));
        }

        Pointer? before = _layout.ReadPointer();
        long sequence = (before?.Sequence ?? 0) + 1;
        string? createdFrom = before is null ? null : _layout.ReadManifest(before.Run).RunId;
        Manifest manifest = draft with
        {
            CreatedFrom = createdFrom,
            Sequence = sequence,
            Options = new SortedDictionary<string, string>(draft.Options.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            Tables = [.. _tables.OrderBy(table => table.Name, StringComparer.Ordinal)],
            Documents = [.. _documents.OrderBy(document => document.Name, StringComparer.Ordinal)],
        };
        (string name, Manifest? same) = Name(manifest);
        if (same is null)
        {
            _durable.Write(Path.Combine(_layout.Staging, WorkspaceLayout.ManifestName), manifest.ToJson());
            _durable.Reveal(_layout.Staging, _layout.Run(name));
        }
        else
        {
            _durable.Delete(_layout.Staging);
        }

        exports?.Promise(sequence, name);
        _durable.Replace(_layout.Published, JsonSerializer.SerializeToUtf8Bytes(new Pointer(name, sequence), StoreJson.Default.Pointer));
        Close();
        ExportPlacement.Settle(_layout, _durable);
        return same ?? manifest;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_open)
        {
            Close();
            try
            {
                _durable.Delete(_layout.Staging);
            }
            catch (PerennialException)
            {
                // The failure that brought us here is the one to tell; the next writer cleans up.
            }
        }
    }

    // The folder is called after the run; a run of the same id but with other bytes (other keys in the vault, say) gets a number behind it.
    private (string Name, Manifest? Same) Name(Manifest manifest)
    {
        string name = manifest.RunId;
        for (int number = 2; Directory.Exists(_layout.Run(name)); number++)
        {
            using RunReader? there = RunReader.Open(_layout, name);
            if (there is not null && there.Manifest.Tables.SequenceEqual(manifest.Tables) && there.Manifest.Documents.SequenceEqual(manifest.Documents)
                && there.Manifest.Raw.SequenceEqual(manifest.Raw, StringComparer.Ordinal) && there.Manifest.LogOffset == manifest.LogOffset)
            {
                return (name, there.Manifest);
            }

            name = $"{manifest.RunId}.{number}";
        }

        return (name, null);
    }

    private string Place(string name, string extension, Regex allowed)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        ArgumentNullException.ThrowIfNull(name);
        if (!allowed.IsMatch(name) || name == WorkspaceLayout.ManifestName)
        {
            throw new ArgumentException($"'{name}' cannot be a name in a run. Lower-case letters, digits, '_' and '-' are allowed (and a dot in documents).", nameof(name));
        }

        string path = Path.Combine(_layout.Staging, name + extension);
        return File.Exists(path) ? throw new ArgumentException($"The run has '{name}' already. Each name is written once.", nameof(name)) : path;
    }

    private void Close()
    {
        _open = false;
        _over();
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,99}$")]
    private static partial Regex TableName();

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,90}\\.[a-z0-9]{1,9}$")]
    private static partial Regex DocumentName();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,99}$")]
    private static partial Regex RunName();
}
