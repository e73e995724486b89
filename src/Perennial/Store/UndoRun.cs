using System.Text.Json;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>Takes the published run back.</summary>
/// <remarks>Runs are never changed: the pointer goes on to a new sequence that names the earlier run, and its files go out as those of any run do. A crash leaves the one or the other, whole.</remarks>
internal static class UndoRun
{
    /// <summary>Publishes the run before the published one again.</summary>
    public static Undone Run(WorkspaceLayout layout, Durable durable, Func<ExportSet> exports)
    {
        Pointer pointer = layout.ReadPointer() ?? throw Nothing(layout, "nothing is published there");
        ExportList? current = ExportPlacement.Past(layout, pointer.Sequence);
        long origin = current?.Origin ?? pointer.Sequence;
        (string run, long from, ExportList list) = layout.PastSequences().Where(sequence => sequence < origin)
            .Select(sequence => (Sequence: sequence, List: ExportPlacement.Past(layout, sequence)))
            .Where(past => past.List is { Run: { } name } && Directory.Exists(layout.Run(name)))
            .Select(past => (past.List!.Run!, past.Sequence, past.List!))
            .FirstOrDefault();
        if (run is null)
        {
            throw Nothing(layout, $"'{layout.ReadManifest(pointer.Run).RunId}' is the first that is kept with its files");
        }

        using RunReader reader = RunReader.Open(layout, run) ?? throw StoreFault.Vanished(layout.Manifest(run));
        reader.Verify();
        using ExportSet set = exports();
        foreach (string file in list.Files)
        {
            string kept = Path.Combine(layout.Past(from), file);
            string hash = StoreFault.Guard(kept, () => ContentHash.OfFile(kept));
            if (list.Sha256?.GetValueOrDefault(file) is { } said && said != hash)
            {
                throw StoreFault.Corrupt(kept, $"its SHA-256 is {hash}, and was {said} when it went out");
            }

            set.Take(file, kept);
        }

        string[] removed = [.. list.Dropped.Concat(current?.Files ?? []).Except(list.Files, StringComparer.Ordinal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (string file in removed)
        {
            set.Drop(file);
        }

        Manifest taken = layout.ReadManifest(pointer.Run);
        set.Promise(pointer.Sequence + 1, run, list.Origin);
        durable.Replace(layout.Published, JsonSerializer.SerializeToUtf8Bytes(new Pointer(run, pointer.Sequence + 1), StoreJson.Default.Pointer));
        ExportPlacement.Settle(layout, durable);
        return new Undone(taken, reader.Manifest, list.Files, [.. removed.Intersect(current?.Files ?? [], StringComparer.Ordinal)]);
    }

    private static PerennialException Nothing(WorkspaceLayout layout, string why) =>
        new("store/nothing-to-undo", Fault.Usage, $"There is no run in '{layout.Folder}' to go back to: {why}. 'perennial runs' lists the runs; 'perennial run' makes one.");
}

/// <summary>What taking a run back did.</summary>
/// <param name="TakenBack">The run that was published.</param>
/// <param name="Published">The one that is now.</param>
/// <param name="Files">Files that went out once more.</param>
/// <param name="Removed">Files of the run taken back that the other has not, and that are gone.</param>
public sealed record Undone(Manifest TakenBack, Manifest Published, IReadOnlyList<string> Files, IReadOnlyList<string> Removed);
