using Perennial.DuckDb;

namespace Perennial.Kernel;

/// <summary>Splits SQL text into statements and tells which parameters a statement names.</summary>
internal static class SqlStatements
{
    /// <summary>Splits at semicolons outside text literals, quoted names and comments.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> statements = [];
        int start = 0;
        bool hasCode = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\'' or '"')
            {
                i = Math.Max(i, text.IndexOf(c, i + 1));
                hasCode = true;
            }
            else if (c == '-' && i + 1 < text.Length && text[i + 1] == '-')
            {
                int end = text.IndexOf('\n', i);
                i = end < 0 ? text.Length : end;
            }
            else if (c == ';')
            {
                Take(i);
            }
            else if (!char.IsWhiteSpace(c))
            {
                hasCode = true;
            }
        }

        Take(text.Length);
        return statements;

        void Take(int end)
        {
            if (hasCode)
            {
                statements.Add(text[start..end].Trim());
            }

            start = end + 1;
            hasCode = false;
        }
    }

    /// <summary>Gives those of the parameters that the statement names as <c>$name</c> outside comments.</summary>
    public static DuckDbParameter[] Named(string statement, ReadOnlySpan<DuckDbParameter> parameters)
    {
        List<DuckDbParameter> named = [];
        foreach (DuckDbParameter parameter in parameters)
        {
            if (Names(statement, parameter.Name))
            {
                named.Add(parameter);
            }
        }

        return [.. named];
    }

    private static bool Names(string statement, string name)
    {
        foreach (ReadOnlySpan<char> line in statement.AsSpan().EnumerateLines())
        {
            int comment = line.IndexOf("--", StringComparison.Ordinal);
            ReadOnlySpan<char> code = comment < 0 ? line : line[..comment];
            for (int at = code.IndexOf('$'); at >= 0;)
            {
                ReadOnlySpan<char> rest = code[(at + 1)..];
                if (rest.StartsWith(name, StringComparison.Ordinal) && (rest.Length == name.Length || !IsNamePart(rest[name.Length])))
                {
                    return true;
                }

                int next = rest.IndexOf('$');
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return false;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
