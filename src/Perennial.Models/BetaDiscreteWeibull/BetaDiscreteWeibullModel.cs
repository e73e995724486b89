using Perennial.Models.Contracts;

namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>A fitted beta-discrete-Weibull.</summary>
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
