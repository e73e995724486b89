using Perennial.Models.BgNbd;

namespace Perennial.Models.MbgNbd;

/// <summary>The parameters of MBG/NBD, stated here and nowhere else.</summary>
/// <param name="R">Shape of the gamma distribution of purchase rates; positive, no unit.</param>
/// <param name="Alpha">Rate of the gamma distribution of purchase rates; positive, unit: time.</param>
/// <param name="A">First shape of the beta distribution of drop-out chances; positive, no unit.</param>
/// <param name="B">Second shape of the beta distribution of drop-out chances; positive, no unit.</param>
public readonly record struct MbgNbdParameters(double R, double Alpha, double A, double B)
{
    /// <summary>Gives the same four in BG/NBD's record: the distributions are the same, only the first chance to leave is not.</summary>
    internal BgNbdParameters AsBgNbd => new(R, Alpha, A, B);
}
