using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Features.Contracts;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Training;
using Perennial.Training.Contracts;

namespace Perennial.Portfolio.Trajectories;

/// <summary>Chances told on an earlier day, by models that knew no later one, beside what came: once for accounts with an agreed price, once for those billed by use, once for all others.</summary>
/// <remarks>Contracts are told by the law alone: how signals move the risk of the months just ahead has a test of its own.</remarks>
internal sealed class TrajectoryBacktest(DuckDbConnection connection, DateOnly asOf, TrajectoryRules rules)
{
    private const int Fewest = 20, MostAccounts = 4000, Draws = 200, Fifths = 5;

    // What is held for impossible costs as much as one in a thousand.
    private const double Least = 1e-3;
    private static readonly Trajectory[] Four = [Trajectory.Expansion, Trajectory.Stable, Trajectory.Contraction, Trajectory.Churn];

    /// <summary>Tests what there is.</summary>
    public IReadOnlyList<TrajectoryTest> Run(PurchaseSide bought, ContractLives? agreed) =>
        [.. agreed is null ? [] : Contracts(agreed), .. Purchases(bought) is { } test ? (TrajectoryTest[])[test] : []];

    private IEnumerable<TrajectoryTest> Contracts(ContractLives lives)
    {
        if (lives.Features.First is not { } first)
        {
            yield break;
        }

        int days = Math.Min(TrajectoryTable.HorizonDays, (int)Math.Round((asOf.DayNumber - first.DayNumber) / 3.0));
        DateOnly origin = asOf.AddDays(-days);
        IReadOnlyList<ContractCell> cells = lives.Features.Cells(origin);
        ContractAccount[] running = Running(lives, origin);
        if (days < SeenSlopes.PeriodDays || running.Length < Fewest || ContractLaws.Fit(cells, Draws, lives.Seed).FirstOrDefault(law => law.Name == lives.Law.Name) is not { } law)
        {
            yield break;
        }

        var moves = new MovementModel(cells, lives.Features.Sizes(origin), lives.Features.Returns(origin));
        ContractAccount[] priced = [.. running.Where(account => !account.Metered)], metered = [.. running.Where(account => account.Metered)];
        double[] look = [days / ContractAccount.MonthDays];
        if (priced.Length >= Fewest)
        {
            var paths = ContractPaths.Of(law, moves, priced, origin, look, rules.Band, Draws, lives.Seed, null);
            double[] level = Levels(lives, priced, origin, asOf, out bool[] gone);
            Trajectory[] came = [.. priced.Select((account, i) => ContractPaths.Came(account.Level, level[i], gone[i], rules.Band))];
            ExpansionMonth last = paths.Months()[^1];
            yield return Told("contract", origin, days, paths.Chances[0], came, Before(lives, origin, days),
                new(last.Expansion, last.ExpansionLow, last.ExpansionHigh, priced.Select((account, i) => gone[i] ? 0 : Math.Max(0, level[i] - account.Level)).Sum()));
        }

        int ahead = (int)Math.Round(days / (double)SeenSlopes.PeriodDays);
        if (metered.Length >= Fewest)
        {
            var seen = new SeenSlopes(connection, asOf);
            int periods = ((asOf.DayNumber - metered.Min(account => account.Began).DayNumber) / SeenSlopes.PeriodDays) + SeenSlopes.Periods;
            Dictionary<int, double[]> series = seen.Read("10_periods", periods);
            if (UsePaths.Learn(series, metered, asOf, ahead, ahead, rules.BoughtBand) is { } use)
            {
                var paths = ContractPaths.Of(law, moves, metered, origin, look, rules.Band, Draws, lives.Seed, null);
                _ = Levels(lives, metered, origin, asOf, out bool[] gone);
                double[] none = new double[periods];
                double[] Own(ContractAccount account) => series.GetValueOrDefault(account.Key) ?? none;
                yield return Told(
                    "use", origin, days, [.. metered.Select((account, i) => use.Of(Own(account), account, asOf, ahead, paths.Chances[0][i].Churn))],
                    [.. metered.Select((account, i) => gone[i] ? Trajectory.Churn : UsePaths.Came(Own(account), ahead, 0, rules.BoughtBand))], null, null);
            }
        }
    }

    private static ContractAccount[] Running(ContractLives lives, DateOnly day)
    {
        ContractAccount[] all = [.. lives.Features.Accounts(day).Where(account => account.State != ContractState.Churned)];
        int step = Math.Max(1, (all.Length + MostAccounts - 1) / MostAccounts);
        return [.. all.Where((_, i) => i % step == 0)];
    }

