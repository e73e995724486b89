namespace Perennial.Models.Assessing;

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="Predicted">Mean predicted chance in the bin.</param>
/// <param name="Observed">Share of the bin for whom it happened.</param>
/// <param name="Count">Customers in the bin.</param>
public readonly record struct ReliabilityBin(double Predicted, double Observed, int Count);

/// <summary>How good stated chances of yes-or-no outcomes are, such as "buys nothing in the horizon".</summary>
public static class Probabilities
{
    /// <summary>Gives the least chance a log score tells from none: the logarithm of less would soon be infinite.</summary>
    internal const double LeastChance = 1e-300;

    /// <summary>Gives the Brier score, mean (p - o)^2 with o 1 where it happened.</summary>
    /// <param name="probability">n chances in [0, 1].</param>
    /// <param name="happened">n outcomes.</param>
    public static double Brier(ReadOnlySpan<double> probability, ReadOnlySpan<bool> happened)
    {
        Check(probability, happened.Length);
        double sum = 0;
        for (int i = 0; i < probability.Length; i++)
        {
            double error = probability[i] - (happened[i] ? 1 : 0);
            sum += error * error;
        }

        return sum / probability.Length;
    }

    /// <summary>Gives the mean log score, -mean ln(chance given to what happened), in nats.</summary>
    /// <param name="probability">n chances in [0, 1].</param>
    /// <param name="happened">n outcomes.</param>
    /// <returns>From 0 to 691: a chance below 1e-300 given to what happened counts as 1e-300, as in the log score of counts.</returns>
    public static double LogScore(ReadOnlySpan<double> probability, ReadOnlySpan<bool> happened)
    {
        Check(probability, happened.Length);
        double sum = 0;
        for (int i = 0; i < probability.Length; i++)
        {
            sum -= Math.Log(Math.Max(happened[i] ? probability[i] : 1 - probability[i], LeastChance));
        }

        return sum / probability.Length;
    }

    /// <summary>Gives the mean log score of what happened among many outcomes, such as counts: -mean ln(chance given to it), in nats.</summary>
    /// <param name="chance">n chances in [0, 1], each that of the outcome that happened.</param>
    /// <returns>From 0 to 691: a chance below 1e-300 given to what happened counts as 1e-300, as in the log score of counts.</returns>
    public static double LogScore(ReadOnlySpan<double> chance)
    {
        bool[] yes = new bool[chance.Length];
        Array.Fill(yes, true);
        return LogScore(chance, yes);
    }

    /// <summary>Gives the reliability diagram in bins of about equally many customers; equal chances always share a bin.</summary>
    /// <param name="probability">n chances in [0, 1].</param>
    /// <param name="happened">n outcomes.</param>
    /// <param name="bins">Largest number of bins, at least 1.</param>
    /// <returns>Bins by rising chance; fewer than asked for where ties fill them.</returns>
    public static ReliabilityBin[] Reliability(ReadOnlySpan<double> probability, ReadOnlySpan<bool> happened, int bins)
    {
        Check(probability, happened.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        int n = probability.Length;
        double[] sorted = probability.ToArray();
        int[] order = new int[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
        }

        // Sorting by chance and row makes the order, and so the floating sums, the same everywhere.
        Array.Sort(order, (i, j) => sorted[i] != sorted[j] ? sorted[i].CompareTo(sorted[j]) : i.CompareTo(j));
        List<ReliabilityBin> result = [];
        int start = 0;
        for (int bin = 1; bin <= bins && start < n; bin++)
        {
            int end = Math.Max((int)((long)n * bin / bins), start + 1);
            while (end < n && sorted[order[end]] == sorted[order[end - 1]])
            {
                end++;
            }

            double predicted = 0, observed = 0;
            for (int k = start; k < end; k++)
            {
                predicted += sorted[order[k]];
                observed += happened[order[k]] ? 1 : 0;
            }

            result.Add(new(predicted / (end - start), observed / (end - start), end - start));
            start = end;
        }

        return [.. result];
    }

    private static void Check(ReadOnlySpan<double> probability, int outcomes)
    {
        Columns.SameLength(probability.Length, outcomes, "chances and outcomes");
        Columns.NotEmpty(outcomes, "a score of chances");
        for (int i = 0; i < probability.Length; i++)
        {
            if (!(probability[i] >= 0 && probability[i] <= 1))
            {
                throw new ArgumentException($"Row {i} has chance {probability[i]}. A chance is a number from 0 to 1.");
            }
        }
    }
}
