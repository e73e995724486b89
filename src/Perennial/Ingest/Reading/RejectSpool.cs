using System.Globalization;
using System.Text;
using Perennial.DuckDb;

namespace Perennial.Ingest.Reading;

/// <summary>Collects rejected records on disk, however many, and hands them to the engine at the end.</summary>
internal sealed class RejectSpool(string tempFolder) : IDisposable
{
    private const int LongestValue = 200;
    private CleanTextWriter? _writer;

    /// <summary>Gives a text cut to what a person can read in a table.</summary>
    public static string Shorten(string text) => text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue), "…");

    /// <summary>Rejects a record.</summary>
    public void Add(int fileNo, long line, string? column, ReadOnlySpan<byte> value, string reason)
    {
        // Cut before a character, never within.
        int length = Math.Min(value.Length, LongestValue * 4);
        Add(fileNo, line, column, Encoding.UTF8.GetString(value[..length]), reason);
    }

    /// <summary>Rejects a record.</summary>
    public void Add(int fileNo, long line, string? column, string value, string reason)
    {
        _writer ??= new CleanTextWriter(System.IO.Path.Combine(tempFolder, "rejects.txt"), 5);
        _writer.Add(fileNo.ToString(CultureInfo.InvariantCulture));
        _writer.Add(line.ToString(CultureInfo.InvariantCulture));
        _writer.Add(column ?? string.Empty);
        _writer.Add(Shorten(value));
        _writer.Add(reason);
        _writer.End(line);
    }

    /// <summary>Fills the table of rejects.</summary>
    public void Load(DuckDbConnection connection)
    {
        if (_writer is not { } writer)
        {
            return;
        }

        writer.Flush();
        string cells = string.Join(", ", Enumerable.Range(2, 3).Select(i => CleanText.Cell(i, writer.HasLineBreaks[i])));
        connection.Execute($"INSERT INTO ingest_rejects SELECT c0::INTEGER, c1::BIGINT, {cells} FROM {EngineText.Clean(writer.Path, 5)}");
    }

    /// <inheritdoc />
    public void Dispose() => _writer?.Dispose();
}
