namespace Perennial.Features.Signals;

/// <summary>Where each row stands among its peers: those of the same landmark and segment that are there, which are the customers with a running subscription and those who never had one.</summary>
/// <remarks>
/// A standard score is (value - mean of the peers) / their standard deviation (of the whole group, not of a sample); 0 where they do not differ and the row does not either. A percentile
/// is the share of the peers that are below, ties counted half, 0 to 1. Both are NaN where the value is missing, or where fewer than <see cref="FewestPeers"/> peers have one.
/// </remarks>
public sealed class SegmentStandard
{
    /// <summary>Gives how many peers must have a value; among fewer, standing says nothing.</summary>
    public const int FewestPeers = 5;

    private readonly int[][] _rows;
    private readonly bool[] _isPeer;

    /// <summary>Groups the rows.</summary>
    /// <param name="columns">The rows.</param>
    /// <param name="within">What else peers must share, row by row, such as the plan; null for nothing else.</param>
    public SegmentStandard(SignalColumns columns, IReadOnlyList<string>? within = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _rows = [.. Enumerable.Range(0, columns.Count).GroupBy(row => (columns.Landmark[row], columns.Segment[row], within?[row])).Select(group => group.ToArray())];
        _isPeer = [.. columns.Active.Select(active => active != false)];
    }

    /// <summary>Gives standard scores.</summary>
    /// <param name="values">A column of the rows the object was made of.</param>
    public double[] Scores(double[] values) => Each(values, static peers =>
    {
        double mean = peers.Sum() / peers.Length;
        double deviation = Math.Sqrt(peers.Sum(peer => (peer - mean) * (peer - mean)) / peers.Length);
        return value => deviation > 0 ? (value - mean) / deviation : value == mean ? 0 : double.NaN;
    });

    /// <summary>Gives percentiles.</summary>
    /// <param name="values">A column of the rows the object was made of.</param>
    public double[] Percentiles(double[] values) => Each(values, static peers =>
    {
        double[] sorted = [.. peers.Order()];
        return value => (Below(sorted, value, orEqual: false) + Below(sorted, value, orEqual: true)) / (2.0 * sorted.Length);
    });

    private double[] Each(double[] values, Func<double[], Func<double, double>> standing)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] result = new double[_isPeer.Length];
        Array.Fill(result, double.NaN);
        foreach (int[] rows in _rows)
        {
            double[] peers = [.. rows.Where(row => _isPeer[row] && !double.IsNaN(values[row])).Select(row => values[row])];
            if (peers.Length < FewestPeers)
            {
                continue;
            }

            Func<double, double> of = standing(peers);
            foreach (int row in rows.Where(row => !double.IsNaN(values[row])))
            {
                result[row] = of(values[row]);
            }
        }

        return result;
    }

    // Values below, or up to, one in ascending order.
    private static int Below(double[] sorted, double value, bool orEqual)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (orEqual && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
