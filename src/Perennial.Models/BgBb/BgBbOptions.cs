namespace Perennial.Models.BgBb;

/// <summary>How BG/BB is fitted. The defaults suit every data set met so far.</summary>
public sealed record BgBbOptions
{
    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }

    /// <summary>Gives a start to try before the built-in ones.</summary>
    /// <value>None.</value>
    public BgBbParameters? Start { get; init; }
}
