using Perennial.Models.Fitting;

namespace Perennial.Models.BgNbd;

/// <summary>Fits BG/NBD: customers buy at random at their own rate, and after any repeat purchase may drop out for good.</summary>
/// <remarks>
/// Assumes: Poisson purchases while alive, rates gamma over customers, one drop-out chance a customer after each purchase, chances
/// beta over customers, rates and chances independent. Not for contracts, for regular (clockwork) buying or for seasonal goods; and
/// a customer without a repeat purchase counts as surely alive, so read 1 - P(no purchase) there, not P(alive).
/// </remarks>
/// <source paper="FaderHardieLee2005"/>
public static class BgNbdFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "bg-nbd";

    internal static readonly FittedParameter[] Fitted =
        [FittedParameter.Number("r"), FittedParameter.Alpha, FittedParameter.Number("a"), FittedParameter.Number("b")];

    internal static readonly MeaningfulEdge[] Edges =
    [
        new(p => p[3] < MeaningfulEdge.Near && p[2] < MeaningfulEdge.Near,
            "Drop-out chances collapse on 0 and 1 (a, b -> 0): some customers seem to leave at the first repeat purchase, the others never. "
            + "Too few customers or too short a history to say more."),
        new(p => p[3] < MeaningfulEdge.Near,
            "Everybody seems to drop out at the first repeat purchase (b -> 0). The model returned says so; check whether recency was measured right."),
        new(p => p[2] + p[3] > MeaningfulEdge.Far,
            "No spread in drop-out chances: the likelihood is highest where every customer has the same one (a and b grow together). "
            + "Predictions may be used; a and b may not be read one by one."),
    ];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<BgNbdModel> Fit(PurchaseHistories histories, BgNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return TransactionFit.Run(histories, Plan(histories.Unit, options ?? new BgNbdOptions()));
    }

    /// <summary>Gives what is the model's own in a fit.</summary>
    internal static TransactionFitPlan<BgNbdModel> Plan(TimeUnit unit, BgNbdOptions options) => new()
    {
        Name = Name,
        Parameters = Fitted,
        Starts = rate =>
        [
            [0.25, 0.125 / rate, 0.8, 2.4],
            [1.0, 0.7 / rate, 1.0, 4.0],
            [5.0, 4.5 / rate, 0.1, 5.0],
            [0.5, 0.05 / rate, 2.0, 2.0],
            [20.0, 10.0 / rate, 0.5, 0.5],
        ],
        Start = options.Start is { } given ? [given.R, given.Alpha, given.A, given.B] : null,
        Objective = BgNbdLikelihood.Objective,
        Make = p => new BgNbdModel(new(p[0], p[1], p[2], p[3]), unit),
        Threads = options.Threads,
        NoDropout = new("a", [null, null, NoDropout.Never, 1.0], p => p[2] / (p[2] + p[3]) < 1e-3),
        Edges = Edges,
    };
}
