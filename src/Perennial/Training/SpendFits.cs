using Perennial.Features;
using Perennial.Models;
using Perennial.Models.GammaGamma;

namespace Perennial.Training;

/// <summary>A fitted model of spend, and the levels of segments where they have their own.</summary>
/// <param name="Report">The fit; with levels, of customers at level 1.</param>
/// <param name="Model">The model, or null where the fit may not be scored.</param>
/// <param name="Covariance">Covariance of ln p, ln q and ln gamma, or null where it does not exist.</param>
/// <param name="Levels">The levels; null where all customers are at one.</param>
/// <param name="Segments">What was found of each segment; empty where all customers are at one level.</param>
public sealed record SpendFit(FittedModel Report, GammaGammaModel? Model, double[]? Covariance, SpendLevels? Levels, IReadOnlyList<SegmentLevel> Segments);

/// <summary>Fits the spend model on the repeat customers of one set of histories.</summary>
public static class SpendFits
{
    /// <summary>Fits Gamma-Gamma; null where nobody has repeat spend to learn from.</summary>
    /// <param name="keys">n customer keys.</param>
    /// <param name="frequency">n repeat purchases.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase.</param>
    /// <param name="leftOut">n marks of customers whose history is cut on the left.</param>
    /// <param name="plan">Whether segments have levels of their own.</param>
    /// <param name="currency">Currency of the amounts.</param>
    public static SpendFit? Fit(int[] keys, int[] frequency, double[] meanSpend, bool[] leftOut, SegmentSpend plan, string currency = "currency")
    {
        ArgumentNullException.ThrowIfNull(plan);
        int[] rows = [.. Enumerable.Range(0, frequency.Length).Where(i => !leftOut[i] && frequency[i] > 0 && meanSpend[i] > 0)];
        if (rows.Length == 0)
        {
            return null;
        }

        var histories = new SpendHistories([.. rows.Select(i => frequency[i])], [.. rows.Select(i => meanSpend[i])]);
        if (plan.Fit(histories, [.. rows.Select(i => keys[i])], currency) is { } levelled)
        {
            return levelled;
        }

        FitReport<GammaGammaModel> report = GammaGammaFitter.Fit(histories, new GammaGammaOptions());
        return new(TransactionFits.Figures(report, currency), report.IsUsable ? report.Model : null, report.LogParameterCovariance, null, []);
    }
}
