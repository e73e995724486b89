using Perennial.Models.Contracts;

namespace Perennial.Models.ShiftedBetaGeometric;

/// <summary>A fitted shifted beta-geometric.</summary>
/// <remarks>
/// Given s renewals survived, the churn chance is again beta, (alpha, beta + s): those who stay are the ones who were likely to.
/// <para>
/// Data: renewals, and whether the customer has left, per contract. Assumptions: a chance of leaving at each renewal that is constant for a
/// customer and beta over customers. When not: customers whose own risk changes with tenure; leaving that is not seen. Accuracy: 1e-9 aimed; 94
/// points of 40-digit arithmetic agree to it. Neighbours: <see cref="BetaDiscreteWeibull.BetaDiscreteWeibullModel"/>, where the own risk
/// changes; <see cref="Survival.DiscreteTime.DiscreteHazardModel"/>.
/// </para>
/// </remarks>
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
