using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Linear;

/// <summary>One penalty of a path that was cross-validated.</summary>
/// <param name="Model">The model fitted with it on all rows.</param>
/// <param name="Loss">Mean loss of rows that were left out, in the family's negative log-likelihood up to constants.</param>
/// <param name="StandardError">Standard error of that mean over the folds.</param>
public sealed record ElasticNetStep(LinearModel Model, double Loss, double StandardError);

/// <summary>A cross-validated path and the two models one takes from it.</summary>
/// <param name="Steps">By falling penalty.</param>
/// <param name="Best">The model of the lowest loss on rows left out.</param>
/// <param name="Chosen">The model of the largest penalty whose loss is within one standard error of that.</param>
public sealed record ElasticNetReport(IReadOnlyList<ElasticNetStep> Steps, LinearModel Best, LinearModel Chosen);

/// <summary>Regression with an elastic net: for numbers, chances and amounts, with few or many features, and features that say the same thing.</summary>
/// <remarks>Columns are brought to standard deviation 1 before the penalty; a constant column gets 0; an unknown value counts as the mean.
/// The loss is mean negative log-likelihood + penalty (mix |b| + (1 - mix) b^2 / 2): the penalty is 1 / (n C) of programs that state C.</remarks>
/// <source paper="FriedmanHastieTibshirani2010"/>
/// <source paper="ZouHastie2005"/>
public static class ElasticNetFitter
{
    /// <summary>Fits with one penalty.</summary>
    /// <param name="table">n rows; NaN where not known.</param>
    /// <param name="outcome">n outcomes the family allows.</param>
    /// <param name="penalty">At least 0, on columns of standard deviation 1.</param>
    /// <param name="options">How.</param>
    /// <param name="weight">n weights, at least 0; null for 1 each.</param>
    /// <exception cref="ArgumentException">Outcomes are outside what the family allows, or the penalty is negative.</exception>
    public static LinearModel Fit(FeatureTable table, double[] outcome, double penalty, ElasticNetOptions options, double[]? weight = null)
    {
        Check(table, outcome, weight, options);
        if (!(penalty >= 0) || !double.IsFinite(penalty))
        {
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "A penalty is finite and at least 0.");
        }

