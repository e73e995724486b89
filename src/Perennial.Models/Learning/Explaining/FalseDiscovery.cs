namespace Perennial.Models.Learning.Explaining;

/// <summary>Many tests at once: which findings to believe if a stated share of those believed may be wrong.</summary>
/// <source paper="BenjaminiHochberg1995"/>
public static class FalseDiscovery
{
    /// <summary>Gives the share of wrong findings one accepts by believing each and all with smaller p.</summary>
    /// <param name="p">p values in [0, 1].</param>
    /// <returns>Adjusted values in the order given, each at least its p.</returns>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        int[] order = [.. Enumerable.Range(0, p.Count).OrderByDescending(i => p[i]).ThenBy(i => i)];
        double[] adjusted = new double[p.Count];
        double least = 1;
        for (int k = 0; k < order.Length; k++)
        {
            least = Math.Min(least, p[order[k]] * p.Count / (p.Count - k));
            adjusted[order[k]] = least;
        }

        return adjusted;
    }
}
