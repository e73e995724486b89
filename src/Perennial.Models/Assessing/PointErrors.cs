namespace Perennial.Models.Assessing;

/// <summary>How far point forecasts are from what happened. Means are judged by RMSE and Poisson deviance, medians by MAE.</summary>
public static class PointErrors
{
    /// <summary>Gives the mean absolute error.</summary>
    /// <param name="actual">n outcomes.</param>
    /// <param name="predicted">n predictive medians, in the same unit.</param>
    /// <exception cref="ArgumentException">The columns are empty, differ in length or hold a number that is not finite.</exception>
    public static double MeanAbsolute(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        Columns.Pair(actual, nameof(actual), predicted, nameof(predicted), "MAE");
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            sum += Math.Abs(actual[i] - predicted[i]);
        }

        return Columns.Fits(sum / actual.Length, "MAE");
    }

    /// <summary>Gives the root mean squared error.</summary>
    /// <param name="actual">n outcomes.</param>
    /// <param name="predicted">n predictive means, in the same unit.</param>
    /// <exception cref="ArgumentException">The columns are empty, differ in length or hold a number that is not finite.</exception>
    public static double RootMeanSquared(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        Columns.Pair(actual, nameof(actual), predicted, nameof(predicted), "RMSE");
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double error = actual[i] - predicted[i];
            sum += error * error;
        }

        return Columns.Fits(Math.Sqrt(sum / actual.Length), "RMSE");
    }

    /// <summary>Gives the mean Poisson deviance, 2 mean(y ln(y / m) - y + m).</summary>
    /// <param name="actual">n counts, at least 0.</param>
    /// <param name="predicted">n predictive means, at least 0.</param>
    /// <returns>At least 0; null where a mean of 0 met a count above 0: the impossible happened, and no finite number is as bad.</returns>
    /// <exception cref="ArgumentException">The columns are empty, differ in length, or hold a negative or non-finite number.</exception>
    public static double? PoissonDeviance(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        Columns.Pair(actual, nameof(actual), predicted, nameof(predicted), "Poisson deviance");
        double sum = 0;
        bool impossible = false;
        for (int i = 0; i < actual.Length; i++)
        {
            double y = actual[i], m = predicted[i];
            if (y < 0 || m < 0)
            {
                throw new ArgumentException($"Row {i} has count {y} and mean {m}. Poisson deviance needs numbers of at least 0.");
            }

            impossible |= m == 0 && y > 0;
            sum += y == 0 || m == 0 ? m : (y * Math.Log(y / m)) - y + m;
        }

        return impossible ? null : Columns.Fits(2 * sum / actual.Length, "Poisson deviance");
    }

    /// <summary>Gives ln(actual / predicted) of each origin's total: the errors the common calendar shock is estimated from.</summary>
    /// <param name="actualTotals">K positive totals that happened after K origins.</param>
    /// <param name="predictedTotals">K positive totals that were predicted at those origins.</param>
    /// <exception cref="ArgumentException">The columns differ in length or hold a total that is not positive and finite.</exception>
    public static double[] LogTotals(ReadOnlySpan<double> actualTotals, ReadOnlySpan<double> predictedTotals)
    {
        Columns.SameLength(actualTotals.Length, predictedTotals.Length, "log total errors");
        double[] errors = new double[actualTotals.Length];
        for (int k = 0; k < errors.Length; k++)
        {
            double actual = actualTotals[k], predicted = predictedTotals[k];
            if (!(actual > 0) || !(predicted > 0) || !double.IsFinite(actual) || !double.IsFinite(predicted))
            {
                throw new ArgumentException($"Origin {k} has actual total {actual} and predicted total {predicted}. A log error needs two positive finite totals: leave that origin out.");
            }

            double ratio = actual / predicted;
            errors[k] = ratio > 0 && double.IsFinite(ratio) ? Math.Log(ratio) : Math.Log(actual) - Math.Log(predicted);
        }

        return errors;
    }
}
