using Perennial.Models.Fitting;

namespace Perennial.Models.ParetoNbd;

/// <summary>Fits Pareto/NBD: customers buy at random at their own rate, and drop out for good at any moment, at their own drop-out rate.</summary>
/// <remarks>
/// Assumes: Poisson purchases while alive, rates gamma over customers, exponential lifetimes, drop-out rates gamma over customers,
/// the two rates independent. Not for contracts, for regular (clockwork) buying or for seasonal goods.
/// </remarks>
/// <source paper="SchmittleinMorrisonColombo1987"/>
public static class ParetoNbdFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "pareto-nbd";

    private static readonly FittedParameter[] Fitted =
        [FittedParameter.Number("r"), FittedParameter.Alpha, FittedParameter.Number("s"), FittedParameter.Time("beta")];

    private static readonly MeaningfulEdge[] Edges =
    [
        new(p => p[2] > MeaningfulEdge.Far,
            "No spread in drop-out rates: the likelihood is highest where every customer has the same one (s and beta grow together). "
            + "Predictions may be used; the two parameters may only be read as their ratio."),
        new(p => p[3] < MeaningfulEdge.Near,
            "Part of the customers seem to drop out at once (beta -> 0). The model returned says so; check whether one-time buyers belong in these data."),
    ];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<ParetoNbdModel> Fit(PurchaseHistories histories, ParetoNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return TransactionFit.Run(histories, Plan(histories.Unit, options ?? new ParetoNbdOptions()));
    }

    /// <summary>Gives what is the model's own in a fit.</summary>
    internal static TransactionFitPlan<ParetoNbdModel> Plan(TimeUnit unit, ParetoNbdOptions options) => new()
    {
        Name = Name,
        Parameters = Fitted,
        Starts = rate =>
        [
            [0.5, 0.25 / rate, 0.6, 0.3],
            [1.0, 0.7 / rate, 1.0, 2.0],
            [5.0, 4.5 / rate, 0.1, 1.0],
            [0.5, 0.1 / rate, 2.0, 0.5],
            [20.0, 15.0 / rate, 5.0, 10.0],
        ],
        Start = options.Start is { } given ? [given.R, given.Alpha, given.S, given.Beta] : null,
        Objective = ParetoNbdLikelihood.Objective,
        Make = p => new ParetoNbdModel(new(p[0], p[1], p[2], p[3]), unit),
        Threads = options.Threads,
        NoDropout = new("s", [null, null, NoDropout.Never, 1.0], p => p[2] / p[3] < 1e-2),
        Edges = Edges,
    };
}
