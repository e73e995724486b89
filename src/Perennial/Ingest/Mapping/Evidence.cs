using Perennial.DuckDb;

namespace Perennial.Ingest.Mapping;

/// <summary>What is known about the columns of one input: their profiles, what their names say, and how they depend on each other.</summary>
internal sealed class Evidence
{
    /// <summary>Two candidates closer than this cannot be told apart.</summary>
    public const double Margin = 0.05;

    private readonly DuckDbConnection _connection;
    private readonly Dictionary<(int, int), (long Groups, double Share)> _dependencies = [];

    public Evidence(DuckDbConnection connection, IReadOnlyList<ColumnProfile> columns)
    {
        _connection = connection;
        Columns = columns;
    }

    public IReadOnlyList<ColumnProfile> Columns { get; }

    /// <summary>Gives what the column's name says, 0 where the data name no columns.</summary>
    public static double Name(Role role, ColumnProfile column) => column.Named ? NameEvidence.Score(role, column.Name) : 0;

    /// <summary>Joins name and content: each alone can convince, both together more so; content 0 is a veto.</summary>
    public static double Join(double name, double content) => content <= 0 ? 0 : 1 - ((1 - (0.9 * name)) * (1 - (0.6 * content)));

    /// <summary>Gives the share of values of a (those in more than one row) that meet a single value of b, and how many such values there are.</summary>
    public (long Groups, double Share) Determines(ColumnProfile a, ColumnProfile b)
    {
        if (!_dependencies.TryGetValue((a.Index, b.Index), out (long Groups, double Share) found))
        {
            string sql = IngestSql.Text("12_dependency", ("a", Cell.Name(a.Index)), ("b", Cell.Name(b.Index)));
            found = _connection.List(sql, row => (row.Int64(0), row.Int64(0) == 0 ? 0.0 : (double)row.Int64(1) / row.Int64(0)))[0];
            _dependencies[(a.Index, b.Index)] = found;
        }

        return found;
    }

    /// <summary>Tells whether two columns name the same things: every value of one meets a single value of the other, both ways.</summary>
    public bool OneToOne(ColumnProfile a, ColumnProfile b)
    {
        long closest = Math.Max(1, a.Distinct / 1000);
        if (Math.Abs(a.Distinct - b.Distinct) > closest || Math.Abs(a.Filled - b.Filled) > closest)
        {
            return false;
        }

        (long groups, double forth) = Determines(a, b);
        (_, double back) = Determines(b, a);
        return groups > 0 ? forth >= 0.999 && back >= 0.999 : a.Unique && b.Unique;
    }
}