        CoordinateDescent descent = new(table, outcome, weight, options);
        descent.Solve(penalty);
        return Model(table, descent, penalty, options);
    }

    /// <summary>Fits a path of penalties, from the one that leaves nothing in down.</summary>
    /// <param name="table">n rows; NaN where not known.</param>
    /// <param name="outcome">n outcomes the family allows.</param>
    /// <param name="options">How.</param>
    /// <param name="weight">n weights, at least 0; null for 1 each.</param>
    /// <returns>Models by falling penalty.</returns>
    public static IReadOnlyList<LinearModel> Path(FeatureTable table, double[] outcome, ElasticNetOptions options, double[]? weight = null)
    {
        Check(table, outcome, weight, options);
        CoordinateDescent descent = new(table, outcome, weight, options);
        return Path(table, descent, Penalties(descent, options), options);
    }

    /// <summary>Fits a path and judges it on rows left out: the largest penalty within one standard error of the best is chosen.</summary>
    /// <source paper="BreimanFriedmanOlshenStone1984"/>
    /// <param name="table">n rows; NaN where not known.</param>
    /// <param name="outcome">n outcomes the family allows.</param>
    /// <param name="options">How.</param>
    /// <param name="weight">n weights, at least 0; null for 1 each.</param>
    /// <param name="groups">n numbers: rows of one number, such as the days of one customer, are never on both sides; null for a group a row.</param>
    /// <returns>The path, the best and the chosen model: the same bits on any number of threads.</returns>
    public static ElasticNetReport CrossValidate(FeatureTable table, double[] outcome, ElasticNetOptions options, double[]? weight = null, int[]? groups = null)
    {
        Check(table, outcome, weight, options);
        if (groups is not null && groups.Length != outcome.Length)
        {
            throw new ArgumentException($"There are {groups.Length} groups and {outcome.Length} outcomes. Give each row its group.", nameof(groups));
        }

        CoordinateDescent all = new(table, outcome, weight, options);
        double[] penalties = Penalties(all, options);
        IReadOnlyList<LinearModel> path = Path(table, all, penalties, options);
        int[] fold = Deal(outcome.Length, groups, options);
        double[][] losses = new double[options.Folds][];
        Parallel.For(0, options.Folds, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads) }, f => losses[f] = Left(table, outcome, options, weight, fold, f, penalties));
        losses = [.. losses.Where(one => one.Length > 0)];
        ElasticNetStep[] steps = [.. path.Select((model, s) =>
        {
            double mean = losses.Average(one => one[s]);
            double deviation = Math.Sqrt(losses.Sum(one => (one[s] - mean) * (one[s] - mean)) / Math.Max(1, losses.Length - 1));
            return new ElasticNetStep(model, mean, deviation / Math.Sqrt(losses.Length));
        })];
        ElasticNetStep best = steps.MinBy(step => step.Loss)!;
        return new(steps, best.Model, steps.First(step => step.Loss <= best.Loss + best.StandardError).Model);
    }

    /// <summary>Gives the path until more features are in use than asked for.</summary>
    internal static IEnumerable<LinearModel> PathUntil(FeatureTable table, double[] outcome, ElasticNetOptions options, int used)
    {
        CoordinateDescent descent = new(table, outcome, null, options);
        foreach (double penalty in Penalties(descent, options))
        {
            descent.Solve(penalty);
            LinearModel model = Model(table, descent, penalty, options);
            yield return model;
            if (model.Used > 2 * used)
            {
                yield break;
            }
        }
    }

    private static double[] Left(FeatureTable table, double[] outcome, ElasticNetOptions options, double[]? weight, int[] fold, int f, double[] penalties)
    {
        int[] inside = [.. Enumerable.Range(0, outcome.Length).Where(i => fold[i] != f && weight?[i] != 0)], outside = [.. Enumerable.Range(0, outcome.Length).Where(i => fold[i] == f && weight?[i] != 0)];
        if (inside.Length == 0 || outside.Length == 0)
        {
            return [];
        }

        FeatureTable training = table.Rows(inside), rest = table.Rows(outside);
        CoordinateDescent descent = new(training, [.. inside.Select(i => outcome[i])], weight is null ? null : [.. inside.Select(i => weight[i])], options);
        return
        [
            .. Path(training, descent, penalties, options).Select(model =>
            {
                double[] eta = model.Margin(rest);
                double sum = 0, total = 0;
                for (int k = 0; k < outside.Length; k++)
                {
                    double w = weight?[outside[k]] ?? 1;
                    sum += w * GlmFamily.Loss(options.Family, options.Power, outcome[outside[k]], eta[k]);
                    total += w;
                }

                return sum / total;
            }),
        ];
    }

    private static int[] Deal(int rows, int[]? groups, ElasticNetOptions options)
    {
        Pcg64 random = new(options.Seed);
        Dictionary<int, int> dealt = [];
        int[] fold = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            int group = groups?[i] ?? i;
            if (!dealt.TryGetValue(group, out fold[i]))
            {
                dealt[group] = fold[i] = random.NextInt32(options.Folds);
            }
        }

        return fold;
    }

    private static double[] Penalties(CoordinateDescent descent, ElasticNetOptions options)
    {
        double largest = descent.LargestPenalty();
        return [.. Enumerable.Range(0, options.Steps).Select(s => largest * Math.Pow(options.Ratio, options.Steps == 1 ? 0 : (double)s / (options.Steps - 1)))];
    }

    private static LinearModel[] Path(FeatureTable table, CoordinateDescent descent, double[] penalties, ElasticNetOptions options) =>
    [
        .. penalties.Select(penalty =>
        {
            descent.Solve(penalty);
            return Model(table, descent, penalty, options);
        }),
    ];

    private static LinearModel Model(FeatureTable table, CoordinateDescent descent, double penalty, ElasticNetOptions options)
    {
        double[] coefficients = [.. descent.Deviations.Select((deviation, j) => deviation > 0 ? descent.Point[j + 1] / deviation : 0)];
        double intercept = descent.Point[0];
        for (int j = 0; j < coefficients.Length; j++)
        {
            intercept -= coefficients[j] * descent.Means[j];
        }

        return new(options.Family, table.Names, intercept, coefficients, descent.Means, penalty);
    }

    private static void Check(FeatureTable table, double[] outcome, double[]? weight, ElasticNetOptions options)
    {
        Outcomes.Check(table, outcome, weight);
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.Mix is >= 0 and <= 1) || !(options.Power is > 1 and < 2) || options.Steps < 1 || !(options.Ratio is > 0 and < 1) || options.Folds < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "The mix lies in [0, 1], the power in (1, 2), the ratio in (0, 1); steps are at least 1, folds at least 2.");
        }

        switch (options.Family)
        {
            case LinearFamily.Binomial:
                Outcomes.Within(outcome, 0, included: true, 1, "A chance is learned from outcomes 0 and 1.");
                break;
            case LinearFamily.Gamma:
                Outcomes.Within(outcome, 0, included: false, double.MaxValue, "Gamma needs positive outcomes: leave zeros out, or take Tweedie.");
                break;
            case LinearFamily.Tweedie:
                Outcomes.Within(outcome, 0, included: true, double.MaxValue, "Tweedie needs outcomes of at least 0.");
                break;
        }
    }
}
