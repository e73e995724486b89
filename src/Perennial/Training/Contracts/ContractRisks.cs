using Perennial.Features.Contracts;

namespace Perennial.Training.Contracts;

/// <summary>The chance to leave at the end of each month ahead, by cause, what is not known of the parameters averaged over.</summary>
/// <param name="Voluntary">Chances that add up, with those by failed payments, to that of having left; those of the group.</param>
/// <param name="Payment">The same for failed payments.</param>
/// <param name="Into">How far into the month after, each cause's ends fall, in months.</param>
public sealed record ContractRisks(double[] Voluntary, double[] Payment, (double Voluntary, double Payment) Into)
{
    private RiskTilt Own { get; init; } = RiskTilt.None;

    /// <summary>Gives the risks of an account that differs from its group; the arrays are shared.</summary>
    public ContractRisks Tilted(RiskTilt tilt) => tilt == RiskTilt.None ? this : this with { Own = tilt };

    /// <summary>Gives how many months ahead, the running one included, end within a time.</summary>
    /// <param name="account">Whose running month ends when it ends.</param>
    /// <param name="months">Months from now.</param>
    public int MonthsWithin(ContractAccount account, double months)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Math.Clamp((int)Math.Floor(Until(months) - account.ToMonthEnd) + 1, 0, Voluntary.Length);
    }

    /// <summary>Gives the chance to have left within some months.</summary>
    /// <param name="account">Whose running month ends when it ends; it has not left yet.</param>
    /// <param name="months">Months from now.</param>
    public (double Voluntary, double Payment) Left(ContractAccount account, double months)
    {
        ArgumentNullException.ThrowIfNull(account);
        double first = account.ToMonthEnd, until = Until(months), voluntary = 0, payment = 0;
        Walk(MonthsWithin(account, months), (j, byChoice, byPayment) =>
        {
            voluntary += first + j + Into.Voluntary <= until ? byChoice : 0;
            payment += first + j + Into.Payment <= until ? byPayment : 0;
        });
        return (Math.Min(voluntary, 1), Math.Min(payment, 1 - Math.Min(voluntary, 1)));
    }

    /// <summary>Gives the expected remaining months up to where the lifetime is cut, the share that is still there then, and the quantiles of the months.</summary>
    /// <param name="account">Who.</param>
    /// <param name="levels">Levels of the quantiles, rising, in (0, 1).</param>
    public (double Mean, double Beyond, double[] Quantiles) Lifetime(ContractAccount account, params double[] levels)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(levels);
        double first = account.ToMonthEnd, mean = 0, left = 0, cut = ContractSimulator.LifetimeMonths;
        double[] quantiles = new double[levels.Length];
        Array.Fill(quantiles, cut);
        int next = 0;
        Walk(Voluntary.Length, (j, byChoice, byPayment) =>
        {
            double time = first + j;
            mean += (byChoice * Math.Min(cut, time + Into.Voluntary)) + (byPayment * Math.Min(cut, time + Into.Payment));
            left += byChoice + byPayment;
            for (; next < levels.Length && left >= levels[next]; next++)
            {
                quantiles[next] = Math.Min(cut, time);
            }
        });
        double beyond = Math.Max(0, 1 - left);
        return (mean + (beyond * cut), beyond, quantiles);
    }

    // Who does not renew on a day is still there at the end of the day before.
    private static double Until(double months) => months - (1 / ContractAccount.MonthDays) + 1e-9;

    private void Walk(int months, Action<int, double, double> each)
    {
        double stays = 1, own = 1, then = 1;
        for (int j = 0; j < Own.Months && j < Voluntary.Length; j++)
        {
            then -= Voluntary[j] + Payment[j];
        }

        then = Math.Clamp(then, 0, 1);
        for (int j = 0; j < months; j++)
        {
            double all = Voluntary[j] + Payment[j];
            stays = Math.Clamp(stays - all, 0, 1);
            double before = own;
            own = Own.Stays(j, stays, then);
            double leave = Own == RiskTilt.None ? all : before - own;
            each(j, all > 0 ? leave * Voluntary[j] / all : 0, all > 0 ? leave * Payment[j] / all : 0);
        }
    }
}
