using Perennial.Models.Fitting;

namespace Perennial.Models.GammaGamma;

/// <summary>Fits Gamma-Gamma: what a customer spends on a purchase varies around a level of the customer's own, which never changes.</summary>
/// <remarks>
/// Uses customers with a repeat purchase and a positive mean spend; the others say nothing about spend. Assumes that the level does not
/// depend on how often a customer buys: look at the rank correlation of frequency and spend first. Not for negative amounts.
/// </remarks>
/// <source paper="FaderHardie2013GammaGamma"/>
public static class GammaGammaFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "gamma-gamma";

    // Spends nearer than this, relative, are the same price written with other roundings.
    private const double SamePrice = 1e-9;
    private const double SharpShape = 1e6;
    private const double Edge = 1e4;

    /// <summary>Gives the box of the search, money in the internal unit.</summary>
    internal static readonly double[] Lower = [-14.0, -14.0, -28.0], Upper = [14.0, 14.0, 28.0];

    /// <summary>Gives the parameters' names in the paper's order.</summary>
    internal static readonly string[] ParameterNames = ["p", "q", "gamma"];

    /// <summary>Fits by maximum likelihood.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>A report. <see cref="FitReport{TModel}.Model"/> throws unless the fit may be scored.</returns>
    public static FitReport<GammaGammaModel> Fit(SpendHistories histories, GammaGammaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return Run(histories, (options ?? new()).Threads, null);
    }

    /// <summary>Gives the starts of the search.</summary>
    internal static double[][] Starts() => [Start(6.0, 4.0, 0.5), Start(1.0, 2.0, 1.0), Start(2.0, 1.0, 0.3), Start(50.0, 5.0, 0.1), Start(3.0, 50.0, 16.0)];

    /// <summary>Fits from the usual starts, or from p, q and gamma known to be near alone.</summary>
    internal static FitReport<GammaGammaModel> Run(SpendHistories histories, int threads, double[]? start)
    {
        SpendGroups groups = SpendGroups.Of(histories);
        if (groups.Count == 0)
        {
            return new FitReport<GammaGammaModel>(
                Name, null, FitExit.Failed, "No customer has a repeat purchase of positive value, so spend cannot be learned. Check the amount column.");
        }

        if (groups.Spend.Max() - groups.Spend.Min() <= SamePrice * groups.Spend.Max())
        {
            return Degenerate(groups);
        }

        double[][] starts = start is null ? Starts() : [Start(start[0], start[1], start[2] / groups.Scale)];
        SmoothFunction full = GammaGammaLikelihood.Objective(groups, threads);
        SmoothFunction[] ladder = MultiStart.Ladder(groups.Count, most => GammaGammaLikelihood.Objective(groups.Thin(most), threads), full);
        Minimum best = MultiStart.Minimise(ladder, starts, Lower, Upper);
        Diagnosis diagnosis = Diagnosis.Of(best, groups.Count, Lower, Upper);
        GammaGammaParameters found = new(Math.Exp(best.Point[0]), Math.Exp(best.Point[1]), Math.Exp(best.Point[2]) * groups.Scale);
        (FitExit exit, string explanation) = Judge(found, best, diagnosis);
        return new FitReport<GammaGammaModel>(Name, exit == FitExit.Failed ? null : new GammaGammaModel(found), exit, explanation)
        {
            Parameters = diagnosis.Estimates(ParameterNames, [found.P, found.Q, found.Gamma], exit),
            LogParameterCovariance = exit == FitExit.Converged ? diagnosis.Covariance : null,
            LogLikelihood = -(best.Value + Math.Log(groups.Scale)) * groups.Count,
            Customers = groups.Count,
            Groups = groups.Count,
            Evaluations = best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = diagnosis.Condition,
        };
    }

    /// <summary>Says how a fit ended.</summary>
    internal static (FitExit Exit, string Explanation) Judge(GammaGammaParameters found, Minimum best, Diagnosis diagnosis)
    {
        bool loose = !diagnosis.Identified;
        if (!double.IsFinite(best.Value))
        {
            return (FitExit.Failed, "No optimum was found. Check the amounts for mixed currencies.");
        }

        if (loose && found.Q > Edge)
        {
            return (FitExit.Boundary,
                "No spread between customers: the likelihood is highest where everybody has the same mean spend (q and gamma grow together). "
                + "Every customer is predicted at about the common mean.");
        }

        if (loose && found.P > Edge)
        {
            return (FitExit.Boundary,
                "No spread within a customer: the likelihood is highest where a customer always spends the same (p grows, gamma shrinks). "
                + "Every customer is predicted at about the own mean.");
        }

        if (loose)
        {
            return (FitExit.NotIdentified, TransactionFit.RidgeSentence);
        }

        if (!diagnosis.Stationary)
        {
            return (FitExit.Failed, "No optimum was found: the gradient does not vanish at the best point. Check the amounts for mixed currencies.");
        }

        return found.Q > 1.0
            ? (FitExit.Converged, TransactionFit.ConvergedSentence)
            : (FitExit.Converged,
                $"An interior optimum, but the tail is so heavy (q = {found.Q:G4}, at most 1) that the population's mean spend is infinite. "
                + "Customers for whom p x + q is at most 1 are predicted at the median of their level instead of the mean.");
    }

    // Everybody spends the same: both gamma distributions shrink to a point. The limit is p, q -> infinity with p gamma / (q - 1) the price.
    private static FitReport<GammaGammaModel> Degenerate(SpendGroups groups)
    {
        double price = groups.Scale;
        GammaGammaParameters sharp = new(SharpShape, SharpShape, price * (SharpShape - 1.0) / SharpShape);
        double logLikelihood = 0.0;
        for (int i = 0; i < groups.Count; i++)
        {
            logLikelihood += GammaGammaLikelihood.LogLikelihood(sharp, groups.Levels[groups.Level[i]], groups.Spend[i] * groups.Scale);
        }

        return new FitReport<GammaGammaModel>(
            Name,
            new GammaGammaModel(sharp),
            FitExit.Boundary,
            $"No spread in spend: every repeat purchase is worth {price:G6}. The model returned predicts that price for everybody (p and q without bound, here {SharpShape:G1}).")
        {
            Parameters = [new("p", sharp.P, null), new("q", sharp.Q, null), new("gamma", sharp.Gamma, null)],
            LogLikelihood = logLikelihood,
            Customers = groups.Count,
            Groups = groups.Count,
            ConditionNumber = double.MaxValue,
        };
    }

    private static double[] Start(double p, double q, double gamma) => [Math.Log(p), Math.Log(q), Math.Log(gamma)];
}
