using Perennial.Features.Contracts;

namespace Perennial.Training.Contracts;

/// <summary>The chance to leave at the end of each month ahead, by cause, what is not known of the parameters averaged over.</summary>
/// <param name="Voluntary">Chances that add up, with those by failed payments, to that of having left.</param>
/// <param name="Payment">The same for failed payments.</param>
/// <param name="Into">How far into the month after, each cause's ends fall, in months.</param>
public sealed record ContractRisks(double[] Voluntary, double[] Payment, (double Voluntary, double Payment) Into)
{
    /// <summary>Gives the chance to have left within some months.</summary>
    /// <param name="account">Whose running month ends when it ends; it has not left yet.</param>
    /// <param name="months">Months from now.</param>
    public (double Voluntary, double Payment) Left(ContractAccount account, double months)
    {
        ArgumentNullException.ThrowIfNull(account);
        // Who does not renew on a day is still there at the end of the day before.
        double first = account.ToMonthEnd, voluntary = 0, payment = 0, until = months - (1 / ContractAccount.MonthDays) + 1e-9;
        for (int j = 0; j < Voluntary.Length && first + j <= until; j++)
        {
            voluntary += first + j + Into.Voluntary <= until ? Voluntary[j] : 0;
            payment += first + j + Into.Payment <= until ? Payment[j] : 0;
        }

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
        for (int j = 0; j < Voluntary.Length; j++)
        {
            double time = first + j;
            mean += (Voluntary[j] * Math.Min(cut, time + Into.Voluntary)) + (Payment[j] * Math.Min(cut, time + Into.Payment));
            left += Voluntary[j] + Payment[j];
            for (; next < levels.Length && left >= levels[next]; next++)
            {
                quantiles[next] = Math.Min(cut, time);
            }
        }

        double beyond = Math.Max(0, 1 - left);
        return (mean + (beyond * cut), beyond, quantiles);
    }
}

/// <summary>What accounts are expected to bring to each horizon, before margin.</summary>
public sealed class ContractForecast
{
    private readonly int _draws;

    internal ContractForecast(double[] horizons, int accounts, int draws)
    {
        _draws = draws;
        Horizons = horizons;
        Revenue = [.. horizons.Select(_ => new double[accounts])];
        Discounted = [.. horizons.Select(_ => new double[accounts])];
        ActiveMonths = [.. horizons.Select(_ => new double[accounts])];
        Totals = [.. horizons.Select(_ => new double[draws])];
        Risks = new ContractRisks[accounts];
    }

    /// <summary>Gives the months to each horizon.</summary>
    public double[] Horizons { get; }

    /// <summary>Gives, by horizon, n expected revenues, not discounted.</summary>
    public double[][] Revenue { get; }

    /// <summary>Gives, by horizon, n expected revenues, discounted.</summary>
    public double[][] Discounted { get; }

    /// <summary>Gives, by horizon, n expected months in which the account pays, discounted: what a cost a month is multiplied by.</summary>
    public double[][] ActiveMonths { get; }

    /// <summary>Gives, by horizon, draws of the discounted revenue of all accounts together.</summary>
    public double[][] Totals { get; }

    /// <summary>Gives n chances to leave.</summary>
    public ContractRisks[] Risks { get; }

    internal void Add(int horizon, int row, double revenue, double discounted, double active)
    {
        Revenue[horizon][row] += revenue / _draws;
        Discounted[horizon][row] += discounted / _draws;
        ActiveMonths[horizon][row] += active / _draws;
    }
}
