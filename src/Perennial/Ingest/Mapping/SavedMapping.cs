using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>A mapping kept for the next file of the same shape.</summary>
public sealed record SavedMapping
{
    /// <summary>Gives the version of this file's form.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init; } = "1.0.0";

    /// <summary>Gives role to column.</summary>
    [JsonPropertyName("columns")]
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Gives the code of the date format, or null to recognise it again.</summary>
    [JsonPropertyName("date_format")]
    public string? DateFormat { get; init; }

    /// <summary>Takes what a run used.</summary>
    public static SavedMapping From(ColumnMapping mapping)
    {
        MappedColumn? date = mapping.Columns.FirstOrDefault(column => column.Role == Role.Date.Word());
        string? code = date?.Format is { } words ? DateFormats.All.Select(format => (Code: format.Code(), Words: format.Words())).FirstOrDefault(format => words.StartsWith(format.Words, StringComparison.Ordinal)).Code : null;
        return new SavedMapping { Columns = mapping.Columns.ToDictionary(column => column.Role, column => column.Column, StringComparer.Ordinal), DateFormat = code };
    }

    /// <summary>Writes the mapping as JSON.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, SavedMappingJson.Default.SavedMapping) + "\n");

    /// <summary>Reads a mapping.</summary>
    /// <exception cref="PerennialException">The file is not there or is not a mapping.</exception>
    public static SavedMapping Load(string path)
    {
        try
        {
            SavedMapping? saved = JsonSerializer.Deserialize(File.ReadAllText(path), SavedMappingJson.Default.SavedMapping);
            return saved switch
            {
                not { Columns.Count: > 0 } => throw Bad(path, "names no columns", null),
                { Columns: var columns } when columns.Values.Any(column => column is null) => throw Bad(path, "gives a role no column", null),
                { DateFormat: { } code } when DateFormats.Find(code) is null => throw Bad(path, $"names the date format '{Printable.Text(code)}', which is none of {string.Join(", ", DateFormats.All.Select(format => format.Code()))}", null),
                _ => saved,
            };
        }
        catch (JsonException e)
        {
            throw Bad(path, $"is not a mapping ({Printable.Text(e.Message)})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad(path, "cannot be read", e);
        }
    }

    private static PerennialException Bad(string path, string what, Exception? inner) => new(
        "ingest/mapping-file",
        Fault.Usage,
        $"The mapping file '{Printable.Text(path)}' {what}. It is JSON such as {{\"columns\": {{\"customer\": \"customer_id\", \"date\": \"date\", \"amount\": \"total\"}}}}. Save one with --save-map.",
        inner);
}

/// <summary>Reads and writes saved mappings without reflection.</summary>
[JsonSerializable(typeof(SavedMapping))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class SavedMappingJson : JsonSerializerContext;
