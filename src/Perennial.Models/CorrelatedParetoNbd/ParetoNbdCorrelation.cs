using Perennial.Models.Histories;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>How far purchase rate and drop-out rate of customers may be correlated.</summary>
public static class ParetoNbdCorrelation
{
    /// <summary>Gives the lowest and the highest correlation that this form of dependence reaches.</summary>
    /// <param name="parameters">r, alpha, s, beta.</param>
    /// <param name="span">The time c in e^(-c lambda) and e^(-c mu), through which the rates depend, in the unit of alpha and beta; positive.</param>
    /// <returns>The lowest is negative, the highest positive; both go to 0 with the span.</returns>
    /// <source paper="Lee1996"/>
    public static (double Lowest, double Highest) Bounds(ParetoNbdParameters parameters, double span)
    {
        HistoryDoor.Parameter(parameters.R, "r");
        HistoryDoor.Parameter(parameters.Alpha, "alpha");
        HistoryDoor.Parameter(parameters.S, "s");
        HistoryDoor.Parameter(parameters.Beta, "beta");
        HistoryDoor.Parameter(span, "span");
        (double lowest, double highest) = Sarmanov.Weights(parameters, span);
        double unit = Sarmanov.Unit(parameters, span);
        return (lowest * unit, highest * unit);
    }
}
