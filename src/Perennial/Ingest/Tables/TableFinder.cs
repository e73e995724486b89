using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Tables;

/// <summary>Tells which table of the contract a file holds: by its name and its columns together.</summary>
internal static class TableFinder
{
    // A file that is not named like a table must look like one in most of what it says; customers may say anything.
    private const int FewestColumns = 3;
    private const double LeastShare = 0.4;

    /// <summary>Finds the table.</summary>
    /// <param name="contract">The tables there are.</param>
    /// <param name="path">The file; its name says something.</param>
    /// <param name="columns">The columns found in it.</param>
    /// <returns>The table with its columns and why; or null and why not.</returns>
    public static (TableMatch? Match, string Why) Find(DataContract contract, string path, IReadOnlyList<SourceColumn> columns)
    {
        string[] words = NameEvidence.Words(Path.GetFileName(path).Split('.')[0]);
        var named = contract.Tables
            .Select(table => (Table: table, Length: Names(table).Max(name => Holds(words, NameEvidence.Words(name)))))
            .Where(found => found.Length > 0)
            .OrderByDescending(found => found.Length)
            .Select(found => found.Table)
            .FirstOrDefault();
        if (named is not null)
        {
            TableMatch match = ColumnMatcher.Match(named, columns);
            if (match.Columns.Count == 0)
            {
                return (null, $"named like {named.Name}, but with none of its columns");
            }

            return match.Lacking.Count == 0
                ? (match, $"named like {named.Name}, with {Columns(match)}")
                : (null, $"named like {named.Name}, but without {string.Join(", ", match.Lacking)}");
        }

        TableMatch[] fitting = [.. contract.Tables.Select(table => ColumnMatcher.Match(table, columns)).Where(match => match.Lacking.Count == 0 && Fits(match, columns.Count)).OrderByDescending(match => match.Columns.Count)];
        return fitting switch
        {
            [] => (null, "neither its name nor its columns are those of a table"),
            [var only] => (only, $"by its columns, {Columns(only)}"),
            [var best, var next, ..] when best.Columns.Count >= next.Columns.Count + 2 => (best, $"by its columns, {Columns(best)}"),
            _ => (null, $"its columns could be those of {string.Join(" or ", fitting.Take(3).Select(match => match.Table.Name))}, and its name does not decide"),
        };
    }

    private static bool Fits(TableMatch match, int columns) =>
        match.Columns.Count >= FewestColumns && match.Table.Key.All(match.Columns.ContainsKey) && (match.Table.Name == "customers" || match.Columns.Count >= LeastShare * columns);

    private static IEnumerable<string> Names(ContractTable table) => [table.Name, .. table.KnownAs];

    private static string Columns(TableMatch match) => $"{match.Columns.Count} of its {match.Table.Columns.Count} columns";

    // How many letters of the file's name are the phrase: the longest phrase says most (invoice_lines is not invoices).
    private static int Holds(string[] words, string[] phrase)
    {
        for (int start = 0; start + phrase.Length <= words.Length; start++)
        {
            if (words.AsSpan(start, phrase.Length).SequenceEqual(phrase))
            {
                return phrase.Sum(word => word.Length);
            }
        }

        return 0;
    }
}
