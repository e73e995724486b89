using Perennial.Models.Assessing;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>A fitted Cox regression: coefficients, and a baseline hazard for each stratum.</summary>
/// <remarks>
/// Curves are known up to the last event of their stratum and stay flat beyond it.
/// <para>
/// Data: lifetimes, whether they ended, and covariates. Assumptions: covariates multiply a hazard of any form by a factor that does not change.
/// When not: crossing hazards; times beyond the longest seen. Accuracy: 1e-6 aimed against R's survival package and found. Neighbours:
/// <see cref="Survival.Accelerated.AftModel"/>, which reaches beyond the times seen; <see cref="Survival.DiscreteTime.DiscreteHazardModel"/>.
/// </para>
/// </remarks>
/// <source paper="Cox1972"/>
public sealed class CoxModel
{
    // e^700 is the largest hazard a double can hold; survival is 0 long before.
    private const double LargestLog = 700.0;

    private readonly CoxParameters _p;

    /// <summary>Takes parameters: of a fit just made, or of one written down and read again.</summary>
    /// <param name="parameters">The parameters, baselines included.</param>
    /// <exception cref="ArgumentException">They do not fit together; the message says which.</exception>
    public CoxModel(CoxParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        _p = parameters;
        Strata = [.. parameters.Baselines.Select(baseline => baseline.Stratum)];
        int p = parameters.Names.Length;
        LikelihoodRatioTest = parameters.LikelihoodRatio();
        ScoreTest = new ChiSquareTest(parameters.ScoreStatistic, p);
        WaldTest = parameters.Covariance is { } covariance && QuadraticForm.Inverse(covariance, p) is { } inverse ? new ChiSquareTest(Form(parameters.Coefficients, inverse), p) : null;
    }

    /// <summary>Makes the model of a fit.</summary>
    internal static CoxModel Of(
        CoxRows rows, string[] names, TimeUnit unit, CoxOptions options, double[] standardised, double[] coefficients, double[]? covariance, double logLikelihood, int[]? subject)
    {
        int p = names.Length;
        double[] gradient = new double[p];
        double[] information = new double[p * p];
        double nothing = -CoxLikelihood.Objective(rows, options.Ties, 0.0)(new double[p], gradient, information) * rows.Events;
        (double[] relative, _) = CoxLikelihood.Relative(rows, standardised);
        return new CoxModel(new CoxParameters
        {
            Names = names,
            Unit = unit,
            Ties = options.Ties,
            Coefficients = coefficients,
            Mean = rows.Scale.Mean,
            Deviation = rows.Scale.Deviation,
            Baselines = CoxBaseline.Of(rows, options.Ties, standardised),
            Covariance = covariance,
            RobustCovariance = covariance is null ? null : SurvivalParameters.Held(CoxRobust.Covariance(rows, options.Ties, standardised, covariance, subject), p),
            LogLikelihood = logLikelihood,
            NullLogLikelihood = nothing,
            ScoreStatistic = QuadraticForm.OfPseudoInverse(gradient, information).Value * rows.Events,
            Concordance = ConcordanceIndex.OfSorted(rows, relative),
        });
    }

    /// <summary>Gives all that the model is made of.</summary>
    public CoxParameters Named => _p;

    /// <summary>Gives the names of the covariates.</summary>
    public IReadOnlyList<string> Names => _p.Names;

    /// <summary>Gives the unit of the times.</summary>
    public TimeUnit Unit => _p.Unit;

    /// <summary>Gives how ties were treated.</summary>
    public CoxTies Ties => _p.Ties;

    /// <summary>Gives the change of the log hazard for one unit of each covariate.</summary>
    public double[] Coefficients => _p.Coefficients;

    /// <summary>Gives the covariance of the coefficients, row by row, from the inverse information; null where the fit has none.</summary>
    public double[]? Covariance => _p.Covariance;

