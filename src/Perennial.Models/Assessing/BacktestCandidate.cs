using Perennial.Models.BgNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Assessing;

/// <summary>A model to be tested on days gone by, alone or with what is known of customers beside their purchases.</summary>
/// <remarks>
/// Of covariates only those may be given that were known at every origin: static ones at the first purchase, and of those that change with time what could be
/// foreseen of the hidden window, such as a season or a campaign already planned. What was only learned later makes a forecast look better than it can be.
/// </remarks>
public sealed class BacktestCandidate
{
    private const double Left = 1e-9;
    private const int MostCounts = 1 << 14;
    private const int FewestCounts = 16;

    private readonly Func<OriginSplit, double, Forecast> _forecast;

    private BacktestCandidate(string name, Func<OriginSplit, double, Forecast> forecast) => (Name, _forecast) = (name, forecast);

    /// <summary>Gives the name in scores and in the choice: pareto-nbd, or pareto-nbd with gender, channel.</summary>
    public string Name { get; }

    /// <summary>Takes a model as the list of purchase models has it.</summary>
    /// <param name="entry">A model of <see cref="TransactionModels"/>.</param>
    public static BacktestCandidate Of(TransactionModelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Name, (split, window) =>
        {
            PurchaseHistories known = split.Known.Histories;
            FitReport<ITransactionModel> report = entry.Fit(known);
            return report.IsUsable
                ? new(report.Exit, report.Model.ConditionalExpectedTransactions(known, window), entry.IsDrawn ? Drawn(report.Model, split, window) : Crps(split, known, window, _ => report.Model))
                : Forecast.None;
        });
    }

    /// <summary>Takes a model with covariates that do not change.</summary>
    /// <param name="model">The name of the model: pareto-nbd, bg-nbd, mbg-nbd or ggom-nbd.</param>
    /// <param name="covariates">Covariates of all customers that are backtested, in their order.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely.</param>
    /// <exception cref="ArgumentException">The model takes no covariates, or options name one that is not there.</exception>
    public static BacktestCandidate WithCovariates(string model, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        options ??= new CovariateOptions();
        string name = $"{model} with {Words(options.Terms(covariates.Names))}";
        return model switch
        {
            ParetoNbdFitter.Name => new(name, (split, window) => Static<ParetoNbdModel>(split, window, covariates, options)),
            BgNbdFitter.Name => new(name, (split, window) => Static<BgNbdModel>(split, window, covariates, options)),
            MbgNbdFitter.Name => new(name, (split, window) => Static<MbgNbdModel>(split, window, covariates, options)),
            GgomNbdFitter.Name => new(name, (split, window) => Static<GgomNbdModel>(split, window, covariates, options)),
            _ => throw new ArgumentException(
                $"The model '{model}' takes no covariates. {ParetoNbdFitter.Name}, {BgNbdFitter.Name}, {MbgNbdFitter.Name} and {GgomNbdFitter.Name} do.", nameof(model)),
        };
    }

    /// <summary>Takes Pareto/NBD with covariates that change with time.</summary>
    /// <param name="covariates">Covariates of all customers that are backtested, in their order, to the end of every hidden window.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely.</param>
    /// <exception cref="ArgumentException">Options name a covariate that is not there.</exception>
    public static BacktestCandidate WithCovariates(CovariatePaths covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        options ??= new CovariateOptions();
        return new($"{ParetoNbdFitter.Name} with {Words(options.Terms(covariates.Names))} by time", (split, window) =>
        {
            CovariatePaths own = covariates.Take(split.Rows);
            FitReport<VaryingCovariateModel> report = VaryingCovariateFitter.ParetoNbd(split.Known, own, options);
            return report.IsUsable
                ? new(report.Exit, report.Model.ConditionalExpectedTransactions(split.Known, own, window), Crps(report.Model, split, own, window))
                : Forecast.None;
        });
    }

    /// <summary>Fits what was known at an origin and scores what came.</summary>
    internal OriginScore Score(OriginSplit split, double origin, double window)
    {
        Forecast forecast = _forecast(split, window);
        return new(origin, Name, forecast.Exit, forecast.Predicted, forecast.Crps);
    }

    // Each covariate once, with what it acts on where that is not both.
    private static string Words((string Covariate, CovariateProcess Process)[] terms) => string.Join(", ", terms
        .GroupBy(term => term.Covariate, StringComparer.Ordinal)
        .Select(own => own.Count() == 2 || own.First().Process == CovariateProcess.Both ? own.Key : $"{own.Key} on {(own.First().Process == CovariateProcess.Purchase ? "purchases" : "drop-out")}"));

    private static Forecast Static<TModel>(OriginSplit split, double window, CovariateColumns covariates, CovariateOptions options)
        where TModel : class, ITransactionModel
    {
        CovariateColumns own = new([.. covariates.Names], [.. covariates.Columns.Select(column => Array.ConvertAll(split.Rows, row => column[row]))]);
        PurchaseHistories known = split.Known.Histories;
        FitReport<CovariateModel<TModel>> report = CovariateFitter.Fit<TModel>(known, own, options);
        if (!report.IsUsable)
        {
            return Forecast.None;
        }

        TModel[] models = new TModel[known.Count];
        foreach ((TModel model, int[] customers) in report.Model.Parts(own, known.Count))
        {
            foreach (int i in customers)
            {
                models[i] = model;
            }
        }

        return new(report.Exit, report.Model.ConditionalExpectedTransactions(known, own, window), Crps(split, known, window, i => models[i]));
    }

    private static double[] Crps(OriginSplit split, PurchaseHistories known, double window, Func<int, ITransactionModel> of)
    {
        double[] crps = new double[known.Count];
        Blocks.Run(known.Count, 0, rows: 64, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                crps[i] = Assessing.Crps.OfCount(Counts(of(i), known, i, window, split.Hidden[i]), split.Hidden[i]);
            }
        });
        return crps;
    }

    // What customers will do depends on their log gaps too: there is no law of (x, t_x, T) to ask.
    private static double[] Drawn(ITransactionModel model, OriginSplit split, double window)
    {
        PurchaseHistories known = split.Known.Histories;
        return CountDistribution.Create(TransactionLaw.Of(model, known), window)
            .Test(known.Frequency, known.Recency, known.T, model.ProbabilityAlive(known), split.Hidden, [0.5]).Crps;
    }

    // As many chances as hold all of the mass, and the count that happened.
    private static double[] Counts(ITransactionModel model, PurchaseHistories known, int i, double window, int happened)
    {
        for (int counts = Math.Max(FewestCounts, happened + 1); ; counts *= 2)
        {
            double[] mass = model.ProbabilityOfCount(known.Frequency[i], known.Recency[i], known.T[i], window, counts);
            if (counts >= MostCounts || 1.0 - mass.Sum() < Left)
            {
                return mass;
            }
        }
    }

    // Asks once for all, as often as the longest tail needs.
    private static double[] Crps(VaryingCovariateModel model, OriginSplit split, CovariatePaths covariates, double window)
    {
        for (int counts = Math.Max(FewestCounts, split.Hidden.DefaultIfEmpty().Max() + 1); ; counts *= 2)
        {
            double[][] mass = model.ProbabilityOfCount(split.Known, covariates, window, counts);
            if (counts >= MostCounts || Array.TrueForAll(mass, own => 1.0 - own.Sum() < Left))
            {
                return [.. mass.Select((own, i) => Assessing.Crps.OfCount(own, split.Hidden[i]))];
            }
        }
    }

    private sealed record Forecast(FitExit Exit, double[] Predicted, double[] Crps)
    {
        /// <summary>Gives what an unusable fit says.</summary>
        public static Forecast None { get; } = new(FitExit.Failed, [], []);
    }
}
