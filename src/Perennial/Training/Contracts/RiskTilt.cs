using Perennial.Features.Contracts;

namespace Perennial.Training.Contracts;

/// <summary>
/// How much more, or less, than its group an account is at risk in the months just ahead: its chance to be still there is the group's to a power (proportional hazards), and from then on
/// it shares the group's hazards.
/// </summary>
/// <param name="Power">The ratio of hazards, from 1/20 to 20; 1 says nothing.</param>
/// <param name="Months">The number of months it lasts, the running one included.</param>
public readonly record struct RiskTilt(double Power, int Months)
{
    private const double Widest = 3;
    private const int Halvings = 40;

    /// <summary>Gives the tilt that changes nothing.</summary>
    public static RiskTilt None => new(1, 0);

    private bool SaysNothing => Months == 0 || Power == 1;

    /// <summary>Finds the tilt under which an account has left within some months with a chance; as near as the widest ratio allows.</summary>
    /// <param name="risks">The group's risks.</param>
    /// <param name="account">Who.</param>
    /// <param name="months">Months from now.</param>
    /// <param name="chance">The chance, in (0, 1).</param>
    /// <returns><see cref="None"/> where nobody of the group can leave within these months: there is no hazard to be higher or lower.</returns>
    public static RiskTilt To(ContractRisks risks, ContractAccount account, double months, double chance)
    {
        ArgumentNullException.ThrowIfNull(risks);
        ArgumentNullException.ThrowIfNull(account);
        int within = risks.MonthsWithin(account, months);
        double Left(double logPower)
        {
            (double voluntary, double payment) = risks.Tilted(new(Math.Exp(logPower), within)).Left(account, months);
            return voluntary + payment;
        }

        if (within == 0 || Left(0) <= 0)
        {
            return None;
        }

        double low = -Widest, high = Widest;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Left(middle) < chance ? (middle, high) : (low, middle);
        }

        return new(Math.Exp((low + high) / 2), within);
    }

    /// <summary>Gives the chance to be still there, of an account.</summary>
    /// <param name="month">The place of the month.</param>
    /// <param name="stays">The group's chance to be still there after it.</param>
    /// <param name="staysThen">The group's chance after the last month the tilt lasts.</param>
    internal double Stays(int month, double stays, double staysThen) =>
        SaysNothing ? stays : month < Months ? Math.Pow(stays, Power) : staysThen <= 0 ? 0 : Math.Pow(staysThen, Power - 1) * stays;

    /// <summary>Turns an account's draw of when it leaves into the group's: it falls below the group's chance to be there in the month in which the account's own falls below its own.</summary>
    /// <param name="u">A number in [0, 1).</param>
    /// <param name="stays">The group's chance to be still there after each month.</param>
    internal double OfGroup(double u, double[] stays)
    {
        if (SaysNothing || stays.Length == 0)
        {
            return u;
        }

        double then = stays[Math.Min(Months, stays.Length) - 1];
        return u > Math.Pow(then, Power) ? Math.Pow(u, 1 / Power) : u * Math.Pow(then, 1 - Power);
    }
}
