namespace Perennial.Reports.Page.Sections;

/// <summary>Whether a lifetime value is the right figure for these customers.</summary>
internal static class ApplicabilitySection
{
    public static Section Draw(RunRecord run) => run.Applicability.Count == 0 ? Section.Nothing : new("applicability", "Whether lifetime values apply", Tables.Draw(
        "Rules, and what the data say",
        ["Where", "Holds", "The data", "Then"],
        run.Applicability.Select(rule => (IReadOnlyList<Markup>)
            [Tables.Text(rule.When), Tables.Text(rule.Holds switch { true => "yes", false => "no", null => "cannot be told" }), Tables.Text(rule.Evidence), Tables.Text(rule.Holds == true ? rule.Then : "–")])));
}
