using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Concentrations;

/// <summary>Where the risk of few large customers lies: how much rests on them, under which terms, and what their leaving would take. Value is net where it is known.</summary>
/// <param name="scores">The scores.</param>
/// <param name="net">Gross and net values in their order; null where nothing is known of costs.</param>
/// <param name="definitionId">The definition of the scores' own value.</param>
/// <param name="horizon">How far ahead it looks.</param>
public sealed class ConcentrationPortfolio(ScoreTable scores, NetTable? net, string definitionId, Horizon horizon)
{
    private const int MostAccounts = 100, Draws = 20_000, Shown = 10, FewestTermMonths = 3;
    private const double MonthDays = 365.25 / 12, Largest = 1e20;
    private readonly double[] _values = net?.Own.Net ?? scores.Clv;
    private readonly double[] _rising = Rising(net?.Own.Net ?? scores.Clv);

    /// <summary>Finds it; null where nothing is above zero, neither revenue nor value.</summary>
    /// <param name="ledger">What the ledger says.</param>
    /// <param name="traits">What accounts have in common.</param>
    /// <param name="terms">Months and days left of terms, by customer; empty without subscriptions.</param>
    /// <param name="rule">How leaving goes together.</param>
    /// <param name="seed">Seed of the draws.</param>
    public ConcentrationRecord? Find(ConcentrationLedger ledger, SharedTraits traits, IReadOnlyDictionary<int, (double Months, double Days)> terms, ConcentrationRule rule, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ConcentrationMeasure?[] measures = [ledger.Revenue, ledger.Margin, ConcentrationMeasure.OfRising("value", net?.DefinitionId ?? definitionId, _rising)];
        if (measures.All(measure => measure is null))
        {
            return null;
        }

        double least = _rising.Length == 0 ? 0 : _rising[^Math.Min(MostAccounts, _rising.Length)];
        int[] largest =
        [
            .. Enumerable.Range(0, scores.Count).Where(i => _values[i] > 0 && _values[i] >= least).OrderByDescending(i => _values[i]).ThenBy(i => scores.CustomerId[i], StringComparer.Ordinal).Take(MostAccounts),
        ];
        return new(
            [.. measures.OfType<ConcentrationMeasure>()], ledger.Trend,
            measures[2] is null ? [] : CostPortfolio.WhaleCurve(_rising.Reverse().Select(value => (decimal)Math.Clamp(value, -Largest, Largest)), _rising.Length),
            Protection(largest, terms), largest.Length == 0 ? null : Loss(largest, traits, rule, seed), Top(largest, terms));
    }

    /// <summary>Reads what is left of the terms of subscribers as known on the as-of day.</summary>
    /// <param name="connection">The engine session of a company, with <c>features_signals</c>.</param>
    public static IReadOnlyDictionary<int, (double Months, double Days)> Terms(DuckDbConnection connection) => connection.List(
        "SELECT customer_key, contract_months, days_to_renewal FROM features_signals WHERE contract_months IS NOT NULL AND days_to_renewal IS NOT NULL",
        row => (Key: row.Int32(0), Months: row.Double(1), Days: row.Double(2))).ToDictionary(row => row.Key, row => (row.Months, row.Days));

    private static double[] Rising(double[] values)
    {
        double[] rising = Array.FindAll(values, double.IsFinite);
        Array.Sort(rising);
        return rising;
    }

    // Whose contract says nothing brings nothing within the horizon where that is a year, and may have gone already where it is not.
    private (double Chance, string Source) Leaves(int i) =>
        scores.Contracts is { } contracts && double.IsFinite(contracts.PChurn365[i]) ? (contracts.PChurn365[i], "p_churn_365d")
        : horizon.Days is >= 360 and <= 370 || !double.IsFinite(scores.PAlive[i]) ? (Math.Clamp(double.IsFinite(scores.PZero[i]) ? scores.PZero[i] : 1, 0, 1), "p_zero")
        : (Math.Clamp(1 - scores.PAlive[i], 0, 1), "1 - p_alive");

    private LossRecord Loss(int[] largest, SharedTraits traits, ConcentrationRule rule, ulong seed)
    {
        double[] values = Array.ConvertAll(largest, i => _values[i]), chances = Array.ConvertAll(largest, i => Leaves(i).Chance);
        IReadOnlyList<(string Trait, int[] Groups)> shared = traits.Of(Array.ConvertAll(largest, i => scores.CustomerKey[i]), rule.Shared);
        LossLaw Law(double correlation) => LossLaw.Of(LossSimulation.Draw(values, chances, [.. shared.Select(trait => trait.Groups)], correlation, Draws, seed));
        LossLaw independent = Law(0);
        return new(
            largest.Length, values.Sum(), _rising.Sum(), string.Join(", ", largest.Select(i => Leaves(i).Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            shared.Count == 0 ? 0 : rule.Correlation, [.. shared.Select(trait => trait.Trait)], Draws, shared.Count == 0 ? independent : Law(rule.Correlation), independent);
    }

    private IReadOnlyList<TermProtection> Protection(int[] largest, IReadOnlyDictionary<int, (double Months, double Days)> terms)
    {
        if (scores.Contracts is not { } contracts || terms.Count == 0)
        {
            return [];
        }

        int[] paying = [.. Enumerable.Range(0, scores.Count).Where(i => contracts.Mrr[i] > 0)];
        return paying.Length == 0 ? [] :
        [
            .. new[] { 1, 5, 10, 50 }.Where(n => n <= largest.Length).Select(n => Of(n, largest[..n])), Of(null, paying),
        ];

        TermProtection Of(int? n, int[] rows)
        {
            double mrr = 0, bound = 0, months = 0;
            foreach (int i in rows)
            {
                double own = double.IsFinite(contracts.Mrr[i]) ? contracts.Mrr[i] : 0;
                mrr += own;
                bound += Left(i, terms) is null ? 0 : own;
                months += own * (Left(i, terms) ?? 0);
            }

            return new(n, mrr, mrr <= 0 ? 0 : bound / mrr, bound <= 0 ? null : months / bound);
        }
    }

    private double? Left(int i, IReadOnlyDictionary<int, (double Months, double Days)> terms) =>
        terms.TryGetValue(scores.CustomerKey[i], out (double Months, double Days) term) && term.Months >= FewestTermMonths && term.Days > 0 ? term.Days / MonthDays : null;

    private IReadOnlyList<TopAccount> Top(int[] largest, IReadOnlyDictionary<int, (double Months, double Days)> terms)
    {
        Without all = new(_rising);
        double positive = _rising.Where(value => value > 0).Sum();
        return
        [
            .. largest.Take(Shown).Select(i =>
            {
                (double sum, double hhi, double top) = all.Of(_values[i], Shown);
                return new TopAccount(scores.CustomerId[i], _values[i], _values[i] / positive, Leaves(i).Chance, Left(i, terms), sum, hhi, top);
            }),
        ];
    }
}
