using Perennial.Models.BgNbd;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

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
        return CovariateFit<ParetoNbdModel>.Run(histories, covariates, ParetoNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Fits BG/NBD with covariates by maximum likelihood.</summary>
    /// <inheritdoc cref="ParetoNbd"/>
    public static FitReport<CovariateModel<BgNbdModel>> BgNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return CovariateFit<BgNbdModel>.Run(histories, covariates, BgNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Fits MBG/NBD with covariates by maximum likelihood.</summary>
    /// <inheritdoc cref="ParetoNbd"/>
    public static FitReport<CovariateModel<MbgNbdModel>> MbgNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return CovariateFit<MbgNbdModel>.Run(histories, covariates, MbgNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }

    /// <summary>Fits GGompertz/NBD with covariates by maximum likelihood.</summary>
    /// <inheritdoc cref="ParetoNbd"/>
    public static FitReport<CovariateModel<GgomNbdModel>> GgomNbd(PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CovariateOptions();
        return CovariateFit<GgomNbdModel>.Run(histories, covariates, GgomNbdFitter.Plan(histories.Unit, new() { Threads = options.Threads }), options);
    }
}
