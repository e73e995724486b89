using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.VaryingCovariates;

/// <summary>Fits Pareto/NBD with covariates that change with time: seasons, campaigns, letters to a customer.</summary>
/// <remarks>
/// A customer's purchase rate at a moment is the customer's own times e^(g'x), the drop-out rate the customer's own times e^(h'z), x and z the covariates of
/// the period in which it lies; x and z may be different covariates. What covariates leave unexplained is gamma over customers as without them.
/// Assumes that covariates are not caused by the purchases they explain: a letter sent because a customer bought predicts only in appearance.
/// Compare with the fit without covariates, or with constant ones alone, by <see cref="Assessing.ChiSquareTest.LikelihoodRatio"/>, one degree a coefficient.
/// </remarks>
/// <source paper="BachmannMeiererNaef2021"/>
public static class VaryingCovariateFitter
{
    /// <summary>Fits Pareto/NBD with covariates that change with time by maximum likelihood.</summary>
    /// <param name="times">n customers with the time of every purchase; those alike in all are grouped here.</param>
    /// <param name="covariates">Their covariates, in the same order, for at least the time they were followed. Their units do not matter.</param>
    /// <param name="options">Which covariate acts on what, or null: all on both, freely.</param>
    /// <returns>
    /// A report: the parameters of a customer whose covariates are all 0, then the coefficients. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be
    /// scored. A ridge, an edge at which covariates say nothing included, is <see cref="FitExit.NotIdentified"/>. Standard errors are of the penalised fit where
    /// there is a penalty.
    /// </returns>
    /// <exception cref="ArgumentException">Covariates are not of the same customers or end too soon, or options name no covariate or one that is not there.</exception>
    public static FitReport<VaryingCovariateModel> ParetoNbd(PurchaseTimes times, CovariatePaths covariates, CovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(covariates);
        options ??= new CovariateOptions();
        return Fit(times, new Named(times, covariates, options), options);
    }

