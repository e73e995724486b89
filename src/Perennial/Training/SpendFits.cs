using Perennial.Models;
using Perennial.Models.GammaGamma;

namespace Perennial.Training;

/// <summary>Fits the spend model on the repeat customers of one set of histories.</summary>
public static class SpendFits
{
    /// <summary>Fits Gamma-Gamma; null where nobody has repeat spend to learn from.</summary>
    /// <param name="frequency">n repeat purchases.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase.</param>
    /// <param name="leftOut">n marks of customers whose history is cut on the left.</param>
    public static FitReport<GammaGammaModel>? Fit(int[] frequency, double[] meanSpend, bool[] leftOut)
    {
        int[] rows = [.. Enumerable.Range(0, frequency.Length).Where(i => !leftOut[i] && frequency[i] > 0 && meanSpend[i] > 0)];
        return rows.Length == 0
            ? null
            : GammaGammaFitter.Fit(new SpendHistories([.. rows.Select(i => frequency[i])], [.. rows.Select(i => meanSpend[i])]), new GammaGammaOptions());
    }
}
