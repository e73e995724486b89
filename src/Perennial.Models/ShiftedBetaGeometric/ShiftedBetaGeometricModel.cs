using Perennial.Models.Contracts;

namespace Perennial.Models.ShiftedBetaGeometric;

/// <summary>A fitted shifted beta-geometric.</summary>
/// <remarks>Given s renewals survived, the churn chance is again beta, (alpha, beta + s): those who stay are the ones who were likely to.</remarks>
/// <source paper="FaderHardie2007Retention"/>
public sealed class ShiftedBetaGeometricModel : ContractModel
{
    /// <summary>Takes parameters, and coefficients where there are covariates.</summary>
    /// <param name="parameters">The parameters of a customer whose covariates are 0.</param>
    /// <param name="covariates">The names of the covariates.</param>
    /// <param name="alphaCoefficients">Change of ln alpha for one unit of each.</param>
    /// <param name="betaCoefficients">Change of ln beta for one unit of each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public ShiftedBetaGeometricModel(
        ShiftedBetaGeometricParameters parameters, string[]? covariates = null, double[]? alphaCoefficients = null, double[]? betaCoefficients = null)
        : base(ShiftedBetaGeometricFitter.Name, parameters.Alpha, parameters.Beta, 1.0, covariates, alphaCoefficients, betaCoefficients) => Named = parameters;

    /// <summary>Gives the parameters by name.</summary>
    public ShiftedBetaGeometricParameters Named { get; }
}