    /// <summary>Fits the same where customers' own purchase and drop-out rates are correlated (<see cref="CorrelatedParetoNbdFitter"/>).</summary>
    /// <remarks>
    /// The rates that depend are those at covariates 0, so that the zero of a covariate has a meaning here: take 0 and 1, or deviations from a mean. Covariates
    /// that do not change may be among the others, or all of them.
    /// </remarks>
    /// <param name="times">As without correlation.</param>
    /// <param name="covariates">As without correlation.</param>
    /// <param name="options">As without correlation.</param>
    /// <param name="span">The time through which rates depend, in the unit of the histories (<see cref="CorrelatedParetoNbdOptions.Span"/>).</param>
    /// <returns>
    /// A report: parameters, coefficients, then the correlation. Where that is as strong as it can be the exit is <see cref="FitExit.Boundary"/> and there are no
    /// standard errors; where nothing is known of drop-out it is 0.
    /// </returns>
    /// <exception cref="ArgumentException">As without correlation, or the span is not positive and finite.</exception>
    /// <source paper="BachmannMeiererNaef2021"/>
    public static FitReport<VaryingCovariateModel> CorrelatedParetoNbd(
        PurchaseTimes times, CovariatePaths covariates, CovariateOptions? options = null, double span = 1.0)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(covariates);
        HistoryDoor.Parameter(span, "span");
        options ??= new CovariateOptions();
        Named named = new(times, covariates, options);
        FitReport<VaryingCovariateModel> without = Fit(times, named, options);
        return new CorrelatedFit<VaryingCovariateModel>
        {
            Name = CorrelatedParetoNbdFitter.Name,
            Groups = named.Groups(centred: false),
            Terms = new(named.Placed),
            Covariate = [.. named.Placed.Select(term => term.Covariate)],
            Penalty = options.Penalty,
            Threads = options.Threads,
            Span = span,
            Make = (parameters, coefficients, correlation) => new(
                new(parameters, times.Unit),
                [.. named.Terms.Select((term, k) => new CovariateEffect(term.Covariate, term.Process, coefficients[k]))],
                correlation,
                span),
        }.Run(without);
    }

    /// <summary>Gives the likelihood without correlation, in the order of the report.</summary>
    /// <exception cref="ConvergenceException">A covariate says nothing.</exception>
    internal static LikelihoodSurface Surface(PurchaseTimes times, CovariatePaths covariates, CovariateOptions options)
    {
        Named named = new(times, covariates, options);
        (CovariateProblem? problem, string refusal) = Problem(named, options)();
        return problem is null ? throw new ConvergenceException(refusal) : LikelihoodSurface.Of(ParetoNbdFitter.Plan(times.Unit, new()), problem, named.Terms);
    }

    /// <summary>Gives the surfaces of correlated rates.</summary>
    internal static CorrelatedSurface Correlated(PurchaseTimes times, CovariatePaths covariates, CovariateOptions options, double span)
    {
        Named named = new(times, covariates, options);
        VaryingGroups groups = named.Groups(centred: false);
        return groups.Scale.Constant(named.Names) is { } constant ? throw new ConvergenceException(Constant(constant)) : new(groups, named.Placed, [.. named.Terms.Select(term => CovariateEffect.NameOf(term.Covariate, term.Process))], span)
        {
            Penalty = options.Penalty,
            Threads = options.Threads,
        };
    }

    private static FitReport<VaryingCovariateModel> Fit(PurchaseTimes times, Named named, CovariateOptions options)
    {
        TransactionFitPlan<ParetoNbdModel> plan = ParetoNbdFitter.Plan(times.Unit, new() { Threads = options.Threads });
        return CovariateFit<ParetoNbdModel, VaryingCovariateModel>.Run(
            times.Histories, plan, named.Terms, options.Penalty, Problem(named, options), (model, effects) => new(model, effects));
    }

    // Makes the problem, or says why there is none.
    private static Func<(CovariateProblem?, string)> Problem(Named named, CovariateOptions options)
    {
        VaryingGroups groups = named.Groups(centred: true);
        return Make;

        (CovariateProblem?, string) Make()
        {
            if (groups.Scale.Constant(named.Names) is { } constant)
            {
                return (null, Constant(constant));
            }

            CovariateFamily family = CovariateFamily.Of(typeof(ParetoNbdModel));
            VaryingTerms terms = new(named.Placed);
            return (
                new()
                {
                    Count = groups.Count,
                    Customers = groups.Customers,
                    Purchases = groups.Purchases,
                    TimeScale = groups.TimeScale,
                    Scale = groups.Scale,
                    Terms = [.. named.Placed.Select(term => new CovariateTerm(term.Covariate, family.Loading(term.Process)))],
                    OtherStarts = 2,
                    Full = VaryingObjective.Of(groups, terms, options.Penalty, options.Threads),
                    Thinned = most => VaryingObjective.Of(groups.Thin(most), terms, options.Penalty, options.Threads),
                },
                string.Empty);
        }
    }

    private static string Constant(string covariate) =>
        $"The covariate '{covariate}' has the same value for every customer at all times, so its effect cannot be learned. Leave it out.";

    // Which covariates are fitted on what.
    private sealed class Named
    {
        private readonly PurchaseTimes _times;
        private readonly CovariatePaths _covariates;

        public Named(PurchaseTimes times, CovariatePaths covariates, CovariateOptions options)
        {
            covariates.Check(times.Count, times.Unit);
            (_times, _covariates) = (times, covariates);
            Terms = options.Terms(covariates.Names);
            Names = [.. covariates.Names.Where(name => Terms.Any(term => string.Equals(term.Covariate, name, StringComparison.Ordinal)))];
            Placed = [.. Terms.Select(term => (Array.IndexOf(Names, term.Covariate), term.Process))];
        }

        public (string Covariate, CovariateProcess Process)[] Terms { get; }

        public string[] Names { get; }

        public (int Covariate, CovariateProcess Process)[] Placed { get; }

        public VaryingGroups Groups(bool centred) => VaryingGroups.Of(_times, _covariates, Names, centred);
    }
}
