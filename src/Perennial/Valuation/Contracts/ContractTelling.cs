using Perennial.Features.Contracts;
using Perennial.Models;
using Perennial.Models.Survival.Curves;
using Perennial.Training.Contracts;

namespace Perennial.Valuation.Contracts;

/// <summary>Makes the record of what a run found of accounts with subscriptions.</summary>
public static class ContractTelling
{
    private const int LongestCurve = 60;
    private const double MostGrowth = 3;

    /// <summary>Says why no values are given where they rest on growth that cannot last; null where they do not.</summary>
    /// <param name="values">The values.</param>
    public static string? Overgrown(ContractValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double today = 12 * values.Accounts.Where(account => account.State == ContractState.Active).Sum(account => account.Level);
        int year = values.HorizonOf(Kernel.Horizon.OfDays(365));
        double times = year < 0 || today <= 0 ? 0 : values.Revenue[year].Sum() / today;
        return times <= MostGrowth ? null : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"No value is given to customers with subscriptions: over the next year they would bring {times:0.#} times what today's recurring revenue brings in one, because expansions are carried on as often and as large as they were seen, which cannot last. Above {MostGrowth:0} times nothing is believed.");
    }

    /// <summary>Tells.</summary>
    /// <param name="training">What was learned.</param>
    /// <param name="accounts">The accounts of the as-of day.</param>
    /// <param name="spells">How long spells lasted.</param>
    /// <param name="values">The values, or null where nothing is predicted.</param>
    /// <param name="kept">Share of what is billed that is not given back.</param>
    public static ContractRecord Of(ContractTrainingResult training, IReadOnlyList<ContractAccount> accounts, IReadOnlyList<ContractSpell> spells, ContractValues? values, double kept)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(spells);
        int[] running = [.. Enumerable.Range(0, accounts.Count).Where(i => accounts[i].State != ContractState.Churned)];
        double Mean(Func<int, double> value) => running.Length == 0 || values is null ? double.NaN : running.Average(value);
        return new()
        {
            Chosen = training.Law?.Name ?? "none",
            Because = training.Because,
            Active = accounts.Count(a => a.State == ContractState.Active),
            Paused = accounts.Count(a => a.State == ContractState.Paused),
            Churned = accounts.Count(a => a.State == ContractState.Churned),
            Mrr = accounts.Sum(a => a.Mrr),
            Kept = kept,
            Laws = [.. training.Laws.Select(law => new ContractFitted(law.Name, law.Parameters, law.Explanation))],
            Backtest = training.Backtest,
            Survival = [.. spells.GroupBy(s => s.Segment, StringComparer.Ordinal).OrderByDescending(g => g.Sum(s => s.Spells)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => Survival(g.Key, [.. g], training))],
            Movements = training.Moves is not { } moves ? [] : [.. Segments(training).Select(s => Movement(moves, s.Segment, s.Term))],
            Horizons = values is null ? [] : [.. values.Horizons.Select((months, h) => Total(values, months, h))],
            LeavesVoluntarily = Mean(i => values!.Left[2][i] - values.LeftByPayment[i]),
            LeavesByPayment = Mean(i => values!.LeftByPayment[i]),
            LifetimeMonths = Mean(i => values!.Lifetime[i]),
            BeyondLifetime = values?.BeyondLifetime ?? double.NaN,
        };
    }

    private static IEnumerable<(string Segment, int Term)> Segments(ContractTrainingResult training) =>
        training.Cells.GroupBy(c => c.Segment, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, UsualTerm(g)));

    private static int UsualTerm(IEnumerable<ContractCell> cells) => cells.GroupBy(c => c.Term).OrderByDescending(g => g.Sum(c => c.Months)).ThenBy(g => g.Key).First().Key;

    private static ContractMovement Movement(MovementModel moves, string segment, int term)
    {
        (double expansion, double due, double between, double pause) = moves.Mean(segment, term);
        return new(segment, expansion, moves.MeanFactor(segment, true), due, between, moves.MeanFactor(segment, false), pause);
    }

    private static ContractTotalValue Total(ContractValues values, double months, int h)
    {
        double[] sorted = [.. values.Totals[h]];
        Array.Sort(sorted);
        return new(months, values.Revenue[h].Sum(), values.Value[h].Sum(), ContractValuation.Quantile(sorted, 0.1), ContractValuation.Quantile(sorted, 0.9), values.ActiveMonths[h].Sum());
    }

    private static ContractSurvival Survival(string segment, ContractSpell[] spells, ContractTrainingResult training)
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(new SurvivalHistories(
            [.. spells.Select(s => Math.Max(s.Months * ContractAccount.MonthDays, 1))], [.. spells.Select(s => s.Cause is not null)], TimeUnit.Day, weight: [.. spells.Select(s => (double)s.Spells)]));
        ConfidenceBand band = curve.Band();
        var points = new List<ContractSurvivalPoint>();
        for (int month = 0; month <= LongestCurve && (month == 0 || curve.Times[^1] >= month * ContractAccount.MonthDays); month++)
        {
            int at = Array.FindLastIndex(curve.Times, t => t <= (month * ContractAccount.MonthDays) + 0.5);
            int next = Math.Min(at + 1, curve.Times.Length - 1);
            points.Add(at < 0 ? new(month, 1, 1, 1, curve.AtRisk[0]) : new(month, curve.Survival[at], band.Lower[at], band.Upper[at], curve.AtRisk[next]));
        }

        return new(segment, spells.Sum(s => s.Spells), spells.Where(s => s.Cause is not null).Sum(s => s.Spells), points, training.Law is { } law ? Expected(law, segment, training.Cells) : []);
    }

    // Those who begin, by the terms that began.
    private static double[] Expected(ContractLaw law, string segment, IReadOnlyList<ContractCell> cells)
    {
        double[] stays = new double[LongestCurve + 1];
        (int Term, long Spells)[] terms = [.. cells.Where(c => c.Segment == segment && c.Age == 0).GroupBy(c => c.Term).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(c => c.Months)))];
        double all = terms.Sum(t => t.Spells);
        foreach ((int term, long spells) in terms)
        {
            double[] voluntary = new double[LongestCurve], payment = new double[LongestCurve];
            law.Hazards(new ContractGroup(segment, term, term - 1, 0, 0), -1, voluntary, payment);
            double stay = 1;
            for (int month = 0; month <= LongestCurve; month++)
            {
                // What is decided at the end of a month is seen from that end on.
                stays[month] += spells / all * stay * (month == 0 ? 1 : 1 - Math.Min(1, voluntary[month - 1] + payment[month - 1]));
                stay *= month == 0 ? 1 : 1 - Math.Min(1, voluntary[month - 1] + payment[month - 1]);
            }
        }

        return stays;
    }
}
