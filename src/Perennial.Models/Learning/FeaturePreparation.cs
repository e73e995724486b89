namespace Perennial.Models.Learning;

/// <summary>Makes a table fit for regressions: values beyond the training rows' first and last percentile are brought to it, and not being known becomes a column of its own.</summary>
public sealed class FeaturePreparation
{
    private const double Tail = 0.01;
    private const double RareUnknown = 0.005;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _middle;
    private readonly bool[] _marked;

    private FeaturePreparation(IReadOnlyList<string> features, double[] low, double[] high, double[] middle, bool[] marked)
    {
        (Features, _low, _high, _middle, _marked) = (features, low, high, middle, marked);
        Origin = [.. features, .. features.Where((_, j) => marked[j])];
        Names = [.. features, .. features.Where((_, j) => marked[j]).Select(name => name + " not known")];
    }

    /// <summary>Gives the features it was learned on.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Gives the columns of a prepared table: the features, then "… not known" for those that often are not.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the feature behind each prepared column.</summary>
    public IReadOnlyList<string> Origin { get; }

    /// <summary>Learns bounds and medians from training rows.</summary>
    /// <param name="table">n rows; NaN where not known.</param>
    public static FeaturePreparation Of(FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        double[] low = new double[table.Width], high = new double[table.Width], middle = new double[table.Width];
        bool[] marked = new bool[table.Width];
        for (int j = 0; j < table.Width; j++)
        {
            double[] known = [.. table.Values(j).Where(value => !double.IsNaN(value))];
            marked[j] = table.Count - known.Length > RareUnknown * table.Count;
            if (known.Length == 0)
            {
                continue;
            }

            Array.Sort(known);
            (low[j], high[j], middle[j]) = (known[(int)(Tail * (known.Length - 1))], known[(int)Math.Ceiling((1 - Tail) * (known.Length - 1))], known[known.Length / 2]);

            // Rare events, such as a column that is nearly always 0, keep their range.
            if (low[j] == high[j])
            {
                (low[j], high[j]) = (known[0], known[^1]);
            }
        }

        return new(table.Names, low, high, middle, marked);
    }

    /// <summary>Prepares rows.</summary>
    /// <param name="table">n rows with every feature it was learned on, in any order.</param>
    /// <returns>n rows without NaN.</returns>
    public FeatureTable Apply(FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        FeatureTable rows = table.Only(Features);
        double[][] columns = new double[Names.Count][];
        int next = Features.Count;
        for (int j = 0; j < Features.Count; j++)
        {
            (double low, double high, double middle) = (_low[j], _high[j], _middle[j]);
            columns[j] = Array.ConvertAll(rows.Values(j), value => double.IsNaN(value) ? middle : Math.Clamp(value, low, high));
            if (_marked[j])
            {
                columns[next++] = Array.ConvertAll(rows.Values(j), value => double.IsNaN(value) ? 1.0 : 0.0);
            }
        }

        return new(Names, columns);
    }
}
