using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>The log-likelihood of the beta-discrete-Weibull with its first and second derivatives.</summary>
/// <source paper="FaderHardieLiuDavinSteenburgh2018"/>
public static class BetaDiscreteWeibullLikelihood
{
    /// <summary>Gives one contract's log-likelihood.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="renewals">Renewals survived.</param>
    /// <param name="left">Whether the customer left at the next one.</param>
    /// <param name="entry">Renewals survived when observation began.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(BetaDiscreteWeibullParameters parameters, int renewals, bool left, int entry = 0)
    {
        HistoryDoor.Parameters([parameters.Alpha, parameters.Beta, parameters.C]);
        _ = new ContractHistories([renewals], [left], entry: [entry]);
        Span<double> d = stackalloc double[10];
        Row((parameters.Alpha, parameters.Beta, parameters.C), entry, renewals, left, d);
        return d[0];
    }

    /// <summary>Writes value and derivatives in (alpha, beta, c).</summary>
    internal static void Row((double Alpha, double Beta, double C) law, int entry, int renewals, bool left, Span<double> into)
    {
        into.Clear();
        LogSurvivalRatio(law, entry, renewals, into);
        if (!left)
        {
            return;
        }

        // ln(1 - e^D), D = ln S(n+1)/S(n): its derivative in D is -odds, its second -odds (1 + odds).
        Span<double> d = stackalloc double[10];
        d.Clear();
        LogSurvivalRatio(law, renewals, renewals + 1, d);
        double leave = -SpecialFunctions.Expm1(d[0]);
        double odds = Math.Exp(d[0]) / leave;
        into[0] += Math.Log(leave);
        int at = 4;
        for (int i = 1; i <= 3; i++)
        {
            into[i] -= odds * d[i];
            for (int j = i; j <= 3; j++, at++)
            {
                into[at] -= (odds * d[at]) + (odds * (1.0 + odds) * d[i] * d[j]);
            }
        }
    }

    // ln S(to)/S(from) with derivatives; S(n) = B(alpha, beta + u) / B(alpha, beta), u = n^c.
    private static void LogSurvivalRatio((double Alpha, double Beta, double C) law, int from, int to, Span<double> d)
    {
        if (from == to)
        {
            return;
        }

        d[0] = new Contracts.ContractLifetime(law.Alpha, law.Beta, law.C).LogRatio(from, to);
        Add(law, to, 1.0, d);
        Add(law, from, -1.0, d);
    }

    private static void Add((double Alpha, double Beta, double C) law, int n, double sign, Span<double> d)
    {
        double u = n == 0 ? 0.0 : Math.Pow(n, law.C);
        double log = n == 0 ? 0.0 : Math.Log(n);
        double b1 = SpecialFunctions.Digamma(law.Beta + u);
        double ab1 = SpecialFunctions.Digamma(law.Alpha + law.Beta + u);
        double b2 = SpecialFunctions.Trigamma(law.Beta + u);
        double ab2 = SpecialFunctions.Trigamma(law.Alpha + law.Beta + u);
        double uc = u * log;
        d[1] -= sign * ab1;
        d[2] += sign * (b1 - ab1);
        d[3] += sign * (b1 - ab1) * uc;
        d[4] -= sign * ab2;
        d[5] -= sign * ab2;
        d[6] -= sign * ab2 * uc;
        d[7] += sign * (b2 - ab2);
        d[8] += sign * (b2 - ab2) * uc;
        d[9] += sign * (((b2 - ab2) * uc * uc) + ((b1 - ab1) * uc * log));
    }
}
