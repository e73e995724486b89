using Perennial.Models.Contracts;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.ShiftedBetaGeometric;

/// <summary>Fits the shifted beta-geometric: at every renewal a customer leaves with the customer's own chance, which never changes.</summary>
/// <remarks>
/// Assumes: contracts with discrete renewals and visible churn, one churn chance a customer, chances beta over customers. Retention of a
/// cohort rises with age only because those who were likely to leave have left. Not where customers buy without a contract (BG/NBD), nor
/// where a single customer's chance changes with age (beta-discrete-Weibull), nor where churn follows the calendar (discrete-time hazard).
/// Covariates act log-linearly on both shapes.
/// </remarks>
/// <source paper="FaderHardie2007Retention"/>
/// <source paper="FaderHardie2007Covariates"/>
public static class ShiftedBetaGeometricFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "shifted-beta-geometric";

    private static readonly ContractFit<ShiftedBetaGeometricModel> Fitter = new()
    {
        Name = Name,
        Row = ShiftedBetaGeometricLikelihood.Row,
        Shapes = 2,
        Starts = [[0.7, 2.0, 1.0], [2.0, 10.0, 1.0], [0.2, 0.3, 1.0], [10.0, 10.0, 1.0], [20.0, 400.0, 1.0]],
        Make = (alpha, beta, _, names, a, b) => new ShiftedBetaGeometricModel(new(alpha, beta), names, a, b),
    };

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n contracts; equal rows are grouped here, so they need not be before. Cohorts are pooled.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>
    /// A report: alpha, beta, then a coefficient of each covariate on ln alpha and on ln beta. <see cref="FitReport{TModel}.Model"/> throws unless
    /// the fit may be scored. The covariance is that of (ln alpha, its coefficients, ln beta, its coefficients).
    /// </returns>
    public static FitReport<ShiftedBetaGeometricModel> Fit(ContractHistories histories, ShiftedBetaGeometricOptions? options = null)
    {
        options ??= new ShiftedBetaGeometricOptions();
        return Fitter.Fit(histories, options.Start is { } s ? [s.Alpha, s.Beta, 1.0] : null, options.Penalty, options.Threads);
    }

    /// <summary>Gives the likelihood in the order of the report.</summary>
    internal static LikelihoodSurface Surface(ContractHistories histories, ShiftedBetaGeometricOptions options) =>
        Fitter.Surface(histories, options.Penalty, options.Threads);

    /// <summary>Fits all cohorts together and each alone, and tests whether one fit is enough.</summary>
    /// <param name="histories">n contracts with their cohorts.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    public static CohortFits<ShiftedBetaGeometricModel> FitCohorts(ContractHistories histories, ShiftedBetaGeometricOptions? options = null) =>
        CohortFits<ShiftedBetaGeometricModel>.Of(histories, 2, some => Fit(some, options));
}
