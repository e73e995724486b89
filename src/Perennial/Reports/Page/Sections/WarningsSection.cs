namespace Perennial.Reports.Page.Sections;

/// <summary>What a reader must know before the numbers.</summary>
internal static class WarningsSection
{
    public static Section Draw(RunRecord run) => run.Warnings.Count == 0
        ? Section.Nothing
        : new("warnings", "Read this first", Markup.Of($"""<ul class="notes">{run.Warnings.Select(w => Markup.Of($"<li>{w}</li>"))}</ul>"""));
}
