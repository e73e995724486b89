using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;

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
    /// <param name="model">A fitted purchase model.</param>
    /// <param name="histories">The customers it was fitted on: their ages are kept. Without weights.</param>
    /// <param name="replicates">How many companies, at least 2.</param>
    /// <param name="seed">Any number; the same gives the same draws on any number of threads.</param>
    /// <exception cref="ArgumentException">The histories carry weights, or the model and they differ in unit.</exception>
    public static BootstrapDraws Of(ITransactionModel model, PurchaseHistories histories, int replicates = 1000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        if (histories.Weight is not null)
        {
            throw new ArgumentException("The histories carry weights. A bootstrap simulates customers one by one: repeat each row as often as its weight says.", nameof(histories));
        }

        if (histories.Unit != model.Unit)
        {
            throw new UnitMismatchException($"The histories are in {histories.Unit} but the model's unit is {model.Unit}. Give both in one unit.");
        }

        TransactionModelEntry entry = TransactionModels.Named(model.Name);
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
