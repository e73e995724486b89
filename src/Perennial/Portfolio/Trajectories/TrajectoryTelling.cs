using System.Globalization;
using Perennial.Features.Contracts;
using Perennial.Kernel;

namespace Perennial.Portfolio.Trajectories;

/// <summary>What the report says of where customers go.</summary>
internal static class TrajectoryTelling
{
    private static readonly Trajectory[] Four = [Trajectory.Expansion, Trajectory.Stable, Trajectory.Contraction, Trajectory.Churn];

    public static TrajectoryRecord Of(TrajectoryTable table, TrajectoryRules rules, ContractLives? agreed, ContractPaths? paths, IReadOnlyList<TrajectoryTest> tests)
    {
        ContractAccount[] priced = agreed is null ? [] : [.. agreed.Accounts.Where(account => account.State == ContractState.Active && !account.Metered)];
        int[] known = [.. Enumerable.Range(0, table.Count).Where(i => table.Chances[i].IsKnown)];
        return new()
        {
            HorizonDays = TrajectoryTable.HorizonDays,
            Rules = rules,
            Basis = Count(table.Basis),
            Counts =
            [
                .. Four.Select(one => new TrajectoryCount(
                    Word(one), known.Sum(i => table.Chances[i].Of(one)), known.Count(i => table.Chances[i].Likeliest == one),
                    Median([.. known.Where(i => table.Chances[i].Change == one && double.IsFinite(table.LeadMonths[i])).Select(i => table.LeadMonths[i])]))),
            ],
            Directions = Count(table.Direction.OrderDescending().Select(Word)),
            Slopes = [Slope("revenue", table.Revenue), Slope("use", table.Use), Slope("chance to leave", table.Leaving)],
            Months = priced.Length == 0 ? [] : paths!.Months(),
            Agreed = priced.Sum(account => account.Level),
            Tests = tests,
            Notes = [.. Notes(table, agreed)],
        };
    }

    /// <summary>Gives a trajectory as exports write it.</summary>
    public static string Word(Trajectory one) => one.ToString().ToLowerInvariant();

    /// <summary>Gives a direction as exports write it.</summary>
    public static string Word(TrajectoryDirection one) => one switch
    {
        TrajectoryDirection.StrongNegative => "strong negative",
        TrajectoryDirection.StrongPositive => "strong positive",
        _ => one.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<string> Notes(TrajectoryTable table, ContractLives? agreed)
    {
        int left = agreed?.Accounts.Count(account => account.State == ContractState.Churned) ?? 0;
        if (left > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{left} customers have left their subscription already: nothing is said of where they go.");
        }

        if (table.Basis.Contains("none") && agreed?.Accounts.Any(account => account.Metered && account.State == ContractState.Active) == true && !table.Basis.Contains("use"))
        {
            yield return "Accounts are billed by use, and nobody's has been seen for longer than the horizon: where they go is not told yet.";
        }

        if (table.Basis.Count(basis => basis == "purchases") > PurchaseSide.MostEarlier)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"With more than {PurchaseSide.MostEarlier} customers the chance to buy nothing more is asked for today only: whether it rises is not told.");
        }
    }

    private static SortedDictionary<string, int> Count(IEnumerable<string> words) => new(words.GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);

    private static double? Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? null : values[values.Length / 2];
    }

    private static SlopeCount Slope(string of, SlopeColumns slopes) => new(
        of, slopes.PValue.Count(double.IsFinite), Enumerable.Range(0, slopes.PValue.Length).Count(slopes.Rises), Enumerable.Range(0, slopes.PValue.Length).Count(slopes.Falls));
}
