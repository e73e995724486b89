using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Contracts;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Uncertainty;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Posterior;

/// <content>One door a likelihood.</content>
public sealed partial class PosteriorTarget
{
    /// <summary>Makes the posterior of a BG/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfBgNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, BgNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of an MBG/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfMbgNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, MbgNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of a BG/CNBD-k or MBG/CNBD-k of a given k, as its fit chose.</summary>
    /// <param name="histories">n customers. Their log gaps only tell one k from another, so they are not asked for.</param>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="k">The regularity, from 1 to 12.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfCnbdK(PurchaseHistories histories, CnbdKVariant variant, int k, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, CnbdKParameters.LargestK);
        return Of(histories, CnbdKFitter.Plan(Unit(histories), new() { Variant = variant }, k, 0.0, null), priors);
    }

    /// <summary>Makes the posterior of a Pareto/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfParetoNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, ParetoNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of a Pareto/GGG; starts are the Pareto/NBD of the same histories with regularities around 1 and 3.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfParetoGgg(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) => OfParetoGgg(histories, priors, 1);

    /// <inheritdoc cref="OfParetoGgg(PurchaseHistories, IReadOnlyList{LogNormalPrior}?)"/>
    internal static PosteriorTarget OfParetoGgg(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors, int threads)
    {
        ParetoGggRows rows = ParetoGggRows.Of(histories);
        FittedParameter[] parameters =
        [
            FittedParameter.Number("t"), FittedParameter.Number("gamma"), FittedParameter.Number("r"), FittedParameter.Alpha,
            FittedParameter.Number("s"), FittedParameter.Time("beta"),
        ];
        double[] random = rows.Customers > 0.0 ? OfParetoNbd(histories)._mode.Value.Point : new double[4];
        return new(
            ParetoGggFitter.Name,
            new()
            {
                Parameters = parameters,
                Units = [.. parameters.Select(p => p.Unit(rows.TimeScale))],
                Mean = ParetoGggLikelihood.Objective(rows, Fineness.Draws, threads),
                Customers = rows.Customers,
            },
            [[1.0, 1.0, .. random], [1.0, 0.0, .. random]],
            priors)
        {
            Straighten = (mode, covariance) => new DropoutCoordinates(mode, covariance),
            LogScale = rows.Purchases * Math.Log(rows.TimeScale),
            Groups = rows.Level.Length,
        };
    }

    /// <summary>Makes the posterior of a GGompertz/NBD.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfGgomNbd(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null) =>
        Of(histories, GgomNbdFitter.Plan(Unit(histories), new()), priors);

    /// <summary>Makes the posterior of a purchase model with covariates: of the parameters of a customer whose covariates are all 0, then of the coefficients.</summary>
    /// <param name="model">The name of the model: pareto-nbd, bg-nbd, mbg-nbd or ggom-nbd.</param>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, in the same order.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">
    /// Priors by the names of their coefficients (purchase:web); the others are normal around 0, with standard deviation 2 for a covariate that varies by 1.
    /// </param>
    /// <exception cref="ArgumentException">A prior has no parameter, there is a penalty, or rows differ in number.</exception>
    public static PosteriorTarget OfCovariates(
        string model,
        PurchaseHistories histories,
        CovariateColumns covariates,
        CovariateOptions? options = null,
        IReadOnlyList<LogNormalPrior>? priors = null,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(covariates);
        options ??= new CovariateOptions();
        Unpenalised(options.Penalty);
        (FitReport<object> report, Func<LikelihoodSurface> make) = CovariateFitter.Named(model, histories, covariates, options with { Threads = 1 });
        return From(report, make(), priors, onCoefficients);
    }

    /// <summary>Makes the posterior of a BG/BB.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfBgBb(DiscreteHistories histories, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return new(BgBbFitter.Name, LikelihoodSurface.Of(histories, 1), [[0.0, 0.0, -0.4, 1.0]], priors);
    }

    /// <summary>Makes the posterior of a shifted beta-geometric.</summary>
    /// <param name="histories">n contracts.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (alpha:web, beta:web); the others are as in <see cref="OfCovariates"/>.</param>
    public static PosteriorTarget OfShiftedBetaGeometric(
        ContractHistories histories, IReadOnlyList<LogNormalPrior>? priors = null, IReadOnlyList<NormalPrior>? onCoefficients = null) => histories is { Covariates.Width: > 0 }
            ? new(ShiftedBetaGeometricFitter.Name, ShiftedBetaGeometricFitter.Surface(histories, new() { Threads = 1 }), [], priors, onCoefficients)
            : OfContracts(ShiftedBetaGeometricFitter.Name, ["alpha", "beta"], histories, ShiftedBetaGeometricLikelihood.Row, priors);

    /// <summary>Makes the posterior of a beta-discrete-Weibull.</summary>
    /// <param name="histories">n contracts.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (alpha:web, beta:web); the others are as in <see cref="OfCovariates"/>.</param>
    public static PosteriorTarget OfBetaDiscreteWeibull(
        ContractHistories histories, IReadOnlyList<LogNormalPrior>? priors = null, IReadOnlyList<NormalPrior>? onCoefficients = null) => histories is { Covariates.Width: > 0 }
            ? new(BetaDiscreteWeibullFitter.Name, BetaDiscreteWeibullFitter.Surface(histories, new() { Threads = 1 }), [], priors, onCoefficients)
            : OfContracts(BetaDiscreteWeibullFitter.Name, ["alpha", "beta", "c"], histories, BetaDiscreteWeibullLikelihood.Row, priors);

    /// <summary>Makes the posterior of a Gamma-Gamma.</summary>
    /// <param name="histories">n customers; those without a repeat purchase of positive value say nothing.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfGammaGamma(SpendHistories histories, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return new(GammaGammaFitter.Name, LikelihoodSurface.Of(histories, 1), [[1.8, 1.4, -0.7], [0.0, 0.7, 0.0]], priors);
    }

    /// <summary>Makes the posterior of Gamma-Gamma on covariates, on frequency, or on both: of p, q and gamma where covariates are 0, then of the coefficients.</summary>
    /// <param name="histories">n customers; those without a repeat purchase of positive value say nothing.</param>
    /// <param name="covariates">n rows, or null where frequency acts alone.</param>
    /// <param name="options">What acts. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (spend:web, frequency-power); the others are as in <see cref="OfCovariates"/>.</param>
    /// <exception cref="ArgumentException">A prior has no parameter, there is a penalty, or rows differ in number.</exception>
    /// <exception cref="ConvergenceException">There is nothing to learn from, or a covariate says nothing.</exception>
    public static PosteriorTarget OfSpendCovariates(
        SpendHistories histories,
        CovariateColumns? covariates,
        SpendCovariateOptions options,
        IReadOnlyList<LogNormalPrior>? priors = null,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(options);
        Unpenalised(options.Penalty);
        FitReport<SpendCovariateModel> report = SpendCovariateFitter.Run(histories, covariates, options with { Threads = 1 });
        return report.Evaluations == 0
            ? throw new ConvergenceException(report.Explanation)
            : From(report, LikelihoodSurface.Of(histories, covariates, options with { Threads = 1 }), priors, onCoefficients);
    }

    /// <summary>Makes the posterior of Pareto/NBD with covariates that change with time: of the parameters where covariates are 0, then of the coefficients.</summary>
    /// <param name="times">n customers with the time of every purchase.</param>
    /// <param name="covariates">Their covariates, in the same order.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (purchase:web); the others are as in <see cref="OfCovariates"/>.</param>
    /// <exception cref="ArgumentException">A prior has no parameter, there is a penalty, or covariates are not of the same customers or end too soon.</exception>
    /// <exception cref="ConvergenceException">A covariate has the same value for every customer at all times.</exception>
    public static PosteriorTarget OfVaryingParetoNbd(
        PurchaseTimes times,
        CovariatePaths covariates,
        CovariateOptions? options = null,
        IReadOnlyList<LogNormalPrior>? priors = null,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        options = (options ?? new()) with { Threads = 1 };
        Unpenalised(options.Penalty);
        return From(
            VaryingCovariateFitter.ParetoNbd(times, covariates, options), VaryingCovariateFitter.Surface(times, covariates, options), priors, onCoefficients);
    }

    /// <summary>Makes the posterior of Pareto/NBD with correlated rates: of r, alpha, s, beta and of the correlation.</summary>
    /// <remarks>Before the data the correlation is anywhere between its bounds, which depend on the parameters, with the same chance: it takes no other prior.</remarks>
    /// <param name="histories">n customers.</param>
    /// <param name="options">The span, or null for the default.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    public static PosteriorTarget OfCorrelatedParetoNbd(
        PurchaseHistories histories, CorrelatedParetoNbdOptions? options = null, IReadOnlyList<LogNormalPrior>? priors = null)
    {
        options = (options ?? new()) with { Threads = 1 };
        ArgumentNullException.ThrowIfNull(histories);
        return Correlated(ParetoNbdFitter.Fit(histories, new() { Threads = 1 }), CorrelatedParetoNbdFitter.Surface(histories, options), priors, null);
    }

    /// <summary>Makes the posterior of the same with covariates, those that change with time included; the correlation is that of rates at covariates 0.</summary>
    /// <remarks>As without covariates.</remarks>
    /// <param name="times">n customers with the time of every purchase.</param>
    /// <param name="covariates">Their covariates, in the same order.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="span">The time through which rates depend, in the unit of the histories.</param>
    /// <param name="priors">Priors by the names of their parameters; the others are the weak ones.</param>
    /// <param name="onCoefficients">Priors by the names of their coefficients (purchase:web); the others are as in <see cref="OfCovariates"/>.</param>
    public static PosteriorTarget OfCorrelatedParetoNbd(
        PurchaseTimes times,
        CovariatePaths covariates,
        CovariateOptions? options = null,
        double span = 1.0,
        IReadOnlyList<LogNormalPrior>? priors = null,
        IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        options = (options ?? new()) with { Threads = 1 };
        Unpenalised(options.Penalty);
        Histories.HistoryDoor.Parameter(span, "span");
        return Correlated(
            VaryingCovariateFitter.ParetoNbd(times, covariates, options), VaryingCovariateFitter.Correlated(times, covariates, options, span), priors, onCoefficients);
    }

    /// <summary>Makes the posterior of accelerated failure times: of the intercept, of the coefficients and of sigma.</summary>
    /// <param name="histories">n rows with positive times.</param>
    /// <param name="distribution">The law of the standardised log lifetime.</param>
    /// <param name="priors">The prior of sigma, or null for the weak one.</param>
    /// <param name="onCoefficients">
    /// Priors by the names of their coefficients, the intercept among them: that is normal around the mean log time with standard deviation 3 where none is stated, the
    /// others are as in <see cref="OfCovariates"/>.
    /// </param>
    /// <exception cref="ConvergenceException">There is no event, or a covariate says nothing.</exception>
    public static PosteriorTarget OfAcceleratedFailureTimes(
        SurvivalHistories histories, AftDistribution distribution, IReadOnlyList<LogNormalPrior>? priors = null, IReadOnlyList<NormalPrior>? onCoefficients = null) =>
        From(AftFitter.Fit(histories, distribution, new() { Threads = 1 }), AftFitter.Surface(histories, distribution, new() { Threads = 1 }), priors, onCoefficients);

    /// <summary>Makes the posterior of the coefficients of Cox's regression, the partial likelihood taken for the likelihood.</summary>
    /// <remarks>
    /// That is the limit of a gamma process as the prior of the baseline hazard, as it comes to say nothing. Priors of coefficients are normal, or flat where their
    /// standard deviation is positive infinity; those not stated are normal around 0, with standard deviation 2 for a covariate that varies by 1.
    /// </remarks>
    /// <param name="histories">n rows with covariates.</param>
    /// <param name="options">How ties are treated, or null. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="onCoefficients">Priors by the names of their covariates.</param>
    /// <exception cref="ConvergenceException">There is no event, a covariate says nothing, or a prior is flat where the likelihood has no highest point.</exception>
    /// <source paper="Kalbfleisch1978"/>
    public static PosteriorTarget OfCox(SurvivalHistories histories, CoxOptions? options = null, IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        options ??= new CoxOptions();
        Unpenalised(options.Penalty);
        return From(CoxFitter.Fit(histories, options), CoxFitter.Surface(histories, options), null, onCoefficients);
    }

    /// <summary>Makes the posterior of a discrete-time hazard: of its baselines, then of the coefficients, on the scale of the link.</summary>
    /// <param name="panel">n rows of customers up for renewal. Periods in which everybody or nobody left take no part.</param>
    /// <param name="options">Link and baseline, or null. A penalty is a prior of its own and is not taken here.</param>
    /// <param name="onCoefficients">
    /// Priors by name ("period 1", "intercept", a covariate's); baselines are normal around 0 with standard deviation 3 where none is stated, the others as in
    /// <see cref="OfCovariates"/>. Take covariates from their means, or baselines are believed where no customer is.
    /// </param>
    /// <exception cref="ConvergenceException">There is nothing to learn from, or a covariate says nothing.</exception>
    public static PosteriorTarget OfDiscreteHazard(RenewalPanel panel, DiscreteHazardOptions? options = null, IReadOnlyList<NormalPrior>? onCoefficients = null)
    {
        options = (options ?? new()) with { Threads = 1 };
        Unpenalised(options.Penalty);
        return From(DiscreteHazardFitter.Fit(panel, options), DiscreteHazardFitter.Surface(panel, options), null, onCoefficients);
    }

    private static PosteriorTarget Correlated<TModel>(
        FitReport<TModel> without, CorrelatedSurface surfaces, IReadOnlyList<LogNormalPrior>? priors, IReadOnlyList<NormalPrior>? onCoefficients)
        where TModel : class
    {
        LikelihoodSurface surface = surfaces.Unbounded();
        double[][] starts = without.Parameters.Count == 0 ? [] : [surface.Point([.. without.Parameters.Select(p => p.Value), 0.0])];
        return new(CorrelatedParetoNbdFitter.Name, surface, starts, priors, onCoefficients);
    }
    /// <summary>Makes the posterior of any purchase model from the plan of its fit.</summary>
    internal static PosteriorTarget Of<TModel>(PurchaseHistories histories, TransactionFitPlan<TModel> plan, IReadOnlyList<LogNormalPrior>? priors)
        where TModel : class
    {
        HistoryGroups groups = HistoryGroups.Of(histories);
        double rate = Math.Max(groups.Purchases, 0.5) / Math.Max(groups.Customers, 1.0);
        return new(
            plan.Name,
            LikelihoodSurface.Of(histories, plan with { Threads = 1 }),
            Array.ConvertAll(plan.Starts(rate), s => Array.ConvertAll(s, Math.Log)),
            priors);
    }

    // Starts where a fit ended.
    private static PosteriorTarget From<TModel>(
        FitReport<TModel> report, LikelihoodSurface surface, IReadOnlyList<LogNormalPrior>? priors, IReadOnlyList<NormalPrior>? onCoefficients)
        where TModel : class
    {
        double[][] starts = report.Parameters.Count == surface.Units.Length ? [surface.Point(report.Parameters.Select(p => p.Value))] : [];
        PosteriorTarget target = new(report.Name, surface, starts, priors, onCoefficients);
        return report.LogParameterCovariance is not null || target.CoefficientPriors.All(prior => double.IsFinite(prior.StandardDeviation))
            ? target
            : throw new ConvergenceException($"A prior is flat, but the likelihood alone holds no estimate, so there is no posterior. {report.Explanation} State a prior with a finite standard deviation.");
    }

    private static void Unpenalised(double penalty)
    {
        if (penalty > 0.0)
        {
            throw new ArgumentException($"The options have a penalty of {penalty}. Draws have priors instead: state those of the coefficients.", nameof(penalty));
        }
    }

    private static PosteriorTarget OfContracts(
        string name, string[] parameters, ContractHistories histories, ContractRow row, IReadOnlyList<LogNormalPrior>? priors)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ContractGroups groups = ContractGroups.Of(histories);
        LikelihoodSurface surface = LikelihoodSurface.Of(
            groups, ContractRegression.Objective(groups, row, parameters.Length, 0.0, 1), Array.ConvertAll(parameters, FittedParameter.Number), [.. Enumerable.Range(0, parameters.Length)]);
        return new(name, surface, [new double[parameters.Length]], priors);
    }

    private static TimeUnit Unit(PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return histories.Unit;
    }
}
