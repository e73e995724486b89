namespace Perennial.Portfolio;

/// <summary>Recurring revenue of a group of customers over a period. <c>Opening + Won + Expansion + Contraction + Churn + ChurnByPayment + Currency = Closing</c>, to the last digit; the groups of a dimension add up to the whole.</summary>
/// <param name="Dimension">segment, channel, or cohort (the year a customer first had recurring revenue).</param>
/// <param name="Name">Which; empty where it is not known.</param>
/// <param name="Opening">Recurring revenue at the opening.</param>
/// <param name="Won">Of customers new or come back.</param>
/// <param name="Expansion">Expansion of all kinds.</param>
/// <param name="Contraction">Contraction of all kinds, negative.</param>
/// <param name="Churn">Of customers who left or paused, negative.</param>
/// <param name="ChurnByPayment">Of customers whose payment failed, negative.</param>
/// <param name="Currency">By exchange rates.</param>
/// <param name="Closing">Recurring revenue at the closing.</param>
/// <param name="Kept">Closing of the customers of the opening, as the preset counts those who came back.</param>
/// <param name="KeptCapped">The same, each at most at the opening.</param>
/// <param name="Customers">Customers at the opening.</param>
/// <param name="Lost">Those of them who had left at the closing, or may not come back into the cohort.</param>
/// <param name="CustomersWon">Customers won who were not there at the opening.</param>
/// <param name="CustomersAtClosing">Customers at the closing.</param>
/// <param name="Due">Terms that were due.</param>
/// <param name="Renewed">Of them, those that went on.</param>
public sealed record RecurringGroup(
    string Dimension, string Name, decimal Opening, decimal Won, decimal Expansion, decimal Contraction, decimal Churn, decimal ChurnByPayment, decimal Currency, decimal Closing, decimal Kept,
    decimal KeptCapped, long Customers, long Lost, long CustomersWon, long CustomersAtClosing, long Due, long Renewed)
{
    /// <summary>Gives net revenue retention (nrr.v1).</summary>
    public double? Nrr => RecurringMeasures.NetRetention([(Opening, Kept)]);

    /// <summary>Gives gross revenue retention (grr.v1), capped customer by customer.</summary>
    public double? Grr => RecurringMeasures.GrossRetention([(Opening, KeptCapped)]);

    /// <summary>Tells whether the preset counts the customers won in the denominator of customer churn.</summary>
    public bool NewInLogoChurn { get; init; }

    /// <summary>Gives customer churn (churn.logo.v1).</summary>
    public double? LogoChurn => RecurringMeasures.LogoChurn(Lost, Customers, CustomersWon, NewInLogoChurn);

    /// <summary>Gives gross revenue churn over the period (churn.mrr.gross.v1).</summary>
    public double? GrossChurn => RecurringMeasures.GrossChurn(Opening, -Contraction, -Churn - ChurnByPayment);

    /// <summary>Gives the quick ratio over the period (quick-ratio.v1).</summary>
    public double? QuickRatio => RecurringMeasures.QuickRatio(Won, Expansion, -Contraction, -Churn - ChurnByPayment);

    /// <summary>Gives the share of terms due that went on (renewal-rate.v1).</summary>
    public double? RenewalRate => RecurringMeasures.RenewalRate(Renewed, Due);

    /// <summary>Gives revenue per account at the closing (arpa.v1).</summary>
    public double? RevenuePerAccount => RecurringMeasures.RevenuePerAccount(Closing, CustomersAtClosing);
}
