namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>How Pareto/NBD with correlated rates is fitted.</summary>
public sealed record CorrelatedParetoNbdOptions
{
    /// <summary>Gives the time c in e^(-c lambda) and e^(-c mu), through which purchase rate and drop-out rate depend, in the unit of the histories.</summary>
    /// <remarks>Another span is another model: the longer, up to about alpha and beta, the stronger the correlation that is possible. When the unit of time changes, so must the span.</remarks>
    /// <value>1.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Span
    {
        get;
        init => field = double.IsFinite(value) && value > 0.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The span over which rates depend is a positive, finite time.");
    } = 1.0;

    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }
}
