using Perennial.DuckDb;
using Perennial.Features.Contracts;
using Perennial.Kernel;
using Perennial.Scoring;
using Perennial.Training.Contracts;
using Perennial.Training.Learned;

namespace Perennial.Portfolio.Trajectories;

/// <summary>
/// Where customers go: chances of expansion, staying, contraction and churn over a year, how soon, and the slopes seen so far. Accounts with an agreed price are told by their simulated
/// lives, accounts billed by use by how others went on, all other customers by the model of purchases.
/// </summary>
public sealed class TrajectoryPortfolio
{
    private static readonly double[] Looks = [90 / ContractAccount.MonthDays, TrajectoryTable.HorizonDays / ContractAccount.MonthDays];
    private readonly DuckDbConnection _connection;
    private readonly DateOnly _asOf;
    private readonly TrajectoryRules _rules;
    private readonly SeenSlopes _seen;

    /// <summary>Takes the rules.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="rules">What counts as about as much.</param>
    public TrajectoryPortfolio(DuckDbConnection connection, DateOnly asOf, TrajectoryRules rules) =>
        (_connection, _asOf, _rules, _seen) = (connection, asOf, rules, new SeenSlopes(connection, asOf));

    /// <summary>Tells.</summary>
    /// <param name="scores">The scores, whose order is kept.</param>
    /// <param name="bought">Customers without a subscription.</param>
    /// <param name="agreed">Accounts with one; null where there are none, or nothing is predicted for them.</param>
    /// <param name="leaving">What the learned model says of leaving, on several days; null where nothing was learned.</param>
    /// <param name="signals">Whether signals of customers are known.</param>
    public TrajectoryTable Run(ScoreTable scores, PurchaseSide bought, ContractLives? agreed, ChancesOverTime? leaving, bool signals)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(bought);
        int n = scores.Count;
        var table = new TrajectoryTable
        {
            Chances = Unknown(n), Chances90 = Unknown(n), Direction = new TrajectoryDirection[n], Basis = new string[n], LeadMonths = new double[n],
            Revenue = new(n), Use = new(n), Leaving = new(n),
        };
        Array.Fill(table.Basis, "none");
        Array.Fill(table.LeadMonths, double.NaN);
        Dictionary<int, int> place = scores.CustomerKey.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        if (bought.Ahead(_connection, _rules.BoughtBand) is { } ahead)
        {
            Bought(table, place, bought, ahead);
        }

        ContractPaths? paths = agreed is null ? null : Agreed(table, place, agreed);
        if (agreed is not null && agreed.Accounts.Any(IsMetered))
        {
            Used(table, place, agreed);
        }

        Slopes(table, scores, place, bought, agreed, leaving, signals);
        for (int i = 0; i < n; i++)
        {
            table.Direction[i] = table.Chances[i].Direction(_rules.Strong, _rules.Margin);
        }

