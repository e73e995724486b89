using Perennial.Models.Fitting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>Fits Cox's regression: covariates multiply a hazard whose shape over time is left free.</summary>
/// <remarks>
/// Wants one row a customer, or one row for each stretch (entry, time] with constant covariates. Assumes that hazard ratios do not change
/// over time (see <see cref="Schoenfeld"/>), that censoring says nothing of the hazard, and that a covariate is known at its time:
/// a covariate measured later leaks the future. Strata have baselines of their own. Where extrapolation beyond the data is wanted use an
/// accelerated-failure-time model.
/// </remarks>
/// <source paper="Cox1972"/>
public static class CoxFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "cox";

    // In standardised covariates: a hazard ratio of e^15 for one standard deviation is no estimate.
    private const double LargestCoefficient = 15.0;
    private const double Diverging = 8.0;

    /// <summary>Fits by maximum partial likelihood.</summary>
    /// <param name="histories">n rows with covariates.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report with one parameter a covariate: the change of the log hazard for one unit.</returns>
    public static FitReport<CoxModel> Fit(SurvivalHistories histories, CoxOptions? options = null)
    {
        options ??= new CoxOptions();
        (CoxRows? ready, string why) = Rows(histories, options);
        if (ready is not { } rows)
        {
            return new FitReport<CoxModel>(Name, null, FitExit.Failed, why) { Customers = histories.Customers };
        }

        string[] names = [.. histories.Covariates!.Names];
        int p = names.Length;
        double[] upper = new double[p];
        Array.Fill(upper, LargestCoefficient);
        double[] lower = Array.ConvertAll(upper, u => -u);
        SmoothFunction objective = CoxLikelihood.Objective(rows, options.Ties, options.Penalty);
        Minimum best = TrustRegionNewton.Minimise(objective, new double[p], lower, upper);
        Diagnosis diagnosis = Diagnosis.Of(best, rows.Events, lower, upper);
        (FitExit exit, string explanation) = Judge(best, diagnosis, names);
        double[] turn = new double[p * p];
        for (int j = 0; j < p; j++)
        {
            turn[(j * p) + j] = 1.0 / rows.Scale.Deviation[j];
        }

        (double[] coefficients, double[]? covariance) = LinearMap.Apply(turn, best.Point, exit == FitExit.Converged ? diagnosis.Covariance : null);
        covariance = SurvivalParameters.Held(covariance, p);
        double squares = best.Point.Sum(b => b * b);
        double logLikelihood = (-best.Value * rows.Events) + (0.5 * options.Penalty * squares);
        CoxModel? model = exit == FitExit.Failed
            ? null
            : CoxModel.Of(rows, names, histories.Unit, options, best.Point, coefficients, covariance, logLikelihood, histories.Subject);
        return new FitReport<CoxModel>(Name, model, exit, explanation)
        {
            Parameters = [.. names.Select((name, j) => new ParameterEstimate(name, coefficients[j], covariance is null ? null : Math.Sqrt(covariance[(j * p) + j])) { IsCoefficient = true })],
            LogParameterCovariance = covariance,
            LogLikelihood = logLikelihood,
            Customers = histories.Customers,
            Groups = rows.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    /// <summary>Gives the partial likelihood.</summary>
    /// <exception cref="ConvergenceException">Nothing can be learned from the histories.</exception>
    internal static LikelihoodSurface Surface(SurvivalHistories histories, CoxOptions options)
    {
        (CoxRows? ready, string why) = Rows(histories, options);
        CoxRows rows = ready ?? throw new ConvergenceException(why);
        return LikelihoodSurface.Of(
            CoxLikelihood.Objective(rows, options.Ties, options.Penalty),
            [.. histories.Covariates!.Names.Select(name => new FittedParameter(name, 0, -LargestCoefficient, LargestCoefficient) { IsCoefficient = true })],
            0,
            rows.Scale,
            rows.Events);
    }

    // The rows of a fit, or why there is none.
    private static (CoxRows? Rows, string Why) Rows(SurvivalHistories histories, CoxOptions options)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (!double.IsFinite(options.Penalty) || options.Penalty < 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Penalty, "A penalty is a finite number of at least 0.");
        }

        if (histories.Covariates is null)
        {
            throw new ArgumentException("There are no covariates. Give some, or estimate the curve by Kaplan-Meier.", nameof(histories));
        }

        if (!Array.Exists(histories.Observed, o => o))
        {
            return (null, "No event was observed, so no hazard can be compared. Wait for events, or choose a later as-of day.");
        }

        CoxRows rows = CoxRows.Of(histories);
        return rows.Scale.Constant([.. histories.Covariates.Names]) is { } constant
            ? (null, $"The covariate '{constant}' has the same value in every row, so its effect cannot be learned. Leave it out.")
            : (rows, string.Empty);
    }

    private static (FitExit Exit, string Explanation) Judge(Minimum best, Diagnosis diagnosis, string[] names)
    {
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, FailedSentence);
        }

        int far = Array.FindIndex(best.Point, b => Math.Abs(b) > Diverging);
        if (far >= 0 && !diagnosis.Identified)
        {
            return (FitExit.Boundary,
                $"The hazard ratio of '{names[far]}' has no finite estimate: at every event the customer with the {(best.Point[far] > 0.0 ? "largest" : "smallest")} value left. "
                + "Predictions may be used, this coefficient may not be read. Give a penalty, or leave the covariate out.");
        }

        if (!diagnosis.Identified)
        {
            return (FitExit.NotIdentified,
                "A ridge: covariates say the same thing, so that very different coefficients explain these data equally well. Leave out covariates, or give a penalty.");
        }

        return diagnosis.Stationary ? (FitExit.Converged, TransactionFit.ConvergedSentence) : (FitExit.Failed, FailedSentence);
    }

    private const string FailedSentence = "No optimum was found: the gradient does not vanish at the best point. Check the covariates for extreme values.";
}
