using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.ParetoNbd;

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
        covariates.Check(times.Count, times.Unit);
        (string Covariate, CovariateProcess Process)[] named = options.Terms(covariates.Names);
        string[] names = [.. covariates.Names.Where(name => named.Any(term => string.Equals(term.Covariate, name, StringComparison.Ordinal)))];
        VaryingGroups groups = VaryingGroups.Of(times, covariates, names, centred: true);
        TransactionFitPlan<ParetoNbdModel> plan = ParetoNbdFitter.Plan(times.Unit, new() { Threads = options.Threads });
        return CovariateFit<ParetoNbdModel, VaryingCovariateModel>.Run(
            times.Histories, plan, named, options.Penalty, Problem, (model, effects) => new(model, effects));

        (CovariateProblem?, string) Problem()
        {
            if (groups.Scale.Constant(names) is { } constant)
            {
                return (null, $"The covariate '{constant}' has the same value for every customer at all times, so its effect cannot be learned. Leave it out.");
            }

            CovariateFamily family = CovariateFamily.Of(typeof(ParetoNbdModel));
            (int Covariate, CovariateProcess Process)[] placed = [.. named.Select(term => (Array.IndexOf(names, term.Covariate), term.Process))];
            VaryingTerms terms = new(placed);
            return (
                new()
                {
                    Count = groups.Count,
                    Customers = groups.Customers,
                    Purchases = groups.Purchases,
                    TimeScale = groups.TimeScale,
                    Scale = groups.Scale,
                    Terms = [.. placed.Select(term => new CovariateTerm(term.Covariate, family.Loading(term.Process)))],
                    OtherStarts = 2,
                    Full = VaryingObjective.Of(groups, terms, options.Penalty, options.Threads),
                    Thinned = most => VaryingObjective.Of(groups.Thin(most), terms, options.Penalty, options.Threads),
                },
                string.Empty);
        }
    }
}
