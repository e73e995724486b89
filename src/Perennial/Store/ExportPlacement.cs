using System.Text.Json;

namespace Perennial.Store;

/// <summary>Places promised exports beside the workspace. Stopped at any point and begun again, it ends the same: the promised files stay until all have their place for good.</summary>
internal static class ExportPlacement
{
    /// <summary>Tells whether the published run's exports were promised and are not placed yet.</summary>
    internal static bool IsDue(WorkspaceLayout layout) => layout.ReadPointer() is { } pointer && Directory.Exists(layout.Exports(pointer.Sequence));

    // How many sets before the published one are kept: so often can a run be taken back.
    private const int Kept = 2;

    /// <summary>Places the exports of what is published, keeps them for who takes the next run back, and drops those of a run that never was.</summary>
    internal static void Settle(WorkspaceLayout layout, Durable durable)
    {
        long published = layout.ReadPointer()?.Sequence ?? 0;
        foreach (string promised in layout.PromisedExports())
        {
            if (promised == layout.Exports(published))
            {
                // Kept means placed: then the promised set may go, and may be found half gone.
                if (!Directory.Exists(layout.Past(published)))
                {
                    Place(promised, layout.ExportFolder, durable);
                    Keep(promised, layout.Past(published), durable);
                }

                durable.Delete(promised);
            }
            else
            {
                durable.Withdraw(promised);
            }
        }

        Trim(layout, durable, published);
    }

    /// <summary>Reads what a kept set is made of; null where none of that sequence is kept.</summary>
    internal static ExportList? Past(WorkspaceLayout layout, long sequence) =>
        Directory.Exists(layout.Past(sequence)) ? Read(Path.Combine(layout.Past(sequence), WorkspaceLayout.ExportListName)) : null;

    // What was taken back is not needed again, nor what lies further back than anybody may go.
    private static void Trim(WorkspaceLayout layout, Durable durable, long published)
    {
        IReadOnlyList<long> past = layout.PastSequences();
        if (past.Count == 0)
        {
            return;
        }

        long origin = Past(layout, published)?.Origin ?? published;
        HashSet<long> needed = [published, .. past.Where(sequence => sequence < origin).Take(Kept)];
        foreach (long sequence in past.Where(sequence => !needed.Contains(sequence)))
        {
            durable.Withdraw(layout.Past(sequence));
        }
    }

    private static void Place(string promised, string into, Durable durable)
    {
        ExportList list = Read(Path.Combine(promised, WorkspaceLayout.ExportListName));

        // All that takes time comes first: between the first new name and the last there are only renames.
        foreach (string name in list.Files)
        {
            durable.Link(Path.Combine(promised, name), Durable.PartialOf(Path.Combine(into, name)));
        }

        foreach (string name in list.Files)
        {
            durable.Rename(Durable.PartialOf(Path.Combine(into, name)), Path.Combine(into, name));
        }

        foreach (string name in list.Dropped)
        {
            durable.Drop(Path.Combine(into, name));
        }

        durable.SyncFolder(into);
    }

    // Beside the promised set until it is whole, so that a crash leaves the one or the other: a move between two folders may be half done.
    private static void Keep(string promised, string past, Durable durable)
    {
        string partial = Durable.PartialOf(past);
        if (Directory.Exists(partial))
        {
            durable.Delete(partial);
        }

        durable.CreateFolder(partial);
        foreach (string file in Directory.GetFiles(promised).Order(StringComparer.Ordinal))
        {
            durable.Link(file, Path.Combine(partial, Path.GetFileName(file)));
        }

        durable.SyncFolder(partial);
        durable.Move(partial, past);
    }

    private static ExportList Read(string path) => StoreFault.Guard(path, () =>
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.ExportList) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw StoreFault.Corrupt(path, "the list of exports cannot be read (" + e.Message + ")", e);
        }
    });
}
