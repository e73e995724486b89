using System.Globalization;
using System.Text.Json;

namespace Perennial.Store;

/// <summary>Where things lie in a workspace. Nothing else knows.</summary>
/// <param name="Folder">The workspace's folder.</param>
internal sealed record WorkspaceLayout(string Folder)
{
    internal const string ManifestName = "manifest.json";
    internal const string ExportListName = ".list";
    internal const string BackupPrefix = "backup-format-";
    private const string ExportPrefix = "exports-";
    private const string PastPrefix = ".past-";

    internal string Format => Path.Combine(Folder, "FORMAT");

    internal string Published => Path.Combine(Folder, "PUBLISHED");

    internal string Raw => Path.Combine(Folder, "raw");

    internal string Runs => Path.Combine(Folder, "runs");

    internal string Vault => Path.Combine(Folder, "vault");

    /// <summary>Gives the folder of the run being written; there is one writer, so one is enough.</summary>
    internal string Staging => Durable.PartialOf(Path.Combine(Runs, "run"));

    /// <summary>Gives the folder that exports are made for: the one the workspace lies in.</summary>
    internal string ExportFolder => Path.GetDirectoryName(Folder) ?? Folder;

    /// <summary>Gives the folder of the exports being written.</summary>
    internal string StagedExports => Durable.PartialOf(Path.Combine(Folder, "exports"));

    /// <summary>Gives the folder of exports that are whole and go out when the pointer reaches a sequence.</summary>
    internal string Exports(long sequence) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{ExportPrefix}{sequence}"));

    internal string[] PromisedExports() => Directory.GetDirectories(Folder, ExportPrefix + "*");

    /// <summary>Gives the folder in which the files that went out with a sequence are kept: beside the workspace, which itself holds no id of a customer outside the vault.</summary>
    internal string Past(long sequence) => Path.Combine(ExportFolder, string.Create(CultureInfo.InvariantCulture, $"{PastPrefix}{sequence}"));

    /// <summary>Gives the sequences whose files are kept, the latest first.</summary>
    internal IReadOnlyList<long> PastSequences() => Directory.Exists(ExportFolder)
        ? [.. Directory.GetDirectories(ExportFolder, PastPrefix + "*").Select(path => long.TryParse(Path.GetFileName(path).AsSpan(PastPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence : 0).Where(sequence => sequence > 0).OrderDescending()]
        : [];

    internal string RawFile(string hash) => Path.Combine(Raw, hash + ".parquet");

    internal string Run(string name) => Path.Combine(Runs, name);

    internal string Manifest(string name) => Path.Combine(Runs, name, ManifestName);

    internal string Backup(int version) => Path.Combine(Folder, BackupPrefix + version);

    internal string[] Backups() => Directory.GetDirectories(Folder, BackupPrefix + "*");

    /// <summary>Gives what is published, or null where nothing is yet.</summary>
    internal Pointer? ReadPointer()
    {
        byte[]? json = StoreFault.Guard(Published, () => File.Exists(Published) ? File.ReadAllBytes(Published) : null);
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, StoreJson.Default.Pointer) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw StoreFault.Corrupt(Published, "the pointer to the published run cannot be read (" + e.Message + ")", e);
        }
    }

    /// <summary>Gives what a run is made of, by the name of its folder.</summary>
    internal Manifest ReadManifest(string name)
    {
        string path = Manifest(name);
        return StoreFault.Guard(path, () => Store.Manifest.FromJson(File.ReadAllBytes(path), path));
    }

    /// <summary>Gives the names of the folders below runs that are whole, in ordinal order.</summary>
    internal IEnumerable<string> RunNames() => Directory.Exists(Runs)
        ? Directory.GetDirectories(Runs).Where(folder => !Durable.IsPartial(folder)).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)
        : [];
}
