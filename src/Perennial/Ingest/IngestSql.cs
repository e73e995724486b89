using System.Collections.Concurrent;
using System.Diagnostics;

namespace Perennial.Ingest;

/// <summary>The room's SQL files, with the places between double braces filled in.</summary>
internal static class IngestSql
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>Gives the text of Ingest/Sql/NAME.sql with each <c>{{place}}</c> replaced. Values from data are never pasted: only column names of ours, patterns of ours and quoted literals.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Place, string Sql)> places)
    {
        string text = Texts.GetOrAdd(name, Read);
        foreach ((string place, string sql) in places)
        {
            text = text.Replace("{{" + place + "}}", sql, StringComparison.Ordinal);
        }

        Debug.Assert(!text.Contains("{{", StringComparison.Ordinal), $"A place of {name}.sql was not filled in.");
        return text;
    }

    private static string Read(string name)
    {
        string resource = $"Ingest/Sql/{name}.sql";
        using Stream stream = typeof(IngestSql).Assembly.GetManifestResourceStream(resource) ?? throw new UnreachableException($"The program lacks its own file {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
