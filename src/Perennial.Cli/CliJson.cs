using System.Text.Encodings.Web;
using System.Text.Json;

namespace Perennial.Cli;

/// <summary>How results look with <c>--json</c>: snake_case, indented, readable in every language.</summary>
internal static class CliJson
{
    public static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
