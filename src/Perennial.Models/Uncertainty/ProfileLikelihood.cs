using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Uncertainty;

/// <summary>Confidence intervals from the likelihood itself: all values of a parameter that, with the others fitted anew, explain the data nearly as well.</summary>
/// <remarks>
/// "Nearly as well": twice the log-likelihood lost is at most the chi-square quantile with one degree of freedom. The ends need not be symmetric,
/// they do not depend on how the parameter is written, and an end that does not exist is said to be open instead of being made up.
/// </remarks>
/// <source paper="VenzonMoolgavkar1988"/>
public static class ProfileLikelihood
{
    private const double Tolerance = 1e-9;
    private const int MostSteps = 60;
    private const int MostTries = 40;

    /// <summary>Gives the interval of each parameter of a purchase model.</summary>
    /// <param name="model">The name of the model, of <see cref="TransactionModels"/>: bg-nbd, pareto-nbd, …</param>
    /// <param name="histories">n customers.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no profile likelihood for the model.</exception>
    /// <exception cref="ConvergenceException">The model has no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> Of(string model, PurchaseHistories histories, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        double z = Confidence.Deviate(level);
        TransactionModelEntry entry = TransactionModels.Listed(model, "profile likelihood", nameof(model));
        if (entry.Surface is not { } make)
        {
            throw new ArgumentException(entry.IsDrawn
                ? $"There is no profile likelihood for the model '{model}': its likelihood alone may have no highest point. Read the intervals of ParetoGggFitter.Sample, which has priors."
                : $"There is no profile likelihood for the model '{model}': its correlation has bounds that move with the other parameters. Use OfCorrelatedParetoNbd, which knows them.", nameof(model));
        }

