using Perennial.Models.Fitting;

namespace Perennial.Models.GammaGamma;

/// <summary>Fits Gamma-Gamma whose levels of spend differ by what is known of customers: covariates, and how often they buy.</summary>
/// <remarks>
/// gamma_i = gamma exp(c'x_i) (1 + frequency_i)^h: the level of spend is multiplied, its spread between customers and that of purchases stay. With all
/// coefficients 0 it is Gamma-Gamma. Covariates do not change and were known at the first purchase. Given frequency, h says what Gamma-Gamma assumes
/// to be 0: compare the two by <see cref="Assessing.ChiSquareTest.LikelihoodRatio"/>, one degree a coefficient. h describes the customers seen; it does not say that
/// who is made to buy more often will spend more each time. Who is set aside: <see cref="SpendHistories"/>.
/// </remarks>
/// <source paper="FaderHardie2013GammaGamma"/>
public static class SpendCovariateFitter
{
    // In standard deviations of a covariate; beyond, levels of neighbours differ by e^30.
    private const double LargestCoefficient = 30.0;

    /// <summary>Fits the levels of spend on covariates by maximum likelihood.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, in the same order; their units do not matter.</param>
    /// <param name="options">Which covariates act, or null: all, and frequency not.</param>
    /// <returns>
    /// A report: p, q and gamma of a customer whose covariates are all 0, then the coefficients, then frequency-power where frequency acts.
    /// <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored. Standard errors are of the penalised fit where there is a penalty.
    /// </returns>
    /// <exception cref="ArgumentException">Rows differ in number, or options name no covariate or one that is not there.</exception>
    public static FitReport<SpendCovariateModel> Fit(SpendHistories histories, CovariateColumns covariates, SpendCovariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        return Run(histories, covariates, options ?? new());
    }

    /// <summary>Fits Gamma-Gamma conditional on frequency: the level is multiplied by (1 + x)^h.</summary>
    /// <param name="histories">n customers, of at least two frequencies.</param>
    /// <param name="options">Penalty and threads, or null for none.</param>
    /// <returns>A report: p, q, gamma, frequency-power.</returns>
    public static FitReport<SpendCovariateModel> OnFrequency(SpendHistories histories, SpendCovariateOptions? options = null) =>
        Run(histories, null, (options ?? new()) with { Frequency = FrequencyDependence.Power });

    /// <summary>Gives the mean objective in (ln p, ln q, ln gamma at covariates 0, coefficients times standard deviations): profiles are taken in these.</summary>
    internal static (SmoothFunction Objective, SpendGroups Groups, SpendTerms Terms) Surface(SpendHistories histories, CovariateColumns? covariates, SpendCovariateOptions options)
    {
        SpendTerms terms = SpendTerms.Of(histories, covariates, options);
        SpendGroups groups = SpendGroups.Of(histories, terms.Columns);
        int n = 3 + groups.Width;
        double[] centre = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            centre[(i * n) + i] = 1.0;
        }

        for (int k = 0; k < groups.Width; k++)
        {
            centre[(2 * n) + 3 + k] = groups.Standard!.Mean[k] / groups.Standard.Deviation[k];
        }

