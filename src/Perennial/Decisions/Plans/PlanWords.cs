namespace Perennial.Decisions.Plans;

/// <summary>Sentences about plans.</summary>
public static class PlanWords
{
    /// <summary>Says how many findings of which gravity there are.</summary>
    public static string Tally(IReadOnlyList<PlanFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        int Of(PlanGravity gravity) => findings.Count(finding => finding.Gravity == gravity);
        return PlanNumber.Text($"{Of(PlanGravity.Contradiction)} contradictions, {Of(PlanGravity.Unclear)} statements that are unclear, {Of(PlanGravity.Open)} open.");
    }
}
