using Perennial.Models.BgNbd;
using Perennial.Models.Covariates;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Assessing;

/// <summary>What one trait is worth to forecasts: what they lose without it.</summary>
/// <param name="Trait">The trait left out.</param>
/// <param name="Loss">The mean CRPS without it less that with all traits, over customers and origins; negative where forecasts are better without it. Null where a fit was not usable.</param>
/// <param name="StandardError">The standard error of that difference, each customer at each origin paired; null with <paramref name="Loss"/>.</param>
public sealed record TraitAblation(string Trait, double? Loss, double? StandardError)
{
    /// <summary>Tells whether forecasts lose more than one standard error without it.</summary>
    public bool Matters => Loss > StandardError;
}

/// <summary>Whether traits of customers foretell purchases: with and without them on days gone by, and what leaving each out costs.</summary>
/// <remarks>
/// Candidates are the model alone, the model without each trait in turn, and with all of them, in this order: what is taken must beat the simpler ones by more
/// than one standard error. Effects are of the full history; they say what goes with buying and leaving, not what would happen if a trait were changed.
/// </remarks>
/// <param name="Design">What the traits became.</param>
/// <param name="Backtest">The test, with the choice and its reason.</param>
/// <param name="Taken">The traits of the model that was chosen; none where it is the model alone.</param>
/// <param name="Ablation">What leaving each trait out costs, in the order given.</param>
/// <param name="Exit">How the fit of all traits on the full history ended.</param>
/// <param name="Explanation">A sentence on it.</param>
/// <param name="Effects">Its coefficients with standard errors: purchase:use, dropout:plan = pro; none where it failed.</param>
public sealed record CovariateStudy(
    CovariateDesign Design,
    RollingBacktest Backtest,
    IReadOnlyList<string> Taken,
    IReadOnlyList<TraitAblation> Ablation,
    FitExit Exit,
    string Explanation,
    IReadOnlyList<ParameterEstimate> Effects)
{
    /// <summary>Runs it.</summary>
    /// <param name="times">n customers with the time of every repeat purchase since the first.</param>
    /// <param name="start">n times of the first purchase on a calendar that all share, in the same unit.</param>
    /// <param name="origins">Where to stand, on that calendar.</param>
    /// <param name="model">pareto-nbd, bg-nbd, mbg-nbd or ggom-nbd.</param>
    /// <param name="traits">Traits of the n customers, in their order, known when each came.</param>
    /// <param name="acts">On what traits act: on purchases, on drop-out, or on both with a coefficient for each.</param>
    /// <param name="design">How traits become columns, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The model takes no covariates, traits are not of the n customers, or all customers are alike.</exception>
    /// <exception cref="ConvergenceException">No model has a usable fit at every origin.</exception>
    public static CovariateStudy Run(
        PurchaseTimes times,
        double[] start,
        RollingOrigins origins,
        string model,
        IReadOnlyList<CustomerTrait> traits,
        CovariateProcess acts = CovariateProcess.Both,
        CovariateDesignOptions? design = null)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(traits);
        CovariateDesign all = CovariateDesign.Learn(traits, design);
        if (traits[0].Count != times.Count)
        {
            throw new ArgumentException($"There are {times.Count} customers, and traits of {traits[0].Count}. Give one value, or none, for each.", nameof(traits));
        }

        CovariateOptions options = acts switch
        {
            CovariateProcess.Purchase => new() { Dropout = [] },
            CovariateProcess.Dropout => new() { Purchase = [] },
            _ => new(),
        };
        CovariateColumns columns = all.Apply(traits);
        BacktestCandidate full = BacktestCandidate.WithCovariates(model, columns, options);
        string[] telling = [.. all.Traits.Where(trait => trait.Columns.Count > 0).Select(trait => trait.Name)];
        var without = telling.Length < 2
            ? []
            : telling.Select(name => (Left: name, Candidate: BacktestCandidate.WithCovariates(model, all.Without(name).Apply(traits), options))).ToArray();
        var plain = BacktestCandidate.Of(TransactionModels.Named(model));
        var test = RollingBacktest.Run(times, start, origins, [plain, .. without.Select(one => one.Candidate), full]);
        (FitExit exit, string explanation, IReadOnlyList<ParameterEstimate> effects) = Fit(model, times.Histories, columns, options);
        string chosen = test.Choice.Chosen;
        return new(
            all,
            test,
            chosen == plain.Name ? [] : [.. telling.Where(name => !without.Any(one => one.Candidate.Name == chosen && one.Left == name))],
            [
                .. all.Traits.Select(trait => !telling.Contains(trait.Name)
                    ? new TraitAblation(trait.Name, 0.0, 0.0)
                    : Compare(trait.Name, test, telling.Length < 2 ? plain.Name : without.Single(one => one.Left == trait.Name).Candidate.Name, full.Name)),
            ],
            exit,
            explanation,
            effects);
    }

    private static TraitAblation Compare(string trait, RollingBacktest test, string less, string full)
    {
        if (Losses(less) is not { } lost || Losses(full) is not { } kept)
        {
            return new(trait, null, null);
        }

        double[] difference = [.. lost.Zip(kept, (mine, its) => mine - its)];
        double mean = difference.Average();
        return new(trait, mean, Math.Sqrt(difference.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, difference.Length - 1) / difference.Length));

        double[]? Losses(string name)
        {
            OriginScore[] own = [.. test.Scores.Where(score => score.Model == name)];
            return Array.Exists(own, score => score.Exit == FitExit.Failed) ? null : [.. own.SelectMany(score => score.Crps)];
        }
    }

    private static (FitExit Exit, string Explanation, IReadOnlyList<ParameterEstimate> Effects) Fit(string model, PurchaseHistories histories, CovariateColumns columns, CovariateOptions options)
    {
        return model switch
        {
            ParetoNbdFitter.Name => Told(CovariateFitter.ParetoNbd(histories, columns, options)),
            BgNbdFitter.Name => Told(CovariateFitter.BgNbd(histories, columns, options)),
            MbgNbdFitter.Name => Told(CovariateFitter.MbgNbd(histories, columns, options)),
            _ => Told(CovariateFitter.GgomNbd(histories, columns, options)),
        };

        static (FitExit, string, IReadOnlyList<ParameterEstimate>) Told<TModel>(FitReport<CovariateModel<TModel>> report)
            where TModel : class, ITransactionModel =>
            (report.Exit, report.Explanation, report.IsUsable ? [.. report.Parameters.Where(parameter => parameter.IsCoefficient)] : []);
    }
}
