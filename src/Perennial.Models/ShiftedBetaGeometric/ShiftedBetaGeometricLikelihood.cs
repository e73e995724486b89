using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.ShiftedBetaGeometric;

/// <summary>The log-likelihood of the shifted beta-geometric with its first and second derivatives.</summary>
/// <source paper="FaderHardie2007Retention" equation="5"/>
public static class ShiftedBetaGeometricLikelihood
{
    /// <summary>Gives one contract's log-likelihood.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="renewals">Renewals survived.</param>
    /// <param name="left">Whether the customer left at the next one.</param>
    /// <param name="entry">Renewals survived when observation began.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(ShiftedBetaGeometricParameters parameters, int renewals, bool left, int entry = 0)
    {
        HistoryDoor.Parameters([parameters.Alpha, parameters.Beta]);
        _ = new ContractHistories([renewals], [left], entry: [entry]);
        Span<double> d = stackalloc double[10];
        Row((parameters.Alpha, parameters.Beta, 1.0), entry, renewals, left, d);
        return d[0];
    }

    /// <summary>Writes value and derivatives in (alpha, beta); those in c stay 0.</summary>
    internal static void Row((double Alpha, double Beta, double C) law, int entry, int renewals, bool left, Span<double> into)
    {
        into.Clear();
        int survived = renewals - entry;
        double b = law.Beta + entry;
        double ab = law.Alpha + law.Beta + entry;
        double both1 = SpecialFunctions.DigammaRise(ab, survived);
        double both2 = SpecialFunctions.TrigammaRise(ab, survived);
        into[0] = SpecialFunctions.LogRising(b, survived) - SpecialFunctions.LogRising(ab, survived);
        into[1] = -both1;
        into[2] = SpecialFunctions.DigammaRise(b, survived) - both1;
        into[4] = -both2;
        into[5] = -both2;
        into[7] = SpecialFunctions.TrigammaRise(b, survived) - both2;
        if (left)
        {
            // 1 - r(n + 1) = alpha / (alpha + beta + n).
            double q = 1.0 / (law.Alpha + law.Beta + renewals);
            into[0] += Math.Log(law.Alpha * q);
            into[1] += (1.0 / law.Alpha) - q;
            into[2] -= q;
            into[4] += (q * q) - (1.0 / (law.Alpha * law.Alpha));
            into[5] += q * q;
            into[7] += q * q;
        }
    }
}
