namespace Perennial.Features;

/// <summary>How much more customers of one segment spend on a purchase than those of another: money over the level of the segment follows one distribution for all.</summary>
/// <param name="segments">The segments.</param>
/// <param name="factors">The level of each segment that has one of its own; all others are at 1.</param>
public sealed class SpendLevels(CustomerSegments segments, IReadOnlyDictionary<string, double> factors)
{
    /// <summary>Gives the levels of customers, above 0.</summary>
    /// <param name="keys">n customer keys.</param>
    public double[] Of(int[] keys) => Array.ConvertAll(segments.Of(keys), segment => segment is null ? 1 : factors.GetValueOrDefault(segment, 1));
}
