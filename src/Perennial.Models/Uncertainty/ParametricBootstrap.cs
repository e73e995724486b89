using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.Contracts;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.Histories;
using Perennial.Models.ShiftedBetaGeometric;

namespace Perennial.Models.Uncertainty;

/// <summary>How far estimates scatter: companies are simulated from a fitted model, each with the same customers' ages, and fitted anew.</summary>
/// <remarks>
/// Believes the model: what it cannot tell is how far the model itself is wrong. Each refit starts from the parameters the company was simulated
/// with, so that a thousand cost seconds. A refit without an interior optimum is counted, not hidden; its parameters are part of the draws where
/// they are usable, since leaving them out would make intervals too narrow.
/// </remarks>
/// <source paper="EfronTibshirani1993"/>
public static class ParametricBootstrap
{
    /// <summary>Simulates and refits.</summary>
    /// <param name="model">A fitted purchase model, of <see cref="TransactionModels"/>.</param>
    /// <param name="histories">The customers it was fitted on: their ages are kept. Without weights.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    /// <exception cref="ArgumentException">The histories carry weights, the model and they differ in unit, or the model is not listed.</exception>
    public static BootstrapDraws Of(ITransactionModel model, PurchaseHistories histories, int replicates = 1000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        TransactionModelEntry entry = TransactionModels.Listed(model, "parametric bootstrap", nameof(model));
        Unweighted(histories);

        if (histories.Unit != model.Unit)
        {
            throw new UnitMismatchException($"The histories are in {histories.Unit} but the model's unit is {model.Unit}. Give both in one unit.");
        }

        return Run(entry.Parameters, model.Parameters, replicates, seed, one => entry.Refit(model, entry.Simulate(model, histories.T, one)), fitted => fitted.Parameters);
    }

