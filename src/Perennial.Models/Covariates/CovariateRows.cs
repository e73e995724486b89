namespace Perennial.Models.Covariates;

/// <summary>The covariates that matter, in an order of their own, and which customers share all of them.</summary>
internal sealed class CovariateRows
{
    private readonly double[][] _columns;

    private CovariateRows(double[][] columns) => _columns = columns;

    /// <summary>Gives the number of covariates.</summary>
    public int Width => _columns.Length;

    /// <summary>Picks columns by name.</summary>
    /// <exception cref="ArgumentException">A column is missing, or there are not as many rows as customers.</exception>
    public static CovariateRows Of(CovariateColumns covariates, IReadOnlyList<string> names, int? customers = null)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        if (customers is { } n && covariates.Count != n)
        {
            throw new ArgumentException($"There are {n} customers but {covariates.Count} rows of covariates. Give one row for each customer, in the same order.", nameof(covariates));
        }

        return new([.. names.Select(name => covariates.Columns[Place(covariates, name)])]);
    }

    /// <summary>Gives one customer's values.</summary>
    public double[] Row(int row) => Array.ConvertAll(_columns, column => column[row]);

    /// <summary>Orders two customers by their covariates.</summary>
    public int Compare(int one, int other)
    {
        int order = 0;
        for (int j = 0; j < _columns.Length && order == 0; j++)
        {
            order = _columns[j][one].CompareTo(_columns[j][other]);
        }

        return order;
    }

    /// <summary>Gives the customers of each distinct row of covariates, in a fixed order.</summary>
    public List<int[]> Shared(int customers)
    {
        int[] rows = [.. Enumerable.Range(0, customers)];
        Array.Sort(rows, (one, other) => Compare(one, other) is var order && order != 0 ? order : one.CompareTo(other));
        List<int[]> shared = [];
        for (int start = 0, end; start < customers; start = end)
        {
            end = start + 1;
            while (end < customers && Compare(rows[start], rows[end]) == 0)
            {
                end++;
            }

            shared.Add(rows[start..end]);
        }

        return shared;
    }

    private static int Place(CovariateColumns covariates, string name)
    {
        for (int j = 0; j < covariates.Width; j++)
        {
            if (string.Equals(covariates.Names[j], name, StringComparison.Ordinal))
            {
                return j;
            }
        }

        throw new ArgumentException($"The covariate '{name}' is missing. There are: {string.Join(", ", covariates.Names)}. Give every covariate of the fit.", nameof(covariates));
    }
}
