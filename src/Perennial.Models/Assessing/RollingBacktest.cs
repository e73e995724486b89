namespace Perennial.Models.Assessing;

/// <summary>How one model did at one origin.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="Exit">How its fit ended; without a usable one nothing else is told.</param>
/// <param name="Predicted">Expected purchases in the window, one a customer known at the origin.</param>
/// <param name="Crps">The CRPS of each of these customers.</param>
public sealed record OriginScore(double Origin, string Model, FitExit Exit, double[] Predicted, double[] Crps);

/// <summary>Models fitted as of several past days and held against what came after each.</summary>
/// <param name="Splits">What was known and what was hidden, one an origin.</param>
/// <param name="Scores">One for each origin and model, origins first.</param>
/// <param name="Choice">The model to take, by CRPS over all customers and origins at which every usable model was scored.</param>
public sealed record RollingBacktest(IReadOnlyList<OriginSplit> Splits, IReadOnlyList<OriginScore> Scores, ModelChoice Choice)
{
    /// <summary>Runs it.</summary>
    /// <param name="times">n customers with the time of every repeat purchase since the first.</param>
    /// <param name="start">n times of the first purchase on a calendar that all share, in the same unit.</param>
    /// <param name="origins">Where to stand, on that calendar.</param>
    /// <param name="models">Names of <see cref="TransactionModels"/>; they are compared in the order of that list, the simplest first. Null: those that need no gaps.</param>
    /// <exception cref="ConvergenceException">No model has a usable fit at every origin.</exception>
    public static RollingBacktest Run(PurchaseTimes times, double[] start, RollingOrigins origins, IReadOnlyCollection<string>? models = null)
    {
        ArgumentNullException.ThrowIfNull(origins);
        TransactionModelEntry[] entries = [.. TransactionModels.All.Where(entry => models?.Contains(entry.Name) ?? entry.Needs == ModelNeeds.Nothing)];
        if (models?.FirstOrDefault(name => entries.All(entry => entry.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"There is no model '{unknown}'. There are: {string.Join(", ", TransactionModels.All.Select(entry => entry.Name))}.", nameof(models));
        }

        return Run(times, start, origins, [.. entries.Select(BacktestCandidate.Of)]);
    }

    /// <summary>Runs it with models that may read covariates too.</summary>
    /// <param name="times">n customers with the time of every repeat purchase since the first.</param>
    /// <param name="start">n times of the first purchase on a calendar that all share, in the same unit.</param>
    /// <param name="origins">Where to stand, on that calendar.</param>
    /// <param name="candidates">The models, the simplest first: of those within one standard error of the best the earliest is taken.</param>
    /// <exception cref="ArgumentException">There is no candidate, or two have one name.</exception>
    /// <exception cref="ConvergenceException">No model has a usable fit at every origin.</exception>
    public static RollingBacktest Run(PurchaseTimes times, double[] start, RollingOrigins origins, IReadOnlyList<BacktestCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(candidates);
        Columns.NotEmpty(candidates.Count, "a backtest");
        OriginSplit[] splits = [.. origins.Times.Select(origin => OriginSplit.Of(times, start, origin, origins.Window))];
        OriginScore[] scores = [.. splits.SelectMany((split, k) => candidates.Select(candidate => candidate.Score(split, origins.Times[k], origins.Window)))];
        (string Name, double[] Losses)[] usable =
        [
            .. candidates.Select(candidate => scores.Where(score => score.Model == candidate.Name).ToArray())
                .Where(own => Array.TrueForAll(own, score => score.Exit != FitExit.Failed))
                .Select(own => (own[0].Model, own.SelectMany(score => score.Crps).ToArray())),
        ];
        return usable.Length > 0
            ? new(splits, scores, ModelChoice.Of(usable))
            : throw new ConvergenceException("No model has a usable fit at every origin. Give later origins, or more customers.");
    }
}
