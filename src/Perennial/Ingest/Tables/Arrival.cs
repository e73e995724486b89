using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Tables;

/// <summary>A table that has come in so far: its files, in the order in which their records lie in the engine's table.</summary>
internal sealed class Arrival(ContractTable table)
{
    private readonly List<(int No, SourceTable Source, long First)> _files = [];
    private readonly HashSet<ContractColumn> _columns = [];
    private readonly SortedSet<string> _traits = new(StringComparer.Ordinal);
    private HashSet<ContractColumn>? _everywhere;
    private long _rows;

    public ContractTable Table => table;

    public string EngineName => $"ingest_{table.Name}";

    /// <summary>Gives the records found, those the reader rejected included.</summary>
    public long Records => _files.Sum(file => file.Source.Rows);

    /// <summary>Gives each file's number and the first of its rows in the engine's table.</summary>
    public IEnumerable<(int No, long First)> FirstRows => _files.Select(file => (file.No, file.First));

    public long Rejected => _files.Sum(file => file.Source.Rejected);

    /// <summary>Gives the columns of the contract that any file has, in the contract's order.</summary>
    public IEnumerable<ContractColumn> Columns => table.Columns.Where(_columns.Contains);

    public IReadOnlySet<string> Traits => _traits;

    /// <summary>Tells whether every file has every column of the key, so that the key names a row.</summary>
    public bool HasKey => table.Key.Count > 0 && table.Key.All(column => _everywhere!.Contains(column));

    public void Add(int no, SourceTable source, TableMatch match, IEnumerable<string> traits, long rows)
    {
        _files.Add((no, source, _rows));
        _rows += rows;
        _columns.UnionWith(match.Columns.Keys);
        _traits.UnionWith(traits);
        _everywhere ??= [.. match.Columns.Keys];
        _everywhere.IntersectWith(match.Columns.Keys);
    }

    /// <summary>Gives file and physical line of rows of the engine's table, in the order asked.</summary>
    public IReadOnlyList<(string Path, long Line)> Locate(IReadOnlyList<long> positions)
    {
        var places = new (string, long)[positions.Count];
        foreach ((int _, SourceTable source, long first) in _files)
        {
            long rows = source.Rows - source.Rejected;
            int[] mine = [.. Enumerable.Range(0, positions.Count).Where(i => positions[i] >= first && positions[i] < first + rows)];
            IReadOnlyList<long> lines = source.LineNumbers(1, [.. mine.Select(i => positions[i] - first + 1)]);
            for (int i = 0; i < mine.Length; i++)
            {
                places[mine[i]] = (source.Files[0].Path, lines[i]);
            }
        }

        return places;
    }
}
