namespace Perennial.Decisions.Plans;

/// <summary>The priority of a segment by rule (plan.priority.v1).</summary>
public static class SegmentPriority
{
    /// <summary>Gives it: high where a customer is worth at least half of the mean of all, medium from a quarter on, low below.</summary>
    /// <param name="value">What a customer of the segment is worth.</param>
    /// <param name="mean">What a customer is worth on average.</param>
    public static string Of(double value, double mean) => value >= 0.5 * mean && value > 0 ? "high" : value >= 0.25 * mean && value > 0 ? "medium" : "low";
}
