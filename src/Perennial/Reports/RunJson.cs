using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Reports;

/// <summary>run.json: the <see cref="RunRecord"/> in snake_case, every number round-trip, never NaN or infinity.</summary>
public static class RunJson
{
    // Relaxed: the file is read by programs and people, never pasted into a page; ids stay readable in every script.
    private static readonly RunJsonContext Context = new(new JsonSerializerOptions(RunJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes the record as UTF-8.</summary>
    public static void Write(Stream target, RunRecord record)
    {
        JsonSerializer.Serialize(target, record, Context.RunRecord);
        target.WriteByte((byte)'\n');
    }

    /// <summary>Reads a record back. A null where a number was required reads as NaN: "not known".</summary>
    /// <exception cref="JsonException">The text is not a run record.</exception>
    public static RunRecord Read(Stream source) =>
        JsonSerializer.Deserialize(source, Context.RunRecord) ?? throw new JsonException("The file holds null, not a run record.");
}

/// <summary>Writes what is not a finite number as null.</summary>
internal sealed class FiniteOrNull : JsonConverter<double>
{
    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
