namespace Perennial.Models.GammaGamma;

/// <summary>How Gamma-Gamma is fitted. The defaults suit every data set met so far.</summary>
public sealed record GammaGammaOptions
{
    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }
}
