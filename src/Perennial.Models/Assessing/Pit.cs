using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>The probability integral transform: where an outcome fell in its predictive distribution. Uniform if the model is right.</summary>
/// <remarks>At an outcome with an atom the PIT is the whole interval [F(y-), F(y)], not a point.</remarks>
public static class Pit
{
    /// <summary>Draws one uniform value in each interval [F(y-), F(y)].</summary>
    /// <param name="below">n values F(y-).</param>
    /// <param name="atMost">n values F(y).</param>
    /// <param name="seed">Seed of the draws.</param>
    public static double[] Randomised(ReadOnlySpan<double> below, ReadOnlySpan<double> atMost, ulong seed)
    {
        Check(below, atMost);
        Pcg64 random = new(seed);
        double[] values = new double[below.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = below[i] + ((atMost[i] - below[i]) * random.NextDouble());
        }

        return values;
    }

    /// <summary>Gives the histogram of the PIT without drawing: each interval spreads its customer evenly over the bins it covers.</summary>
    /// <param name="below">n values F(y-).</param>
    /// <param name="atMost">n values F(y).</param>
    /// <param name="bins">Number of equal bins of [0, 1].</param>
    /// <returns>Shares that sum to 1; 1 / bins each if the model is right.</returns>
    public static double[] Histogram(ReadOnlySpan<double> below, ReadOnlySpan<double> atMost, int bins)
    {
        Check(below, atMost);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] shares = new double[bins];
        for (int i = 0; i < below.Length; i++)
        {
            double low = below[i] * bins, high = atMost[i] * bins;
            if (high <= low)
            {
                shares[Math.Min((int)low, bins - 1)] += 1.0 / below.Length;
                continue;
            }

            for (int b = Math.Min((int)low, bins - 1); b < bins && b < high; b++)
            {
                shares[b] += (Math.Min(high, b + 1) - Math.Max(low, b)) / (high - low) / below.Length;
            }
        }

        return shares;
    }

    internal static void Check(ReadOnlySpan<double> below, ReadOnlySpan<double> atMost)
    {
        Columns.SameLength(below.Length, atMost.Length, "the PIT");
        Columns.NotEmpty(below.Length, "the PIT");
        for (int i = 0; i < below.Length; i++)
        {
            if (!(below[i] >= 0 && atMost[i] <= 1 && below[i] <= atMost[i]))
            {
                throw new ArgumentException($"Row {i} has F(y-) {below[i]} and F(y) {atMost[i]}. They satisfy 0 <= F(y-) <= F(y) <= 1.");
            }
        }
    }
}
