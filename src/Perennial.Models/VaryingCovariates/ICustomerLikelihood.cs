namespace Perennial.Models.VaryingCovariates;

/// <summary>The log-likelihood of one customer with derivatives in the parameters themselves. An instance serves one thread.</summary>
internal interface ICustomerLikelihood
{
    /// <summary>Gives the gradient of the last customer.</summary>
    double[] Gradient { get; }

    /// <summary>Gives the upper triangle of the Hessian of the last customer, in a full matrix.</summary>
    double[] Hessian { get; }

    /// <summary>Works out one customer.</summary>
    /// <param name="history">The customer.</param>
    /// <param name="x">The frequency.</param>
    /// <param name="rates">The rates under each row of covariates.</param>
    /// <param name="theta">r, alpha, s, beta, in the unit of the history; then kappa where rates are correlated.</param>
    /// <returns>The log-likelihood; not a number where there is none.</returns>
    double Of(VaryingHistory history, int x, VaryingRates rates, ReadOnlySpan<double> theta);
}
