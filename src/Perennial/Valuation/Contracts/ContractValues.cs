using Perennial.Features.Contracts;
using Perennial.Training.Contracts;

namespace Perennial.Valuation.Contracts;

/// <summary>What n accounts with subscriptions are worth. Columns follow <see cref="Accounts"/>; those by horizon follow <see cref="Horizons"/>.</summary>
/// <remarks>Net value is <see cref="Value"/> less the cost of an active month times <see cref="ActiveMonths"/>, in the mean as in every life.</remarks>
public sealed class ContractValues
{
    /// <summary>Gives the as-of day.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives the n accounts, by key.</summary>
    public required IReadOnlyList<ContractAccount> Accounts { get; init; }

    /// <summary>Gives months to each horizon, rising: 30, 90, 365 days, three years, that of the run, and twenty years for the lifetime.</summary>
    public required double[] Horizons { get; init; }

    /// <summary>Gives the place of the run's horizon.</summary>
    public required int Main { get; init; }

    /// <summary>Gives what revenue is multiplied by to be value: the margin, and the share that is not given back.</summary>
    public required double Factor { get; init; }

    /// <summary>Gives, by horizon, n expected revenues after what is given back, not discounted.</summary>
    public required double[][] Revenue { get; init; }

    /// <summary>Gives, by horizon, n expected values: margin of revenue, discounted.</summary>
    public required double[][] Value { get; init; }

    /// <summary>Gives, by horizon, n expected months in which the account pays, discounted as value is.</summary>
    public required double[][] ActiveMonths { get; init; }

    /// <summary>Gives the 2.5, 10, 50, 90 and 97.5 % quantiles of each value to the run's horizon.</summary>
    public required double[][] Quantiles { get; init; }

    /// <summary>Gives n chances of no revenue to the run's horizon.</summary>
    public required double[] NoRevenue { get; init; }

    /// <summary>Gives, by horizon, draws of the value of all accounts together.</summary>
    public required double[][] Totals { get; init; }

    /// <summary>Gives, at 30, 90 and 365 days, n chances to have left; NaN for those who have.</summary>
    public required double[][] Left { get; init; }

    /// <summary>Gives, at 365 days, n chances to have left because payments failed; NaN for those who have left.</summary>
    public required double[] LeftByPayment { get; init; }

    /// <summary>Gives n expected remaining months, cut at twenty years; NaN for those who have left.</summary>
    public required double[] Lifetime { get; init; }

    /// <summary>Gives n times the 10, 50 and 90 % quantiles of the remaining months; empty for those who have left.</summary>
    public required double[][] LifetimeQuantiles { get; init; }

    /// <summary>Gives the mean chance to be there still where the lifetime is cut.</summary>
    public required double BeyondLifetime { get; init; }

    /// <summary>Gives n chances to leave at the end of each month.</summary>
    public required ContractRisks[] Risks { get; init; }

    /// <summary>Gives the place of a horizon, or -1 where it is none of these.</summary>
    public int HorizonOf(Kernel.Horizon horizon)
    {
        double months = horizon.Days is { } days ? days / ContractAccount.MonthDays : ContractSimulator.LifetimeMonths;
        return Array.FindIndex(Horizons, h => Math.Abs(h - Math.Min(months, ContractSimulator.LifetimeMonths)) < 1e-9);
    }

    /// <summary>Gives the value of all accounts to the run's horizon.</summary>
    public double Total => Value[Main].Sum();
}
