using Perennial.Features.Signals;
using Perennial.Models.Assessing;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Scorecards;

/// <summary>
/// Five dimensions of a customer on one scale from 0 to 100: net revenue potential, retention probability, cost to serve, expansion likelihood, strategic value. Net value speaks,
/// recurring or past revenue never does: of two customers who differ in these alone, neither stands before the other.
/// </summary>
public static class ScorecardPortfolio
{
    private const int Shown = 15;
    private static readonly string[] Strategic = ["strategic_brand", "strategic_reference", "strategic_influence", "strategic_partner"];

    /// <summary>Gives the dimensions with the weights they have unless company.yaml says otherwise: high 3, medium 2, contextual 1.</summary>
    public static IReadOnlyList<(string Name, double Weight)> Dimensions { get; } =
        [("net_revenue_potential", 3), ("retention_probability", 3), ("cost_to_serve", 3), ("expansion_likelihood", 2), ("strategic_value", 1)];

    /// <summary>Makes the scorecard.</summary>
    /// <param name="scores">The scores, whose order is kept.</param>
    /// <param name="net">Gross and net values in that order; null where nothing is known of costs: then value counts as it is, and cost to serve is not known.</param>
    /// <param name="signals">Signals of the as-of day.</param>
    /// <param name="weights">Stated weights, by dimension.</param>
    public static ScorecardTable Of(ScoreTable scores, NetTable? net, SignalColumns signals, IReadOnlyDictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(weights);
        int n = scores.Count;
        Dictionary<int, int> place = Enumerable.Range(0, signals.Count).ToDictionary(row => signals.CustomerKey[row]);
        double Signal(string id, int i) => place.TryGetValue(scores.CustomerKey[i], out int row) ? signals[id][row] : double.NaN;
        double[] value = net?.Own.Net ?? scores.Clv;
        double[][] values =
        [
            Percentiles(value),
            [.. Enumerable.Range(0, n).Select(i => 100 * (scores.Contracts is { } contracts && double.IsFinite(contracts.PChurn365[i]) ? 1 - contracts.PChurn365[i] : 1 - scores.PZero[i]))],
            [.. Enumerable.Range(0, n).Select(i => net is null ? double.NaN : Kept(net.Own.Gross[i], net.Own.CostToServe[i]))],
            Percentiles([.. Enumerable.Range(0, n).Select(i => Signal("expansion_propensity", i))]),
            [.. Enumerable.Range(0, n).Select(i => Strategic.Select(id => Signal(id, i)).Where(double.IsFinite).ToArray() is { Length: > 0 } entered ? 10 * entered.Average() : double.NaN)],
        ];
        double[] weight = [.. Dimensions.Select(dimension => weights.TryGetValue(dimension.Name, out double stated) ? stated : dimension.Weight)];
        // Without a value there is nothing to explain.
        (double[] score, double[][] parts) = WeightedScore.OfAll(weight, values, i => !double.IsNaN(values[0][i]));
        int[] order = [.. Enumerable.Range(0, n).Where(i => !double.IsNaN(score[i])).OrderByDescending(i => score[i]).ThenByDescending(i => value[i]).ThenBy(i => scores.CustomerId[i], StringComparer.Ordinal)];
        int[] rank = new int[n];
        foreach ((int at, int i) in order.Index())
        {
            rank[i] = at + 1;
        }

        return new()
        {
            Score = score,
            Rank = rank,
            Values = values,
            Contributions = parts,
            Record = new(
                [.. Dimensions.Select((dimension, d) => new ScorecardDimension(dimension.Name, weight[d], values[d].Count(double.IsFinite), order.Length == 0 ? 0 : order.Average(i => parts[d][i])))],
                order.Length, [.. order.Take(Shown).Select(i => new ScorecardRow(scores.CustomerId[i], score[i], [.. parts.Select((part, d) => double.IsNaN(values[d][i]) ? (double?)null : part[i])]))]),
        };
    }

    // What is left of gross after serving, at best all of it; nothing where serving costs more, or there is no gross.
    private static double Kept(double gross, double cost) => double.IsNaN(gross) || double.IsNaN(cost) ? double.NaN : gross > 0 ? 100 * Math.Clamp(1 - (cost / gross), 0, 1) : 0;

    // The share of those known that are lower, half of the equals counted.
    internal static double[] Percentiles(double[] column)
    {
        int[] known = [.. Enumerable.Range(0, column.Length).Where(i => double.IsFinite(column[i]))];
        double[] percentiles = new double[column.Length];
        Array.Fill(percentiles, double.NaN);
        if (known.Length == 0)
        {
            return percentiles;
        }

        double[] ranks = Ranking.MidRanks(Array.ConvertAll(known, i => column[i]));
        foreach ((int at, int i) in known.Index())
        {
            percentiles[i] = 100 * (ranks[at] - 0.5) / known.Length;
        }

        return percentiles;
    }
}
