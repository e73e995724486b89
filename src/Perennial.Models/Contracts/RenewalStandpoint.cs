namespace Perennial.Models.Contracts;

/// <summary>Where a customer stands when the remaining value is taken. The two differ by one period of discount.</summary>
/// <source paper="FaderHardie2010"/>
public enum RenewalStandpoint
{
    /// <summary>
    /// Immediately before the next renewal decision, its payment not discounted: Fader and Hardie's DERL. With s renewals survived their n is s + 1.
    /// </summary>
    BeforeNextRenewal,

    /// <summary>Immediately after the last payment: the next renewal decision is one whole period away.</summary>
    AfterLastPayment,
}
