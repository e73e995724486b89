namespace Perennial.Reports;

/// <summary>What is written, and how.</summary>
public sealed record ReportOptions
{
    /// <summary>Tells whether scores, facts and definitions are also written as a workbook.</summary>
    /// <value>Default: false.</value>
    public bool Xlsx { get; init; }
}
