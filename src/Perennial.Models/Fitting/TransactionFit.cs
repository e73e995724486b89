using System.Globalization;

namespace Perennial.Models.Fitting;

/// <summary>The frame of every purchase model's fit: refuse, start, scale, search, look at the edges, judge and report.</summary>
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

    private const string NoSpreadInRates =
        "No spread in purchase rates: the likelihood is highest where every customer has the same rate (r and alpha grow together). "
        + "Predictions may be used; the two parameters may only be read as their ratio.";

    /// <summary>Fits a model by maximum likelihood.</summary>
    public static FitReport<TModel> Run<TModel>(PurchaseHistories histories, TransactionFitPlan<TModel> plan)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(histories);
        HistoryGroups groups = HistoryGroups.Of(histories, plan.Threads);
        return Refusal(histories, groups) is { } refusal ? Refused(plan.Name, refusal, histories, groups) : Fit(histories, groups, plan);

        static FitReport<TModel> Refused(string name, string why, PurchaseHistories histories, HistoryGroups groups) => new(name, null, FitExit.Failed, why)
        {
            Customers = Customers(histories),
            Groups = groups.Count,
        };
    }

    /// <summary>Fits a model again from parameters known to be near, on one thread: simulated companies are fitted by the thousand, many at a time.</summary>
    public static FitReport<TModel> Refit<TModel>(PurchaseHistories histories, TransactionFitPlan<TModel> plan, double[] start)
        where TModel : class => Run(histories, plan with { Starts = static _ => [], Start = start, Threads = 1 });

    private static FitReport<TModel> Fit<TModel>(PurchaseHistories histories, HistoryGroups groups, TransactionFitPlan<TModel> plan)
        where TModel : class
    {
        double rate = groups.Purchases / groups.Customers;
        double[] lower = [.. plan.Parameters.Select(p => p.Lower)], upper = [.. plan.Parameters.Select(p => p.Upper)];
        SmoothFunction full = plan.Objective(groups, plan.Threads);
        SmoothFunction[] ladder = MultiStart.Ladder(groups.Count, most => plan.Objective(groups.Thin(most), plan.Threads), full);
        Minimum best = MultiStart.Minimise(ladder, Starts(plan, groups.TimeScale, rate), lower, upper);
        (FitExit Exit, string Explanation)? verdict = null;
        if (plan.NoDropout.IsNear(Exponential(best.Point)))
        {
            Minimum nobody = WithoutDropout(plan.NoDropout, full, best, lower, upper);
            best = best with { Evaluations = best.Evaluations + nobody.Evaluations };
            if ((nobody.Value - best.Value) * groups.Customers < SameLikelihood)
            {
                best = nobody with { Evaluations = best.Evaluations };
                verdict = (FitExit.Boundary, plan.NoDropout.Sentence);
            }
        }

        Diagnosis diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
        (FitExit exit, string explanation) = verdict ?? Judge(plan.Edges, best, diagnosis, rate);
        double[] values = InUnit(plan.Parameters, best.Point, groups.TimeScale);
        return new FitReport<TModel>(plan.Name, exit == FitExit.Failed ? null : plan.Make(values), exit, explanation)
        {
            Parameters = diagnosis.Estimates([.. plan.Parameters.Select(p => p.Name)], values, exit),
            LogParameterCovariance = exit == FitExit.Converged ? diagnosis.Covariance : null,
            LogLikelihood = (-best.Value * groups.Customers) - (groups.Purchases * Math.Log(groups.TimeScale)),
            Customers = Customers(histories),
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    private static double[][] Starts<TModel>(TransactionFitPlan<TModel> plan, double scale, double rate)
        where TModel : class
    {
        List<double[]> starts = [.. plan.Starts(rate)];
        if (plan.Start is { } given)
        {
            starts.Insert(0, [.. plan.Parameters.Select((p, i) => given[i] / p.Unit(scale))]);
        }

        return [.. starts.Select(start => Array.ConvertAll(start, Math.Log))];
    }

    /// <summary>Fits with drop-out all but impossible.</summary>
    public static Minimum WithoutDropout(NoDropout limit, SmoothFunction full, Minimum best, double[] lower, double[] upper)
    {
        double[] Held(double[] free) => [.. free.Select((value, i) => limit.At[i] is { } at ? Math.Log(at) : value)];
        return TrustRegionNewton.Minimise(full, Held(best.Point), Held(lower), Held(upper));
    }

    private static (FitExit Exit, string Explanation) Judge(IReadOnlyList<MeaningfulEdge> edges, Minimum best, Diagnosis diagnosis, double rate)
    {
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, FailedSentence);
        }

        if (!diagnosis.Identified)
        {
            string? meaning = Meaning(edges, Exponential(best.Point), rate);
            return meaning is null ? (FitExit.NotIdentified, RidgeSentence) : (FitExit.Boundary, meaning);
        }

        return diagnosis.Stationary ? (FitExit.Converged, ConvergedSentence) : (FitExit.Failed, FailedSentence);
    }

    /// <summary>Says what the edge means at which parameters, in the internal unit, lie; null where they lie at none that has a meaning.</summary>
    public static string? Meaning(IReadOnlyList<MeaningfulEdge> edges, double[] p, double rate)
    {
        string? meaning = p[0] > MeaningfulEdge.Far ? NoSpreadInRates : edges.FirstOrDefault(edge => edge.Holds(p))?.Sentence;
        return meaning ?? (p[0] < MeaningfulEdge.Near ? NoRate(rate) : null);
    }

    private static string NoRate(double rate) => string.Create(
        CultureInfo.InvariantCulture,
        $"Purchase rates collapse on zero (r -> 0) although a customer bought {rate:G3} times on average: a few customers do all the buying. Check for test accounts or resellers.");

    private static string? Refusal(PurchaseHistories histories, HistoryGroups groups)
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

    private static double Customers(PurchaseHistories histories) => histories.Weight is null ? histories.Count : histories.Weight.Sum();

    private static double[] Exponential(double[] point) => Array.ConvertAll(point, Math.Exp);

    private static double[] InUnit(IReadOnlyList<FittedParameter> parameters, double[] point, double scale) =>
        [.. point.Select((log, i) => Math.Exp(log) * parameters[i].Unit(scale))];
}
