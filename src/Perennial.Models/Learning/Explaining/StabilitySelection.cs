using Perennial.Models.Learning.Linear;
using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Explaining;

/// <summary>A feature and how often it is found.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Share">Share of half samples in which it was among the first to enter, 0 to 1.</param>
/// <param name="Sign">+1 where it goes with more of the outcome, -1 with less, by the majority of half samples; 0 where never found.</param>
public sealed record StableFeature(string Feature, double Share, int Sign);

/// <summary>What a stability selection found.</summary>
/// <param name="Features">All features by falling share.</param>
/// <param name="Entered">Features let in a half sample.</param>
/// <param name="FalseFindings">Bound on the expected number of features of no use whose share reaches the threshold (under the paper's exchangeability).</param>
/// <param name="Threshold">Share from which a feature counts as found.</param>
public sealed record StabilityReport(IReadOnlyList<StableFeature> Features, int Entered, double FalseFindings, double Threshold)
{
    /// <summary>Gives the features found, strongest first.</summary>
    public IEnumerable<StableFeature> Found => Features.Where(feature => feature.Share >= Threshold);
}

/// <summary>Which features are found again and again: a lasso on many random halves of the customers.</summary>
/// <source paper="MeinshausenBuhlmann2010"/>
public static class StabilitySelection
{
    /// <summary>Runs lassos on half samples; in each, the first features to enter are counted.</summary>
    /// <param name="table">n rows, no NaN (prepare them first).</param>
    /// <param name="outcome">n outcomes the family allows.</param>
    /// <param name="options">Family, seed, threads; the mix is a lasso's whatever is said.</param>
    /// <param name="entered">Features let in a half sample, at least 1.</param>
    /// <param name="halves">Half samples, at least 10.</param>
    /// <param name="threshold">Share from which a feature counts as found, above 0.5 and at most 1.</param>
    /// <param name="groups">n numbers: rows of one number, such as the days of one customer, are drawn together; null for a group a row.</param>
    /// <param name="origin">Name of the feature behind each column, where several columns are one feature; null for the columns' own names.</param>
    public static StabilityReport Of(
        FeatureTable table,
        double[] outcome,
        ElasticNetOptions options,
        int entered = 7,
        int halves = 50,
        double threshold = 0.7,
        int[]? groups = null,
        IReadOnlyList<string>? origin = null)
    {
        Outcomes.Check(table, outcome, null);
        ArgumentNullException.ThrowIfNull(options);
        if (entered < 1 || halves < 10 || !(threshold is > 0.5 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), (entered, halves, threshold), "At least 1 feature enters, halves are at least 10, the threshold is above 0.5 and at most 1.");
        }

        IReadOnlyList<string> names = origin ?? table.Names;
        ElasticNetOptions lasso = options with { Mix = 1, Ratio = Math.Max(options.Ratio, 0.01), Threads = 1 };
        int[] group = groups ?? [.. Enumerable.Range(0, table.Count)];
        int[] members = [.. group.Distinct().Order()];
        Dictionary<string, int>[] found = new Dictionary<string, int>[halves];
        Parallel.For(0, halves, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads) }, half =>
        {
            Pcg64 random = new(options.Seed, (ulong)half + 1);
            HashSet<int> drawn = Half(members, random);
            int[] rows = [.. Enumerable.Range(0, table.Count).Where(i => drawn.Contains(group[i]))];
            found[half] = First(table.Rows(rows), [.. rows.Select(i => outcome[i])], lasso, names, entered);
        });

        string[] features = [.. names.Distinct(StringComparer.Ordinal)];
        StableFeature[] shares = [.. features.Select(feature => new StableFeature(
            feature,
            found.Count(one => one.ContainsKey(feature)) / (double)halves,
            Math.Sign(found.Sum(one => one.GetValueOrDefault(feature)))))];
        return new(
            [.. shares.OrderByDescending(one => one.Share).ThenBy(one => Array.IndexOf(features, one.Feature))],
            entered,
            entered * (double)entered / (((2 * threshold) - 1) * features.Length),
            threshold);
    }

    private static HashSet<int> Half(int[] members, Pcg64 random)
    {
        int[] all = [.. members];
        for (int i = 0; i < all.Length / 2; i++)
        {
            int other = i + random.NextInt32(all.Length - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return [.. all[..Math.Max(1, all.Length / 2)]];
    }

    // The features in use where at most so many are, at the smallest penalty; with the sign of their coefficient.
    private static Dictionary<string, int> First(FeatureTable table, double[] outcome, ElasticNetOptions options, IReadOnlyList<string> names, int entered)
    {
        Dictionary<string, int> best = new(StringComparer.Ordinal);
        if (options.Family == LinearFamily.Binomial && outcome.Distinct().Count() < 2)
        {
            return best;
        }

        foreach (LinearModel model in ElasticNetFitter.PathUntil(table, outcome, options, entered))
        {
            Dictionary<string, int> used = new(StringComparer.Ordinal);
            for (int j = 0; j < names.Count; j++)
            {
                if (model.Coefficients[j] != 0)
                {
                    used.TryAdd(names[j], Math.Sign(model.Coefficients[j]));
                }
            }

            if (used.Count > entered)
            {
                break;
            }

            best = used;
        }

        return best;
    }
}
