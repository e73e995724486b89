using Perennial.Models.Fitting;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>Fits Pareto/NBD whose customers' purchase rate and drop-out rate are correlated: those who buy much may stay longer, or leave sooner.</summary>
/// <remarks>
/// The two rates keep their gamma distributions; what joins them is Sarmanov's form, whose correlation has bounds (<see cref="ParetoNbdCorrelation"/>) that
/// depend on the parameters and on <see cref="CorrelatedParetoNbdOptions.Span"/>. They are narrow: a fit often ends at one, and then says so.
/// Compare with the fit without correlation by <see cref="Assessing.ChiSquareTest.LikelihoodRatio"/>, one degree, where it ends inside.
/// </remarks>
/// <source paper="BachmannMeiererNaef2021"/>
/// <source paper="ParkFader2004"/>
public static class CorrelatedParetoNbdFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "correlated-pareto-nbd";

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>
    /// A report: r, alpha, s, beta, then the correlation. Where that is as strong as it can be the exit is <see cref="FitExit.Boundary"/> and there are no standard
    /// errors; where nothing is known of drop-out it is 0.
    /// </returns>
    public static FitReport<CorrelatedParetoNbdModel> Fit(PurchaseHistories histories, CorrelatedParetoNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new CorrelatedParetoNbdOptions();
        FitReport<ParetoNbdModel> without = ParetoNbdFitter.Fit(histories, new() { Threads = options.Threads });
        return new CorrelatedFit<CorrelatedParetoNbdModel>
        {
            Name = Name,
            Groups = VaryingGroups.Of(HistoryGroups.Of(histories)),
            Terms = new([]),
            Covariate = [],
            Penalty = 0.0,
            Threads = options.Threads,
            Span = options.Span,
            Make = (parameters, _, correlation) => new(parameters, correlation, histories.Unit, options.Span),
        }.Run(without);
    }

    /// <summary>Gives the surfaces of correlated rates.</summary>
    internal static CorrelatedSurface Surface(PurchaseHistories histories, CorrelatedParetoNbdOptions options) =>
        new(VaryingGroups.Of(HistoryGroups.Of(histories)), [], [], options.Span) { Threads = options.Threads };

    /// <summary>Gives a span of about the time between purchases: all time observed by the number of repeat purchases; 1 where there are none.</summary>
    internal static double TypicalSpan(PurchaseHistories histories)
    {
        double purchases = 0.0, time = 0.0;
        for (int i = 0; i < histories.Count; i++)
        {
            double weight = histories.Weight?[i] ?? 1.0;
            purchases += weight * histories.Frequency[i];
            time += weight * histories.T[i];
        }

        return purchases > 0.0 && time > 0.0 ? time / purchases : 1.0;
    }
}
