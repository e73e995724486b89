namespace Perennial.Models;

/// <summary>What is known of n customers beside their history: named columns of finite numbers.</summary>
/// <remarks>A category of k values becomes k - 1 columns of 0 and 1. Scale and location do not matter to a fit: columns are standardised inside.</remarks>
public sealed class CovariateColumns
{
    /// <summary>Takes the columns after checking every value.</summary>
    /// <param name="names">q names, all different.</param>
    /// <param name="columns">q columns of n finite numbers.</param>
    /// <exception cref="ArgumentException">Names repeat, lengths differ, or a value is NaN or infinite; the message names column, row and value.</exception>
    public CovariateColumns(string[] names, double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        if (names.Length == 0 || names.Length != columns.Length)
        {
            throw new ArgumentException($"There are {names.Length} names and {columns.Length} columns. Give one name for each column, and at least one column.");
        }

        for (int j = 0; j < names.Length; j++)
        {
            Check(names, columns, j);
        }

        Names = names;
        Columns = columns;
    }

    /// <summary>Gives the q names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the q columns.</summary>
    public IReadOnlyList<double[]> Columns { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Columns[0].Length;

    /// <summary>Gives the number of columns q.</summary>
    public int Width => Columns.Count;

    /// <summary>Gives one customer's values in the order of the names.</summary>
    /// <param name="row">The customer.</param>
    public double[] Row(int row)
    {
        Histories.HistoryDoor.Rows([row], Count);
        double[] values = new double[Width];
        for (int j = 0; j < values.Length; j++)
        {
            values[j] = Columns[j][row];
        }

        return values;
    }

    private static void Check(string[] names, double[][] columns, int j)
    {
        if (string.IsNullOrWhiteSpace(names[j]) || Array.IndexOf(names, names[j]) != j)
        {
            throw new ArgumentException($"Covariate {j} is called '{names[j]}'. Names are not empty and do not repeat.");
        }

        if (columns[j] is null || columns[j].Length != columns[0].Length)
        {
            throw new ArgumentException(
                $"Covariate '{names[j]}' has {columns[j]?.Length ?? 0} rows, '{names[0]}' has {columns[0].Length}. They must be equal.");
        }

        for (int i = 0; i < columns[j].Length; i++)
        {
            if (!double.IsFinite(columns[j][i]))
            {
                throw new ArgumentException(
                    $"Row {i} has {columns[j][i]} in covariate '{names[j]}'. A covariate is a finite number; fill or drop what is missing before.");
            }
        }
    }
}
