using Perennial.Models.Seasons;

namespace Perennial.Training.Seasons;

/// <summary>What was found of seasons of buying.</summary>
/// <param name="Used">Whether models read histories by their clock.</param>
/// <param name="Why">The reason, in a sentence.</param>
/// <param name="Months">How much is bought from January to December, the mean of the year being 1; empty where they are not used.</param>
/// <param name="Purchases">The repeat purchases each rests on.</param>
/// <param name="Gain">By how much they raised the log chance of later purchases' days; null where that was not tried.</param>
/// <param name="StandardError">Its standard error.</param>
public sealed record SeasonRecord(bool Used, string Why, IReadOnlyList<double> Months, IReadOnlyList<int> Purchases, double? Gain, double? StandardError)
{
    /// <summary>Makes their clock again; null where they are not used.</summary>
    public SeasonalClock? Clock() => Used ? new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, [.. Months])) : null;
}
