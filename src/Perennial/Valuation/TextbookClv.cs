using Perennial.Kernel;

namespace Perennial.Valuation;

/// <summary>
/// Customer value under a constant margin m and retention r a period, discounted at d a period: the textbook formulas, for comparison.
/// The same inputs give values up to 40 % apart by convention, so the convention is the method's name.
/// </summary>
/// <remarks>Retention of a real cohort rises with age, so a constant rate understates the value that remains; the models of the library do not assume it.</remarks>
public static class TextbookClv
{
    /// <summary>Gives m (1 + d) / (1 + d - r): payments at the start of each period, the first included.</summary>
    /// <param name="margin">Margin m a period, in currency.</param>
    /// <param name="retention">Chance r of staying for another period, 0 to 1.</param>
    /// <param name="discount">Discount rate d a period, at least 0; above 0 where r is 1.</param>
    public static double FirstPaymentIncluded(double margin, double retention, double discount) => margin * (1 + discount) / Gap(margin, retention, discount);

    /// <summary>Gives m r / (1 + d - r): payments at the start of each period, the first excluded. The residual value at a renewal.</summary>
    /// <inheritdoc cref="FirstPaymentIncluded" />
    public static double FirstPaymentExcluded(double margin, double retention, double discount) => margin * retention / Gap(margin, retention, discount);

    /// <summary>Gives m / (1 + d - r): cash at the end of each period.</summary>
    /// <inheritdoc cref="FirstPaymentIncluded" />
    public static double EndOfPeriod(double margin, double retention, double discount) => margin / Gap(margin, retention, discount);

    /// <summary>Gives m (1 + d)^½ / (1 + d - r): cash in the middle of each period.</summary>
    /// <inheritdoc cref="FirstPaymentIncluded" />
    public static double MidPeriod(double margin, double retention, double discount) => margin * Math.Sqrt(1 + discount) / Gap(margin, retention, discount);

    /// <summary>Gives the sum of m (r / (1 + d))^k for k = 0 … periods - 1: the first payments only. Do not call it a lifetime value.</summary>
    /// <param name="margin">Margin m a period, in currency.</param>
    /// <param name="retention">Chance r of staying for another period, 0 to 1.</param>
    /// <param name="discount">Discount rate d a period, at least 0.</param>
    /// <param name="periods">How many payments count, at least 1.</param>
    public static double Truncated(double margin, double retention, double discount, int periods)
    {
        Check(margin, retention, discount);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        double ratio = retention / (1 + discount);
        return ratio == 1 ? margin * periods : margin * (1 - Math.Pow(ratio, periods)) / (1 - ratio);
    }

    private static double Gap(double margin, double retention, double discount)
    {
        Check(margin, retention, discount);
        return 1 + discount - retention is var gap and > 0
            ? gap
            : throw new ArgumentOutOfRangeException(nameof(discount), discount, "Without discount a customer who always stays has infinite value. Give a positive discount or a retention below 1.");
    }

    private static void Check(double margin, double retention, double discount)
    {
        Require.AtLeast(margin, double.MinValue);
        Require.Within(retention, 0, 1);
        Require.AtLeast(discount, 0);
    }
}
