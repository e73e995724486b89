using Perennial.Features.Contracts;

namespace Perennial.Training.Contracts;

/// <summary>Accounts whose months ahead are at the same risk.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Term">Months of the term.</param>
/// <param name="NextDue">Months after the end of the running one to the next renewal.</param>
/// <param name="Renewals">Renewals that came up so far.</param>
/// <param name="Age">Whole months since the spell began.</param>
public readonly record struct ContractGroup(string Segment, int Term, int NextDue, int Renewals, int Age)
{
    /// <summary>Gives the group of an account; one that has left is in the group of those who begin.</summary>
    public static ContractGroup Of(ContractAccount account) => account.State == ContractState.Churned
        ? new(account.Segment, account.Term, account.Term - 1, 0, 0)
        : new(account.Segment, account.Term, account.NextDue, account.Renewals, account.Age);

    /// <summary>Tells whether a renewal comes up at the end of the j-th month from now, the running one being the 0th.</summary>
    public bool IsDue(int j) => j >= NextDue && (j - NextDue) % Term == 0;

    /// <summary>Gives the number of that renewal.</summary>
    public int Renewal(int j) => Renewals + 1 + ((j - NextDue) / Term);
}
