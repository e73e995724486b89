namespace Perennial.Models.Survival.Curves;

/// <summary>The product-limit estimate of survival: how many are still there, where some were only seen for a while.</summary>
/// <remarks>
/// Assumes that those censored at t would have gone on like those still at risk: a customer whose observation ended because of the as-of day
/// qualifies, one who left for another reason does not (see Aalen-Johansen). With late entries the curve is that of customers who reach the
/// earliest entry, and early risk sets may be small. Weights count customers.
/// </remarks>
/// <source paper="KaplanMeier1958"/>
public static class KaplanMeier
{
    /// <summary>Estimates the survival curve.</summary>
    /// <param name="histories">n rows; strata and covariates are not used.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static KaplanMeierCurve Estimate(SurvivalHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Count == 0)
        {
            throw new ArgumentException("There are no histories. Give at least one row.", nameof(histories));
        }

        return new KaplanMeierCurve(RiskTable.Of(histories), histories.Unit);
    }

    /// <summary>Estimates one curve for each stratum, by rising stratum.</summary>
    /// <param name="histories">n rows with strata.</param>
    public static IReadOnlyList<(int Stratum, KaplanMeierCurve Curve)> EstimateByStratum(SurvivalHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return [.. Enumerable.Range(0, histories.Count)
            .GroupBy(i => histories.Stratum?[i] ?? 0)
            .OrderBy(g => g.Key)
            .Select(g => (g.Key, new KaplanMeierCurve(RiskTable.Of(histories, [.. g]), histories.Unit)))];
    }
}
