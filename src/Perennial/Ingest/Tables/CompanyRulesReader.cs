using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Reads what company.yaml states about money: <c>margins</c>, <c>pools</c> and <c>discount</c>, the weights of the <c>scorecard</c>, <c>tiers</c>, <c>concentration</c>, <c>trajectories</c>, <c>value_segments</c>, <c>factors</c>, and what <c>stances</c> are held against.</summary>
internal static class CompanyRulesReader
{
    private static readonly (string Word, PoolRole Role)[] Roles =
    [
        ("cost of revenue", PoolRole.CostOfRevenue), ("cost to serve", PoolRole.CostToServe), ("acquisition", PoolRole.Acquisition), ("overhead", PoolRole.Overhead),
    ];

    private static readonly (string Word, double Weight)[] Weights = [("high", 3), ("medium", 2), ("contextual", 1)];
    private static readonly string[] Dimensions = ["net_revenue_potential", "retention_probability", "cost_to_serve", "expansion_likelihood", "strategic_value"];

    /// <summary>Reads the rules.</summary>
    /// <param name="path">The file, for what is said when it cannot be used.</param>
    /// <param name="root">The file's root.</param>
    /// <returns>Null where nothing is stated.</returns>
    /// <exception cref="PerennialException">A margin is above 1, a rate out of 0 to 0.5, or a word is not known.</exception>
    public static CompanyRules? Read(string path, ContractNode root)
    {
        var margins = new List<MarginRule>();
        var pools = new Dictionary<string, PoolRole>(StringComparer.Ordinal);
        var segments = new Dictionary<string, double>(StringComparer.Ordinal);
        double? discount = null;
        foreach ((string name, ContractNode part) in root.Has("margins") ? root.Part("margins").Parts() : [])
        {
            switch (name)
            {
                case "default":
                    margins.AddRange(Margins(path, MarginScope.Default, string.Empty, part));
                    break;
                case "lines":
                    margins.AddRange(part.Parts().SelectMany(line => Margins(path, MarginScope.Line, line.Name, line.Value)));
                    break;
                case "products":
                    margins.AddRange(part.Parts().SelectMany(product => Margins(path, MarginScope.Product, product.Name, product.Value)));
                    break;
                default:
                    throw Refused(path, $"'margins' speaks of '{name}'; it has 'default', 'lines' and 'products'.");
            }
        }

        foreach ((string pool, ContractNode role) in root.Has("pools") ? root.Part("pools").Parts() : [])
        {
            string word = role.Scalar();
            pools[pool.Trim().ToLowerInvariant()] = Roles.Any(known => known.Word == word)
                ? Roles.First(known => known.Word == word).Role
                : throw Refused(path, $"the pool '{pool}' is said to be '{word}'; a pool is one of: {string.Join(", ", Roles.Select(known => known.Word))}.");
        }

        if (root.Has("discount"))
        {
            discount = root.Part("discount").Has("default") ? Rate(path, "default", root.Part("discount").Part("default")) : null;
            foreach ((string segment, ContractNode rate) in root.Part("discount").Has("segments") ? root.Part("discount").Part("segments").Parts() : [])
            {
                segments[segment] = Rate(path, segment, rate);
            }
        }

        var weights = (root.Has("scorecard") ? root.Part("scorecard").Parts() : []).ToDictionary(weight => weight.Name, weight => Weight(path, weight.Name, weight.Value), StringComparer.Ordinal);
        if (weights.Count == Dimensions.Length && weights.Values.All(weight => weight == 0))
        {
            throw Refused(path, "all weights of the scorecard are 0; at least one is above.");
        }

        (Dictionary<string, double> stances, string[] enterprise) = StanceRulesReader.Read(path, root);
        var rules = new CompanyRules { Margins = margins, Pools = pools, Discount = discount, SegmentDiscounts = segments, ScorecardWeights = weights, Stances = stances, EnterpriseSegments = enterprise, Tiers = TierRuleReader.Read(path, root), Concentration = Concentration(path, root), Trajectories = TrajectoryRuleReader.Read(path, root) };
        rules = rules with { Segments = SegmentRuleReader.Read(path, root, rules.Tiers ?? TierRule.Default), FactorWeights = FactorWeightReader.Read(path, root) };
        return rules.IsEmpty ? null : rules;
    }

    private static ConcentrationRule? Concentration(string path, ContractNode root)
    {
        if (!root.Has("concentration"))
        {
            return null;
        }

        ContractNode stated = root.Part("concentration");
        foreach ((string name, ContractNode _) in stated.Parts().Where(part => part.Name is not ("correlation" or "shared")))
        {
            throw Refused(path, $"'concentration' speaks of '{name}'; it has correlation and shared.");
        }

        string[] shared = stated.Has("shared") ? [.. stated.Items("shared").Select(trait => trait.Scalar())] : [.. ConcentrationRule.Traits];
        if (shared.FirstOrDefault(trait => !ConcentrationRule.Traits.Contains(trait, StringComparer.Ordinal)) is { } unknown)
        {
            throw Refused(path, $"accounts are said to share '{unknown}'; they may share {string.Join(", ", ConcentrationRule.Traits)}.");
        }

        return new()
        {
            Shared = shared,
            Correlation = stated.Number("correlation") is not { } correlation ? ConcentrationRule.Default.Correlation
                : correlation is >= 0 and <= 0.9m ? (double)correlation
                : throw Refused(path, string.Create(CultureInfo.InvariantCulture, $"the correlation of accounts that share traits is {correlation}; it is from 0 to 0.9.")),
        };
    }

    // A number holds always; a list of days and numbers holds from each day on.
    private static IEnumerable<MarginRule> Margins(string path, MarginScope of, string name, ContractNode node)
    {
        if (node.IsSingle)
        {
            yield return new(of, name, null, Margin(path, name, node));
            yield break;
        }

        foreach ((string day, ContractNode margin) in node.Parts())
        {
            yield return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly from)
                ? new(of, name, from, Margin(path, name, margin))
                : throw Refused(path, $"the margin{Of(name)} is dated '{day}'; a day is written 2025-01-31.");
        }
    }

    private static decimal Margin(string path, string name, ContractNode node) => node.Number() is var margin and >= -10 and <= 1
        ? margin
        : throw Refused(path, string.Create(CultureInfo.InvariantCulture, $"the margin{Of(name)} is {node.Number()}; a margin is a share of revenue, at most 1 (35 % is 0.35)."));

    private static double Rate(string path, string name, ContractNode node) => (double)node.Number() is var rate and >= 0 and <= 0.5
        ? rate
        : throw Refused(path, string.Create(CultureInfo.InvariantCulture, $"the discount of '{name}' is {node.Number()}; an effective rate a year is from 0 to 0.5 (10 % is 0.1)."));

    private static double Weight(string path, string dimension, ContractNode node)
    {
        if (!Dimensions.Contains(dimension, StringComparer.Ordinal))
        {
            throw Refused(path, $"the scorecard speaks of '{dimension}'; its dimensions are {string.Join(", ", Dimensions)}.");
        }

        string word = node.Scalar();
        return Array.FindIndex(Weights, known => known.Word == word) is var at and >= 0 ? Weights[at].Weight
            : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) && weight is >= 0 and <= 100 ? weight
            : throw Refused(path, $"the weight of '{dimension}' is '{word}'; a weight is high, medium, contextual, or a number from 0 to 100.");
    }

    private static string Of(string name) => name.Length == 0 ? " of everything" : $" of '{name}'";

    internal static PerennialException Refused(string path, string what) => new("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' cannot be used: {what}");
}
