using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.BgNbd;

/// <summary>The log-likelihood of BG/NBD with its first and second derivatives.</summary>
/// <source paper="FaderHardieLee2005" equation="6"/>
public static class BgNbdLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters, Alpha in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(BgNbdParameters parameters, int frequency, double recency, double age)
    {
        HistoryDoor.Likelihood([parameters.R, parameters.Alpha, parameters.A, parameters.B], frequency, recency, age);
        return BetaGeometricLikelihood.LogLikelihood(parameters, 1, 0, frequency, recency, age);
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln a, ln b), times and alpha in the internal unit of the groups.</summary>
    internal static SmoothFunction Objective(HistoryGroups groups, int threads) => BetaGeometricLikelihood.Objective(groups, 1, 0, 0.0, threads);
}
