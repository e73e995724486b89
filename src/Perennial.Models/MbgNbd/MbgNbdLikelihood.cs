using Perennial.Models.BgNbd;
using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.MbgNbd;

/// <summary>The log-likelihood of MBG/NBD with its first and second derivatives.</summary>
/// <remarks>
/// It is BG/NBD's with one more chance to leave: x + 1 chances after x repeat purchases. Staying through all of them, or leaving at the last,
/// has the same form, so one kernel serves both models.
/// </remarks>
/// <source paper="BatislamDenizelFiliztekin2007"/>
public static class MbgNbdLikelihood
{
    /// <summary>The chances to leave before the first repeat purchase: the first purchase gives one.</summary>
    internal const int ChancesBeforeTheFirstRepeat = 1;

    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="parameters">The parameters, Alpha in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(MbgNbdParameters parameters, int frequency, double recency, double age)
    {
        HistoryDoor.Likelihood([parameters.R, parameters.Alpha, parameters.A, parameters.B], frequency, recency, age);
        return BetaGeometricLikelihood.LogLikelihood(parameters.AsBgNbd, 1, ChancesBeforeTheFirstRepeat, frequency, recency, age);
    }

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln a, ln b), times and alpha in the internal unit of the groups.</summary>
    internal static SmoothFunction Objective(HistoryGroups groups, int threads) =>
        BetaGeometricLikelihood.Objective(groups, 1, ChancesBeforeTheFirstRepeat, 0.0, threads);
}
