namespace Perennial.Models.Predicting;

/// <summary>The predictive distributions of n customers, read at what then happened and at their own quantiles: all that a test of forecasts needs, in one pass.</summary>
/// <param name="Below">n values F(y-) at the outcome y.</param>
/// <param name="AtMost">n values F(y).</param>
/// <param name="Quantiles">m columns of n quantiles, in the order of the levels.</param>
/// <param name="BelowQuantiles">m columns of n values F(q-) at those quantiles.</param>
/// <param name="AtMostQuantiles">m columns of n values F(q).</param>
/// <param name="Crps">n continuous ranked probability scores of the distribution as it is.</param>
/// <param name="Zero">n chances of nothing.</param>
/// <param name="Variance">n variances; null where the spend model has none.</param>
public sealed record PredictiveTest(
    double[] Below,
    double[] AtMost,
    double[][] Quantiles,
    double[][] BelowQuantiles,
    double[][] AtMostQuantiles,
    double[] Crps,
    double[] Zero,
    double?[] Variance)
{
    internal static PredictiveTest Empty(int customers, int levels)
    {
        return new(new double[customers], new double[customers], Columns(), Columns(), Columns(), new double[customers], new double[customers], new double?[customers]);

        double[][] Columns() => [.. Enumerable.Range(0, levels).Select(_ => new double[customers])];
    }
}
