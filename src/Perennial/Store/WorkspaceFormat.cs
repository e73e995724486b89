using System.Globalization;
using System.Text;
using Perennial.Kernel;

namespace Perennial.Store;

/// <summary>One step of a migration: changes a workspace from its version to the next. It may be run again after a crash.</summary>
/// <param name="From">The version it starts from.</param>
/// <param name="Apply">What it does to the folder.</param>
internal sealed record FormatStep(int From, Action<string, Durable> Apply);

/// <summary>The format version of a workspace: newer ones are refused, older ones migrated after a copy.</summary>
/// <param name="Current">The version this code writes.</param>
/// <param name="Steps">One step for each older version.</param>
internal sealed record WorkspaceFormat(int Current, IReadOnlyList<FormatStep> Steps)
{
    /// <summary>Gives the format of this code. Version 1 is the first; a new version adds a step and a fixture of the old one.</summary>
    internal static WorkspaceFormat Today { get; } = new(1, []);

    /// <summary>Gives the version of a workspace, or null where there is none.</summary>
    /// <exception cref="PerennialException">It is newer than this code, or not a version.</exception>
    internal int? Read(WorkspaceLayout layout)
    {
        string? text = StoreFault.Guard(layout.Format, () => File.Exists(layout.Format) ? File.ReadAllText(layout.Format).Trim() : null);
        if (text is null)
        {
            return layout.ReadPointer() is null ? null : throw StoreFault.Vanished(layout.Format);
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1)
        {
            throw StoreFault.Corrupt(layout.Format, $"'{text}' is not a format version");
        }

        return version <= Current
            ? version
            : throw new PerennialException(
                "store/format-newer",
                Fault.World,
                $"The workspace '{layout.Folder}' has format {version}, written by a newer Perennial. This one reads formats up to {Current}. Update Perennial, or choose another folder with --out.");
    }

    /// <summary>Refuses what cannot be read as it is.</summary>
    internal void RequireReadable(WorkspaceLayout layout)
    {
        if (Read(layout) is { } version && version < Current)
        {
            throw new PerennialException(
                "store/format-older",
                Fault.World,
                $"The workspace '{layout.Folder}' has the older format {version}; this Perennial reads format {Current}. A run migrates it, after a copy: run once, then read.");
        }
    }

    /// <summary>Makes a workspace one of today: a new one is marked, an older one copied and migrated.</summary>
    internal void Establish(WorkspaceLayout layout, Durable durable)
    {
        int? version = Read(layout);
        for (int at = version ?? Current; at < Current; at++)
        {
            if (at == version)
            {
                Copy(layout, durable, at);
            }

            Steps.Single(step => step.From == at).Apply(layout.Folder, durable);
        }

        if (version != Current)
        {
            durable.Replace(layout.Format, Encoding.UTF8.GetBytes(Current.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
    }

    // A copy that has its name is whole; so a migration that crashed goes on from its first copy.
    private static void Copy(WorkspaceLayout layout, Durable durable, int version)
    {
        string backup = layout.Backup(version);
        if (Directory.Exists(backup))
        {
            return;
        }

        string partial = Durable.PartialOf(backup);
        durable.Delete(partial);
        CopyFolder(layout.Folder, partial, durable, path => !Path.GetFileName(path).StartsWith(WorkspaceLayout.BackupPrefix, StringComparison.Ordinal)
            && !Path.GetFileName(path).StartsWith("LOCK", StringComparison.Ordinal)
            && !Durable.IsPartial(path));
        durable.Reveal(partial, backup);
    }

    private static void CopyFolder(string from, string to, Durable durable, Func<string, bool> wanted)
    {
        durable.CreateFolder(to);
        foreach (string file in Directory.GetFiles(from).Where(wanted))
        {
            string copy = Path.Combine(to, Path.GetFileName(file));
            StoreFault.Guard(copy, () => File.Copy(file, copy));
            durable.Sync(copy);
        }

        foreach (string folder in Directory.GetDirectories(from).Where(wanted))
        {
            string copy = Path.Combine(to, Path.GetFileName(folder));
            CopyFolder(folder, copy, durable, wanted);
            durable.SyncFolder(copy);
        }
    }
}
