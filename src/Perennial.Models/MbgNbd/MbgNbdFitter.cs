using Perennial.Models.Fitting;

namespace Perennial.Models.MbgNbd;

/// <summary>Fits MBG/NBD: customers buy at random at their own rate, and after any purchase, the first one too, may drop out for good.</summary>
/// <remarks>
/// Assumes: Poisson purchases while alive, rates gamma over customers, one drop-out chance a customer after each purchase, chances
/// beta over customers, rates and chances independent. Differs from BG/NBD in one point: a customer may leave at once, so that one-time
/// buyers are not all held to be alive. Not for contracts, for regular (clockwork) buying or for seasonal goods.
/// </remarks>
/// <source paper="BatislamDenizelFiliztekin2007"/>
/// <source paper="HoppeWagner2007"/>
public static class MbgNbdFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "mbg-nbd";

    private static readonly FittedParameter[] Fitted =
        [FittedParameter.Number("r"), FittedParameter.Alpha, FittedParameter.Number("a"), FittedParameter.Number("b")];

    internal static readonly MeaningfulEdge[] Edges =
    [
        new(p => p[3] < MeaningfulEdge.Near && p[2] < MeaningfulEdge.Near,
            "Drop-out chances collapse on 0 and 1 (a, b -> 0): some customers seem to leave at the first purchase, the others never. "
            + "Too few customers or too short a history to say more."),
        new(p => p[3] < MeaningfulEdge.Near,
            "Everybody seems to drop out at the first purchase (b -> 0). The model returned says so; check whether recency was measured right."),
        new(p => p[2] + p[3] > MeaningfulEdge.Far,
            "No spread in drop-out chances: the likelihood is highest where every customer has the same one (a and b grow together). "
            + "Predictions may be used; a and b may not be read one by one."),
    ];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<MbgNbdModel> Fit(PurchaseHistories histories, MbgNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return TransactionFit.Run(histories, Plan(histories.Unit, options ?? new MbgNbdOptions()));
    }

    /// <summary>Gives what is the model's own in a fit.</summary>
    internal static TransactionFitPlan<MbgNbdModel> Plan(TimeUnit unit, MbgNbdOptions options) => new()
    {
        Name = Name,
        Parameters = Fitted,
        Starts = rate =>
        [
            [0.5, 0.18 / rate, 0.9, 1.6],
            [1.0, 0.6 / rate, 1.0, 4.0],
            [5.0, 4.5 / rate, 0.1, 5.0],
            [0.5, 0.05 / rate, 2.0, 2.0],
            [20.0, 8.0 / rate, 0.5, 0.5],
        ],
        Start = options.Start is { } given ? [given.R, given.Alpha, given.A, given.B] : null,
        Objective = MbgNbdLikelihood.Objective,
        Make = p => new MbgNbdModel(new(p[0], p[1], p[2], p[3]), unit),
        Threads = options.Threads,
        NoDropout = new("a", [null, null, NoDropout.Never, 1.0], p => p[2] / (p[2] + p[3]) < 1e-3),
        Edges = Edges,
    };
}
