using Perennial.Models.Assessing;

namespace Perennial.Portfolio;

/// <summary>Whether customers who buy often also spend more each time: a spend model that assumes they do not should know.</summary>
public static class FrequencySpend
{
    private const int CustomersNeeded = 10;

    /// <summary>Gives Spearman's correlation of frequency and mean spend over customers who bought again, or null where there are fewer than ten or one of the two does not vary.</summary>
    public static Correlation? Correlate(int[] frequency, double[] meanSpend)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(meanSpend);
        int[] repeat = [.. Enumerable.Range(0, frequency.Length).Where(i => frequency[i] > 0)];
        double[] x = [.. repeat.Select(i => (double)frequency[i])];
        double[] spend = [.. repeat.Select(i => meanSpend[i])];
        if (repeat.Length < CustomersNeeded || !Varies(x) || !Varies(spend))
        {
            return null;
        }

        RankCorrelation found = Ranking.Spearman(x, spend);
        return new(found.Value, found.Low, found.High, found.Count);
    }

    private static bool Varies(double[] values) => values.Any(value => value != values[0]);
}
