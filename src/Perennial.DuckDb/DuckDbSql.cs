namespace Perennial.DuckDb;

/// <summary>Makes safe SQL text where the engine takes no parameter: table names, file names in <c>COPY</c>.</summary>
public static class DuckDbSql
{
    /// <summary>Gives a text literal: quotes doubled, in quotes.</summary>
    public static string Literal(string text) => $"'{Checked(text).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Gives an identifier: double quotes doubled, in double quotes.</summary>
    public static string Identifier(string name) => $"\"{Checked(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Checked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("SQL text must not contain the character U+0000: the engine's interface would end there.", nameof(text))
            : text;
    }
}
