namespace Perennial.Models.Learning;

/// <summary>What is known of customers: named columns of numbers, a row each. NaN stands for "not known".</summary>
public sealed class FeatureTable
{
    private readonly string[] _names;
    private readonly double[][] _columns;

    /// <summary>Makes a table of columns, which are kept, not copied.</summary>
    /// <param name="names">Names of the columns, each once.</param>
    /// <param name="columns">A column a name, all n long; finite, or NaN where the value is not known.</param>
    /// <exception cref="ArgumentException">Names repeat, columns differ in number or length, or a value is infinite.</exception>
    public FeatureTable(IReadOnlyList<string> names, double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        if (names.Count != columns.Length || names.Count == 0)
        {
            throw new ArgumentException($"There are {names.Count} names and {columns.Length} columns. Give one column a name, and at least one.", nameof(columns));
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException($"The feature '{names.GroupBy(name => name, StringComparer.Ordinal).First(group => group.Count() > 1).Key}' is there twice. Give each once.", nameof(names));
        }

        for (int j = 0; j < columns.Length; j++)
        {
            if (columns[j].Length != columns[0].Length)
            {
                throw new ArgumentException($"'{names[0]}' has {columns[0].Length} rows and '{names[j]}' has {columns[j].Length}. All columns are equally long.", nameof(columns));
            }

            int infinite = Array.FindIndex(columns[j], double.IsInfinity);
            if (infinite >= 0)
            {
                throw new ArgumentException($"'{names[j]}' is infinite in row {infinite}. A feature is a finite number, or NaN where it is not known.", nameof(columns));
            }
        }

        _names = [.. names];
        _columns = columns;
    }

    /// <summary>Gives the names of the columns.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Gives the number of rows.</summary>
    public int Count => _columns[0].Length;

    /// <summary>Gives the number of columns.</summary>
    public int Width => _columns.Length;

    /// <summary>Gives a column.</summary>
    /// <param name="column">Its place, from 0.</param>
    /// <returns>n values; NaN where not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> Column(int column) => column >= 0 && column < Width
        ? _columns[column]
        : throw new ArgumentOutOfRangeException(nameof(column), column, $"There are {Width} columns, numbered from 0.");

    /// <summary>Gives the place of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int IndexOf(string name)
    {
        int found = Array.IndexOf(_names, name);
        return found >= 0 ? found : throw new ArgumentException($"There is no feature '{name}'. There are: {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>Gives the table of some rows.</summary>
    /// <param name="rows">Places of rows, from 0; a row may come several times.</param>
    public FeatureTable Rows(ReadOnlySpan<int> rows)
    {
        Histories.HistoryDoor.Rows(rows, Count);
        double[][] columns = new double[Width][];
        for (int j = 0; j < Width; j++)
        {
            double[] from = _columns[j], to = columns[j] = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                to[i] = from[rows[i]];
            }
        }

        return new(Names, columns);
    }

    /// <summary>Gives the table of some columns, in the order asked for.</summary>
    /// <param name="names">Names of columns.</param>
    /// <exception cref="ArgumentException">There is no column of that name.</exception>
    public FeatureTable Only(IReadOnlyList<string> names) => new(names, [.. names.Select(name => _columns[IndexOf(name)])]);

    /// <summary>Gives the same table with one column replaced.</summary>
    /// <param name="column">Its place, from 0.</param>
    /// <param name="values">n values.</param>
    public FeatureTable With(int column, double[] values) => new(Names, [.. _columns.Select((old, j) => j == column ? values : old)]);

    /// <summary>Writes a row as the numbers trees compare.</summary>
    internal void Row(int row, Span<float> into)
    {
        for (int j = 0; j < _columns.Length; j++)
        {
            into[j] = (float)_columns[j][row];
        }
    }

    internal double[] Values(int column) => _columns[column];
}
