namespace Perennial.Features.Contracts;

/// <summary>Months at risk that are alike, counted.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Term">Months of the term.</param>
/// <param name="Due">Whether a renewal came up when the month began.</param>
/// <param name="Renewal">How many had come up in the spell, this one included.</param>
/// <param name="Age">Whole months since the spell began.</param>
/// <param name="Paused">Whether the account paused when the month began.</param>
/// <param name="Months">How many months.</param>
/// <param name="Voluntary">In how many the spell ended voluntarily, or nobody said why.</param>
/// <param name="Payment">In how many it ended because payments failed.</param>
/// <param name="Expansions">In how many recurring revenue expanded.</param>
/// <param name="Contractions">In how many it contracted.</param>
/// <param name="Pauses">In how many a pause began.</param>
/// <param name="VoluntaryInto">How far into their months the voluntary ends fell, in months, summed.</param>
/// <param name="PaymentInto">The same for payments.</param>
/// <param name="MonthsOfYear">Months that were over within the last twelve.</param>
/// <param name="LeftOfYear">In how many of those the spell ended.</param>
/// <param name="Raised">Whether the renewal came with a rise of prices, or within 90 days after one.</param>
public sealed record ContractCell(
    string Segment, int Term, bool Due, int Renewal, int Age, bool Paused, long Months, long Voluntary, long Payment, long Expansions, long Contractions, long Pauses,
    double VoluntaryInto, double PaymentInto, long MonthsOfYear, long LeftOfYear, bool Raised = false);

/// <summary>What an account did after a day on which its spell ran.</summary>
/// <param name="Key">The customer.</param>
/// <param name="LeftAfter">Days to the end of the spell; null where it outlasts what was looked at.</param>
/// <param name="Revenue">What it earned for the company, by days of service, after every discount.</param>
/// <param name="Mrr">Recurring revenue on the last day.</param>
public sealed record ContractOutcome(int Key, int? LeftAfter, double Revenue, double Mrr);

/// <summary>By how much recurring revenue moved once.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Expands">Up or down.</param>
/// <param name="Size">ln(after / before).</param>
/// <param name="Before">What was paid before, currency a month; 0 where it is not known.</param>
public sealed record ContractMove(string Segment, bool Expands, double Size, double Before = 0);

/// <summary>How accounts came back from a state.</summary>
/// <param name="State">Paused or churned.</param>
/// <param name="Months">Months spent in it, all accounts together.</param>
/// <param name="Back">How many came back.</param>
public sealed record ContractReturn(ContractState State, double Months, long Back);

/// <summary>How long spells lasted.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Months">Months.</param>
/// <param name="Cause">voluntary, payment or unstated; null where it still ran.</param>
/// <param name="Spells">How many.</param>
public sealed record ContractSpell(string Segment, double Months, string? Cause, long Spells);

/// <summary>What accounts got back of what they were billed in twelve months.</summary>
/// <param name="Kept">Share of all that was billed that was not given back.</param>
/// <param name="Givers">Share of the accounts billed that got anything back.</param>
public sealed record ContractRefunds(double Kept, double Givers)
{
    /// <summary>Gives the share that those who got anything back did not: they lose it all, the others nothing.</summary>
    public double KeptByGivers => Givers > 0 ? Math.Max(0, 1 - ((1 - Kept) / Givers)) : 1;
}
