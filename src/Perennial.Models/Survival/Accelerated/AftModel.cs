using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.Accelerated;

/// <summary>A fitted accelerated-failure-time model.</summary>
/// <remarks>
/// <para>
/// Data: lifetimes, whether they ended, and covariates. Assumptions: covariates stretch time; lifetimes exponential, Weibull, log-normal or
/// log-logistic. When not: lifetimes of no such form; several ways to leave. Accuracy: 1e-6 aimed against R's survreg and found. Neighbours:
/// <see cref="Survival.ProportionalHazards.CoxModel"/>, which asks for no form.
/// </para>
/// </remarks>
/// <source paper="KalbfleischPrentice2002"/>
public sealed class AftModel
{
    /// <summary>Takes parameters: of a fit just made, or of one written down and read again.</summary>
    /// <param name="distribution">The law of the standardised log lifetime.</param>
    /// <param name="unit">The unit of the times.</param>
    /// <param name="names">The names of k covariates; may be none.</param>
    /// <param name="intercept">The location of ln t of a customer whose covariates are 0.</param>
    /// <param name="coefficients">k changes of ln t for one unit of each covariate.</param>
    /// <param name="sigma">The scale of ln t, above 0; 1 for the exponential law.</param>
    /// <param name="covariance">The covariance of (intercept, coefficients, ln sigma), row by row, without the last for the exponential law; null where there is none.</param>
    /// <exception cref="ArgumentException">Names and coefficients differ in number, a number is not finite or out of its domain, or the covariance has another size.</exception>
    public AftModel(
        AftDistribution distribution, TimeUnit unit, IReadOnlyList<string> names, double intercept, double[] coefficients, double sigma, double[]? covariance = null)
    {
        if (!Enum.IsDefined(distribution))
        {
            throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "A distribution is Exponential, Weibull, LogNormal or LogLogistic.");
        }

        SurvivalParameters.Coefficients(names, coefficients);
        SurvivalParameters.Finite([intercept], nameof(intercept));
        if (!double.IsFinite(sigma) || sigma <= 0.0 || (distribution == AftDistribution.Exponential && sigma != 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The scale of ln t is a finite number above 0; of the exponential law it is 1.");
        }

        SurvivalParameters.Covariance(covariance, names.Count + (distribution == AftDistribution.Exponential ? 1 : 2));
        Distribution = distribution;
        Unit = unit;
        Names = names;
        Intercept = intercept;
        Coefficients = coefficients;
        Sigma = sigma;
        Covariance = covariance;
    }

    /// <summary>Gives the law of the standardised log lifetime.</summary>
    public AftDistribution Distribution { get; }

    /// <summary>Gives the unit of the times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives the names of the covariates.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the location of ln t of a customer whose covariates are 0.</summary>
    public double Intercept { get; }

    /// <summary>Gives the change of ln t for one unit of each covariate.</summary>
    public double[] Coefficients { get; }

    /// <summary>Gives the scale of ln t; 1 for the exponential law. The Weibull shape is 1 / Sigma.</summary>
    public double Sigma { get; }

    /// <summary>Gives the covariance of (intercept, coefficients, ln sigma), row by row, or null where the fit has none.</summary>
    public double[]? Covariance { get; }

    /// <summary>Gives the lifetime of a customer with given covariates.</summary>
    /// <param name="x">The values, in the order of <see cref="Names"/>.</param>
    public AftLifetime For(params double[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != Names.Count || !Array.TrueForAll(x, double.IsFinite))
        {
            throw new ArgumentException($"There are {x.Length} covariate values; the model has {Names.Count}: {string.Join(", ", Names)}. Give finite numbers.", nameof(x));
        }

        double location = Intercept;
        for (int j = 0; j < x.Length; j++)
        {
            location += Coefficients[j] * x[j];
        }

        return new AftLifetime(Distribution, Math.Clamp(location, -600.0, 600.0), Sigma);
    }

    /// <summary>Gives a confidence interval of the time by which a share has had the event, from the uncertainty of the parameters.</summary>
    /// <param name="x">The covariates.</param>
    /// <param name="share">In (0, 1); 0.5 for the median.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <returns>The ends, or null where the fit has no covariance.</returns>
    public (double Lower, double Upper)? QuantileInterval(double[] x, double share, double level = 0.95)
    {
        AftLifetime law = For(x);
        double middle = Math.Log(law.Quantile(share));
        if (!(level > 0.0 && level < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1, such as 0.95.");
        }

        if (Covariance is null)
        {
            return null;
        }

        // ln t_p = intercept + beta'x + sigma w_p, linear but for sigma.
        int n = x.Length + (Distribution == AftDistribution.Exponential ? 1 : 2);
        double[] slope = [1.0, .. x, .. n > x.Length + 1 ? new[] { middle - law.Location } : []];
        double variance = 0.0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                variance += slope[i] * Covariance[(i * n) + j] * slope[j];
            }
        }

        double half = Normal.Quantile(0.5 + (0.5 * level)) * Math.Sqrt(Math.Max(0.0, variance));
        return (Math.Exp(Math.Max(middle - half, -709.0)), Math.Exp(Math.Min(middle + half, 709.0)));
    }

    /// <summary>Gives each customer's chance of lasting t longer, given the age reached.</summary>
    /// <param name="customers">n rows of covariates, or null in a model without.</param>
    /// <param name="age">n ages reached without the event; all 0 for new customers.</param>
    /// <param name="t">The time ahead.</param>
    public double[] ConditionalSurvival(CovariateColumns? customers, double[] age, double t) => Each(customers, age, (law, a) => law.ConditionalSurvival(a, t));

    /// <summary>Gives each customer's median (or other quantile of the) residual lifetime.</summary>
    /// <param name="customers">n rows of covariates, or null in a model without.</param>
    /// <param name="age">n ages reached without the event.</param>
    /// <param name="share">In (0, 1); 0.5 for the median.</param>
    public double[] ResidualQuantile(CovariateColumns? customers, double[] age, double share) => Each(customers, age, (law, a) => law.ResidualQuantile(a, share));

    /// <summary>Gives each customer's expected time lived within a horizon.</summary>
    /// <param name="customers">n rows of covariates, or null in a model without.</param>
    /// <param name="age">n ages reached without the event.</param>
    /// <param name="horizon">The time ahead.</param>
    public double[] RestrictedResidualMean(CovariateColumns? customers, double[] age, double horizon) =>
        Each(customers, age, (law, a) => law.RestrictedResidualMean(a, horizon));

    private double[] Each(CovariateColumns? customers, double[] age, Func<AftLifetime, double, double> one)
    {
        ArgumentNullException.ThrowIfNull(age);
        string[] found = [.. customers?.Names ?? []];
        if (!found.SequenceEqual(Names) || (customers?.Count ?? age.Length) != age.Length)
        {
            throw new ArgumentException(
                $"The customers have {age.Length} ages and the covariates [{string.Join(", ", found)}], the model was fitted with [{string.Join(", ", Names)}]. Give the same in the same order.",
                nameof(customers));
        }

        double[] values = new double[age.Length];
        Fitting.Blocks.Run(values.Length, 0, 256, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                values[i] = one(For(customers?.Row(i) ?? []), age[i]);
            }
        });
        return values;
    }
}
