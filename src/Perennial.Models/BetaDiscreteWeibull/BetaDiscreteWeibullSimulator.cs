using Perennial.Models.Contracts;

namespace Perennial.Models.BetaDiscreteWeibull;

/// <summary>Tells the story of the model forwards: contracts of customers with known parameters.</summary>
public static class BetaDiscreteWeibullSimulator
{
    /// <summary>Draws a contract history for each number of renewal opportunities.</summary>
    /// <param name="model">The model that is true.</param>
    /// <param name="opportunities">n numbers of renewals each customer is followed for, at least 0.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    /// <param name="covariates">n rows of the model's covariates, or null where it has none.</param>
    public static ContractHistories Histories(BetaDiscreteWeibullModel model, int[] opportunities, ulong seed, CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ContractSimulation.Histories(model, opportunities, seed, covariates);
    }
}
