namespace Perennial.Portfolio;

/// <summary>Ratios of recurring revenue. Each is null where its denominator is not above zero: a ratio to nothing says nothing.</summary>
public static class RecurringMeasures
{
    /// <summary>Gives (churn + contraction) / opening, amounts as positive numbers.</summary>
    public static double? GrossChurn(decimal opening, decimal contraction, decimal churn) => Ratio(churn + contraction, opening);

    /// <summary>Gives (churn + contraction - expansion - reactivation) / opening, amounts as positive numbers.</summary>
    public static double? NetChurn(decimal opening, decimal expansion, decimal contraction, decimal churn, decimal reactivation) => Ratio(churn + contraction - expansion - reactivation, opening);

    /// <summary>Gives (new + expansion) / (contraction + churn), amounts as positive numbers.</summary>
    public static double? QuickRatio(decimal won, decimal expansion, decimal contraction, decimal churn) => Ratio(won + expansion, contraction + churn);

    /// <summary>Gives what is kept of n customers' opening, each capped at what they had.</summary>
    /// <param name="customers">Opening and closing of each customer of the opening.</param>
    public static double? GrossRetention(IEnumerable<(decimal Opening, decimal Closing)> customers)
    {
        (decimal kept, decimal opening) = customers.Aggregate((Kept: 0m, Opening: 0m), (sum, c) => (sum.Kept + Math.Min(c.Opening, c.Closing), sum.Opening + c.Opening));
        return Ratio(kept, opening);
    }

    /// <summary>Gives what n customers of the opening pay at the closing, by what they paid.</summary>
    /// <param name="customers">Opening and closing of each customer of the opening.</param>
    public static double? NetRetention(IEnumerable<(decimal Opening, decimal Closing)> customers)
    {
        (decimal closing, decimal opening) = customers.Aggregate((Closing: 0m, Opening: 0m), (sum, c) => (sum.Closing + c.Closing, sum.Opening + c.Opening));
        return Ratio(closing, opening);
    }

    /// <summary>Gives lost / (opening, with those won where the preset counts them).</summary>
    public static double? LogoChurn(long lost, long opening, long won, bool newInDenominator) => Ratio(lost, opening + (newInDenominator ? won : 0));

    /// <summary>Gives recurring revenue by paying customers.</summary>
    public static double? RevenuePerAccount(decimal mrr, long customers) => Ratio(mrr, customers);

    /// <summary>Gives renewed / due.</summary>
    public static double? RenewalRate(long renewed, long due) => Ratio(renewed, due);

    /// <summary>Gives months until new recurring revenue at the margin has brought back what it cost.</summary>
    public static double? Payback(decimal spend, decimal newRecurring, double grossMargin) => newRecurring <= 0 || grossMargin <= 0 ? null : (double)spend / ((double)newRecurring * grossMargin);

    /// <summary>Gives revenue per account by monthly churn: the rule of thumb, not a lifetime value.</summary>
    public static double? SimpleLifetimeValue(double revenuePerAccount, double monthlyChurn) => monthlyChurn <= 0 ? null : revenuePerAccount / monthlyChurn;

    private static double? Ratio(decimal above, decimal below) => below <= 0 ? null : (double)(above / below);
}