    // What accounts agreed to a month at the end, without what rises of price added; and whether they left meanwhile, also where they came back.
    private double[] Levels(ContractLives lives, ContractAccount[] accounts, DateOnly origin, DateOnly until, out bool[] gone)
    {
        var then = lives.Features.Accounts(until).ToDictionary(account => account.Key);
        int days = until.DayNumber - origin.DayNumber;
        HashSet<int> left = [.. lives.Features.Outcomes(origin, until).Where(outcome => outcome.LeftAfter <= days).Select(outcome => outcome.Key)];
        var prices = SqlFile.Of("Portfolio/Trajectories", "21_prices").List(connection, row => (Key: row.Int32(0), Amount: row.Double(1)), new DuckDbParameter("origin", origin), new DuckDbParameter("until", until))
            .ToDictionary(row => row.Key, row => row.Amount);
        gone = Array.ConvertAll(accounts, account => left.Contains(account.Key));
        return Array.ConvertAll(accounts, account => then.TryGetValue(account.Key, out ContractAccount? now) && now.State == ContractState.Active ? Math.Max(0, now.Listed - prices.GetValueOrDefault(account.Key)) : 0);
    }

    // The shares in the time as long before the origin: all that somebody without a model would have known.
    private double[]? Before(ContractLives lives, DateOnly origin, int days)
    {
        DateOnly start = origin.AddDays(-days);
        ContractAccount[] accounts = lives.Features.First <= start ? [.. Running(lives, start).Where(account => !account.Metered)] : [];
        if (accounts.Length < Fewest)
        {
            return null;
        }

        double[] level = Levels(lives, accounts, start, origin, out bool[] gone);
        return Shares([.. accounts.Select((account, i) => ContractPaths.Came(account.Level, level[i], gone[i], rules.Band))]);
    }

    private TrajectoryTest? Purchases(PurchaseSide bought)
    {
        if (bought.Training is not { Chosen: { } chosen, Hidden: { } hidden } || hidden.Sample.Count < Fewest || !hidden.Models.TryGetValue(chosen.Name, out OriginTest.ModelForecast? forecast))
        {
            return null;
        }

        ITransactionModel model = forecast.Model;
        TestSample sample = hidden.Sample;
        BacktestWindow window = hidden.Window;
        double[] before = PurchaseSide.Usual(connection, window.Origin, window.Days, sample.CustomerKey, sample.Frequency, sample.TDays);
        TrajectoryChances[] told = PurchasePaths.Of(model, sample.Histories(model), sample.Time.Ahead(window.Days, model.Unit), before, rules.BoughtBand);
        Trajectory[] came = [.. before.Select((count, i) => PurchasePaths.Came(count, sample.Purchases[i], rules.BoughtBand))];
        return Told("purchases", window.Origin, window.Days, told, came, Before(bought, window), null);
    }

    private double[]? Before(PurchaseSide bought, BacktestWindow window)
    {
        DateOnly start = window.Origin.AddDays(-window.Days);
        (CustomerHistories known, HoldoutPurchases came, _) = bought.Features.Sample(start, window.Origin, PurchaseSide.MostEarlier);
        if (known.Count < Fewest)
        {
            return null;
        }

        double[] usual = PurchaseSide.Usual(connection, start, window.Days, known.CustomerKey, known.Frequency, known.TDays);
        return Shares([.. usual.Select((count, i) => PurchasePaths.Came(count, came.Purchases[i], rules.BoughtBand))]);
    }

    private static double[] Shares(Trajectory[] came) => [.. Four.Select(one => came.Count(c => c == one) / (double)came.Length)];

    private static TrajectoryTest Told(string basis, DateOnly origin, int days, TrajectoryChances[] told, Trajectory[] came, double[]? before, TestedExpansion? expansion)
    {
        double Score(Func<int, double> chance) => Enumerable.Range(0, came.Length).Average(i => Math.Log(Math.Clamp(chance(i), Least, 1)));
        return new(
            basis, origin, days, came.Length, Score(i => told[i].Of(came[i])), before is null ? null : Score(i => before[Array.IndexOf(Four, came[i])]),
            [.. Four.Select((one, k) => new TestedWord(TrajectoryTelling.Word(one), told.Average(c => c.Of(one)), came.Count(c => c == one) / (double)came.Length, before?[k]))],
            [.. Four.SelectMany(one => FifthsOf(one, told, came))], expansion);
    }

    private static IEnumerable<TestedFifth> FifthsOf(Trajectory one, TrajectoryChances[] told, Trajectory[] came)
    {
        int[] order = [.. Enumerable.Range(0, told.Length).OrderBy(i => told[i].Of(one)).ThenBy(i => i)];
        return Enumerable.Range(0, Fifths).Select(f => order[(f * order.Length / Fifths)..((f + 1) * order.Length / Fifths)]).Where(fifth => fifth.Length > 0)
            .Select(fifth => new TestedFifth(TrajectoryTelling.Word(one), fifth.Average(i => told[i].Of(one)), fifth.Count(i => came[i] == one) / (double)fifth.Length, fifth.Length));
    }
}
