namespace Perennial.Decisions.Plans;

/// <summary>Something in a plan that does not hold together.</summary>
/// <param name="Code">What kind, such as total-of-returns.</param>
/// <param name="Gravity">How much it weighs.</param>
/// <param name="Place">Where, such as investments: total.</param>
/// <param name="Line">The line of the file; 0 where the plan says nothing about it.</param>
/// <param name="Found">What was found.</param>
/// <param name="Consistent">What would be consistent.</param>
public sealed record PlanFinding(string Code, PlanGravity Gravity, string Place, int Line, string Found, string Consistent);

/// <summary>How much a finding weighs.</summary>
public enum PlanGravity
{
    /// <summary>Two statements of the plan cannot both hold.</summary>
    Contradiction,

    /// <summary>A statement can be read in two ways, or lacks what it rests on.</summary>
    Unclear,

    /// <summary>A person has yet to say something.</summary>
    Open,
}