        table.Record = TrajectoryTelling.Of(table, _rules, agreed, paths, new TrajectoryBacktest(_connection, _asOf, _rules).Run(bought, agreed));
        return table;
    }

    internal static bool IsMetered(ContractAccount account) => account.Metered && account.State == ContractState.Active;

    private static TrajectoryChances[] Unknown(int n)
    {
        var chances = new TrajectoryChances[n];
        Array.Fill(chances, TrajectoryChances.Unknown);
        return chances;
    }

    private static void Bought(TrajectoryTable table, Dictionary<int, int> place, PurchaseSide bought, (TrajectoryChances[] Chances, double[] Months) ahead)
    {
        foreach ((int row, int key) in bought.Known.CustomerKey.Index())
        {
            if (place.TryGetValue(key, out int i))
            {
                table.Chances[i] = ahead.Chances[row];
                table.Basis[i] = "purchases";
                table.LeadMonths[i] = ahead.Chances[row].Change == Trajectory.Churn ? ahead.Months[row] : double.NaN;
            }
        }
    }

    private ContractPaths Agreed(TrajectoryTable table, Dictionary<int, int> place, ContractLives lives)
    {
        var paths = ContractPaths.Of(lives.Law, lives.Moves, lives.Accounts, _asOf, Looks, _rules.Band, ContractTraining.Draws, lives.Seed, lives.Signalled);
        foreach ((int row, ContractAccount account) in lives.Accounts.Index())
        {
            int i = place[account.Key];
            table.Chances90[i] = paths.Chances[0][row];
            table.Chances[i] = paths.Chances[1][row];
            table.Basis[i] = table.Chances[i].IsKnown ? "contract" : "none";
            table.LeadMonths[i] = paths.LeadMonths[row];
        }

        return paths;
    }

    // Leaving is that of the contract; what those who stay pay is seen from how others went on.
    private void Used(TrajectoryTable table, Dictionary<int, int> place, ContractLives lives)
    {
        ContractAccount[] metered = [.. lives.Accounts.Where(account => account.Metered)];
        int periods = ((_asOf.DayNumber - metered.Min(account => account.Began).DayNumber) / SeenSlopes.PeriodDays) + SeenSlopes.Periods;
        Dictionary<int, double[]> series = _seen.Read("10_periods", periods);
        UsePaths? year = UsePaths.Learn(series, metered, _asOf, 0, SeenSlopes.Periods, _rules.BoughtBand), quarter = UsePaths.Learn(series, metered, _asOf, 0, 3, _rules.BoughtBand);
        foreach (ContractAccount account in metered.Where(IsMetered))
        {
            int i = place[account.Key];
            double[] own = series.GetValueOrDefault(account.Key) ?? new double[periods];
            table.Chances90[i] = quarter?.Of(own, account, _asOf, 0, table.Chances90[i].Churn) ?? TrajectoryChances.Unknown;
            table.Chances[i] = year?.Of(own, account, _asOf, 0, table.Chances[i].Churn) ?? TrajectoryChances.Unknown;
            table.Basis[i] = year is null ? "none" : "use";
            table.LeadMonths[i] = table.Chances[i].Change == Trajectory.Churn ? table.LeadMonths[i] : double.NaN;
        }
    }

    private void Slopes(TrajectoryTable table, ScoreTable scores, Dictionary<int, int> place, PurchaseSide bought, ContractLives? agreed, ChancesOverTime? leaving, bool signals)
    {
        Dictionary<int, double[]> sold = _seen.Read("10_periods", SeenSlopes.Periods);
        Dictionary<int, ContractAccount> accounts = agreed?.Accounts.ToDictionary(account => account.Key) ?? [];
        Dictionary<int, double[]> recurring = agreed is null ? [] : _seen.Read("11_recurring", SeenSlopes.Periods);
        Dictionary<int, double[]> use = signals ? _seen.Read("12_use", SeenSlopes.Periods) : [];
        double[] none = new double[SeenSlopes.Periods];
        for (int i = 0; i < scores.Count; i++)
        {
            int key = scores.CustomerKey[i];
            ContractAccount? account = accounts.GetValueOrDefault(key);
            if (account?.State == ContractState.Churned)
            {
                continue;
            }

            int known = _seen.Since(account?.Began ?? scores.FirstPurchase[i]);
            SeenSlopes.Relative(table.Revenue, i, (account is null or { Metered: true } ? sold : recurring).GetValueOrDefault(key) ?? none, known);
            if (use.TryGetValue(key, out double[]? uses))
            {
                SeenSlopes.Relative(table.Use, i, uses, known);
            }
        }

        foreach ((int key, double[] told) in bought.Leaving())
        {
            if (place.TryGetValue(key, out int i))
            {
                SeenSlopes.LogOdds(table.Leaving, i, told);
            }
        }

        if (leaving is null)
        {
            return;
        }

        foreach (IGrouping<int, int> told in Enumerable.Range(0, leaving.Customer.Length).GroupBy(row => leaving.Customer[row]))
        {
            // From today back without a gap: an earlier subscription is another story.
            double[] chances = [.. told.OrderBy(row => leaving.Landmark[row]).TakeWhile((row, k) => leaving.Landmark[row] == k).Take(SeenSlopes.Periods).Select(row => leaving.Chance[row])];
            if (place.TryGetValue(told.Key, out int i))
            {
                SeenSlopes.LogOdds(table.Leaving, i, chances);
            }
        }
    }
}