    /// <summary>
    /// Gives the sandwich covariance of the coefficients (Lin and Wei), rows of one subject taken together; right where rows of a customer depend on
    /// each other or the model is only nearly true. Null where the fit has none.
    /// </summary>
    /// <source paper="LinWei1989"/>
    public double[]? RobustCovariance => _p.RobustCovariance;

    /// <summary>Gives the log partial likelihood without covariates.</summary>
    public double NullLogLikelihood => _p.NullLogLikelihood;

    /// <summary>Gives the likelihood-ratio test of all coefficients.</summary>
    public ChiSquareTest LikelihoodRatioTest { get; }

    /// <summary>Gives the score test of all coefficients; without ties it is the log-rank test of groups.</summary>
    public ChiSquareTest ScoreTest { get; }

    /// <summary>Gives the Wald test of all coefficients, or null where the fit has no covariance.</summary>
    public ChiSquareTest? WaldTest { get; }

    /// <summary>Gives the concordance on the data of the fit.</summary>
    public ConcordanceIndex Concordance => _p.Concordance;

    /// <summary>Gives the strata, rising.</summary>
    public IReadOnlyList<int> Strata { get; }

    /// <summary>Gives exp(beta'(x - mean)), the hazard relative to that at the mean covariates.</summary>
    /// <param name="x">The covariates, in the order of <see cref="Names"/>.</param>
    public double RelativeHazard(params double[] x) => Math.Exp(Math.Min(LogRelative(x), LargestLog));

    /// <summary>Gives the hazard of one customer relative to another: exp(beta'(x - other)).</summary>
    /// <param name="x">The covariates of the one.</param>
    /// <param name="other">The covariates of the other.</param>
    public double HazardRatio(double[] x, double[] other) => Math.Exp(Math.Clamp(LogRelative(x) - LogRelative(other), -LargestLog, LargestLog));

    /// <summary>Gives the cumulative hazard and the survival curve of a customer whose covariates never change.</summary>
    /// <param name="x">The covariates; all 0 for the baseline itself.</param>
    /// <param name="stratum">The stratum; may be left out where there is one.</param>
    public CoxCurve Curve(double[] x, int? stratum = null)
    {
        double log = LogRelative(x);
        CoxBaseline baseline = Baseline(stratum);
        int n = baseline.Times.Length;
        double[] hazard = new double[n];
        double[] survival = new double[n];
        double[]? error = Covariance is null ? null : new double[n];
        int p = Names.Count;
        double[] q = new double[p];
        for (int k = 0; k < n; k++)
        {
            double relative = Math.Exp(Math.Min(log, LargestLog - Math.Log(baseline.CumulativeHazard[k])));
            hazard[k] = relative * baseline.CumulativeHazard[k];
            survival[k] = Math.Exp(-hazard[k]);
            if (error is null || survival[k] == 0.0)
            {
                continue;
            }

            for (int j = 0; j < p; j++)
            {
                // In units of the covariate: the mean's distance from x, weighted by the hazard.
                q[j] = ((baseline.Mean[j][k] * _p.Deviation[j]) + (baseline.CumulativeHazard[k] * (_p.Mean[j] - x[j]))) * relative;
            }

            error[k] = survival[k] * Math.Sqrt((relative * relative * baseline.Variance[k]) + Form(q, Covariance!));
        }

        return new CoxCurve(baseline.Times, hazard, survival, error);
    }

    /// <summary>Gives each customer's chance of no event by a time.</summary>
    /// <param name="customers">n rows of covariates.</param>
    /// <param name="t">The time since the origin, in <see cref="Unit"/>.</param>
    /// <param name="stratum">n strata; may be left out where there is one.</param>
    public double[] Survival(CovariateColumns customers, double t, int[]? stratum = null)
    {
        Histories.HistoryDoor.Time(t);
        return Between(customers, null, t, stratum);
    }

