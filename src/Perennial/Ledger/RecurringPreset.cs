namespace Perennial.Ledger;

/// <summary>What counts as monthly recurring revenue, and how its ratios are taken: the conventions in which billing systems and boards differ.</summary>
/// <param name="Name">How it is chosen: stripe, chartmogul, board.</param>
/// <param name="FiniteDiscounts">Whether a discount that ends lowers recurring revenue while it lasts; one without an end always does.</param>
/// <param name="Metered">Whether what is billed by use counts.</param>
/// <param name="ReactivationInNrr">Whether customers of the opening who had left and came back count in net retention.</param>
/// <param name="NewInLogoChurn">Whether the customers won in a period stand in the denominator of its customer churn.</param>
public sealed record RecurringPreset(string Name, bool FiniteDiscounts, bool Metered, bool ReactivationInNrr, bool NewInLogoChurn)
{
    /// <summary>Gives Stripe's conventions: discounts for ever lower it, finite ones do not; no metered prices; new subscribers in the denominator of churn.</summary>
    public static RecurringPreset Stripe { get; } = new("stripe", FiniteDiscounts: false, Metered: false, ReactivationInNrr: false, NewInLogoChurn: true);

    /// <summary>Gives ChartMogul's conventions: every discount lowers it; reactivation offsets churn.</summary>
    public static RecurringPreset ChartMogul { get; } = new("chartmogul", FiniteDiscounts: true, Metered: false, ReactivationInNrr: true, NewInLogoChurn: false);

    /// <summary>Gives what a board is usually shown: every discount lowers it; the cohort is fixed at the opening and nobody comes back into it.</summary>
    public static RecurringPreset Board { get; } = new("board", FiniteDiscounts: true, Metered: false, ReactivationInNrr: false, NewInLogoChurn: false);

    /// <summary>Gives the presets there are.</summary>
    public static IReadOnlyList<RecurringPreset> All { get; } = [Stripe, ChartMogul, Board];
}
