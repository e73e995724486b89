using Perennial.Models.Contracts;

namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>A fitted beta-discrete-Weibull.</summary>
/// <remarks>
/// <para>
/// Data: renewals, and whether the customer has left, per contract. Assumptions: as shifted beta-geometric, the own chance of staying raised to
/// a power of tenure. When not: few renewals, which do not tell its third parameter. Accuracy: 1e-9 aimed; points of 40-digit arithmetic agree
/// to it. Neighbours: <see cref="ShiftedBetaGeometric.ShiftedBetaGeometricModel"/>, where c is 1.
/// </para>
/// </remarks>
/// <source paper="FaderHardieLiuDavinSteenburgh2018"/>
public sealed class BetaDiscreteWeibullModel : ContractModel
{
    /// <summary>Takes parameters, and coefficients where there are covariates.</summary>
    /// <param name="parameters">The parameters of a customer whose covariates are 0.</param>
    /// <param name="covariates">The names of the covariates.</param>
    /// <param name="alphaCoefficients">Change of ln alpha for one unit of each.</param>
    /// <param name="betaCoefficients">Change of ln beta for one unit of each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public BetaDiscreteWeibullModel(
        BetaDiscreteWeibullParameters parameters, string[]? covariates = null, double[]? alphaCoefficients = null, double[]? betaCoefficients = null)
        : base(BetaDiscreteWeibullFitter.Name, parameters.Alpha, parameters.Beta, parameters.C, covariates, alphaCoefficients, betaCoefficients) => Named = parameters;

    /// <summary>Gives the parameters by name.</summary>
    public BetaDiscreteWeibullParameters Named { get; }
}
