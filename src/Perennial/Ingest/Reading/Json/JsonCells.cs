using System.Text;
using System.Text.Json;

namespace Perennial.Ingest.Reading.Json;

/// <summary>Turns one JSON object into named cells: nested names joined by dots, numbers as written, lists as their JSON.</summary>
internal sealed class JsonCells
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private string[] _cells = [];

    /// <summary>Gives the names met so far, in the order met.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    /// <summary>Gives the cells of the last object, by column; later columns may be missing.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Reads an object; gives what is wrong with it, or null.</summary>
    public string? Parse(ReadOnlySpan<byte> json)
    {
        Array.Clear(_cells);
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 64, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "not a JSON object";
            }

            Object(ref reader, string.Empty, json);
            return reader.Read() ? "more than one JSON object" : null;
        }
        catch (JsonException fault)
        {
            return $"not valid JSON: {fault.Message.Split(" LineNumber:")[0]}";
        }
        catch (InvalidOperationException)
        {
            return "text that is not valid Unicode";
        }
    }

    private void Object(ref Utf8JsonReader reader, string prefix, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = prefix + reader.GetString();
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    Object(ref reader, name + ".", json);
                    break;
                case JsonTokenType.StartArray:
                    int from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    Set(name, Encoding.UTF8.GetString(json[from..(int)reader.BytesConsumed]));
                    break;
                case JsonTokenType.String:
                    Set(name, reader.GetString() ?? string.Empty);
                    break;
                case JsonTokenType.Null:
                    Set(name, string.Empty);
                    break;
                default:
                    Set(name, Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
            }
        }
    }

    private void Set(string name, string cell)
    {
        if (!_columns.TryGetValue(name, out int column))
        {
            column = _columns.Count;
            _columns.Add(name, column);
        }

        if (column >= _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(16, column * 2));
        }

        _cells[column] = cell;
    }
}