        return (LinearMap.Pull(centre, GammaGammaLikelihood.Objective(groups, options.Threads, options.Penalty)), groups, terms);
    }

    /// <summary>Gives the box of the search.</summary>
    internal static (double[] Lower, double[] Upper) Box(int coefficients) => (
        [.. GammaGammaFitter.Lower, .. Enumerable.Repeat(-LargestCoefficient, coefficients)],
        [.. GammaGammaFitter.Upper, .. Enumerable.Repeat(LargestCoefficient, coefficients)]);

    /// <summary>Fits what the options name.</summary>
    internal static FitReport<SpendCovariateModel> Run(SpendHistories histories, CovariateColumns? covariates, SpendCovariateOptions options)
    {
        ArgumentNullException.ThrowIfNull(histories);
        SpendTerms terms = SpendTerms.Of(histories, covariates, options);
        FitReport<GammaGammaModel> without = GammaGammaFitter.Fit(histories, new() { Threads = options.Threads });
        if (without.Evaluations == 0)
        {
            // Nobody to learn from, or one price for all, which nothing can move.
            return Report(without, without.IsUsable ? Model(terms, [.. without.Model.Parameters, .. new double[terms.Columns.Length]]) : null, without.Exit, without.Explanation);
        }

        SpendGroups groups = SpendGroups.Of(histories, terms.Columns);
        if (groups.Standard!.Constant(terms.Labels) is { } constant)
        {
            return Report(without, null, FitExit.Failed, string.Equals(constant, SpendTerms.Power, StringComparison.Ordinal)
                ? "Every customer with a repeat purchase has the same frequency, so what frequency does to spend cannot be learned. Leave it out."
                : $"The covariate '{constant["spend:".Length..]}' has the same value for every customer in the fit, so its effect cannot be learned. Leave it out.");
        }

        return Fit(without, groups, terms, options);
    }

    private static FitReport<SpendCovariateModel> Fit(
        FitReport<GammaGammaModel> without, SpendGroups groups, SpendTerms terms, SpendCovariateOptions options)
    {
        (double[] lower, double[] upper) = Box(groups.Width);
        SmoothFunction Make(SpendGroups some) => GammaGammaLikelihood.Objective(some, options.Threads, options.Penalty);
        SmoothFunction full = Make(groups);

        // The fit without covariates first: whatever it reached, the fit with them reaches at least.
        double[] found = [.. without.Parameters.Select((p, i) => Math.Log(i == 2 ? p.Value / groups.Scale : p.Value)), .. new double[groups.Width]];
        double[][] starts = [found, .. GammaGammaFitter.Starts().Select(s => (double[])[.. s, .. new double[groups.Width]])];
        Minimum best = MultiStart.Minimise(MultiStart.Ladder(groups.Count, most => Make(groups.Thin(most)), full), starts, lower, upper);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Count, lower, upper);
        GammaGammaParameters middle = new(Math.Exp(best.Point[0]), Math.Exp(best.Point[1]), Math.Exp(best.Point[2]) * groups.Scale);
        (FitExit exit, string explanation) = GammaGammaFitter.Judge(middle, best, diagnosis);
        (double[] point, double[]? covariance) = LinearMap.Apply(Unscale(groups), best.Point, exit == FitExit.Converged ? diagnosis.Covariance : null);
        double[] values = [.. point.Select((value, i) => i < 3 ? Math.Exp(value) * (i == 2 ? groups.Scale : 1.0) : value)];
        if (exit != FitExit.Failed && !(Array.TrueForAll(values, double.IsFinite) && double.IsNormal(values[2]) && (covariance is null || Array.TrueForAll(covariance, double.IsFinite))))
        {
            return Report(without, null, FitExit.Failed, "Covariates lie so far from 0, or differ by so little or so much, that gamma at 0 or standard errors are beyond all numbers. "
                + "Take each from its mean, in a unit in which it differs by about 1.");
        }

        double charged = 0.5 * options.Penalty * best.Point[3..].Sum(c => c * c);
        return new FitReport<SpendCovariateModel>(GammaGammaFitter.Name, exit == FitExit.Failed ? null : Model(terms, values), exit, explanation)
        {
            Parameters = Estimates(terms, values, covariance),
            LogParameterCovariance = covariance,
            LogLikelihood = charged - ((best.Value + Math.Log(groups.Scale)) * groups.Count),
            Customers = groups.Count,
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    // From standardised covariates to the caller's: coefficient g / sd, and gamma at 0 instead of the mean.
    private static double[] Unscale(SpendGroups groups)
    {
        int n = 3 + groups.Width;
        double[] turn = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            turn[(i * n) + i] = i < 3 ? 1.0 : 1.0 / groups.Standard!.Deviation[i - 3];
        }

        for (int k = 0; k < groups.Width; k++)
        {
            turn[(2 * n) + 3 + k] = -groups.Standard!.Mean[k] / groups.Standard.Deviation[k];
        }

        return turn;
    }

    private static SpendCovariateModel Model(SpendTerms terms, double[] values) => new(
        new(values[0], values[1], values[2]),
        [.. terms.Names.Select((name, k) => new SpendEffect(name, values[3 + k]))],
        terms.OnFrequency ? values[^1] : null);

    private static ParameterEstimate[] Estimates(SpendTerms terms, double[] values, double[]? covariance) =>
    [
        .. values.Select((value, i) =>
        {
            double? error = covariance is null ? null : Math.Sqrt(covariance[(i * values.Length) + i]) * (i < 3 ? value : 1.0);
            return new ParameterEstimate(i < 3 ? GammaGammaFitter.ParameterNames[i] : terms.Labels[i - 3], value, error) { IsCoefficient = i >= 3 };
        }),
    ];

    private static FitReport<SpendCovariateModel> Report(FitReport<GammaGammaModel> without, SpendCovariateModel? model, FitExit exit, string explanation) =>
        new(without.Name, model, exit, explanation) { LogLikelihood = model is null ? 0.0 : without.LogLikelihood, Customers = without.Customers, Groups = without.Groups };
}
