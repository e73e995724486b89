using Perennial.Models.BgNbd;
using Perennial.Models.Fitting;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Covariates;

/// <summary>Fits purchase models whose customers differ by what is known of them beside their purchases: channel, region, first basket.</summary>
/// <remarks>
/// Purchases: alpha_i = alpha exp(-g'x). Drop-out: beta_i = beta exp(-h'z) in Pareto/NBD and GGompertz/NBD; a_i = a exp(h'z), b_i = b exp(h'z) in BG/NBD and
/// MBG/NBD. Assumes covariates that do not change and were known at the first purchase: what is learned from later purchases predicts them only in
/// appearance. What covariates leave unexplained is gamma or beta over customers as without them. Compare with the fit without covariates by
/// <see cref="Assessing.ChiSquareTest.LikelihoodRatio"/>, one degree a coefficient.
/// </remarks>
/// <source paper="FaderHardie2007Covariates"/>
public static class CovariateFitter
{
    /// <summary>Fits Pareto/NBD with covariates by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here.</param>
    /// <param name="covariates">n rows of covariates, in the same order. Their units do not matter.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely.</param>
    /// <returns>
    /// A report: the parameters of a customer whose covariates are all 0, then the coefficients. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be
    /// scored. A ridge, an edge at which covariates say nothing included, is <see cref="FitExit.NotIdentified"/>. Standard errors are of the penalised fit where
    /// there is a penalty.
    /// </returns>
    /// <exception cref="ArgumentException">Rows differ in number, or options name no covariate or one that is not there.</exception>
    public static FitReport<CovariateModel<ParetoNbdModel>> ParetoNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return Fit(histories, covariates, ParetoNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Fits BG/NBD with covariates by maximum likelihood.</summary>
    /// <inheritdoc cref="ParetoNbd"/>
    public static FitReport<CovariateModel<BgNbdModel>> BgNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return Fit(histories, covariates, BgNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Fits MBG/NBD with covariates by maximum likelihood.</summary>
    /// <inheritdoc cref="ParetoNbd"/>
    public static FitReport<CovariateModel<MbgNbdModel>> MbgNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return Fit(histories, covariates, MbgNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Fits GGompertz/NBD with covariates by maximum likelihood.</summary>
    /// <inheritdoc cref="ParetoNbd"/>
    public static FitReport<CovariateModel<GgomNbdModel>> GgomNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return Fit(histories, covariates, GgomNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Gives the fit of a model by its name, and its likelihood.</summary>
    internal static (FitReport<object> Report, Func<LikelihoodSurface> Surface) Named(
        string model, PurchaseHistories histories, CovariateColumns covariates, CovariateOptions options)
    {
        int threads = options.Threads;
        return model switch
        {
            ParetoNbdFitter.Name => Both(ParetoNbdFitter.Plan(histories.Unit, new() { Threads = threads })),
            BgNbdFitter.Name => Both(BgNbdFitter.Plan(histories.Unit, new() { Threads = threads })),
            MbgNbdFitter.Name => Both(MbgNbdFitter.Plan(histories.Unit, new() { Threads = threads })),
            GgomNbdFitter.Name => Both(GgomNbdFitter.Plan(histories.Unit, new() { Threads = threads })),
            _ => throw new ArgumentOutOfRangeException(
                nameof(model), model, $"Covariates act in {ParetoNbdFitter.Name}, {BgNbdFitter.Name}, {MbgNbdFitter.Name} and {GgomNbdFitter.Name}. Name one of them."),
        };

        (FitReport<object>, Func<LikelihoodSurface>) Both<TModel>(TransactionFitPlan<TModel> plan)
            where TModel : class, ITransactionModel =>
            (Fit(histories, covariates, plan, options).As<object>(), () => Surface(histories, covariates, plan, options));
    }

    /// <summary>Gives the fit of a type of model.</summary>
    internal static FitReport<CovariateModel<TModel>> Fit<TModel>(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions options)
        where TModel : class, ITransactionModel
    {
        object report = typeof(TModel) == typeof(ParetoNbdModel) ? ParetoNbd(histories, covariates, options)
            : typeof(TModel) == typeof(BgNbdModel) ? BgNbd(histories, covariates, options)
            : typeof(TModel) == typeof(MbgNbdModel) ? MbgNbd(histories, covariates, options)
            : GgomNbd(histories, covariates, options);
        return (FitReport<CovariateModel<TModel>>)report;
    }

    private static FitReport<CovariateModel<TModel>> Fit<TModel>(
        PurchaseHistories histories, CovariateColumns covariates, TransactionFitPlan<TModel> plan, CovariateOptions options)
        where TModel : class, ITransactionModel
    {
        ArgumentNullException.ThrowIfNull(covariates);
        (string Covariate, CovariateProcess Process)[] named = options.Terms(covariates.Names);
        return CovariateFit<TModel, CovariateModel<TModel>>.Run(
            histories, plan, named, options.Penalty, Problem(histories, covariates, plan, options), (model, effects) => new(model, effects));
    }

    private static LikelihoodSurface Surface<TModel>(
        PurchaseHistories histories, CovariateColumns covariates, TransactionFitPlan<TModel> plan, CovariateOptions options)
        where TModel : class, ITransactionModel
    {
        ArgumentNullException.ThrowIfNull(covariates);
        (CovariateProblem? problem, string refusal) = Problem(histories, covariates, plan, options)();
        return problem is null
            ? throw new ConvergenceException(refusal)
            : LikelihoodSurface.Of(plan, problem, options.Terms(covariates.Names));
    }

    // Makes the problem, or says why there is none.
    private static Func<(CovariateProblem?, string)> Problem<TModel>(
        PurchaseHistories histories, CovariateColumns covariates, TransactionFitPlan<TModel> plan, CovariateOptions options)
        where TModel : class, ITransactionModel
    {
        (string Covariate, CovariateProcess Process)[] named = options.Terms(covariates.Names);
        string[] names = [.. covariates.Names.Where(name => named.Any(term => string.Equals(term.Covariate, name, StringComparison.Ordinal)))];
        CovariateRows rows = CovariateRows.Of(covariates, names, histories.Count);
        return Make;

        (CovariateProblem?, string) Make()
        {
            CovariateGroups groups = CovariateGroups.Of(histories, rows);
            if (groups.Scale.Constant(names) is { } constant)
            {
                return (null, $"The covariate '{constant}' has the same value for every customer, so its effect cannot be learned. Leave it out.");
            }

            CovariateFamily family = CovariateFamily.Of(typeof(TModel));
            CovariateTerm[] terms = [.. named.Select(term => new CovariateTerm(Array.IndexOf(names, term.Covariate), family.Loading(term.Process)))];
            return (
                new()
                {
                    Count = groups.Count,
                    Customers = groups.Customers,
                    Purchases = groups.Shared.Sum(shared => shared.Purchases),
                    TimeScale = groups.TimeScale,
                    Scale = groups.Scale,
                    Terms = terms,
                    OtherStarts = int.MaxValue,
                    Full = Objective(groups),
                    Thinned = most => Objective(groups.Thin(most)),
                },
                string.Empty);

            SmoothFunction Objective(CovariateGroups some) =>
                CovariateRegression.Objective(some, plan.Objective, plan.Parameters.Count, terms, options.Penalty, options.Threads);
        }
    }
}
