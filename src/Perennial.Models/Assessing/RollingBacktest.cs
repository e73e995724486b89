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
    private const double Left = 1e-9;
    private const int MostCounts = 1 << 14;

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

        OriginSplit[] splits = [.. origins.Times.Select(origin => OriginSplit.Of(times, start, origin, origins.Window))];
        OriginScore[] scores = [.. splits.SelectMany((split, k) => entries.Select(entry => Score(split, origins.Times[k], origins.Window, entry)))];
        (string Name, double[] Losses)[] usable =
        [
            .. entries.Select(entry => scores.Where(score => score.Model == entry.Name).ToArray())
                .Where(own => Array.TrueForAll(own, score => score.Exit != FitExit.Failed))
                .Select(own => (own[0].Model, own.SelectMany(score => score.Crps).ToArray())),
        ];
        return usable.Length > 0
            ? new(splits, scores, ModelChoice.Of(usable))
            : throw new ConvergenceException("No model has a usable fit at every origin. Give later origins, or more customers.");
    }

    private static OriginScore Score(OriginSplit split, double origin, double window, TransactionModelEntry entry)
    {
        PurchaseHistories known = split.Known.Histories;
        FitReport<ITransactionModel> report = entry.Fit(known);
        if (!report.IsUsable)
        {
            return new(origin, entry.Name, FitExit.Failed, [], []);
        }

        ITransactionModel model = report.Model;
        double[] crps = new double[known.Count];
        Fitting.Blocks.Run(known.Count, 0, rows: 64, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                crps[i] = Crps.OfCount(Counts(model, known, i, window, split.Hidden[i]), split.Hidden[i]);
            }
        });
        return new(origin, entry.Name, report.Exit, model.ConditionalExpectedTransactions(known, window), crps);
    }

    // As many chances as hold all of the mass, and the count that happened.
    private static double[] Counts(ITransactionModel model, PurchaseHistories known, int i, double window, int happened)
    {
        for (int counts = Math.Max(16, happened + 1); ; counts *= 2)
        {
            double[] mass = model.ProbabilityOfCount(known.Frequency[i], known.Recency[i], known.T[i], window, counts);
            if (counts >= MostCounts || 1.0 - mass.Sum() < Left)
            {
                return mass;
            }
        }
    }
}
