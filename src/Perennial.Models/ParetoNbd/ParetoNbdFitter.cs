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

    // Where a limit is reached the other parameters are fitted with drop-out all but impossible.
    private const double NoDropoutS = 1e-9;
    private const double Edge = 1e4;
    private const double LargestLog = 14.0;

    private static readonly string[] ParameterNames = ["r", "alpha", "s", "beta"];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers; equal rows are grouped here, so they need not be before.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<ParetoNbdModel> Fit(PurchaseHistories histories, ParetoNbdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new ParetoNbdOptions();
        HistoryGroups groups = HistoryGroups.Of(histories);
        string? refusal = TransactionFit.Refusal(histories, groups);
        if (refusal is not null)
        {
            return TransactionFit.Refused<ParetoNbdModel>(Name, refusal, histories, groups);
        }

        double scale = groups.TimeScale;
        double rate = groups.Purchases / groups.Customers;
        List<double[]> starts =
        [
            Start(0.5, 0.25 / rate, 0.6, 0.3),
            Start(1.0, 0.7 / rate, 1.0, 2.0),
            Start(5.0, 4.5 / rate, 0.1, 1.0),
            Start(0.5, 0.1 / rate, 2.0, 0.5),
            Start(20.0, 15.0 / rate, 5.0, 10.0),
        ];
        if (options.Start is { } given)
        {
            starts.Insert(0, Start(given.R, given.Alpha / scale, given.S, given.Beta / scale));
        }

        double[] lower = [-LargestLog, -20.0, -LargestLog, -LargestLog];
        double[] upper = [LargestLog, 18.0, LargestLog, 18.0];
        SmoothFunction full = ParetoNbdLikelihood.Objective(groups, options.Threads);
        SmoothFunction thin = groups.Count <= MultiStart.ThinGroups ? full : ParetoNbdLikelihood.Objective(groups.Thin(MultiStart.ThinGroups), 1);
        Minimum best = MultiStart.Minimise(thin, full, [.. starts], lower, upper);

        (FitExit exit, string explanation) = (FitExit.Converged, TransactionFit.ConvergedSentence);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
        ParetoNbdParameters p = Parameters(best.Point, scale);
        if (p.S / p.Beta * scale < 1e-2)
        {
            Minimum nbd = TrustRegionNewton.Minimise(
                full,
                [best.Point[0], best.Point[1], Math.Log(NoDropoutS), 0.0],
                [lower[0], lower[1], Math.Log(NoDropoutS), 0.0],
                [upper[0], upper[1], Math.Log(NoDropoutS), 0.0]);
            best = best with { Evaluations = best.Evaluations + nbd.Evaluations };
            if ((nbd.Value - best.Value) * groups.Customers < TransactionFit.SameLikelihood)
            {
                best = nbd with { Evaluations = best.Evaluations };
                p = Parameters(best.Point, scale);
                diagnosis = Diagnosis.Of(best, groups.Customers, lower, upper);
                (exit, explanation) = (FitExit.Boundary,
                    "No drop-out identifiable: the likelihood is highest where nobody ever drops out (s -> 0). The model returned is the NBD, every customer "
                    + "alive. Give it a longer history before trusting lifetimes.");
            }
        }

        if (exit == FitExit.Converged)
        {
            (exit, explanation) = Judge(p, best, diagnosis, rate, scale);
        }

        return TransactionFit.Report(
            Name, exit, explanation, new ParetoNbdModel(p, histories.Unit), histories, groups, best, diagnosis,
            ParameterNames, [p.R, p.Alpha, p.S, p.Beta]);
    }

    private static (FitExit Exit, string Explanation) Judge(ParetoNbdParameters p, Minimum best, Diagnosis diagnosis, double rate, double scale)
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

        if (loose && p.S > Edge)
        {
            return (FitExit.Boundary,
                "No spread in drop-out rates: the likelihood is highest where every customer has the same one (s and beta grow together). "
                + "Predictions may be used; the two parameters may only be read as their ratio.");
        }

        if (loose && p.Beta / scale < 1.0 / Edge)
        {
            return (FitExit.Boundary,
                "Part of the customers seem to drop out at once (beta -> 0). The model returned says so; check whether one-time buyers belong in these data.");
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

    private static double[] Start(double r, double alpha, double s, double beta) => [Math.Log(r), Math.Log(alpha), Math.Log(s), Math.Log(beta)];

    private static ParetoNbdParameters Parameters(double[] point, double scale) =>
        new(Math.Exp(point[0]), Math.Exp(point[1]) * scale, Math.Exp(point[2]), Math.Exp(point[3]) * scale);
}
