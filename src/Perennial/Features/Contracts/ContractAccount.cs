namespace Perennial.Features.Contracts;

/// <summary>Where an account with a subscription stands.</summary>
public enum ContractState
{
    /// <summary>It pays.</summary>
    Active,

    /// <summary>It pauses, and may come back or leave.</summary>
    Paused,

    /// <summary>Its last subscription has ended.</summary>
    Churned,
}

/// <summary>An account with a subscription, as known at the end of a day. Money is currency a month.</summary>
/// <param name="Key">The customer.</param>
/// <param name="Segment">The segment known at sign-up; empty where none is.</param>
/// <param name="Channel">The channel known at sign-up; empty where none is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Mrr">What it pays, after every discount.</param>
/// <param name="Listed">What it pays without discounts that end.</param>
/// <param name="Last">What it paid before it paused or left; 0 where it did neither.</param>
/// <param name="Seats">Seats or units.</param>
/// <param name="Plan">The plan; of several the dearest.</param>
/// <param name="Began">First day of the spell: the time without a gap in which it paid or paused.</param>
/// <param name="Ended">First day after the spell, where it is over.</param>
/// <param name="Age">Whole months since the spell began.</param>
/// <param name="Term">Months of its term.</param>
/// <param name="Renewals">Renewals that came up in the spell.</param>
/// <param name="DaysToMonthEnd">Days to the end of its running month.</param>
/// <param name="NextDue">Further whole months from there to the next renewal: 0 where it comes at that end.</param>
/// <param name="DiscountUntil">First day without the discount that ends; null without one.</param>
/// <param name="Metered">Billed by use.</param>
/// <param name="Used">Net revenue a month over the last twelve, or since the spell began.</param>
/// <param name="Expansions">How often it expanded.</param>
/// <param name="Contractions">How often it contracted.</param>
/// <param name="Spells">Spells so far: above 1 it came back after an end.</param>
public sealed record ContractAccount(
    int Key, string Segment, string Channel, ContractState State, double Mrr, double Listed, double Last, double Seats, string Plan, DateOnly Began, DateOnly? Ended, int Age, int Term,
    int Renewals, int DaysToMonthEnd, int NextDue, DateOnly? DiscountUntil, bool Metered, double Used, int Expansions, int Contractions, int Spells)
{
    /// <summary>Days of a mean month.</summary>
    public const double MonthDays = 365.25 / 12;

    /// <summary>Gives months to the end of the running month: a little above 0 to 1.</summary>
    public double ToMonthEnd => Math.Max(0, DaysToMonthEnd) / MonthDays;

    /// <summary>Gives months to the next renewal.</summary>
    public double ToRenewal => ToMonthEnd + NextDue;

    /// <summary>Gives the revenue a month that is there, or comes back when the account does, before growth and without discounts that end.</summary>
    public double Level => Metered && State == ContractState.Active ? Math.Max(0, Used) : State == ContractState.Active ? Listed : Last;

    /// <summary>Gives the share of that which is paid while the discount lasts.</summary>
    public double DiscountShare => State == ContractState.Active && !Metered && DiscountUntil is not null && Listed > 0 ? Math.Clamp(Mrr / Listed, 0, 1) : 1;
}
