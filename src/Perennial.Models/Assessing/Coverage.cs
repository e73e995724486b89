using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>How often a central predictive interval of a stated level held, by the randomised PIT.</summary>
public sealed record CoverageResult
{
    /// <summary>Gives the stated level, such as .80.</summary>
    public required double Level { get; init; }

    /// <summary>Gives the number of customers.</summary>
    public required int Count { get; init; }

    /// <summary>Gives the mean share of the randomised PIT inside [(1 - level) / 2, (1 + level) / 2].</summary>
    public required double Coverage { get; init; }

    /// <summary>Gives sd(c_i) / sqrt(n) of that share.</summary>
    public required double StandardError { get; init; }

    /// <summary>Gives the mean share of the randomised PIT below the interval; (1 - level) / 2 is right.</summary>
    public required double Below { get; init; }

    /// <summary>Gives the mean share of the randomised PIT above the interval; (1 - level) / 2 is right.</summary>
    public required double Above { get; init; }

    /// <summary>Gives how far the coverage may be from the level: .02 + 2 SE.</summary>
    public double Tolerance => 0.02 + (2 * StandardError);

    /// <summary>Tells whether |coverage - level| is at most the tolerance.</summary>
    public bool Passes => Math.Abs(Coverage - Level) <= Tolerance;
}

/// <summary>How often the closed interval [q low, q high] held the outcome; with an atom at zero it exceeds the level even for a right model.</summary>
/// <param name="Observed">Share of customers whose outcome lay in the closed interval.</param>
/// <param name="Implied">The same share as the model itself expects: mean of F(q high) - F(q low -).</param>
/// <param name="MeanWidth">Mean of q high - q low, in the unit of the outcome.</param>
public readonly record struct ClosedCoverage(double Observed, double Implied, double MeanWidth);

/// <summary>The verdict on a segment's coverage.</summary>
public enum SegmentVerdict
{
    /// <summary>Fewer than 100 customers: pool it with others.</summary>
    NotTestable,

    /// <summary>The coverage is within its tolerance, or too few customers show otherwise.</summary>
    Passes,

    /// <summary>The coverage is off by more than chance and the tolerance explain.</summary>
    Fails,
}

/// <summary>Coverage of predictive intervals, measured so that a right model reaches the level also where most outcomes are zero.</summary>
public static class Coverage
{
    /// <summary>Customers from which on a segment is tested like the whole.</summary>
    public const int TestedFrom = 400;

    /// <summary>Customers below which a segment says nothing.</summary>
    public const int NotTestableBelow = 100;

    /// <summary>Measures the coverage of the central interval of one level.</summary>
    /// <param name="below">n values F(y-): the predictive chance of less than the outcome.</param>
    /// <param name="atMost">n values F(y): the predictive chance of at most the outcome; equal to <paramref name="below"/> where there is no atom.</param>
    /// <param name="level">The level, such as .80 for [.1, .9].</param>
    public static CoverageResult Measure(ReadOnlySpan<double> below, ReadOnlySpan<double> atMost, double level)
    {
        Pit.Check(below, atMost);
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1, such as 0.8.");
        }

        int n = below.Length;
        double low = (1 - level) / 2, high = (1 + level) / 2, sum = 0, squares = 0, left = 0, right = 0;
        for (int i = 0; i < n; i++)
        {
            double inside = Inside(below[i], atMost[i], low, high);
            double under = atMost[i] > below[i] ? Math.Clamp((low - below[i]) / (atMost[i] - below[i]), 0, 1) : below[i] < low ? 1 : 0;
            sum += inside;
            squares += inside * inside;
            left += under;
            right += Math.Max(0, 1 - inside - under);
        }

        double mean = sum / n, variance = n > 1 ? Math.Max(0, (squares - (n * mean * mean)) / (n - 1)) : 0;
        return new()
        {
            Level = level,
            Count = n,
            Coverage = mean,
            StandardError = Math.Sqrt(variance / n),
            Below = left / n,
            Above = right / n,
        };
    }

    /// <summary>Measures the closed coverage, which is reported beside the other and never tested.</summary>
    /// <param name="actual">n outcomes.</param>
    /// <param name="low">n lower quantiles.</param>
    /// <param name="high">n upper quantiles.</param>
    /// <param name="belowLow">n values F(low-).</param>
    /// <param name="atMostHigh">n values F(high).</param>
    public static ClosedCoverage MeasureClosed(
        ReadOnlySpan<double> actual,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> belowLow,
        ReadOnlySpan<double> atMostHigh)
    {
        Columns.Pair(actual, nameof(actual), low, nameof(low), "closed coverage");
        Columns.Pair(actual, nameof(actual), high, nameof(high), "closed coverage");
        Columns.Pair(belowLow, nameof(belowLow), atMostHigh, nameof(atMostHigh), "closed coverage");
        Columns.SameLength(actual.Length, belowLow.Length, "closed coverage");
        double observed = 0, implied = 0, width = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            observed += actual[i] >= low[i] && actual[i] <= high[i] ? 1 : 0;
            implied += atMostHigh[i] - belowLow[i];
            width += high[i] - low[i];
        }

        int n = actual.Length;
        return new(observed / n, implied / n, width / n);
    }

    /// <summary>Judges one of several segments, defined on what was known before the origin.</summary>
    /// <param name="segment">The segment's coverage.</param>
    /// <param name="segments">Number of segments judged together, for the Bonferroni correction.</param>
    /// <remarks>
    /// From 400 customers the rule of the whole; from 100 to 399 it fails only if the Bonferroni-adjusted upper 99 % bound is below the
    /// level minus .05 (.75 for 80 %); below 100 it is not testable.
    /// </remarks>
    public static SegmentVerdict Judge(CoverageResult segment, int segments)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentOutOfRangeException.ThrowIfLessThan(segments, 1);
        if (segment.Count < NotTestableBelow)
        {
            return SegmentVerdict.NotTestable;
        }

        if (segment.Count >= TestedFrom)
        {
            return segment.Passes ? SegmentVerdict.Passes : SegmentVerdict.Fails;
        }

        double bound = segment.Coverage + (Normal.Quantile(1 - (0.01 / segments)) * segment.StandardError);
        return bound < segment.Level - 0.05 ? SegmentVerdict.Fails : SegmentVerdict.Passes;
    }

    private static double Inside(double below, double atMost, double low, double high) => atMost > below
        ? Math.Clamp((Math.Min(atMost, high) - Math.Max(below, low)) / (atMost - below), 0, 1)
        : below >= low && below <= high ? 1 : 0;
}
