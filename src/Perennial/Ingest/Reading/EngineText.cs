using System.Text;
using Perennial.Ingest.Reading.Text;

namespace Perennial.Ingest.Reading;

/// <summary>Words the engine's readers: every setting explicit, nothing left to its guesses.</summary>
internal static class EngineText
{
    /// <summary>Gives the FROM clause for a clean text (see <see cref="CleanText"/>) with columns c0 … and the line after them.</summary>
    public static string Clean(string path, int columns) => ReadCsv(path, columns + 1, (char)CleanText.Separator, quotes: false, skip: 0);

    /// <summary>Gives the FROM clause for a delimited text that was found clean.</summary>
    public static string Delimited(string path, Dialect dialect, long skip) =>
        ReadCsv(path, dialect.Columns, (char)dialect.Delimiter, dialect.Quoting == Quoting.Doubled, skip);

    /// <summary>Gives a text literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Gives a path as a literal; characters that would make it a pattern are taken literally.</summary>
    public static string PathLiteral(string path)
    {
        StringBuilder plain = new();
        foreach (char c in Path.GetFullPath(path))
        {
            plain.Append(c is '[' or '*' or '?' ? $"[{c}]" : c.ToString());
        }

        return Literal(plain.ToString());
    }

    private static string ReadCsv(string path, int columns, char delimiter, bool quotes, long skip)
    {
        string names = string.Join(", ", Enumerable.Range(0, columns).Select(i => $"'c{i}': 'VARCHAR'"));
        string quote = quotes ? "quote = '\"', escape = '\"'" : "quote = '', escape = ''";
        return $"read_csv({PathLiteral(path)}, auto_detect = false, header = false, columns = {{{names}}}, delim = '{delimiter}', {quote}, skip = {skip}, nullstr = '', comment = '', "
            + $"compression = 'none', strict_mode = true, hive_partitioning = false, parallel = true, max_line_size = {2 * RecordReader.MaxRecordBytes})";
    }
}
