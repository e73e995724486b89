namespace Perennial.Reports;

/// <summary>What is written, and how.</summary>
public sealed record ReportOptions
{
    /// <summary>Tells whether scores, facts and definitions are also written as a workbook.</summary>
    /// <value>Default: false.</value>
    public bool Xlsx { get; init; }

    /// <summary>Gives the readers for whom a page of their own is drawn, beside the report.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<Roles.ReportRole> Roles { get; init; } = [];

    /// <summary>Gives the label of confidentiality that pages, workbooks and the model card carry.</summary>
    /// <value>Default: Confidential.</value>
    public string Label { get; init; } = "Confidential";
}
