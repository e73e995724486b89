namespace Perennial.Models.Uncertainty;

/// <summary>Estimates from simulated companies.</summary>
/// <param name="Names">The parameters' names in the paper's order.</param>
/// <param name="Estimate">The parameters the companies were simulated with.</param>
/// <param name="Parameters">The usable refits, one row each: what the model's <c>With</c> takes.</param>
/// <param name="AtEdge">How many of them ended at a boundary or on a ridge.</param>
/// <param name="Failed">How many companies could not be fitted and are not among the rows.</param>
public sealed record BootstrapDraws(IReadOnlyList<string> Names, double[] Estimate, IReadOnlyList<double[]> Parameters, int AtEdge, int Failed)
{
    /// <summary>Gives percentile intervals.</summary>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">Fewer than two companies could be fitted.</exception>
    public IReadOnlyList<ParameterInterval> Intervals(double level = 0.95)
    {
        _ = Confidence.Deviate(level);
        Enough();
        return [.. Names.Select((name, i) =>
        {
            double[] sorted = [.. Parameters.Select(row => row[i]).Order()];
            return new ParameterInterval(name, Estimate[i], Quantile(sorted, 0.5 - (0.5 * level)), Quantile(sorted, 0.5 + (0.5 * level)));
        })];
    }

    /// <summary>Gives the standard deviation of each estimate.</summary>
    /// <exception cref="ConvergenceException">Fewer than two companies could be fitted.</exception>
    public double[] StandardErrors()
    {
        Enough();
        return [.. Names.Select((_, i) =>
        {
            double mean = Parameters.Average(row => row[i]);
            return Math.Sqrt(Parameters.Sum(row => (row[i] - mean) * (row[i] - mean)) / (Parameters.Count - 1));
        })];
    }

    private void Enough()
    {
        if (Parameters.Count < 2)
        {
            throw new ConvergenceException($"Only {Parameters.Count} of {Parameters.Count + Failed} simulated companies could be fitted. The model says too little about a company of this size.");
        }
    }

    private static double Quantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int low = (int)at;
        return low + 1 < sorted.Length ? sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
    }
}
