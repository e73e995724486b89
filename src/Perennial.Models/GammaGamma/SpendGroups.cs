using Perennial.Models.Histories;

namespace Perennial.Models.GammaGamma;

/// <summary>The customers a spend model can learn from: a repeat purchase and a positive mean spend. Sorted, in units of the mean spend.</summary>
internal sealed class SpendGroups
{
    private readonly double[] _x;

    private SpendGroups(int[] level, int[] levels, double[] spend, double scale, double[] x, StandardScale? standard)
    {
        Level = level;
        Levels = levels;
        Spend = spend;
        Scale = scale;
        _x = x;
        Standard = standard;
        Width = standard?.Mean.Length ?? 0;
    }

    /// <summary>Gives the number of customers.</summary>
    public int Count => Level.Length;

    /// <summary>Gives, for each customer, the place of the frequency in <see cref="Levels"/>.</summary>
    public int[] Level { get; }

    /// <summary>Gives the distinct frequencies, rising.</summary>
    public int[] Levels { get; }

    /// <summary>Gives the scaled mean spends.</summary>
    public double[] Spend { get; }

    /// <summary>Gives the internal unit of money in the currency of the histories.</summary>
    public double Scale { get; }

    /// <summary>Gives the number of covariates.</summary>
    public int Width { get; }

    /// <summary>Gives how covariates were standardised, or null without any.</summary>
    public StandardScale? Standard { get; }

    /// <summary>Gives a customer's standardised covariates.</summary>
    public ReadOnlySpan<double> Covariates(int customer) => _x.AsSpan(customer * Width, Width);

    /// <summary>Gives the sum of coefficients times standardised covariates of a customer.</summary>
    public double Dot(int customer, double[] coefficients)
    {
        double sum = 0.0;
        for (int k = 0; k < coefficients.Length; k++)
        {
            sum += coefficients[k] * _x[(customer * Width) + k];
        }

        return sum;
    }

    /// <summary>Picks and sorts the customers and standardises their covariates.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="columns">Columns of n finite numbers, at least one.</param>
    public static SpendGroups Of(SpendHistories histories, double[][] columns)
    {
        int[] rows = [.. Enumerable.Range(0, histories.Count).Where(i => IsUsable(histories, i))];
        Array.Sort(rows, (i, j) =>
        {
            int order = (histories.Frequency[i], histories.MeanSpend[i]).CompareTo((histories.Frequency[j], histories.MeanSpend[j]));
            for (int k = 0; k < columns.Length && order == 0; k++)
            {
                order = columns[k][i].CompareTo(columns[k][j]);
            }

            return order;
        });
        double[] raw = [.. rows.SelectMany(i => columns.Select(column => column[i]))];
        StandardScale standard = StandardScale.Of(raw, columns.Length, [.. rows.Select(_ => 1.0)]);
        bool constant = Array.IndexOf(standard.Deviation, 0.0) >= 0;
        SpendGroups without = From([.. rows.Select(i => (histories.Frequency[i], histories.MeanSpend[i]))]);
        return new(without.Level, without.Levels, without.Spend, without.Scale, constant ? raw : standard.Apply(raw), standard);
    }

    /// <summary>Picks and sorts the customers, so that the order of the rows given cannot reach the result.</summary>
    public static SpendGroups Of(SpendHistories histories)
    {
        int n = 0;
        for (int i = 0; i < histories.Count; i++)
        {
            n += IsUsable(histories, i) ? 1 : 0;
        }

        (int X, double Z)[] rows = new (int, double)[n];
        for (int i = 0, at = 0; i < histories.Count; i++)
        {
            if (IsUsable(histories, i))
            {
                rows[at++] = (histories.Frequency[i], histories.MeanSpend[i]);
            }
        }

        Array.Sort(rows, static (left, right) => left.X != right.X ? left.X.CompareTo(right.X) : left.Z.CompareTo(right.Z));
        return From(rows);
    }

    /// <summary>Takes every k-th customer: a small problem with nearly the same optimum, to start from.</summary>
    public SpendGroups Thin(int most)
    {
        int step = (Count + most - 1) / most;
        int n = (Count + step - 1) / step;
        int[] level = new int[n];
        double[] spend = new double[n], x = new double[n * Width];
        for (int i = 0; i < n; i++)
        {
            level[i] = Level[i * step];
            spend[i] = Spend[i * step];
            Covariates(i * step).CopyTo(x.AsSpan(i * Width));
        }

        return new SpendGroups(level, Levels, spend, Scale, x, Standard);
    }

    private static bool IsUsable(SpendHistories histories, int i) => SpendSelection.Learns(histories.Frequency[i], histories.MeanSpend[i]);

    private static SpendGroups From((int X, double Z)[] rows)
    {
        // The geometric mean: no single giant can spoil the scale.
        double logs = 0.0;
        foreach ((_, double z) in rows)
        {
            logs += Math.Log(z);
        }

        double scale = rows.Length == 0 ? 1.0 : Math.Exp(logs / rows.Length);
        int[] level = new int[rows.Length];
        double[] spend = new double[rows.Length];
        List<int> levels = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (levels.Count == 0 || levels[^1] != rows[i].X)
            {
                levels.Add(rows[i].X);
            }

            level[i] = levels.Count - 1;
            spend[i] = rows[i].Z / scale;
        }

        return new SpendGroups(level, [.. levels], spend, scale, [], null);
    }
}
