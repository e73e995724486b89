using Perennial.Models.Fitting;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Survival.Accelerated;

/// <summary>Fits accelerated failure times: covariates stretch or shrink the whole lifetime, ln t = intercept + beta'x + sigma w.</summary>
/// <remarks>
/// A parametric law, so that lifetimes may be predicted beyond the data, at the price of its shape: look at several laws and at Kaplan-Meier.
/// Wants positive times, one row a customer; late entries (left truncation) are allowed. For covariates that change over time use Cox
/// regression or the discrete-time hazard; for contracts with renewals the models of contracts.
/// </remarks>
/// <source paper="KalbfleischPrentice2002"/>
public static class AftFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "accelerated-failure-time";

    private const double LargestIntercept = 50.0;
    private const double LargestCoefficient = 30.0;
    private const double SmallestLogSigma = -12.0;
    private const double LargestLogSigma = 5.0;
    private const double Diverging = 15.0;

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n rows with positive times; strata are not used.</param>
    /// <param name="distribution">The law of the standardised log lifetime.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report: intercept, one coefficient a covariate, sigma (not for the exponential law); the log-likelihood is that of the times.</returns>
    public static FitReport<AftModel> Fit(SurvivalHistories histories, AftDistribution distribution, AftOptions? options = null)
    {
        options ??= new AftOptions();
        (AftRows? ready, string why) = Rows(histories, distribution);
        if (ready is not { } rows)
        {
            return new FitReport<AftModel>(Name, null, FitExit.Failed, why) { Customers = histories.Customers };
        }

        string[] names = Names(histories);
        (double[] lower, double[] upper) = Box(rows.Width, distribution != AftDistribution.Exponential);
        SmoothFunction[] ladder = MultiStart.Ladder(
            rows.Count, most => AftLikelihood.Objective(rows.Thin(most), distribution, options.Threads), AftLikelihood.Objective(rows, distribution, options.Threads));
        Minimum best = MultiStart.MinimiseSafely(ladder, Starts(rows, distribution), lower, upper);
        Diagnosis diagnosis = Diagnosis.Of(best, rows.Customers, lower, upper);
        (FitExit exit, string explanation) = Judge(best, diagnosis, names, distribution);
        (double[] point, double[]? covariance) = LinearMap.Apply(Unscale(rows, best.Point.Length), best.Point, exit == FitExit.Converged ? diagnosis.Covariance : null);
        point[0] += rows.Centre;
        covariance = SurvivalParameters.Held(covariance, point.Length);
        AftModel? model = exit == FitExit.Failed ? null : new AftModel(
            distribution, histories.Unit, names, point[0], point[1..(names.Length + 1)], point.Length > names.Length + 1 ? Math.Exp(point[^1]) : 1.0, covariance);
        return new FitReport<AftModel>(Name, model, exit, explanation)
        {
            Parameters = Estimates(point, covariance, names),
            LogParameterCovariance = covariance,
            LogLikelihood = (-best.Value * rows.Customers) - rows.EventLogs,
            Customers = histories.Customers,
            Groups = rows.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    /// <summary>Gives the likelihood in the order of the report: the level where covariates are 0, in the unit of the histories.</summary>
    /// <exception cref="ConvergenceException">Nothing can be learned from the histories.</exception>
    internal static LikelihoodSurface Surface(SurvivalHistories histories, AftDistribution distribution, AftOptions options)
    {
        (AftRows? ready, string why) = Rows(histories, distribution);
        AftRows rows = ready ?? throw new ConvergenceException(why);
        SmoothFunction likelihood = AftLikelihood.Objective(rows, distribution, options.Threads);
        bool sigma = distribution != AftDistribution.Exponential;
        (double[] lower, double[] upper) = Box(rows.Width, sigma);
        return LikelihoodSurface.Of(
            (point, gradient, hessian) =>
            {
                double[] centred = point.ToArray();
                centred[0] -= rows.Centre;
                return likelihood(centred, gradient, hessian);
            },
            [
                LikelihoodSurface.Level("intercept", rows.Centre, rows.Centre + lower[0], rows.Centre + upper[0]),
                .. Names(histories).Select(FittedParameter.Coefficient),
                .. sigma ? [new FittedParameter("sigma", 0, lower[^1], upper[^1])] : Array.Empty<FittedParameter>(),
            ],
            1,
            rows.Scale,
            rows.Customers);
    }

    // The rows of a fit, or why there is none.
    private static (AftRows? Rows, string Why) Rows(SurvivalHistories histories, AftDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (!Enum.IsDefined(distribution))
        {
            throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "A distribution is Exponential, Weibull, LogNormal or LogLogistic.");
        }

        int zero = Array.IndexOf(histories.Time, 0.0);
        if (zero >= 0)
        {
            throw new ArgumentException($"Row {zero} has time 0, which has no logarithm. Count such a customer as half of the smallest time, or leave the row out.", nameof(histories));
        }

        if (!Array.Exists(histories.Observed, o => o))
        {
            return (null, "No event was observed, so lifetimes cannot be learned. Wait for events, or choose a later as-of day.");
        }

        AftRows rows = AftRows.Of(histories);
        return rows.Scale.Constant(Names(histories)) is { } constant
            ? (null, $"The covariate '{constant}' has the same value in every row, so its effect cannot be learned. Leave it out.")
            : (rows, string.Empty);
    }

    private static string[] Names(SurvivalHistories histories) => [.. histories.Covariates?.Names ?? []];

    private static double[][] Starts(AftRows rows, AftDistribution distribution)
    {
        // Events among few: lifetimes are longer than what was seen.
        double longer = Math.Log(rows.Customers / rows.Events);
        double spread = Math.Log(Math.Clamp(rows.Spread, 1e-3, 10.0));
        return distribution == AftDistribution.Exponential
            ? [Start(rows.Width, longer, null), Start(rows.Width, 0.0, null)]
            : [Start(rows.Width, longer, spread), Start(rows.Width, 0.0, spread - 0.7), Start(rows.Width, 2.0 * longer, spread + 0.7)];
    }

    private static double[] Start(int width, double intercept, double? logSigma)
    {
        double[] point = new double[width + (logSigma is null ? 1 : 2)];
        point[0] = intercept;
        if (logSigma is { } s)
        {
            point[^1] = s;
        }

        return point;
    }

    private static (double[] Lower, double[] Upper) Box(int width, bool sigma)
    {
        double[] upper = new double[width + (sigma ? 2 : 1)];
        Array.Fill(upper, LargestCoefficient);
        upper[0] = LargestIntercept;
        double[] lower = Array.ConvertAll(upper, u => -u);
        if (sigma)
        {
            lower[^1] = SmallestLogSigma;
            upper[^1] = LargestLogSigma;
        }

        return (lower, upper);
    }

    private static (FitExit Exit, string Explanation) Judge(Minimum best, Diagnosis diagnosis, string[] names, AftDistribution distribution)
    {
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, FailedSentence);
        }

        if (!diagnosis.Identified)
        {
            if (distribution != AftDistribution.Exponential && best.Point[^1] < -9.0)
            {
                return (FitExit.Boundary, "No spread in lifetimes: the events lie at one time, or exactly where the covariates put them (sigma -> 0). "
                    + "The model returned says so; check whether contracts simply end there.");
            }

            int far = Array.FindIndex(best.Point[1..(names.Length + 1)], b => Math.Abs(b) > Diverging);
            return far >= 0
                ? (FitExit.Boundary, $"The effect of '{names[far]}' has no finite estimate: customers with a {(best.Point[1 + far] > 0.0 ? "high" : "low")} value never had the event. "
                    + "Predictions may be used, this coefficient may not be read. Leave the covariate out or wait for events.")
                : (FitExit.NotIdentified, "A ridge: very different parameters explain these lifetimes equally well. Use more events or fewer covariates.");
        }

        return diagnosis.Stationary ? (FitExit.Converged, TransactionFit.ConvergedSentence) : (FitExit.Failed, FailedSentence);
    }

    private const string FailedSentence = "No optimum was found: the gradient does not vanish at the best point. Check the times for mixed units.";

    private static double[] Unscale(AftRows rows, int n)
    {
        double[] turn = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            turn[(i * n) + i] = 1.0;
        }

        for (int j = 0; j < rows.Width; j++)
        {
            turn[((1 + j) * n) + 1 + j] = 1.0 / rows.Scale.Deviation[j];
            turn[1 + j] = -rows.Scale.Mean[j] / rows.Scale.Deviation[j];
        }

        return turn;
    }

    private static ParameterEstimate[] Estimates(double[] point, double[]? covariance, string[] names)
    {
        int n = point.Length;
        ParameterEstimate[] estimates = new ParameterEstimate[n];
        for (int i = 0; i < n; i++)
        {
            bool sigma = i > names.Length;
            double value = sigma ? Math.Exp(point[i]) : point[i];
            double? error = covariance is null ? null : Math.Sqrt(covariance[(i * n) + i]) * (sigma ? value : 1.0);
            estimates[i] = new ParameterEstimate(i == 0 ? "intercept" : sigma ? "sigma" : names[i - 1], value, error) { IsCoefficient = !sigma };
        }

        return estimates;
    }
}
