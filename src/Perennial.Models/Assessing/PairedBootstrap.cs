using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>The difference of two forecasts' mean losses over the same customers.</summary>
/// <param name="Difference">Mean loss of the first minus that of the second; negative: the first is better.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="StandardError">Standard deviation of the difference over replicates.</param>
public readonly record struct LossComparison(double Difference, double Low, double High, double StandardError)
{
    /// <summary>Tells whether the first is at most <paramref name="margin"/> worse than the second, with the confidence of the interval.</summary>
    /// <param name="margin">In the unit of the losses, at least 0.</param>
    public bool FirstIsNonInferior(double margin) => High <= margin;
}

/// <summary>Compares two forecasts by resampling customers, each with both of its losses.</summary>
public static class PairedBootstrap
{
    /// <summary>Compares mean losses.</summary>
    /// <param name="first">n losses of the first forecast, such as CRPS by customer.</param>
    /// <param name="second">n losses of the second forecast for the same customers.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="replicates">Number of resamples.</param>
    /// <param name="confidence">Level of the percentile interval, in (0, 1).</param>
    public static LossComparison Compare(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ulong seed, int replicates = 1000, double confidence = 0.95)
    {
        Columns.Pair(first, nameof(first), second, nameof(second), "a paired comparison");
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence level lies between 0 and 1, such as 0.95.");
        }

        int n = first.Length;
        double[] gaps = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++)
        {
            gaps[i] = first[i] - second[i];
            total += gaps[i];
        }

        Pcg64 random = new(seed);
        double[] means = new double[replicates];
        for (int b = 0; b < replicates; b++)
        {
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                sum += gaps[Math.Min((int)(random.NextDouble() * n), n - 1)];
            }

            means[b] = sum / n;
        }

        double average = means.Average(), squares = 0;
        foreach (double mean in means)
        {
            squares += (mean - average) * (mean - average);
        }

        Array.Sort(means);
        double tail = (1 - confidence) / 2;
        return new(total / n, SortedQuantile(means, tail), SortedQuantile(means, 1 - tail), Math.Sqrt(squares / (replicates - 1)));
    }

    // Linear between order statistics (type 7).
    private static double SortedQuantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int k = Math.Min((int)at, sorted.Length - 2);
        return sorted[k] + ((at - k) * (sorted[k + 1] - sorted[k]));
    }
}
