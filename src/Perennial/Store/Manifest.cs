using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Store;

/// <summary>What a run is made of and made from. Everything in it follows from the inputs, so that equal runs have equal manifests.</summary>
public sealed record Manifest
{
    /// <summary>Gives the version of this schema.</summary>
    public string Schema { get; init; } = "1.0.0";

    /// <summary>Gives the run's id: a hash of inputs, options, code version and seed.</summary>
    public required string RunId { get; init; }

    /// <summary>Gives the version of the code that made it.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Gives the seed of its random numbers.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Gives the day up to which the data were known.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Gives the options that decide the result, in ordinal order of their names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives the files that were read.</summary>
    public IReadOnlyList<ManifestInput> Inputs { get; init; } = [];

    /// <summary>Gives the content hashes of the raw rows it refers to; pruning keeps them.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Gives how much of the event log is included: the offset of the first event that is not.</summary>
    public long LogOffset { get; init; }

    /// <summary>Gives the run that was published before this one, where there was one. Filled by the store.</summary>
    public string? CreatedFrom { get; init; }

    /// <summary>Gives its place in the order of publishing. Filled by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>Gives the tables. Filled by the store.</summary>
    public IReadOnlyList<ManifestTable> Tables { get; init; } = [];

    /// <summary>Gives the other files. Filled by the store.</summary>
    public IReadOnlyList<ManifestDocument> Documents { get; init; } = [];

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.Manifest), (byte)'\n'];

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="Kernel.PerennialException">It is not one.</exception>
    internal static Manifest FromJson(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.Manifest) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw StoreFault.Corrupt(path, "the manifest cannot be read (" + e.Message + ")", e);
        }
    }
}

/// <summary>A file that was read.</summary>
public sealed record ManifestInput(string Path, string Sha256, long Rows);

/// <summary>A table of a run: <c>&lt;name&gt;.parquet</c>, ordered by its key.</summary>
public sealed record ManifestTable(string Name, string Key, long Rows, long Bytes, string Sha256);

/// <summary>Another file of a run, such as its record.</summary>
public sealed record ManifestDocument(string Name, long Bytes, string Sha256);

/// <summary>What is published: a folder below runs, and how many times something was published so far.</summary>
internal sealed record Pointer(string Run, long Sequence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Pointer))]
[JsonSerializable(typeof(LockHolder))]
[JsonSerializable(typeof(ExportList))]
internal sealed partial class StoreJson : JsonSerializerContext;
