namespace Perennial.Models.Pooling;

/// <summary>One segment's parameters after pooling.</summary>
/// <param name="Parameters">In the order of the names: what the model's <c>With</c> takes.</param>
/// <param name="LogErrors">Standard error of the logarithm of each parameter.</param>
/// <param name="Customers">How many customers the segment has.</param>
/// <param name="Pooling">The share of the estimate that comes from the population: 0 for the segment's own estimate, 1 for the population's.</param>
public sealed record PooledSegment(double[] Parameters, double[] LogErrors, double Customers, double Pooling);

/// <summary>Segments whose parameters were shrunk towards their population by empirical Bayes.</summary>
public sealed class PooledSegments
{
    internal PooledSegments(
        IReadOnlyList<string> names, double[] population, double[] populationLogErrors, double[] covariance, IReadOnlyList<PooledSegment> segments, int rounds, bool converged)
    {
        Names = names;
        Population = population;
        PopulationLogErrors = populationLogErrors;
        BetweenCovariance = covariance;
        Segments = segments;
        Rounds = rounds;
        Converged = converged;
    }

    /// <summary>Gives the names of the parameters in the paper's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the median of each parameter over segments: what to take for a segment without customers.</summary>
    public double[] Population { get; }

    /// <summary>Gives the standard error of the logarithm of each median.</summary>
    public double[] PopulationLogErrors { get; }

    /// <summary>Gives the covariance of the logarithms of the parameters between segments, row by row.</summary>
    public double[] BetweenCovariance { get; }

    /// <summary>Gives the standard deviation of the logarithm of each parameter between segments: 0.1 says that segments differ by some 10 %.</summary>
    public double[] BetweenDeviations => [.. Enumerable.Range(0, Names.Count).Select(i => Math.Sqrt(BetweenCovariance[(i * Names.Count) + i]))];

    /// <summary>Gives the segments in the order given.</summary>
    public IReadOnlyList<PooledSegment> Segments { get; }

    /// <summary>Gives the number of rounds of finding segments' parameters and the population anew.</summary>
    public int Rounds { get; }

    /// <summary>Tells whether the rounds ended because nothing changed any more.</summary>
    public bool Converged { get; }
}
