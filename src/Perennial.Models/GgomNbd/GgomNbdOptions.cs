namespace Perennial.Models.GgomNbd;

/// <summary>How GGompertz/NBD is fitted. The defaults suit every data set met so far.</summary>
public sealed record GgomNbdOptions
{
    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }

    /// <summary>Gives a start to try before the built-in ones, in the unit of the histories.</summary>
    /// <value>None.</value>
    public GgomNbdParameters? Start { get; init; }
}