    /// <summary>Simulates mean spends of customers with the same frequencies, and refits Gamma-Gamma.</summary>
    /// <param name="model">A fitted Gamma-Gamma.</param>
    /// <param name="histories">The customers it was fitted on: their frequencies are kept; those set aside by the fit stay aside.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    public static BootstrapDraws Of(GammaGammaModel model, SpendHistories histories, int replicates = 1000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        int[] frequency = Fitted(histories);
        return Run(
            GammaGammaFitter.ParameterNames, model.Parameters, replicates, seed,
            one => GammaGammaFitter.Run(GammaGammaSimulator.Histories(model.Named, frequency, one), 1, model.Parameters), fitted => fitted.Parameters);
    }

    /// <summary>Simulates mean spends of customers with the same frequencies and covariates, and refits Gamma-Gamma on covariates, on frequency, or on both.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="histories">The customers it was fitted on: their frequencies are kept; those set aside by the fit stay aside.</param>
    /// <param name="covariates">n rows, or null where frequency acts alone.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    /// <param name="penalty">The penalty of the fit.</param>
    /// <exception cref="ArgumentException">A covariate of the model is missing, or rows differ in number.</exception>
    public static BootstrapDraws Of(
        SpendCovariateModel model, SpendHistories histories, CovariateColumns? covariates, int replicates = 1000, ulong seed = 1, double penalty = 0.0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        int[] frequency = Fitted(histories);
        string[] names = [.. model.Effects.Select(effect => effect.Covariate)];
        SpendCovariateOptions options = new()
        {
            Spend = names,
            Frequency = model.FrequencyPower is null ? FrequencyDependence.None : FrequencyDependence.Power,
            Penalty = penalty,
            Threads = 1,
        };
        CovariateColumns? acting = names.Length == 0 ? null : covariates;
        return Run(
            [.. GammaGammaFitter.ParameterNames, .. SpendTerms.Of(histories, acting, options).Labels], model.Parameters, replicates, seed,
            one => SpendCovariateFitter.Run(GammaGammaSimulator.Histories(model, frequency, acting, one), acting, options), fitted => fitted.Parameters);
    }

    /// <summary>Simulates customers of the same ages and covariates, and refits the model with covariates.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="histories">The customers it was fitted on: their ages are kept. Without weights.</param>
    /// <param name="covariates">n rows, in the same order.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    /// <param name="penalty">The penalty of the fit.</param>
    /// <returns>Draws of the parameters of a customer whose covariates are all 0, then of the coefficients.</returns>
    /// <exception cref="ArgumentException">The histories carry weights, a covariate is missing, or rows differ in number or unit.</exception>
    public static BootstrapDraws Of<TModel>(
        CovariateModel<TModel> model, PurchaseHistories histories, CovariateColumns covariates, int replicates = 1000, ulong seed = 1, double penalty = 0.0)
        where TModel : class, ITransactionModel
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        Unweighted(histories);
        HistoryDoor.SameUnit(histories, model.Unit);
        CovariateOptions options = new()
        {
            Purchase = Acting(CovariateProcess.Purchase), Dropout = Acting(CovariateProcess.Dropout), Common = Acting(CovariateProcess.Both), Penalty = penalty, Threads = 1,
        };
        (string Covariate, CovariateProcess Process)[] terms = options.Terms(covariates.Names);
        return Run(
            [.. TransactionModels.Named(model.Name).Parameters, .. terms.Select(term => CovariateEffect.NameOf(term.Covariate, term.Process))],
            Told(model), replicates, seed,
            one => CovariateFitter.Fit<TModel>(CovariateSimulator.Histories(model, covariates, histories.T, one), covariates, options), Told);

        string[] Acting(CovariateProcess process) => [.. model.Effects.Where(effect => effect.Process == process).Select(effect => effect.Covariate)];

        double[] Told(CovariateModel<TModel> fitted) => [.. fitted.AtZero.Parameters, .. terms.Select(term =>
            fitted.Effects.Single(effect => effect.Process == term.Process && string.Equals(effect.Covariate, term.Covariate, StringComparison.Ordinal)).Coefficient)];
    }

    /// <summary>Simulates customers with the same numbers of opportunities, and refits BG/BB.</summary>
    /// <param name="model">A fitted BG/BB.</param>
    /// <param name="histories">The customers it was fitted on: their opportunities are kept. Without weights.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    /// <exception cref="ArgumentException">The histories carry weights.</exception>
    public static BootstrapDraws Of(BgBbModel model, DiscreteHistories histories, int replicates = 1000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        if (histories.Weight is not null)
        {
            throw Weighted(nameof(histories));
        }

        BgBbOptions options = new() { Threads = 1, Start = model.Named };
        return Run(
            BgBbFitter.ParameterNames, model.Parameters, replicates, seed,
            one => BgBbFitter.Fit(BgBbSimulator.Histories(model.Named, histories.Opportunities, one), options), fitted => fitted.Parameters);
    }

    /// <summary>Simulates contracts followed for the same numbers of renewals, and refits the shifted beta-geometric.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="opportunities">For each contract, the renewals it was or would have been followed for: of those who left the histories do not tell.</param>
    /// <param name="covariates">n rows of the model's covariates, or null where it has none.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    /// <param name="penalty">The penalty of the fit.</param>
    public static BootstrapDraws Of(
        ShiftedBetaGeometricModel model, int[] opportunities, CovariateColumns? covariates = null, int replicates = 1000, ulong seed = 1, double penalty = 0.0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ShiftedBetaGeometricOptions options = new() { Threads = 1, Start = model.Named, Penalty = penalty };
        return Contracts(model, 2, opportunities, covariates, replicates, seed, histories => ShiftedBetaGeometricFitter.Fit(histories, options));
    }

    /// <summary>Simulates contracts followed for the same numbers of renewals, and refits the beta-discrete-Weibull.</summary>
    /// <inheritdoc cref="Of(ShiftedBetaGeometricModel, int[], CovariateColumns?, int, ulong, double)"/>
    public static BootstrapDraws Of(
        BetaDiscreteWeibullModel model, int[] opportunities, CovariateColumns? covariates = null, int replicates = 1000, ulong seed = 1, double penalty = 0.0)
    {
        ArgumentNullException.ThrowIfNull(model);
        BetaDiscreteWeibullOptions options = new() { Threads = 1, Start = model.Named, Penalty = penalty };
        return Contracts(model, 3, opportunities, covariates, replicates, seed, histories => BetaDiscreteWeibullFitter.Fit(histories, options));
    }

    private static BootstrapDraws Contracts<TModel>(
        TModel model, int shapes, int[] opportunities, CovariateColumns? covariates, int replicates, ulong seed, Func<ContractHistories, FitReport<TModel>> refit)
        where TModel : ContractModel
    {
        ArgumentNullException.ThrowIfNull(opportunities);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        string[] names = [.. ((string[])["alpha", "beta", "c"])[..shapes], .. model.Covariates.Select(name => "alpha:" + name), .. model.Covariates.Select(name => "beta:" + name)];
        return Run(names, Told(model), replicates, seed, one => refit(ContractSimulation.Histories(model, opportunities, one, covariates)), Told);

        double[] Told(TModel fitted) =>
            [.. ((double[])[fitted.Base.Alpha, fitted.Base.Beta, fitted.Base.C])[..shapes], .. fitted.AlphaCoefficients, .. fitted.BetaCoefficients];
    }

    private static void Unweighted(PurchaseHistories histories)
    {
        if (histories.Weight is not null)
        {
            throw Weighted(nameof(histories));
        }
    }

    private static ArgumentException Weighted(string name) =>
        new("The histories carry weights. A bootstrap simulates customers one by one: repeat each row as often as its weight says.", name);

    // Who was set aside by the fit is set aside in each company.
    private static int[] Fitted(SpendHistories histories) =>
        [.. histories.Frequency.Select((x, i) => SpendSelection.Learns(x, histories.MeanSpend[i]) ? x : 0)];

    private static BootstrapDraws Run<TModel>(
        IReadOnlyList<string> names, double[] truth, int replicates, ulong seed, Func<ulong, FitReport<TModel>> refit, Func<TModel, double[]> parameters)
        where TModel : class
    {
        var fits = new FitReport<TModel>[replicates];
        Blocks.Run(replicates, 0, rows: 1, (start, end) =>
        {
            for (int k = start; k < end; k++)
            {
                fits[k] = refit(Seed(seed, k));
            }
        });
        FitReport<TModel>[] usable = [.. fits.Where(fit => fit.IsUsable)];
        return new BootstrapDraws(
            names,
            truth,
            [.. usable.Select(fit => parameters(fit.Model))],
            usable.Count(fit => fit.Exit != FitExit.Converged),
            replicates - usable.Length);
    }

    private static ulong Seed(ulong seed, int replicate)
    {
        // SplitMix64's finaliser: neighbouring replicates get unrelated seeds.
        ulong z = seed + (0x9E3779B97F4A7C15UL * ((ulong)replicate + 1UL));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
