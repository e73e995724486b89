using Perennial.Models.Fitting;

namespace Perennial.Models.Covariates;

/// <summary>The frame of every fit with covariates: fit without, search from there, judge, and give numbers in the units of the caller.</summary>
/// <typeparam name="TModel">The model without covariates.</typeparam>
/// <typeparam name="TFitted">The model with them.</typeparam>
internal sealed class CovariateFit<TModel, TFitted>
    where TModel : class, ITransactionModel
    where TFitted : class
{
    // In standard deviations of a covariate; beyond, rates of neighbours differ by e^30.
    private const double LargestCoefficient = 30.0;

    private const double Unbelievable = 6.0;

    private const string RidgeSentence =
        "A ridge: very different parameters or coefficients explain these data equally well (a standard error above a factor of 55). "
        + "Predictions may be used with care, neither may be read. Use more customers, a longer history or fewer covariates.";

    private readonly TransactionFitPlan<TModel> _plan;
    private readonly CovariateProblem _problem;
    private readonly CovariateTerm[] _terms;
    private readonly (string Covariate, CovariateProcess Process)[] _named;
    private readonly double _penalty;
    private readonly Func<TModel, CovariateEffect[], TFitted> _make;

    private CovariateFit(
        TransactionFitPlan<TModel> plan,
        CovariateProblem problem,
        (string Covariate, CovariateProcess Process)[] named,
        double penalty,
        Func<TModel, CovariateEffect[], TFitted> make) =>
        (_plan, _problem, _named, _terms, _penalty, _make) = (plan, problem, named, problem.Terms, penalty, make);

    private int Base => _plan.Parameters.Count;

    /// <summary>Fits.</summary>
    /// <param name="histories">The customers.</param>
    /// <param name="plan">What is the model's own without covariates.</param>
    /// <param name="named">What is fitted: one term a coefficient.</param>
    /// <param name="penalty">The penalty on coefficients.</param>
    /// <param name="problem">Makes the problem with covariates, or says why there is none.</param>
    /// <param name="make">Makes the model.</param>
    public static FitReport<TFitted> Run(
        PurchaseHistories histories,
        TransactionFitPlan<TModel> plan,
        (string Covariate, CovariateProcess Process)[] named,
        double penalty,
        Func<(CovariateProblem? Problem, string Refusal)> problem,
        Func<TModel, CovariateEffect[], TFitted> make)
    {
        FitReport<TModel> without = TransactionFit.Run(histories, plan);
        if (without.Evaluations == 0)
        {
            return Failed(without, without.Explanation);
        }

        (CovariateProblem? found, string refusal) = problem();
        return found is null ? Failed(without, refusal) : new CovariateFit<TModel, TFitted>(plan, found, named, penalty, make).Fit(without);
    }

    private static FitReport<TFitted> Failed(FitReport<TModel> without, string why) =>
        new(without.Name, null, FitExit.Failed, why) { Customers = without.Customers, Groups = without.Groups };

    private FitReport<TFitted> Fit(FitReport<TModel> without)
    {
        double[] lower = [.. _plan.Parameters.Select(p => p.Lower), .. _terms.Select(_ => -LargestCoefficient)];
        double[] upper = [.. _plan.Parameters.Select(p => p.Upper), .. _terms.Select(_ => LargestCoefficient)];
        SmoothFunction full = _problem.Full;
        double rate = _problem.Purchases / _problem.Customers;
        Minimum best = MultiStart.Minimise(
            MultiStart.Ladder(_problem.Count, _problem.Thinned, full), Starts(without, rate), lower, upper);
        (FitExit Exit, string Explanation)? verdict = null;
        if (_plan.NoDropout.IsNear(Internal(best)))
        {
            Minimum nobody = WithoutDropout(full, best, lower, upper);
            best = best with { Evaluations = best.Evaluations + nobody.Evaluations };
            if ((nobody.Value - best.Value) * _problem.Customers < TransactionFit.SameLikelihood)
            {
                best = nobody with { Evaluations = best.Evaluations };
                verdict = (FitExit.Boundary, _plan.NoDropout.Sentence);
            }
        }

        Diagnosis diagnosis = Diagnosis.Of(best, _problem.Customers, lower, upper);
        (FitExit exit, string explanation) = verdict ?? Judge(best, diagnosis, rate);
        (double[] point, double[]? covariance) = LinearMap.Apply(Unscale(), best.Point, exit == FitExit.Converged ? diagnosis.Covariance : null);
        double[] values = [.. point.Select((value, i) => i < Base ? Math.Exp(value) * _plan.Parameters[i].Unit(_problem.TimeScale) : value)];
        if (exit != FitExit.Failed && !Representable(values, covariance))
        {
            return Failed(
                without, "Covariates lie so far from 0, or differ by so little or so much, that parameters at 0 or standard errors are beyond all numbers. "
                + "Take each from its mean, in a unit in which it differs by about 1.");
        }

        return new FitReport<TFitted>(_plan.Name, exit == FitExit.Failed ? null : Model(values), exit, explanation)
        {
            Parameters = Estimates(values, covariance),
            LogParameterCovariance = covariance,
            LogLikelihood = LogLikelihood(best),
            Customers = without.Customers,
            Groups = _problem.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    // The fit without covariates first: whatever it reached, the fit with them reaches at least.
    private double[][] Starts(FitReport<TModel> without, double rate)
    {
        double[] found = [.. without.Parameters.Select((p, i) => p.Value / _plan.Parameters[i].Unit(_problem.TimeScale))];
        IEnumerable<double[]> starts = _plan.Starts(rate).Take(_problem.OtherStarts).Prepend(found);
        return [.. starts.Select(start => (double[])[.. Array.ConvertAll(start, Math.Log), .. new double[_terms.Length]])];
    }

    private bool Representable(double[] values, double[]? covariance) =>
        Array.TrueForAll(values, double.IsFinite) && Array.TrueForAll(values[..Base], value => double.IsNormal(value) && value > 0.0)
        && (covariance is null || (Array.TrueForAll(covariance, double.IsFinite) && values.Select((_, i) => covariance[(i * values.Length) + i]).All(double.IsNormal)));

    private double[] Internal(Minimum minimum) => Array.ConvertAll(minimum.Point[..Base], Math.Exp);

    // Where nobody drops out, covariates cannot hasten it: coefficients that act on nothing else are 0.
    private Minimum WithoutDropout(SmoothFunction full, Minimum best, double[] lower, double[] upper)
    {
        NoDropout limit = _plan.NoDropout;
        double?[] at = [.. limit.At.Select(value => value is { } v ? Math.Log(v) : (double?)null), .. _named.Select(term => term.Process == CovariateProcess.Dropout ? 0.0 : (double?)null)];
        double[] Held(double[] free) => [.. free.Select((value, i) => at[i] ?? value)];
        return TrustRegionNewton.Minimise(full, Held(best.Point), Held(lower), Held(upper));
    }

    // At an edge what covariates do to drop-out cannot be told; without any of these it means what it means in the model itself.
    private (FitExit Exit, string Explanation) Judge(Minimum best, Diagnosis diagnosis, double rate)
    {
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, TransactionFit.FailedSentence);
        }

        if (!diagnosis.Identified)
        {
            string? meaning = TransactionFit.Meaning(_plan.Edges, Internal(best), rate);
            if (meaning is not null && Array.TrueForAll(_named, term => term.Process == CovariateProcess.Purchase))
            {
                return (FitExit.Boundary, meaning);
            }

            return (FitExit.NotIdentified, RidgeSentence + RunsOff(best) + (meaning is null ? string.Empty : " At the mean of the covariates: " + meaning));
        }

        return diagnosis.Stationary ? (FitExit.Converged, TransactionFit.ConvergedSentence) : (FitExit.Failed, TransactionFit.FailedSentence);
    }

    // Names the coefficients, in standard deviations of a covariate, that no data hold.
    private string RunsOff(Minimum best) => string.Concat(_named.Where((_, k) => Math.Abs(best.Point[Base + k]) > Unbelievable).Select(term =>
        $" '{CovariateEffect.NameOf(term.Covariate, term.Process)}' runs off: take that covariate from that process, or give a penalty."));

    // From standardised covariates to the caller's: coefficient g / sd, and logarithms at 0 instead of the mean.
    private double[] Unscale()
    {
        int n = Base + _terms.Length;
        double[] turn = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            turn[(i * n) + i] = 1.0;
        }

        for (int k = 0; k < _terms.Length; k++)
        {
            double deviation = _problem.Scale.Deviation[_terms[k].Covariate], mean = _problem.Scale.Mean[_terms[k].Covariate];
            turn[((Base + k) * n) + Base + k] = 1.0 / deviation;
            for (int i = 0; i < Base; i++)
            {
                turn[(i * n) + Base + k] = -_terms[k].Loading[i] * mean / deviation;
            }
        }

        return turn;
    }

    private TFitted Model(double[] values) =>
        _make(_plan.Make(values[..Base]), [.. _named.Select((term, k) => new CovariateEffect(term.Covariate, term.Process, values[Base + k]))]);

    private ParameterEstimate[] Estimates(double[] values, double[]? covariance) =>
    [
        .. values.Select((value, i) =>
        {
            double? error = covariance is null ? null : Math.Sqrt(covariance[(i * values.Length) + i]) * (i < Base ? value : 1.0);
            string name = i < Base ? _plan.Parameters[i].Name : CovariateEffect.NameOf(_named[i - Base].Covariate, _named[i - Base].Process);
            return new ParameterEstimate(name, value, error) { IsCoefficient = i >= Base };
        }),
    ];

    private double LogLikelihood(Minimum best) =>
        (-best.Value * _problem.Customers) + (0.5 * _penalty * best.Point[Base..].Sum(g => g * g)) - (_problem.Purchases * Math.Log(_problem.TimeScale));
}
