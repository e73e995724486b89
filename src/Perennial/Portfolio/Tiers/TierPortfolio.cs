using Perennial.Kernel;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Tiers;

/// <summary>Tiers of value. Value alone ranks, net where it is known: recurring or past revenue has no part in it.</summary>
public static class TierPortfolio
{
    private static readonly double[] NetLevels = [0.1, 0.5, 0.9], OwnLevels = [0.025, 0.1, 0.5, 0.9, 0.975];

    /// <summary>Finds them; null where nothing is said of any customer's value.</summary>
    /// <param name="scores">The scores, whose order is kept.</param>
    /// <param name="net">Gross and net values in that order; null where nothing is known of costs.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="definitionId">The definition of the scores' own value.</param>
    /// <param name="before">What the run before said; null where there is none.</param>
    public static TierTable? Of(ScoreTable scores, NetTable? net, TierRule rule, string definitionId, TierBefore? before = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(rule);
        Measured by = Measure(scores, net, rule, definitionId);
        if (!Array.Exists(by.Values, double.IsFinite))
        {
            return null;
        }

        string? anew = before?.Refusal(rule, by.Column, by.DefinitionId);
        IReadOnlyDictionary<int, (int Tier, double Value)>? then = anew is null ? before?.Tiers : null;
        var boundaries = TierBoundaries.Of(rule, by.Values);
        int n = scores.Count;
        int[] tiers = new int[n], old = new int[n], highest = new int[n], lowest = new int[n];
        bool[] held = new bool[n];
        double[] chance = new double[n], quantiles = new double[by.Quantiles.Length];
        (int low, int high) = (Array.IndexOf(by.Levels, 0.1), Array.IndexOf(by.Levels, 0.9));
        for (int i = 0; i < n; i++)
        {
            old[i] = then is not null && then.TryGetValue(scores.CustomerKey[i], out (int Tier, double Value) was) ? was.Tier : -1;
            int tier = tiers[i] = boundaries.TierOf(by.Values[i], old[i]);
            held[i] = tier != boundaries.TierOf(by.Values[i]);
            highest[i] = lowest[i] = tier;
            chance[i] = double.NaN;
            for (int q = 0; q < quantiles.Length; q++)
            {
                quantiles[q] = by.Quantiles[q][i];
            }

            if (tier >= 0 && quantiles.Length > 0 && Array.TrueForAll(quantiles, double.IsFinite))
            {
                highest[i] = Math.Min(tier, boundaries.TierOf(quantiles[high]));
                lowest[i] = Math.Max(tier, boundaries.TierOf(quantiles[low]));
                chance[i] = TierChance.Between(by.Levels, quantiles, boundaries.From(tier), tier == 0 ? double.PositiveInfinity : boundaries.From(tier - 1));
            }
        }

        TierMigration? migration = then is null ? null : new(before!.Run, before.Day, Moves(scores.CustomerKey, tiers, held, by.Values, then));
        return new()
        {
            Names = rule.Names,
            Tier = tiers,
            Value = by.Values,
            Before = old,
            Held = held,
            Highest = highest,
            Lowest = lowest,
            Chance = chance,
            Record = new(rule.Id, rule.By, by.Column, by.DefinitionId, InShort(rule, boundaries), tiers.Count(tier => tier < 0), migration, anew),
        };

        IReadOnlyList<Tier> InShort(TierRule rule, TierBoundaries boundaries)
        {
            int m = rule.Names.Count;
            int[] customers = new int[m], kept = new int[m], straddling = new int[m], told = new int[m];
            double[] value = new double[m], sum = new double[m];
            for (int i = 0; i < n; i++)
            {
                if (tiers[i] is var tier and >= 0)
                {
                    customers[tier]++;
                    value[tier] += by.Values[i];
                    kept[tier] += held[i] ? 1 : 0;
                    straddling[tier] += highest[i] < lowest[i] ? 1 : 0;
                    told[tier] += double.IsFinite(chance[i]) ? 1 : 0;
                    sum[tier] += double.IsFinite(chance[i]) ? chance[i] : 0;
                }
            }

            return
            [
                .. rule.Names.Select((name, tier) => new Tier(
                    name, double.IsFinite(boundaries.From(tier)) ? boundaries.From(tier) : null, customers[tier], value[tier], kept[tier], straddling[tier], told[tier] == 0 ? null : sum[tier] / told[tier])),
            ];
        }
    }

    private static Measured Measure(ScoreTable scores, NetTable? net, TierRule rule, string definitionId) => (net, rule.Measure) switch
    {
        (null, _) => new("clv", definitionId, scores.Clv, OwnLevels, [scores.ClvP025, scores.ClvP10, scores.ClvP50, scores.ClvP90, scores.ClvP975]),
        (_, TierMeasure.Net) => new("clv_net", net.DefinitionId, net.Own.Net, NetLevels, [net.P10, net.P50, net.P90]),
        _ => new("clv_gross", net.DefinitionId, net.Own.Gross, [], []),
    };

    private static IReadOnlyList<TierMove> Moves(int[] keys, int[] tiers, bool[] held, double[] values, IReadOnlyDictionary<int, (int Tier, double Value)> then)
    {
        SortedDictionary<(int From, int To), TierMove> cells = [];
        HashSet<int> here = [];
        for (int i = 0; i < keys.Length; i++)
        {
            if (tiers[i] >= 0)
            {
                here.Add(keys[i]);
                (int from, double before) = then.TryGetValue(keys[i], out (int Tier, double Value) old) ? old : (-1, 0);
                Add(from, tiers[i], held[i], before, values[i]);
            }
        }

        foreach ((int key, (int tier, double value)) in then.OrderBy(pair => pair.Key))
        {
            if (!here.Contains(key))
            {
                Add(tier, -1, false, value, 0);
            }
        }

        return [.. cells.Values];

        void Add(int from, int to, bool held, double before, double now)
        {
            TierMove cell = cells.TryGetValue((from, to), out TierMove? known) ? known : new(from, to, 0, 0, 0, 0);
            cells[(from, to)] = cell with { Customers = cell.Customers + 1, Held = cell.Held + (held ? 1 : 0), Before = cell.Before + before, Now = cell.Now + now };
        }
    }

    /// <summary>What is ranked, with its quantiles, level by level.</summary>
    private sealed record Measured(string Column, string DefinitionId, double[] Values, double[] Levels, double[][] Quantiles);
}