        ITransactionModel fitted = entry.Fit(histories).Model;
        LikelihoodSurface surface = make(fitted, histories);
        return Of(surface, surface.Point(fitted.Parameters), z);
    }

    /// <summary>Gives the interval of p, q and gamma of Gamma-Gamma.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> OfGammaGamma(SpendHistories histories, double level = 0.95)
    {
        double z = Confidence.Deviate(level);
        double[] fitted = GammaGammaFitter.Fit(histories).Model.Parameters;
        LikelihoodSurface surface = LikelihoodSurface.Of(histories);
        return Of(surface, surface.Point(fitted), z);
    }

    /// <summary>Gives the interval of each parameter and coefficient of Gamma-Gamma on covariates, on frequency, or on both.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, or null where frequency acts alone.</param>
    /// <param name="options">The options of the fit; with a penalty the intervals are of the penalised likelihood.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> OfGammaGamma(SpendHistories histories, CovariateColumns? covariates, SpendCovariateOptions options, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(options);
        double z = Confidence.Deviate(level);
        double[] fitted = SpendCovariateFitter.Run(histories, covariates, options).Model.Parameters;
        LikelihoodSurface surface = LikelihoodSurface.Of(histories, covariates, options);
        return Of(surface, surface.Point(fitted), z);
    }

    /// <summary>Gives the interval of each parameter and coefficient of a purchase model with covariates.</summary>
    /// <param name="model">The name of the model: pareto-nbd, bg-nbd, mbg-nbd or ggom-nbd.</param>
    /// <param name="histories">n customers.</param>
    /// <param name="covariates">n rows, in the same order.</param>
    /// <param name="options">The options of the fit, or null; with a penalty the intervals are of the penalised likelihood.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> Of(
        string model, PurchaseHistories histories, CovariateColumns covariates, CovariateOptions? options = null, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(covariates);
        (FitReport<object> report, Func<LikelihoodSurface> surface) = CovariateFitter.Named(model, histories, covariates, options ?? new());
        return Around(report, surface, level);
    }

    /// <summary>Gives the interval of alpha, beta, gamma and delta of BG/BB.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> OfBgBb(DiscreteHistories histories, double level = 0.95) =>
        Around(BgBbFitter.Fit(histories), () => LikelihoodSurface.Of(histories), level);

    /// <summary>Gives the interval of each parameter and coefficient of a shifted beta-geometric.</summary>
    /// <param name="histories">n contracts.</param>
    /// <param name="options">The options of the fit, or null; with a penalty the intervals are of the penalised likelihood.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these contracts, or they hold a limit alone.</exception>
    public static IReadOnlyList<ParameterInterval> OfShiftedBetaGeometric(ContractHistories histories, ShiftedBetaGeometricOptions? options = null, double level = 0.95) =>
        Around(ShiftedBetaGeometricFitter.Fit(histories, options), () => ShiftedBetaGeometricFitter.Surface(histories, options ?? new()), level);

    /// <summary>Gives the interval of each parameter and coefficient of a beta-discrete-Weibull.</summary>
    /// <inheritdoc cref="OfShiftedBetaGeometric"/>
    public static IReadOnlyList<ParameterInterval> OfBetaDiscreteWeibull(ContractHistories histories, BetaDiscreteWeibullOptions? options = null, double level = 0.95) =>
        Around(BetaDiscreteWeibullFitter.Fit(histories, options), () => BetaDiscreteWeibullFitter.Surface(histories, options ?? new()), level);

    /// <summary>Gives the interval of each parameter and coefficient of Pareto/NBD with covariates that change with time.</summary>
    /// <param name="times">n customers with the time of every purchase.</param>
    /// <param name="covariates">Their covariates, in the same order.</param>
    /// <param name="options">The options of the fit, or null; with a penalty the intervals are of the penalised likelihood.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> OfVaryingParetoNbd(
        PurchaseTimes times, CovariatePaths covariates, CovariateOptions? options = null, double level = 0.95) =>
        Around(VaryingCovariateFitter.ParetoNbd(times, covariates, options), () => VaryingCovariateFitter.Surface(times, covariates, options ?? new()), level);

    /// <summary>Gives the interval of r, alpha, s, beta and the correlation of Pareto/NBD with correlated rates.</summary>
    /// <remarks>
    /// Parameters move within what this form of dependence allows. Where the fit itself ends at an edge of it, twice the log-likelihood lost is no chi-square and the
    /// intervals are those of the likelihood only.
    /// </remarks>
    /// <param name="histories">n customers.</param>
    /// <param name="options">The options of the fit, or null.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories, or none that tells a correlation.</exception>
    public static IReadOnlyList<ParameterInterval> OfCorrelatedParetoNbd(PurchaseHistories histories, CorrelatedParetoNbdOptions? options = null, double level = 0.95) =>
        Correlated(CorrelatedParetoNbdFitter.Fit(histories, options), () => CorrelatedParetoNbdFitter.Surface(histories, options ?? new()), level);

    /// <summary>Gives the same with covariates, those that change with time included.</summary>
    /// <remarks>As without covariates.</remarks>
    /// <param name="times">n customers with the time of every purchase.</param>
    /// <param name="covariates">Their covariates, in the same order.</param>
    /// <param name="options">The options of the fit, or null; with a penalty the intervals are of the penalised likelihood.</param>
    /// <param name="span">The time through which rates depend, in the unit of the histories.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories, or none that tells a correlation.</exception>
    public static IReadOnlyList<ParameterInterval> OfCorrelatedParetoNbd(
        PurchaseTimes times, CovariatePaths covariates, CovariateOptions? options = null, double span = 1.0, double level = 0.95) => Correlated(
            VaryingCovariateFitter.CorrelatedParetoNbd(times, covariates, options, span), () => VaryingCovariateFitter.Correlated(times, covariates, options ?? new(), span), level);

    /// <summary>Gives the interval of each coefficient, of the intercept and of sigma of accelerated failure times.</summary>
    /// <param name="histories">n rows with positive times.</param>
    /// <param name="distribution">The law of the standardised log lifetime.</param>
    /// <param name="options">The options of the fit, or null.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> OfAcceleratedFailureTimes(
        SurvivalHistories histories, AftDistribution distribution, AftOptions? options = null, double level = 0.95) =>
        Around(AftFitter.Fit(histories, distribution, options), () => AftFitter.Surface(histories, distribution, options ?? new()), level);

    /// <summary>Gives the interval of each coefficient of Cox's regression, from the partial likelihood.</summary>
    /// <param name="histories">n rows with covariates.</param>
    /// <param name="options">The options of the fit, or null; with a penalty the intervals are of the penalised partial likelihood.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of these histories.</exception>
    public static IReadOnlyList<ParameterInterval> OfCox(SurvivalHistories histories, CoxOptions? options = null, double level = 0.95) =>
        Around(CoxFitter.Fit(histories, options), () => CoxFitter.Surface(histories, options ?? new()), level);

    /// <summary>Gives the interval of each baseline and coefficient of a discrete-time hazard, on the scale of the link.</summary>
    /// <param name="panel">n rows of customers up for renewal. Periods in which everybody or nobody left have no interval.</param>
    /// <param name="options">The options of the fit, or null; with a penalty the intervals are of the penalised likelihood.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <exception cref="ConvergenceException">There is no usable fit of this panel.</exception>
    public static IReadOnlyList<ParameterInterval> OfDiscreteHazard(RenewalPanel panel, DiscreteHazardOptions? options = null, double level = 0.95) =>
        Around(DiscreteHazardFitter.Fit(panel, options), () => DiscreteHazardFitter.Surface(panel, options ?? new()), level);

    private static IReadOnlyList<ParameterInterval> Correlated<TModel>(FitReport<TModel> report, Func<CorrelatedSurface> make, double level)
        where TModel : class
    {
        double z = Confidence.Deviate(level);
        _ = report.Model;
        if (report.Exit == FitExit.NotIdentified || report.Parameters[^1].Value == 0.0)
        {
            throw new ConvergenceException($"The {report.Name} fit ended as {report.Exit} and tells no correlation. {report.Explanation}");
        }

        LikelihoodSurface surface = make().InCorrelation();
        double[] top = surface.Point(report.Parameters.Select(p => p.Value));

        // A hair from the edge where it lies on one.
        top[^1] *= report.Exit == FitExit.Boundary ? 1.0 - 1e-6 : 1.0;
        return Of(surface, top, z);
    }

    private static IReadOnlyList<ParameterInterval> Around<TModel>(FitReport<TModel> report, Func<LikelihoodSurface> make, double level)
        where TModel : class
    {
        double z = Confidence.Deviate(level);
        _ = report.Model;
        LikelihoodSurface surface = make();
        return Of(surface, surface.Point(report.Parameters.Select(p => p.Value)), z);
    }

    /// <summary>Gives the intervals around the top of a surface.</summary>
    internal static IReadOnlyList<ParameterInterval> Of(LikelihoodSurface surface, double[] top, double z)
    {
        int n = top.Length;
        double[] hessian = new double[n * n];
        double highest = surface.Mean(top, new double[n], hessian);
        double allowed = highest + (z * z / (2.0 * surface.Customers));
        double[] estimates = surface.Natural(top);
        return [.. surface.Parameters.Select((p, i) =>
        {
            // Along the parameter alone the likelihood falls faster than its profile, so this is a step not too long.
            double step = z / Math.Sqrt(surface.Customers * Math.Max(hessian[(i * n) + i], 1e-12));
            double? low = End(surface, top, highest, allowed, i, -step), high = End(surface, top, highest, allowed, i, step);
            return new ParameterInterval(p.Name, estimates[i], low is { } l ? Natural(l) : null, high is { } h ? Natural(h) : null);

            double Natural(double point) => (p.IsCoefficient ? point : Math.Exp(point)) * surface.Units[i];
        })];
    }

    // The place on one side of the top where the profile reaches what is allowed; null where it never does.
    private static double? End(LikelihoodSurface surface, double[] top, double highest, double allowed, int parameter, double step)
    {
        double edge = step < 0.0 ? surface.Parameters[parameter].Lower : surface.Parameters[parameter].Upper;
        double[] point = top;
        double near = top[parameter], nearRise = highest - allowed;
        double far = near, farRise = nearRise;
        while (farRise < 0.0)
        {
            if (far == edge)
            {
                return null;
            }

            (near, nearRise) = (far, farRise);
            far = step < 0.0 ? Math.Max(edge, far + step) : Math.Min(edge, far + step);
            (point, farRise) = Profile(surface, point, parameter, far, allowed);
            step *= 1.6;
        }

        // Regula falsi after Illinois: the end that stays twice has its weight halved.
        int side = 0;
        for (int k = 0; k < MostSteps && Math.Abs(far - near) > Tolerance; k++)
        {
            double middle = Math.Clamp(((near * farRise) - (far * nearRise)) / (farRise - nearRise), Math.Min(near, far), Math.Max(near, far));
            (point, double rise) = Profile(surface, point, parameter, middle, allowed);
            if (rise == 0.0)
            {
                return middle;
            }

            if (rise < 0.0)
            {
                (near, nearRise) = (middle, rise);
                farRise = side == -1 ? 0.5 * farRise : farRise;
                side = -1;
            }
            else
            {
                (far, farRise) = (middle, rise);
                nearRise = side == 1 ? 0.5 * nearRise : nearRise;
                side = 1;
            }
        }

        return 0.5 * (near + far);
    }

    // The least mean negative log-likelihood with one parameter held, above what is allowed; from a point near by.
    private static (double[] Point, double Rise) Profile(LikelihoodSurface surface, double[] from, int parameter, double at, double allowed)
    {
        double[] start = Near(surface, from, parameter, at);
        if (start[parameter] != at)
        {
            return (from, double.MaxValue);
        }

        double[] lower = [.. surface.Parameters.Select(p => p.Lower)], upper = [.. surface.Parameters.Select(p => p.Upper)];
        lower[parameter] = upper[parameter] = at;
        Minimum least = TrustRegionNewton.Minimise(surface.Mean, start, lower, upper);
        return double.IsFinite(least.Value) ? (least.Point, least.Value - allowed) : (from, double.MaxValue);
    }

    // A point with the parameter held that has a likelihood: where there is none straight ahead, by shorter steps on which the others give way.
    private static double[] Near(LikelihoodSurface surface, double[] from, int parameter, double at)
    {
        int n = from.Length;
        double[] lower = [.. surface.Parameters.Select(p => p.Lower)], upper = [.. surface.Parameters.Select(p => p.Upper)];
        double[] here = from;
        double step = at - from[parameter];
        for (int k = 0; k < MostTries; k++)
        {
            double[] point = [.. here];
            point[parameter] = Math.Abs(step) >= Math.Abs(at - here[parameter]) ? at : here[parameter] + step;
            if (!double.IsFinite(surface.Mean(point, new double[n], new double[n * n])))
            {
                step *= 0.5;
            }
            else if (point[parameter] == at)
            {
                return point;
            }
            else
            {
                lower[parameter] = upper[parameter] = point[parameter];
                here = TrustRegionNewton.Minimise(surface.Mean, point, lower, upper).Point;
            }
        }

        return here;
    }
}
