using Perennial.Models.BgNbd;

namespace Perennial.Models.CnbdK;

/// <summary>The parameters of BG/CNBD-k and MBG/CNBD-k, stated here and nowhere else.</summary>
/// <param name="K">Regularity: the time between purchases is the sum of K exponential phases; a whole number from 1 (random) to 12 (clockwork).</param>
/// <param name="R">Shape of the gamma distribution of phase rates; positive, no unit.</param>
/// <param name="Alpha">Rate of the gamma distribution of phase rates; positive, unit: time. A customer with phase rate l buys l / K times a unit.</param>
/// <param name="A">First shape of the beta distribution of drop-out chances; positive, no unit.</param>
/// <param name="B">Second shape of the beta distribution of drop-out chances; positive, no unit.</param>
public readonly record struct CnbdKParameters(int K, double R, double Alpha, double A, double B)
{
    /// <summary>The largest regularity there is.</summary>
    public const int LargestK = 12;

    /// <summary>Gives the four beside K in BG/NBD's record: the distributions are the same, those of rates being of phases.</summary>
    internal BgNbdParameters AsBgNbd => new(R, Alpha, A, B);
}
