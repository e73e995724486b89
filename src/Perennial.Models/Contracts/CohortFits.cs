using Perennial.Models.Assessing;

namespace Perennial.Models.Contracts;

/// <summary>One cohort's own fit.</summary>
/// <typeparam name="TModel">The fitted model.</typeparam>
/// <param name="Cohort">The cohort's number.</param>
/// <param name="Report">Its fit.</param>
public sealed record CohortFit<TModel>(int Cohort, FitReport<TModel> Report)
    where TModel : class;

/// <summary>One fit for all cohorts beside one fit for each, and the test whether one is enough.</summary>
/// <typeparam name="TModel">The fitted model.</typeparam>
public sealed class CohortFits<TModel>
    where TModel : class
{
    internal CohortFits(FitReport<TModel> pooled, IReadOnlyList<CohortFit<TModel>> separate, int shapes)
    {
        Pooled = pooled;
        Separate = separate;

        // At an edge the likelihood ratio has no chi-square law, so no p-value is claimed there.
        if (separate.Count > 1 && pooled.Exit == FitExit.Converged && separate.All(f => f.Report.Exit == FitExit.Converged))
        {
            LikelihoodRatio = new ChiSquareTest(2.0 * (separate.Sum(f => f.Report.LogLikelihood) - pooled.LogLikelihood), shapes * (separate.Count - 1));
        }
    }

    /// <summary>Gives the fit of all cohorts together.</summary>
    public FitReport<TModel> Pooled { get; }

    /// <summary>Gives each cohort's own fit, by rising cohort number.</summary>
    public IReadOnlyList<CohortFit<TModel>> Separate { get; }

    /// <summary>Gives the test of twice the log-likelihood gained by fitting apart; null unless every fit converged in the interior.</summary>
    public ChiSquareTest? LikelihoodRatio { get; }

    internal static CohortFits<TModel> Of(ContractHistories histories, int shapes, Func<ContractHistories, FitReport<TModel>> fit)
    {
        ArgumentNullException.ThrowIfNull(histories);
        int[] cohorts = [.. (histories.Cohort ?? new int[histories.Count]).Distinct().Order()];
        List<CohortFit<TModel>> separate = [];
        foreach (int cohort in cohorts)
        {
            int[] rows = [.. Enumerable.Range(0, histories.Count).Where(i => (histories.Cohort?[i] ?? 0) == cohort)];
            separate.Add(new CohortFit<TModel>(cohort, fit(histories.Select(rows))));
        }

        return new CohortFits<TModel>(fit(histories), separate, shapes + (2 * (histories.Covariates?.Width ?? 0)));
    }
}
