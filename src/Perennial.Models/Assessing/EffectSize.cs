using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>How far two groups lie apart, and how sure that is: an effect that does not grow with the number of customers, beside a p-value that does.</summary>
/// <param name="Value">The effect: from -1 to 1 of numbers, 0 to 1 of categories; 0 where the groups do not differ.</param>
/// <param name="PValue">The chance of one at least as far from 0 where they do not, two-sided.</param>
public readonly record struct EffectSize(double Value, double PValue)
{
    /// <summary>Gives Cliff's delta of numbers: the chance that one of the first group is higher than one of the second, less the chance that it is lower.</summary>
    /// <remarks>The p-value is that of the rank-sum test by the normal distribution, ties reckoned with.</remarks>
    /// <param name="first">n numbers of the first group, at least one.</param>
    /// <param name="second">m numbers of the second, at least one.</param>
    /// <exception cref="ArgumentException">A group is empty, or a number is not finite.</exception>
    /// <source paper="Cliff1993"/>
    public static EffectSize CliffDelta(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Columns.NotEmpty(Math.Min(first.Length, second.Length), "Cliff's delta");
        Columns.Finite(first, nameof(first));
        Columns.Finite(second, nameof(second));
        double n = first.Length, m = second.Length, all = n + m;
        double[] ranks = Ranking.MidRanks((double[])[.. first, .. second]);
        double sum = 0.0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += ranks[i];
        }

        // Ties share a rank: a block of t equal numbers takes t cubed less t from the spread.
        Array.Sort(ranks);
        double ties = 0.0;
        for (int start = 0, end; start < ranks.Length; start = end)
        {
            for (end = start; end < ranks.Length && ranks[end] == ranks[start]; end++)
            {
            }

            double block = end - start;
            ties += (block * block * block) - block;
        }

        double higher = sum - (0.5 * n * (n + 1)), variance = n * m / 12 * (all + 1 - (ties / (all * (all - 1))));
        return new((2 * higher / (n * m)) - 1, variance <= 0 ? 1 : Math.Min(1, 2 * Normal.Cdf(-Math.Abs(higher - (0.5 * n * m)) / Math.Sqrt(variance))));
    }

    /// <summary>Gives Cramér's V of a table of counts: how far from independent of each other what the rows and the columns tell are, 0 not at all, 1 as far as can be.</summary>
    /// <remarks>The p-value is that of Pearson's chi-square test.</remarks>
    /// <param name="counts">Counts by row and column, at least 0; rows and columns without any are left out.</param>
    /// <exception cref="ArgumentException">A count is negative, or rows differ in length.</exception>
    /// <source paper="Cramer1946"/>
    public static EffectSize CramerV(IReadOnlyList<IReadOnlyList<long>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Any(row => row.Count != counts[0].Count || row.Any(count => count < 0)))
        {
            throw new ArgumentException("Counts are at least 0, and every row has one for each column.", nameof(counts));
        }

        double[] rows = [.. counts.Select(row => (double)row.Sum())];
        double[] columns = [.. Enumerable.Range(0, counts.Count == 0 ? 0 : counts[0].Count).Select(c => (double)counts.Sum(row => row[c]))];
        double all = rows.Sum(), statistic = 0.0;
        int r = rows.Count(sum => sum > 0), k = columns.Count(sum => sum > 0), least = Math.Min(r, k) - 1;
        if (least < 1)
        {
            return new(0, 1);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                double expected = rows[i] * columns[c] / all;
                statistic += expected > 0 ? (counts[i][c] - expected) * (counts[i][c] - expected) / expected : 0;
            }
        }

        return new(Math.Sqrt(statistic / (all * least)), new ChiSquareTest(statistic, (r - 1) * (k - 1)).PValue);
    }
}
