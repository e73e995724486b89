using Perennial.Features.Signals;
using Perennial.Models.Assessing;

namespace Perennial.Portfolio.Scorecards;

/// <summary>
/// Six weighted factors of a customer, 0 to 10 each: usage patterns, feature adoption, support tickets, payment history, engagement, expansion interest. A factor is the mean over its
/// signals of where the customer stands among all others, turned round where less is better. An explanation; no value in money, and never called one.
/// </summary>
public static class FactorScorecard
{
    /// <summary>Days after an earlier day in which revenue is looked at, to see what factors went with it.</summary>
    public const int ImportanceDays = 365;
    private const double Middle = 5;
    private const int Fewest = 50;

    /// <summary>Gives the factors with their weights in per cent and the signals each is made of; which way a signal is better is said by the catalogue of signals.</summary>
    public static IReadOnlyList<(string Name, double Weight, IReadOnlyList<string> Signals)> Factors { get; } =
    [
        ("usage_patterns", 25, ["use_a_user_28d", "use_days_28d", "weeks_used_share_8w", "use_velocity_8w", "use_velocity_26w", "weeks_since_use"]),
        ("feature_adoption", 20, ["features_used_8w", "adoption_depth_8w", "features_first_60d", "teams_8w"]),
        ("support_tickets", 15, ["tickets_91d", "grave_tickets_91d", "unsolved_tickets", "resolution_hours_182d", "escalations_365d", "sentiment_182d", "satisfaction_365d"]),
        ("payment_history", 15, ["on_time_share_365d", "days_late_365d", "unpaid_share_365d", "payment_failed_share_365d", "chargebacks_365d"]),
        ("engagement", 15, ["email_open_share_91d", "webinars_365d", "community_365d", "trainings_365d", "meetings_365d", "referrals_365d", "nps"]),
        ("expansion_interest", 10, ["expansion_propensity", "expansion_amount_365d", "seat_growth_182d", "products"]),
    ];

    /// <summary>Gives the weights, in the order of the factors, of a company that states some; all six or none.</summary>
    /// <param name="stated">Weights in per cent, by factor.</param>
    public static double[] Weights(IReadOnlyDictionary<string, double> stated) => [.. Factors.Select(factor => stated.TryGetValue(factor.Name, out double weight) ? weight : factor.Weight)];

    /// <summary>Makes the scorecard.</summary>
    /// <param name="keys">The customers, in the order of the scores.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="signals">Signals of the as-of day.</param>
    /// <param name="stated">Stated weights in per cent.</param>
    /// <param name="importance">What factors went with; null where there is too little history.</param>
    public static FactorTable Of(int[] keys, string[] ids, SignalColumns signals, IReadOnlyDictionary<string, double> stated, FactorImportance? importance)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(signals);
        double[] weights = Weights(stated);
        double[][] own = Values(signals);
        Dictionary<int, int> row = Enumerable.Range(0, signals.Count).ToDictionary(at => signals.CustomerKey[at]);
        double[][] values = [.. own.Select(column => Array.ConvertAll(keys, key => row.TryGetValue(key, out int at) ? column[at] : double.NaN))];
        (double[] score, double[][] parts) = WeightedScore.OfAll(weights, values, _ => true);
        int[] scored = [.. Enumerable.Range(0, keys.Length).Where(i => double.IsFinite(score[i])).OrderByDescending(i => score[i]).ThenBy(i => ids[i], StringComparer.Ordinal)];
        return new()
        {
            Score = score,
            Values = values,
            Contributions = parts,
            Record = new(
                [
                    .. Factors.Select((factor, f) => new FactorRow(
                        factor.Name, weights[f], factor.Signals, values[f].Count(double.IsFinite), values[f].Any(double.IsFinite) ? values[f].Where(double.IsFinite).Average() : null,
                        scored.Length == 0 ? 0 : scored.Average(i => parts[f][i]), importance?.Shares[f], importance is { } went && double.IsFinite(went.Correlations[f]) ? went.Correlations[f] : null)),
                ],
                scored.Length, scored.Length == 0 ? null : scored.Average(i => score[i]), importance?.Rows, importance?.RSquared),
        };
    }

    /// <summary>Gives the factors, 0 to 10, of rows that are compared with each other; NaN where no signal of a factor is known.</summary>
    /// <param name="signals">The rows.</param>
    public static double[][] Values(SignalColumns signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return [.. Factors.Select(factor =>
        {
            double[] sum = new double[signals.Count];
            int[] known = new int[signals.Count];
            foreach (string id in factor.Signals)
            {
                int better = SignalCatalogue.All[SignalCatalogue.PlaceOf(id)].Better;
                double[] standing = ScorecardPortfolio.Percentiles(signals[id]);
                for (int i = 0; i < standing.Length; i++)
                {
                    if (double.IsFinite(standing[i]))
                    {
                        sum[i] += better > 0 ? standing[i] : 100 - standing[i];
                        known[i]++;
                    }
                }
            }

            return sum.Select((total, i) => known[i] == 0 ? double.NaN : total / known[i] / 10).ToArray();
        })];
    }

    /// <summary>Finds what the factors of an earlier day went with: how customers stood in the revenue of the year after it.</summary>
    /// <param name="panel">Signals of earlier days.</param>
    /// <param name="outcomes">What came after, in <see cref="ImportanceDays"/>.</param>
    /// <returns>Null where no day lies that far back, or too few customers were there.</returns>
    public static FactorImportance? Importance(SignalColumns panel, SignalOutcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(outcomes);
        int[] over = [.. Enumerable.Range(0, panel.Count).Where(i => !outcomes.Censored[i])];
        if (over.Length == 0)
        {
            return null;
        }

        int day = over.Min(i => panel.Landmark[i]);
        int[] rows = [.. over.Where(i => panel.Landmark[i] == day)];
        if (rows.Length < Fewest)
        {
            return null;
        }

        double[][] values = [.. Values(panel.At(rows)).Select(column => Array.ConvertAll(column, value => double.IsNaN(value) ? Middle : value))];
        double[] revenue = Array.ConvertAll(rows, i => outcomes.NetRevenue[i]);
        var found = RankImportance.Of(values, revenue);
        return new(rows.Length, found.RSquared, [.. values.Select(column => Ranking.Spearman(column, revenue).Value)], [.. found.Parts.Select(part => found.RSquared > 0 ? Math.Max(0, part) / found.Parts.Sum(p => Math.Max(0, p)) : 0)]);
    }
}
