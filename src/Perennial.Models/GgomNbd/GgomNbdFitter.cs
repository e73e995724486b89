using Perennial.Models.Fitting;

namespace Perennial.Models.GgomNbd;

/// <summary>Fits GGompertz/NBD: customers buy at random at their own rate, and their risk of dropping out grows with age.</summary>
/// <remarks>
/// Assumes: Poisson purchases while alive, rates gamma over customers, Gompertz lifetimes whose risk grows by e^(b t) for everybody, propensities
/// gamma over customers, rate and propensity independent. For goods one grows out of. Where the risk does not grow (b -> 0) it is the
/// Pareto/NBD, and b, s and beta lie on a ridge: the report then says NotIdentified; take the Pareto/NBD. Not for contracts, clockwork buying or seasons.
/// </remarks>
/// <source paper="BemmaorGlady2012"/>
public static class GgomNbdFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "ggom-nbd";

    // Within the mean age the risk grows by e^300 at most.
    private static readonly FittedParameter[] Fitted =
    [
        FittedParameter.Number("r"),
        FittedParameter.Alpha,
        new("b", -1, -FittedParameter.LargestLog, 5.7),
        FittedParameter.Number("s"),
        new("beta", 0, -20.0, 60.0),
    ];

    private static readonly MeaningfulEdge[] Edges =
    [
        new(p => p[3] > MeaningfulEdge.Far,
            "No spread in drop-out propensities: the likelihood is highest where every customer has the same one (s and beta grow together). "
            + "Predictions may be used; the two parameters may only be read as their ratio."),
    ];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<GgomNbdModel> Fit(PurchaseHistories histories, GgomNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return TransactionFit.Run(histories, Plan(histories.Unit, options ?? new GgomNbdOptions()));
    }

    /// <summary>Gives what is the model's own in a fit.</summary>
    internal static TransactionFitPlan<GgomNbdModel> Plan(TimeUnit unit, GgomNbdOptions options) => new()
    {
        Name = Name,
        Parameters = Fitted,
        Starts = rate =>
        [
            [0.5, 0.25 / rate, 0.5, 0.6, 0.2],
            [1.0, 0.7 / rate, 3.0, 1.0, 5.0],
            [1.0, 0.7 / rate, 8.0, 1.0, 200.0],
            [5.0, 4.5 / rate, 2.0, 0.2, 1.0],
            [0.5, 0.1 / rate, 1.0, 2.0, 1.0],
        ],
        Start = options.Start is { } given ? [given.R, given.Alpha, given.B, given.S, given.Beta] : null,
        Objective = GgomNbdLikelihood.Objective,
        Make = p => new GgomNbdModel(new(p[0], p[1], p[2], p[3], p[4]), unit),
        Threads = options.Threads,
        NoDropout = new("s", [null, null, 1.0, NoDropout.Never, 1.0], p => p[3] * GompertzLifetime.Decay(p[2], 1.0 / p[4], 1.0) < 1e-2),
        Edges = Edges,
    };
}
