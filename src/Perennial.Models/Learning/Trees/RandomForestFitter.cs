using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Trees;

/// <summary>A random forest: the mean of deep trees, each on rows drawn with replacement and a few features a split.</summary>
/// <remarks>Outcomes 0 and 1 give chances: a leaf is the share of ones in it. Hard to overfit, weak where an effect is smooth.</remarks>
/// <source paper="Breiman2001"/>
public static class RandomForestFitter
{
    /// <summary>Grows the forest.</summary>
    /// <param name="table">n rows; NaN where not known.</param>
    /// <param name="outcome">n outcomes.</param>
    /// <param name="options">How.</param>
    /// <param name="weight">n weights, at least 0; null for 1 each.</param>
    /// <returns>The ensemble, with the identity link: the same bits on any number of threads.</returns>
    public static TreeEnsemble Fit(FeatureTable table, double[] outcome, ForestOptions options, double[]? weight = null)
    {
        Outcomes.Check(table, outcome, weight);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Trees < 1 || options.Depth is < 1 or > 32 || options.LeafRows < 1 || !(options.FeatureShare is null or (> 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "Trees and leaf rows are at least 1, the depth 1 to 32, the share of features in (0, 1].");
        }

        FeatureBins bins = FeatureBins.Of(table, options.Threads);
        int n = outcome.Length;
        int tried = Math.Max(1, (int)Math.Round(options.FeatureShare is { } share ? share * table.Width : Math.Sqrt(table.Width)));
        TreeGrowth growth = new() { Depth = options.Depth, LeafRows = options.LeafRows, FeaturesTried = tried };
        DecisionTree[] trees = new DecisionTree[options.Trees];
        Parallel.For(0, options.Trees, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads) }, t =>
        {
            // A stream a tree: which thread grows it does not matter.
            Pcg64 random = new(options.Seed, (ulong)t + 1);
            double[] drawn = new double[n], gradient = new double[n];
            for (int i = 0; i < n; i++)
            {
                drawn[random.NextInt32(n)]++;
            }

            List<int> rows = [];
            for (int i = 0; i < n; i++)
            {
                drawn[i] *= weight?[i] ?? 1;
                gradient[i] = -drawn[i] * outcome[i];
                if (drawn[i] > 0)
                {
                    rows.Add(i);
                }
            }

            DecisionTree tree = new TreeGrower(bins, gradient, drawn, growth, random).Grow([.. rows]);
            for (int node = 0; node < tree.Value.Length; node++)
            {
                tree.Value[node] /= options.Trees;
            }

            trees[t] = tree;
        });
        return new(table.Names, trees, 0, OutcomeLink.Identity);
    }
}
