using Perennial.Models.BgNbd;
using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.CnbdK;

/// <summary>The log-likelihood of BG/CNBD-k and MBG/CNBD-k with its first and second derivatives.</summary>
/// <remarks>
/// A purchase is k phases; after the last purchase of a customer who is alive some of the k phases may have passed unseen, hence the sum over
/// them (<see cref="PhasePosterior"/>). k = 1 is BG/NBD or MBG/NBD. The gaps between purchases enter through the sum of their logarithms alone,
/// and not the search: it only tells one k from another.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public static class CnbdKLikelihood
{
    /// <summary>Gives one customer's log-likelihood.</summary>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="parameters">The parameters, Alpha in the unit of the times.</param>
    /// <param name="frequency">x.</param>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="logGaps">The sum of ln of the times between purchases; not looked at where K is 1.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite, or no customer can have that history.</exception>
    public static double LogLikelihood(CnbdKVariant variant, CnbdKParameters parameters, int frequency, double recency, double age, double logGaps)
    {
        HistoryDoor.Likelihood([parameters.K, parameters.R, parameters.Alpha, parameters.A, parameters.B], frequency, recency, age, parameters.K == 1 ? null : logGaps);
        double gaps = parameters.K == 1 ? 0.0 : Gaps(parameters.K, logGaps, frequency);
        return gaps + BetaGeometricLikelihood.LogLikelihood(
            parameters.AsBgNbd, parameters.K, variant.ChancesBeforeTheFirstRepeat(), frequency, recency, age);
    }

    /// <summary>Gives ln of the odds of having dropped out at t_x against being alive at T; minus infinity where there was no chance to.</summary>
    internal static double LogDropoutOdds(CnbdKVariant variant, CnbdKParameters parameters, int x, double tx, double age, Span<double> phase) =>
        BetaGeometricLikelihood.LogDropoutOdds(parameters.AsBgNbd, variant.ChancesBeforeTheFirstRepeat(), x, tx, age, phase);

    /// <summary>Makes the mean negative log-likelihood in (ln r, ln alpha, ln a, ln b), times and alpha in the internal unit of the groups.</summary>
    /// <param name="groups">The histories.</param>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="k">The regularity.</param>
    /// <param name="logGaps">The sum of all customers' log gaps, in the unit of the histories.</param>
    /// <param name="threads">The number of threads; 0 for all processors.</param>
    internal static SmoothFunction Objective(HistoryGroups groups, CnbdKVariant variant, int k, double logGaps, int threads)
    {
        double gaps = k == 1 ? 0.0 : Gaps(k, logGaps - (groups.Purchases * Math.Log(groups.TimeScale)), groups.Purchases);
        return BetaGeometricLikelihood.Objective(groups, k, variant.ChancesBeforeTheFirstRepeat(), gaps, threads);
    }

    private static double Gaps(int k, double logGaps, double purchases) => ((k - 1) * logGaps) - (purchases * SpecialFunctions.LogGamma(k));
}
