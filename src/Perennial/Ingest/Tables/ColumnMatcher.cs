using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Tables;

/// <summary>A file's columns as those of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Which column of the file, by index, holds which of the table.</param>
/// <param name="Lacking">Required columns that the file lacks and nothing stands in for.</param>
internal sealed record TableMatch(ContractTable Table, IReadOnlyDictionary<ContractColumn, SourceColumn> Columns, IReadOnlyList<string> Lacking);

/// <summary>Finds the columns of a table in a file: by their names, or other names they are known by; case, blanks and underscores do not matter.</summary>
internal static class ColumnMatcher
{
    /// <summary>Matches every column once, own names before other names.</summary>
    /// <param name="table">The table wanted.</param>
    /// <param name="columns">The columns of the file.</param>
    /// <param name="stated">What the user says: the contract's column and the file's.</param>
    public static TableMatch Match(ContractTable table, IReadOnlyList<SourceColumn> columns, IReadOnlyDictionary<string, string>? stated = null)
    {
        var found = new Dictionary<ContractColumn, SourceColumn>();
        var taken = new HashSet<int>();
        var byName = columns.GroupBy(column => Plain(column.Name), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        if (stated is not null)
        {
            foreach ((string name, string of) in stated)
            {
                if (table.Find(name) is { } column && byName.TryGetValue(Plain(of), out SourceColumn? source))
                {
                    Take(column, source);
                }
            }
        }

        foreach (ContractColumn column in table.Columns)
        {
            TakeNamed(column, column.Name);
        }

        foreach (ContractColumn column in table.Columns)
        {
            foreach (string name in column.KnownAs)
            {
                TakeNamed(column, name);
            }
        }

        string[] lacking = [.. table.Columns.Where(column => column.Required && !found.ContainsKey(column) && !StandsIn(column)).Select(column => column.Name)];
        return new TableMatch(table, found, lacking);

        void TakeNamed(ContractColumn column, string name)
        {
            if (!found.ContainsKey(column) && byName.TryGetValue(Plain(name), out SourceColumn? source) && !taken.Contains(source.Index))
            {
                Take(column, source);
            }
        }

        void Take(ContractColumn column, SourceColumn source)
        {
            found[column] = source;
            taken.Add(source.Index);
        }

        bool StandsIn(ContractColumn column) => column.LookedUpThrough is { } through && found.Keys.Any(other => other.Name == through.Split('.')[1]);
    }

    private static string Plain(string name) => string.Concat(NameEvidence.Words(name));
}
