namespace Perennial.Models.Assessing;

/// <summary>The continuous ranked probability score: the integral of (F(v) - 1{y &lt;= v})^2. In the unit of the outcome; lower is better.</summary>
public static class Crps
{
    /// <summary>Scores a count distribution: sum over k of (F(k) - 1{y &lt;= k})^2.</summary>
    /// <param name="probability">P(N = n) for n = 0, 1, …; what is missing to 1 is taken to lie at the next count.</param>
    /// <param name="count">The count y that happened.</param>
    public static double OfCount(ReadOnlySpan<double> probability, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Columns.NotEmpty(probability.Length, "CRPS");
        Columns.Finite(probability, nameof(probability));
        double sum = 0, below = 0;
        for (int k = 0; k < probability.Length; k++)
        {
            below += probability[k];
            double gap = below - (count <= k ? 1 : 0);
            sum += gap * gap;
        }

        return Columns.Fits(sum + Math.Max(0, count - probability.Length), "CRPS");
    }

    /// <summary>Scores a distribution given by its CDF at ascending points, linear between them, with an atom at the first point if its CDF is positive there.</summary>
    /// <param name="points">m ascending values; nothing lies below the first or above the last.</param>
    /// <param name="cdf">m non-decreasing values of F, the last 1.</param>
    /// <param name="value">The value y that happened.</param>
    /// <returns>The exact integral for that piecewise linear F.</returns>
    public static double OfValue(ReadOnlySpan<double> points, ReadOnlySpan<double> cdf, double value)
    {
        Columns.Pair(points, nameof(points), cdf, nameof(cdf), "CRPS");
        Columns.Finite([value], nameof(value));
        double sum = Math.Max(0, points[0] - value) + Math.Max(0, value - points[^1]);
        for (int j = 1; j < points.Length; j++)
        {
            double left = points[j - 1], right = points[j];
            if (right < left || cdf[j] < cdf[j - 1])
            {
                throw new ArgumentException($"Point {j} of the CDF is ({right}, {cdf[j]}) after ({left}, {cdf[j - 1]}). Points and CDF must not fall.");
            }

            if (value <= left)
            {
                sum += Square(cdf[j - 1] - 1, cdf[j] - 1, right - left);
            }
            else if (value >= right)
            {
                sum += Square(cdf[j - 1], cdf[j], right - left);
            }
            else
            {
                double middle = cdf[j - 1] + ((cdf[j] - cdf[j - 1]) * (value - left) / (right - left));
                sum += Square(cdf[j - 1], middle, value - left) + Square(middle - 1, cdf[j] - 1, right - value);
            }
        }

        return Columns.Fits(sum, "CRPS");
    }

    /// <summary>Scores a distribution given by its quantiles at the levels (k + 1/2) / m: the CRPS of those m equally likely values.</summary>
    /// <param name="quantiles">m quantiles, ascending.</param>
    /// <param name="value">The value y that happened.</param>
    public static double OfQuantiles(ReadOnlySpan<double> quantiles, double value)
    {
        Columns.NotEmpty(quantiles.Length, "CRPS");
        Columns.Finite(quantiles, nameof(quantiles));
        Columns.Finite([value], nameof(value));
        int m = quantiles.Length;
        double sum = 0;
        for (int k = 0; k < m; k++)
        {
            // Twice the pinball loss at level (k + 1/2) / m, whose mean is E|X - y| - E|X - X'| / 2 exactly.
            double level = (k + 0.5) / m, gap = quantiles[k] - value;
            sum += gap * ((gap > 0 ? 1 : 0) - level);
        }

        return Columns.Fits(2 * sum / m, "CRPS");
    }

    private static double Square(double left, double right, double width) => width * ((left * left) + (left * right) + (right * right)) / 3;
}
