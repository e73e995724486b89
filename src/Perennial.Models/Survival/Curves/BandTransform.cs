namespace Perennial.Models.Survival.Curves;

/// <summary>The scale on which a pointwise confidence band is symmetric.</summary>
/// <source paper="KalbfleischPrentice2002"/>
public enum BandTransform
{
    /// <summary>The curve itself; cut at 0 and 1, and too narrow near them.</summary>
    Plain,

    /// <summary>The logarithm of the curve.</summary>
    Log,

    /// <summary>The logarithm of minus the logarithm of survival; never leaves (0, 1).</summary>
    LogLog,
}

/// <summary>A pointwise confidence band, one pair for each time of its curve.</summary>
/// <param name="Lower">The lower ends.</param>
/// <param name="Upper">The upper ends.</param>
public sealed record ConfidenceBand(double[] Lower, double[] Upper);

/// <summary>A number with its standard error.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error.</param>
public readonly record struct EstimateWithError(double Value, double StandardError);
