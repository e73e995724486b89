namespace Perennial.Ingest;

/// <summary>What Ingest hands on: the view <c>ingest_rows</c> in the engine session, and everything that is known about the rows.</summary>
public sealed record IngestResult
{
    /// <summary>Gives the files read, in the order given.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Gives the row accounting: in = used + quarantined + set aside.</summary>
    public required RowAccount Rows { get; init; }

    /// <summary>Gives the mapping used, with its evidence.</summary>
    public required ColumnMapping Mapping { get; init; }

    /// <summary>Gives the quality report: what was found, how much it matters, what was done.</summary>
    public required IReadOnlyList<QualityFinding> Quality { get; init; }

    /// <summary>Gives the currency of all amounts: an ISO code, or null where the data name none.</summary>
    public string? Currency { get; init; }

    /// <summary>Tells whether the log has amounts; without them everything but money is computed.</summary>
    public required bool HasAmounts { get; init; }

    /// <summary>Gives the last day known: the as-of day of the run.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives the first day with a used row.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Gives the difference to the ledger by month, where a control total was given.</summary>
    public IReadOnlyList<ControlTotalMonth> ControlTotal { get; init; } = [];
}

/// <summary>One file that was read.</summary>
/// <param name="Path">As given by the user.</param>
/// <param name="Sha256">Content hash, lower-case hex.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Rows">Records found, the header not counted.</param>
/// <param name="Format">Human words: "CSV, comma, UTF-8, header in line 1".</param>
/// <param name="Layout">Recognised layout: log, cdnow-text, invoice-lines, shopify-orders.</param>
public sealed record InputFile(string Path, string Sha256, long Bytes, long Rows, string Format, string Layout)
{
    /// <summary>Gives how many of the records were rejected by the reader and are in the quarantine.</summary>
    public long Rejected { get; init; }

    /// <summary>Gives the line of the first record, where every record takes one line and none is blank; null elsewhere.</summary>
    public long? FirstLine { get; init; }
}

/// <summary>Where every row went. <c>In = Used + Quarantined + sum of SetAside</c>, always.</summary>
/// <param name="In">Records found in all inputs.</param>
/// <param name="Used">Records that became ledger entries.</param>
/// <param name="Quarantined">Records that could not be read, with file, line, column, value and reason in quarantine.csv.</param>
/// <param name="SetAside">Records left out by a named rule, by rule.</param>
public sealed record RowAccount(long In, long Used, long Quarantined, IReadOnlyDictionary<string, long> SetAside);

/// <summary>Which column plays which role, and why we think so.</summary>
/// <param name="Columns">One entry a role, the required ones first.</param>
/// <param name="Warnings">Sentences on what was close, such as two columns that identify customers one to one.</param>
public sealed record ColumnMapping(IReadOnlyList<MappedColumn> Columns, IReadOnlyList<string> Warnings);

/// <summary>One role and its column.</summary>
/// <param name="Role">customer, date, amount, order, product, quantity, price, currency, status, type, time.</param>
/// <param name="Column">The column's name in the file, or column N (from 1) where the file has no header.</param>
/// <param name="Confidence">0 to 1; 1 where the user said so.</param>
/// <param name="Evidence">Why: by name, by content, by the user.</param>
/// <param name="Samples">Up to five sample values as found.</param>
/// <param name="Format">How values are read: "ISO date", "US date", "decimal comma", or null.</param>
public sealed record MappedColumn(string Role, string Column, double Confidence, string Evidence, IReadOnlyList<string> Samples, string? Format);

/// <summary>One finding of the quality report.</summary>
/// <param name="Code">Stable code such as <c>missing-customer</c>.</param>
/// <param name="Severity">info, warning or serious.</param>
/// <param name="Title">A few words.</param>
/// <param name="Count">Rows (or customers, days) concerned.</param>
/// <param name="RevenueShare">Share of gross revenue concerned, 0 to 1, or null where it has none.</param>
/// <param name="Examples">Up to five examples as found, already safe to print.</param>
/// <param name="Done">What was done about it.</param>
public sealed record QualityFinding(string Code, string Severity, string Title, long Count, double? RevenueShare, IReadOnlyList<string> Examples, string Done);

/// <summary>One month of the reconciliation with the ledger.</summary>
/// <param name="Month">yyyy-MM, or "total".</param>
/// <param name="Data">Net revenue in the data.</param>
/// <param name="Ledger">The control total given.</param>
/// <param name="Difference">Data less ledger.</param>
public sealed record ControlTotalMonth(string Month, decimal Data, decimal Ledger, decimal Difference);