    /// <summary>Gives each customer's chance of no event in (age, age + t], given none by the age.</summary>
    /// <param name="customers">n rows of covariates.</param>
    /// <param name="age">n ages reached without the event.</param>
    /// <param name="t">The time ahead.</param>
    /// <param name="stratum">n strata; may be left out where there is one.</param>
    public double[] ConditionalSurvival(CovariateColumns customers, double[] age, double t, int[]? stratum = null)
    {
        ArgumentNullException.ThrowIfNull(age);
        Histories.HistoryDoor.Time(t);
        return Between(customers, age, t, stratum);
    }

    private CoxBaseline Baseline(int? stratum)
    {
        if (stratum is null && Strata.Count > 1)
        {
            throw new ArgumentException($"The model has the strata {string.Join(", ", Strata)}. Say which one.", nameof(stratum));
        }

        return stratum is not { } s ? _p.Baselines[0] : Array.Find(_p.Baselines, baseline => baseline.Stratum == s)
            ?? throw new ArgumentException($"There is no stratum {s}. The model has {string.Join(", ", Strata)}.", nameof(stratum));
    }

    /// <summary>Gives the coefficients for one standard deviation of each covariate.</summary>
    internal double[] Standardised => [.. Coefficients.Zip(_p.Deviation, (coefficient, deviation) => coefficient * deviation)];

    private double[] Between(CovariateColumns customers, double[]? age, double t, int[]? stratum)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (!customers.Names.SequenceEqual(Names))
        {
            throw new ArgumentException(
                $"The customers have the covariates [{string.Join(", ", customers.Names)}], the model was fitted with [{string.Join(", ", Names)}]. Give the same in the same order.",
                nameof(customers));
        }

        if ((age?.Length ?? customers.Count) != customers.Count || (stratum?.Length ?? customers.Count) != customers.Count)
        {
            throw new ArgumentException($"There are {customers.Count} customers, {age?.Length ?? customers.Count} ages and {stratum?.Length ?? customers.Count} strata. They must be equal.");
        }

        double[] survival = new double[customers.Count];
        for (int i = 0; i < survival.Length; i++)
        {
            CoxBaseline baseline = Baseline(stratum?[i]);
            double start = age?[i] ?? 0.0;
            Histories.HistoryDoor.Time(start);
            double hazard = Hazard(baseline, start + t) - (age is null ? 0.0 : Hazard(baseline, start));
            survival[i] = hazard <= 0.0 ? 1.0 : Math.Exp(-Math.Exp(Math.Min(LogRelative(customers.Row(i)) + Math.Log(hazard), LargestLog)));
        }

        return survival;
    }

    private static double Hazard(CoxBaseline baseline, double t)
    {
        int k = baseline.LastAt(t);
        return k < 0 ? 0.0 : baseline.CumulativeHazard[k];
    }

    private double LogRelative(double[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != Names.Count || !Array.TrueForAll(x, double.IsFinite))
        {
            throw new ArgumentException($"There are {x.Length} covariate values; the model has {Names.Count}: {string.Join(", ", Names)}. Give finite numbers.", nameof(x));
        }

        double value = 0.0;
        for (int j = 0; j < x.Length; j++)
        {
            value += Coefficients[j] * (x[j] - _p.Mean[j]);
        }

        return value;
    }

    private static double Form(double[] x, double[] matrix)
    {
        int n = x.Length;
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                sum += x[i] * matrix[(i * n) + j] * x[j];
            }
        }

        return Math.Max(0.0, sum);
    }
}

/// <summary>A predicted curve: steps at the times of events.</summary>
/// <param name="Times">The times, rising.</param>
/// <param name="CumulativeHazard">The cumulative hazard at each.</param>
/// <param name="Survival">The chance of no event by each.</param>
/// <param name="StandardError">The standard error of the survival, coefficients' and baseline's uncertainty together; null where the fit has none.</param>
public sealed record CoxCurve(double[] Times, double[] CumulativeHazard, double[] Survival, double[]? StandardError);
