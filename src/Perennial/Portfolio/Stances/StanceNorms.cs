using Perennial.Valuation.Contracts;

namespace Perennial.Portfolio.Stances;

/// <summary>Percentiles of a quantity among the customers of a segment; of all customers where the segment has too few of whom it is known.</summary>
internal sealed class StanceNorms
{
    private readonly Dictionary<string, double[]> _sorted = new(StringComparer.Ordinal);
    private readonly double[] _all;
    private readonly int _least;

    /// <summary>Takes n values and segments. What is not finite has no part.</summary>
    public StanceNorms(double[] values, string?[] segments, int least)
    {
        _least = least;
        _all = [.. values.Where(double.IsFinite).Order()];
        foreach (IGrouping<string, int> group in Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i])).GroupBy(i => segments[i] ?? string.Empty, StringComparer.Ordinal))
        {
            _sorted[group.Key] = [.. group.Select(i => values[i]).Order()];
        }
    }

    /// <summary>Gives the percentile of a segment; NaN where too few of all customers are known.</summary>
    public double Of(string? segment, double level)
    {
        double[] peers = !string.IsNullOrEmpty(segment) && _sorted.TryGetValue(segment, out double[]? own) && own.Length >= _least ? own : _all;
        return peers.Length < _least ? double.NaN : ContractValuation.Quantile(peers, level);
    }
}
