namespace Perennial.Kernel;

/// <summary>Which tiers are of high and which of moderate value; all others are low.</summary>
/// <param name="High">Names of tiers.</param>
/// <param name="Moderate">Names of tiers.</param>
public sealed record SegmentRule(IReadOnlyList<string> High, IReadOnlyList<string> Moderate)
{
    /// <summary>Gives the shipped rule: of m tiers the upper third, rounded up, is high, the next third moderate; of four, two are high and one moderate.</summary>
    /// <param name="tiers">The names of the tiers, the highest first.</param>
    public static SegmentRule Of(IReadOnlyList<string> tiers)
    {
        ArgumentNullException.ThrowIfNull(tiers);
        int high = (tiers.Count + 2) / 3, moderate = (tiers.Count + 1) / 3;
        return new([.. tiers.Take(high)], [.. tiers.Skip(high).Take(moderate)]);
    }

    /// <summary>Gives the rule as it holds for some tiers: what it names of them.</summary>
    /// <param name="tiers">Names of tiers.</param>
    public (string[] High, string[] Moderate) For(IReadOnlyList<string> tiers) => ([.. tiers.Where(High.Contains)], [.. tiers.Where(Moderate.Contains)]);

    /// <summary>Gives the rule as text: equal rules give the same.</summary>
    public override string ToString() => $"segments high = {string.Join(", ", High)}; moderate = {string.Join(", ", Moderate)}";
}
