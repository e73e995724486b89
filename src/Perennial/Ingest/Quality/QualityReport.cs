namespace Perennial.Ingest.Quality;

/// <summary>Judges the rows before any model sees them: what was found, how much it matters, what was done.</summary>
internal static class QualityReport
{
    public const string Info = "info";
    public const string Warning = "warning";
    public const string Serious = "serious";

    /// <summary>Orders findings: the serious ones first.</summary>
    public static IReadOnlyList<QualityFinding> InOrder(IEnumerable<QualityFinding> findings) =>
        [.. findings.OrderBy(finding => finding.Severity switch { Serious => 0, Warning => 1, _ => 2 })];

    /// <summary>Gives the findings, the serious ones first.</summary>
    public static IReadOnlyList<QualityFinding> Make(QualityFacts facts)
    {
        SharedDays.Make(facts.Connection, facts.Source.Rows);
        QualityFinding[] findings =
        [
            .. facts.Source.Findings,
            .. ReadingFindings.Of(facts),
            .. RuleFindings.Of(facts),
            .. MoneyFindings.Of(facts),
            .. CustomerFindings.Of(facts),
            .. CalendarFindings.Of(facts),
        ];
        facts.Connection.Execute("DROP TABLE ingest_shared");
        return InOrder(findings);
    }
}
