namespace Perennial.Portfolio.Stances;

/// <summary>The stance of every customer who has one.</summary>
public sealed record StanceTable
{
    /// <summary>Gives the customers, in the order of the scores.</summary>
    public required IReadOnlyList<CustomerStance> Customers { get; init; }

    /// <summary>Gives what the report shows.</summary>
    public required StanceFacts Facts { get; init; }
}

/// <summary>One customer's stance with all it rests on.</summary>
/// <param name="Row">The row of the scores.</param>
/// <param name="CustomerKey">The customer's key.</param>
/// <param name="CustomerId">The customer's id.</param>
/// <param name="Evidence">What is known.</param>
/// <param name="Decision">What the rules say.</param>
/// <param name="Override">What a person decided, where that holds; else null.</param>
/// <param name="Told">The stance told.</param>
/// <param name="Status">recommended, proposed, note needed, overridden, undecided.</param>
/// <param name="Priority">High, Medium, Low.</param>
public sealed record CustomerStance(
    int Row, int CustomerKey, string CustomerId, StanceEvidence Evidence, StanceDecision Decision, StanceOverride? Override, Stance Told, string Status, string Priority)
{
    /// <summary>The rule that a person must back with a note.</summary>
    public const string NeedsNote = "invest.strategic-enterprise";

    /// <summary>Makes it: a person's decision that holds goes before the rules; what the rules say stands below the stated confidence as undecided; deprioritizing is only ever proposed.</summary>
    /// <param name="row">The row of the scores.</param>
    /// <param name="key">The customer's key.</param>
    /// <param name="id">The customer's id.</param>
    /// <param name="evidence">What is known.</param>
    /// <param name="decided">What a person decided, or null.</param>
    /// <param name="thresholds">What is stated.</param>
    public static CustomerStance Of(int row, int key, string id, in StanceEvidence evidence, StanceOverride? decided, Kernel.StanceThresholds thresholds)
    {
        var decision = StanceDecision.Decide(evidence, thresholds);
        StanceOverride? holds = decided is { Holds: true } ? decided : null;
        Stance told = holds?.Stance ?? decision.Told(thresholds);
        string status = told == Stance.Deprioritize ? "proposed"
            : holds is not null ? "overridden"
            : told == Stance.Undecided ? "undecided"
            : StanceRules.All[decision.Rule].Id == NeedsNote ? "note needed" : "recommended";
        return new(row, key, id, evidence, decision, holds, told, status, StanceTaxonomy.PriorityOf(told, evidence));
    }
}
