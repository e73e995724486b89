using Perennial.Features.Contracts;
using Perennial.Portfolio.Trajectories;
using Perennial.Testing;
using Perennial.Training.Contracts;

namespace Perennial.Tests.Portfolio.Trajectories;

/// <summary>Trajectories of accounts with subscriptions under rates that can be worked out by hand: 5 % leave a month, 2 % expand by a tenth.</summary>
public sealed class ContractPathsTests
{
    private static readonly DateOnly AsOf = new(2025, 12, 31);
    private static readonly double[] Looks = [90 / ContractAccount.MonthDays, 365 / ContractAccount.MonthDays];
    private static readonly ContractCell[] Cells = [new("SMB", 1, true, 1, 1, false, 100_000_000, 5_000_000, 0, 2_000_000, 0, 0, 0, 0, 100_000_000, 5_000_000)];

    [Fact]
    public void The_chances_are_those_of_twelve_months()
    {
        ContractAccount[] accounts = [.. Enumerable.Range(1, 300).Select(Account)];
        ContractPaths paths = Paths(accounts, 200);
        double stay = Math.Pow(0.95, 12), up = 1 - Math.Pow(0.98, 12), quarter = 1 - Math.Pow(0.98, 3);
        Assert.All(paths.Chances[1], one => Assert.Equal(1 - stay, one.Churn, 1e-3));
        Assert.Equal(stay * up, paths.Chances[1].Average(one => one.Expansion), 0.005);
        Assert.Equal(Math.Pow(0.95, 3) * quarter, paths.Chances[0].Average(one => one.Expansion), 0.005);
        Assert.All(paths.Chances[1], one => Assert.Equal((1, 0.0), (Math.Round(one.Expansion + one.Stable + one.Contraction + one.Churn, 12), one.Contraction)));

        // Those who leave within twelve ends: the median is the fifth month's end, or the sixth.
        Assert.InRange(paths.LeadMonths.Average(), 4, 6);
    }

    [Fact]
    [Golden("trajectory.expansion-path.v1")]
    public void The_path_of_expansion_is_the_sum_of_what_accounts_agree_to()
    {
        ContractAccount[] accounts = [.. Enumerable.Range(1, 300).Select(Account)];
        IReadOnlyList<ExpansionMonth> months = Paths(accounts, 200).Months();
        Assert.Equal(12, months.Count);
        foreach (int month in (int[])[1, 3, 12])
        {
            // Moves and ends at months 0 to m; an account that has moved k times pays 1.1 to the k.
            ExpansionMonth one = months[month - 1];
            double stay = Math.Pow(0.95, month + 1);
            Assert.Equal(30_000 * stay * (Math.Pow(1.002, month + 1) - 1), one.Expansion, 0.05 * one.Expansion);
            Assert.Equal(30_000 * (1 - stay), one.Churn, 0.02 * one.Churn);
            Assert.True(one.ExpansionLow < one.Expansion && one.Expansion < one.ExpansionHigh && one.Contraction == 0);
        }
    }

    [Fact]
    public void Who_pauses_contracts_and_of_who_has_left_nothing_is_said()
    {
        ContractAccount paused = Account(1) with { State = ContractState.Paused, Mrr = 0, Listed = 0, Last = 100 };
        ContractPaths paths = Paths([paused, Account(2) with { State = ContractState.Churned, Last = 100, Mrr = 0, Listed = 0 }], 100);
        Assert.Equal(Math.Pow(0.95, 12), paths.Chances[1][0].Contraction, 1e-3);
        Assert.False(paths.Chances[1][1].IsKnown);
        Assert.True(double.IsNaN(paths.LeadMonths[1]));
        Assert.All(paths.Months(), month => Assert.True(month.Churn <= 100));
    }

    [Fact]
    public void An_account_that_stood_within_the_band_is_stable()
    {
        Assert.Equal(Trajectory.Stable, ContractPaths.Came(100, 105, false, 0.05));
        Assert.Equal(Trajectory.Expansion, ContractPaths.Came(100, 105.01, false, 0.05));
        Assert.Equal(Trajectory.Contraction, ContractPaths.Came(100, 94.99, false, 0.05));
        Assert.Equal(Trajectory.Churn, ContractPaths.Came(100, 120, true, 0.05));
    }

    private static ContractAccount Account(int key) => new(
        key, "SMB", "search", ContractState.Active, 100, 100, 0, 5, "pro", AsOf.AddMonths(-3), null, 3, 1, 3, 0, 0, null, false, 0, 0, 0, 1);

    private static ContractPaths Paths(ContractAccount[] accounts, int draws) => ContractPaths.Of(
        ContractLaws.Fit(Cells, draws, 1).First(law => law.Name == ContractLaws.BySegment), new MovementModel(Cells, [new("SMB", true, Math.Log(1.1))], []), accounts, AsOf, Looks, 0.05, draws, 1, null);
}
