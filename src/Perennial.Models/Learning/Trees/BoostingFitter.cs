namespace Perennial.Models.Learning.Trees;

/// <summary>Gradient boosting on histograms: trees one after the other, each on what the ones before left over. Takes unknown values as they are.</summary>
/// <remarks>Strong where effects bend and combine; needs a holdout to be believed, and says what goes with the outcome, not what causes it.</remarks>
/// <source paper="Friedman2001"/>
/// <source paper="ChenGuestrin2016"/>
public static class BoostingFitter
{
    /// <summary>Grows the trees.</summary>
    /// <param name="table">n rows; NaN where not known.</param>
    /// <param name="outcome">n outcomes: 0 or 1 for Logistic, positive for Gamma, at least 0 for Tweedie.</param>
    /// <param name="options">How.</param>
    /// <param name="weight">n weights, at least 0; null for 1 each.</param>
    /// <returns>The ensemble: the same bits on any number of threads.</returns>
    /// <exception cref="ArgumentException">Outcomes are outside what the objective allows.</exception>
    public static TreeEnsemble Fit(FeatureTable table, double[] outcome, BoostingOptions options, double[]? weight = null)
    {
        Outcomes.Check(table, outcome, weight);
        Check(outcome, options);
        FeatureBins bins = FeatureBins.Of(table, options.Threads);
        int n = outcome.Length;
        double start = BoostingLoss.Start(options, outcome, weight);
        double[] margin = new double[n], gradient = new double[n], curvature = new double[n];
        Array.Fill(margin, start);
        TreeGrowth growth = new() { Depth = options.Depth, LeafRows = options.LeafRows, LeafWeight = 1e-3, Penalty = options.Penalty, FeaturesTried = table.Width };
        DecisionTree[] trees = new DecisionTree[options.Rounds];
        for (int round = 0; round < options.Rounds; round++)
        {
            BoostingLoss.Derivatives(options, outcome, weight, margin, gradient, curvature);
            int[] rows = [.. Enumerable.Range(0, n)];
            var grower = new TreeGrower(bins, gradient, curvature, growth, null);
            DecisionTree tree = trees[round] = grower.Grow(rows);
            foreach ((int node, int from, int to) in grower.Leaves)
            {
                // A quantile's leaf is the quantile of what is left over: its second derivative says nothing.
                double value = options.Objective == BoostingObjective.Quantile
                    ? BoostingLoss.Quantile([.. rows[from..to].Select(i => outcome[i] - margin[i])], weight is null ? null : [.. rows[from..to].Select(i => weight[i])], options.Level)
                    : tree.Value[node];
                tree.Value[node] = options.LearningRate * value;
                for (int k = from; k < to; k++)
                {
                    margin[rows[k]] += tree.Value[node];
                }
            }
        }

        return new(table.Names, trees, start, BoostingLoss.Link(options.Objective));
    }

    private static void Check(double[] outcome, BoostingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Rounds < 1 || options.Depth is < 1 or > 16 || options.LeafRows < 1 || !(options.LearningRate is > 0 and <= 1) || !(options.Penalty >= 0)
            || !(options.Power is > 1 and < 2) || !(options.Level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "Rounds and leaf rows are at least 1, the depth 1 to 16, the learning rate in (0, 1], the penalty at least 0, the power in (1, 2), the level in (0, 1).");
        }

        switch (options.Objective)
        {
            case BoostingObjective.Logistic:
                Outcomes.Within(outcome, 0, included: true, 1, "A chance is learned from outcomes 0 and 1.");
                break;
            case BoostingObjective.Gamma:
                Outcomes.Within(outcome, 0, included: false, double.MaxValue, "Gamma needs positive outcomes: leave zeros out, or take Tweedie.");
                break;
            case BoostingObjective.Tweedie:
                Outcomes.Within(outcome, 0, included: true, double.MaxValue, "Tweedie needs outcomes of at least 0.");
                break;
        }
    }
}
