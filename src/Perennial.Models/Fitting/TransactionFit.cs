namespace Perennial.Models.Fitting;

/// <summary>What the fits of all purchase models have in common: when to refuse, how to say how it ended.</summary>
internal static class TransactionFit
{
    /// <summary>Log-likelihoods nearer than this are the same to any reader.</summary>
    public const double SameLikelihood = 1e-3;

    /// <summary>Says that all is well.</summary>
    public const string ConvergedSentence = "An interior optimum: the gradient vanishes and the Hessian is positive definite.";

    /// <summary>Says that nothing was found.</summary>
    public const string FailedSentence = "No optimum was found: the gradient does not vanish at the best point. Check the histories for mixed time units.";

    /// <summary>Says that the data do not hold the parameters.</summary>
    public const string RidgeSentence =
        "A ridge: very different parameters explain these data equally well (a standard error above a factor of 55). "
        + "Predictions may be used with care, parameters may not be read. Use more customers or a longer history.";

    /// <summary>Says that rates do not differ.</summary>
    public static string NoSpreadInRates(string shape) =>
        $"No spread in purchase rates: the likelihood is highest where every customer has the same rate ({shape} and alpha grow together). "
        + "Predictions may be used; the two parameters may only be read as their ratio.";

    /// <summary>Says that the rate distribution collapses on zero.</summary>
    public static string NoRate(double rate) =>
        $"Purchase rates collapse on zero (r -> 0) although a customer bought {rate:G3} times on average: a few customers do all the buying. "
        + "Check for test accounts or resellers.";

    /// <summary>Gives why histories cannot be fitted at all, or null.</summary>
    public static string? Refusal(PurchaseHistories histories, HistoryGroups groups)
    {
        if (histories.Count == 0)
        {
            return "There are no customers. Give at least one history.";
        }

        if (groups.Count == 0 || Array.TrueForAll(groups.T, t => t == 0.0))
        {
            return "Every customer was acquired on the last day (T = 0), so nothing was observed. Choose a later as-of day.";
        }

        return groups.Purchases > 0.0
            ? null
            : "No customer bought twice, so neither rates nor drop-out can be learned. Wait for repeat purchases, or choose a later as-of day.";
    }

    /// <summary>Makes the report of a refused fit.</summary>
    public static FitReport<TModel> Refused<TModel>(string name, string why, PurchaseHistories histories, HistoryGroups groups)
        where TModel : class => new(name, null, FitExit.Failed, why)
        {
            Customers = histories.Weight is null ? histories.Count : histories.Weight.Sum(),
            Groups = groups.Count,
        };

    /// <summary>Makes the report of a fit that ran.</summary>
    public static FitReport<TModel> Report<TModel>(
        string name,
        FitExit exit,
        string explanation,
        TModel model,
        PurchaseHistories histories,
        HistoryGroups groups,
        Minimum best,
        Diagnosis diagnosis,
        string[] names,
        double[] values)
        where TModel : class
    {
        double customers = histories.Weight is null ? histories.Count : histories.Weight.Sum();
        return new FitReport<TModel>(name, exit == FitExit.Failed ? null : model, exit, explanation)
        {
            Parameters = diagnosis.Estimates(names, values, exit),
            LogParameterCovariance = exit == FitExit.Converged ? diagnosis.Covariance : null,
            LogLikelihood = (-best.Value * groups.Customers) - (groups.Purchases * Math.Log(groups.TimeScale)),
            Customers = customers,
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }
}
