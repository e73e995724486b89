namespace Perennial.Reports.Page.Sections;

/// <summary>The definition of every number shown.</summary>
internal static class DefinitionsSection
{
    public static Section Draw(RunRecord run) => new("definitions", "Definitions", Markup.Of($"""
        <p>All figures are as of {Figure.Day(run.AsOf)}{(run.Currency is { } c ? $", money in {c}" : string.Empty)}.</p>
        """));
}
