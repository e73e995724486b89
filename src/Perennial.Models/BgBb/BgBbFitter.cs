using Perennial.Models.Fitting;

namespace Perennial.Models.BgBb;

/// <summary>Fits BG/BB: at each opportunity a customer first drops out for good or not, then buys or not, each with a chance of the customer's own.</summary>
/// <remarks>
/// The model for purchases that can only happen at fixed opportunities: yearly donations, cruises, subscriptions to a season, or "bought in
/// the month" where more is not known. Assumes that buying and drop-out chances are beta over customers, independent of each other and
/// constant. Not for contracts (drop-out is then seen: use a retention model) and not where a customer may buy several times an opportunity
/// and the number matters (use BG/NBD or Pareto/NBD).
/// </remarks>
/// <source paper="FaderHardieShang2010"/>
public static class BgBbFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "bg-bb";

    // Where a limit is reached the other parameters are fitted with the event all but impossible.
    private const double Never = 1e-9;
    private const double Edge = 1e4;
    private const double LargestLog = 14.0;

    internal static readonly string[] ParameterNames = ["alpha", "beta", "gamma", "delta"];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<BgBbModel> Fit(DiscreteHistories histories, BgBbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new BgBbOptions();
        OpportunityGroups groups = OpportunityGroups.Of(histories);
        double customers = histories.Weight is null ? histories.Count : histories.Weight.Sum();
        if (Refusal(histories, groups) is { } refusal)
        {
            return new FitReport<BgBbModel>(Name, null, FitExit.Failed, refusal) { Customers = customers, Groups = groups.Count };
        }

        double share = groups.Purchases / groups.Chances;
        List<double[]> starts =
        [
            Start(1.0, 1.0, 0.7, 2.5),
            Start(2.0 * share, 2.0 * (1.0 - share) + 0.01, 1.0, 10.0),
            Start(0.5, 0.5, 0.2, 2.0),
            Start(5.0, 5.0 * (1.0 - share) / share + 0.01, 0.1, 5.0),
            Start(10.0, 10.0, 2.0, 40.0),
        ];
        if (options.Start is { } given)
        {
            starts.Insert(0, Start(given.Alpha, given.Beta, given.Gamma, given.Delta));
        }

        double[] lower = [-LargestLog, -LargestLog, -LargestLog, -LargestLog];
        double[] upper = [LargestLog, LargestLog, LargestLog, LargestLog];
        SmoothFunction full = BgBbLikelihood.Objective(groups, options.Threads);
        Minimum best = MultiStart.Minimise(full, [.. starts], lower, upper);
        Minimum free = best;
        BgBbParameters p = Parameters(best.Point);
        bool always = false, stays = false;

        // The limits that have a meaning: taken where the likelihood is the same there.
        if (p.Beta / (p.Alpha + p.Beta) < 1e-3)
        {
            always = Hold(full, ref best, free, groups.Customers, lower, upper, 0, 0.0, 1, Math.Log(Never));
        }

        if (p.Gamma / (p.Gamma + p.Delta) < 1e-3)
        {
            stays = Hold(full, ref best, free, groups.Customers, lower, upper, 3, 0.0, 2, Math.Log(Never));
        }

        p = Parameters(best.Point);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
        (FitExit exit, string explanation) = always || stays ? (FitExit.Boundary, LimitSentence(always, stays)) : Judge(p, best, diagnosis);
        return new FitReport<BgBbModel>(Name, exit == FitExit.Failed ? null : new BgBbModel(p), exit, explanation)
        {
            Parameters = diagnosis.Estimates(ParameterNames, [p.Alpha, p.Beta, p.Gamma, p.Delta], exit),
            LogParameterCovariance = exit == FitExit.Converged ? diagnosis.Covariance : null,
            LogLikelihood = -best.Value * groups.Customers,
            Customers = customers,
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    private static string? Refusal(DiscreteHistories histories, OpportunityGroups groups)
    {
        if (histories.Count == 0)
        {
            return "There are no customers. Give at least one history.";
        }

        if (groups.Count == 0)
        {
            return "No customer has had an opportunity (n = 0), so nothing was observed. Choose a later as-of day.";
        }

        return groups.Purchases > 0.0
            ? null
            : "No customer bought at any opportunity, so neither buying nor drop-out can be learned. Wait for purchases, or choose a later as-of day.";
    }

    // Fits again with two parameters held; keeps the result if it is as good as the free one.
    private static bool Hold(
        SmoothFunction full, ref Minimum best, Minimum free, double customers, double[] lower, double[] upper, int first, double firstAt, int second, double secondAt)
    {
        double[] low = [.. lower], high = [.. upper], start = [.. best.Point];
        (low[first], high[first], start[first]) = (firstAt, firstAt, firstAt);
        (low[second], high[second], start[second]) = (secondAt, secondAt, secondAt);

        // What was held before stays held.
        for (int i = 0; i < start.Length; i++)
        {
            if (start[i] < lower[i])
            {
                (low[i], high[i]) = (start[i], start[i]);
            }
        }

        Minimum held = TrustRegionNewton.Minimise(full, start, low, high);
        int evaluations = best.Evaluations + held.Evaluations;
        bool same = (held.Value - free.Value) * customers < TransactionFit.SameLikelihood;
        best = (same ? held : best) with { Evaluations = evaluations };
        return same;
    }

    private static string LimitSentence(bool always, bool stays) => (always, stays) switch
    {
        (true, true) => "Every customer bought at every opportunity: neither buying nor drop-out chances can be learned (beta, gamma -> 0). "
            + "The model returned goes on like that for ever. Give it a longer history before trusting it.",
        (true, false) => "Everybody buys at every opportunity while alive (beta -> 0), so the last purchase is the drop-out. "
            + "The model returned says so; a retention model for contracts tells the same story with fewer parameters.",
        _ => "No drop-out identifiable: the likelihood is highest where nobody ever drops out (gamma -> 0). The model returned is the beta-binomial, "
            + "every customer alive. Give it a longer history before trusting lifetimes.",
    };

    private static (FitExit Exit, string Explanation) Judge(BgBbParameters p, Minimum best, Diagnosis diagnosis)
    {
        bool loose = !diagnosis.Identified;
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, TransactionFit.FailedSentence);
        }

        if (loose && p.Alpha < 1.0 / Edge && p.Beta < 1.0 / Edge)
        {
            return (FitExit.Boundary,
                "Buying chances collapse on 0 and 1 (alpha, beta -> 0): some customers seem to buy at every opportunity while alive, the others never.");
        }

        if (loose && p.Gamma < 1.0 / Edge && p.Delta < 1.0 / Edge)
        {
            return (FitExit.Boundary,
                "Drop-out chances collapse on 0 and 1 (gamma, delta -> 0): some customers seem to be gone before the first opportunity, the others never leave. "
                + "Too few customers or too short a history to say more.");
        }

        if (loose && p.Alpha + p.Beta > Edge)
        {
            return (FitExit.Boundary,
                "No spread in buying chances: the likelihood is highest where every customer has the same one (alpha and beta grow together). "
                + "Predictions may be used; the two parameters may only be read as their ratio.");
        }

        if (loose && p.Gamma + p.Delta > Edge)
        {
            return (FitExit.Boundary,
                "No spread in drop-out chances: the likelihood is highest where every customer has the same one (gamma and delta grow together). "
                + "Predictions may be used; the two parameters may only be read as their ratio.");
        }

        if (loose)
        {
            return (FitExit.NotIdentified, TransactionFit.RidgeSentence);
        }

        return diagnosis.Stationary
            ? (FitExit.Converged, TransactionFit.ConvergedSentence)
            : (FitExit.Failed, TransactionFit.FailedSentence);
    }

    private static double[] Start(double alpha, double beta, double gamma, double delta) =>
        [Math.Log(alpha), Math.Log(beta), Math.Log(gamma), Math.Log(delta)];

    private static BgBbParameters Parameters(double[] point) => new(Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2]), Math.Exp(point[3]));
}
