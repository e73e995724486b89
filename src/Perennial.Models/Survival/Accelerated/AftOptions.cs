namespace Perennial.Models.Survival.Accelerated;

/// <summary>How accelerated failure times are fitted.</summary>
public sealed record AftOptions
{
    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }
}
