namespace Perennial.Models.CnbdK;

/// <summary>How BG/CNBD-k and MBG/CNBD-k are fitted. The defaults suit every data set met so far.</summary>
public sealed record CnbdKOptions
{
    /// <summary>Gives the variant.</summary>
    /// <value>MbgCnbdK.</value>
    public CnbdKVariant Variant { get; init; } = CnbdKVariant.MbgCnbdK;

    /// <summary>Gives the regularity, or null to take the likeliest of 1 to 12.</summary>
    /// <value>None: estimated.</value>
    public int? K { get; init; }

    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }
}
