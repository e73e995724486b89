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

    // Where a limit is reached the other parameters are fitted with drop-out all but impossible.
    private const double NoDropoutA = 1e-9;
    private const double Edge = 1e4;
    private const double LargestLog = 14.0;

    private static readonly string[] ParameterNames = ["r", "alpha", "a", "b"];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<BgNbdModel> Fit(PurchaseHistories histories, BgNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new BgNbdOptions();
        HistoryGroups groups = HistoryGroups.Of(histories);
        string? refusal = TransactionFit.Refusal(histories, groups);
        if (refusal is not null)
        {
            return TransactionFit.Refused<BgNbdModel>(Name, refusal, histories, groups);
        }

        double scale = groups.TimeScale;
        double rate = groups.Purchases / groups.Customers;
        List<double[]> starts =
        [
            Start(0.25, 0.125 / rate, 0.8, 2.4),
            Start(1.0, 0.7 / rate, 1.0, 4.0),
            Start(5.0, 4.5 / rate, 0.1, 5.0),
            Start(0.5, 0.05 / rate, 2.0, 2.0),
            Start(20.0, 10.0 / rate, 0.5, 0.5),
        ];
        if (options.Start is { } given)
        {
            starts.Insert(0, Start(given.R, given.Alpha / scale, given.A, given.B));
        }

        double[] lower = [-LargestLog, -20.0, -LargestLog, -LargestLog];
        double[] upper = [LargestLog, 18.0, LargestLog, LargestLog];
        SmoothFunction full = BgNbdLikelihood.Objective(groups, options.Threads);
        SmoothFunction thin = groups.Count <= MultiStart.ThinGroups ? full : BgNbdLikelihood.Objective(groups.Thin(MultiStart.ThinGroups), 1);
        Minimum best = MultiStart.Minimise(thin, full, [.. starts], lower, upper);

        (FitExit exit, string explanation) = (FitExit.Converged, TransactionFit.ConvergedSentence);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
        BgNbdParameters p = Parameters(best.Point, scale);
        if (p.A / (p.A + p.B) < 1e-3)
        {
            Minimum nbd = TrustRegionNewton.Minimise(
                full,
                [best.Point[0], best.Point[1], Math.Log(NoDropoutA), 0.0],
                [lower[0], lower[1], Math.Log(NoDropoutA), 0.0],
                [upper[0], upper[1], Math.Log(NoDropoutA), 0.0]);
            best = best with { Evaluations = best.Evaluations + nbd.Evaluations };
            if ((nbd.Value - best.Value) * groups.Customers < TransactionFit.SameLikelihood)
            {
                best = nbd with { Evaluations = best.Evaluations };
                p = Parameters(best.Point, scale);
                diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
                (exit, explanation) = (FitExit.Boundary,
                    "No drop-out identifiable: the likelihood is highest where nobody ever drops out (a -> 0). The model returned is the NBD, every customer "
                    + "alive. Give it a longer history before trusting lifetimes.");
            }
        }

        if (exit == FitExit.Converged)
        {
            (exit, explanation) = Judge(p, best, diagnosis, rate);
        }

        return TransactionFit.Report(
            Name, exit, explanation, new BgNbdModel(p, histories.Unit), histories, groups, best, diagnosis,
            ParameterNames, [p.R, p.Alpha, p.A, p.B]);
    }

    private static (FitExit Exit, string Explanation) Judge(BgNbdParameters p, Minimum best, Diagnosis diagnosis, double rate)
    {
        bool loose = !diagnosis.Identified;
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, TransactionFit.FailedSentence);
        }

        if (loose && p.R > Edge)
        {
            return (FitExit.Boundary, TransactionFit.NoSpreadInRates("r"));
        }

        if (loose && p.B < 1.0 / Edge && p.A < 1.0 / Edge)
        {
            return (FitExit.Boundary,
                "Drop-out chances collapse on 0 and 1 (a, b -> 0): some customers seem to leave at the first repeat purchase, the others never. "
                + "Too few customers or too short a history to say more.");
        }

        if (loose && p.B < 1.0 / Edge)
        {
            return (FitExit.Boundary,
                "Everybody seems to drop out at the first repeat purchase (b -> 0). The model returned says so; check whether recency was measured right.");
        }

        if (loose && p.A + p.B > Edge)
        {
            return (FitExit.Boundary,
                "No spread in drop-out chances: the likelihood is highest where every customer has the same one (a and b grow together). "
                + "Predictions may be used; a and b may not be read one by one.");
        }

        if (loose && p.R < 1.0 / Edge)
        {
            return (FitExit.Boundary, TransactionFit.NoRate(rate));
        }

        if (loose)
        {
            return (FitExit.NotIdentified, TransactionFit.RidgeSentence);
        }

        return diagnosis.Stationary
            ? (FitExit.Converged, TransactionFit.ConvergedSentence)
            : (FitExit.Failed, TransactionFit.FailedSentence);
    }

    private static double[] Start(double r, double alpha, double a, double b) => [Math.Log(r), Math.Log(alpha), Math.Log(a), Math.Log(b)];

    private static BgNbdParameters Parameters(double[] point, double scale) =>
        new(Math.Exp(point[0]), Math.Exp(point[1]) * scale, Math.Exp(point[2]), Math.Exp(point[3]));
}
