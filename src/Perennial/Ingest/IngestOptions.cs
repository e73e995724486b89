namespace Perennial.Ingest;

/// <summary>How rows come in.</summary>
public sealed record IngestOptions
{
    /// <summary>Gives the explicit mapping from role to column: customer, date, amount, order, product, quantity, price, currency, status, type, time. Wins over every guess.</summary>
    /// <value>Default: empty, everything is recognised by name and content.</value>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives a saved mapping file to reuse.</summary>
    /// <value>Default: none.</value>
    public string? MappingFile { get; init; }

    /// <summary>Gives the sheet of a workbook.</summary>
    /// <value>Default: the first sheet.</value>
    public string? Sheet { get; init; }

    /// <summary>Gives the only currency to use; rows in others are set aside. Also labels amounts of data that name no currency.</summary>
    /// <value>Default: the currency most revenue is in.</value>
    public string? Currency { get; init; }

    /// <summary>Gives the IANA time zone in which a business day begins and ends.</summary>
    /// <value>Default: UTC.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gives a CSV of month (yyyy-MM) and ledger total to reconcile net revenue with, or a single total.</summary>
    /// <value>Default: none.</value>
    public string? ControlTotal { get; init; }

    /// <summary>Gives the last day whose rows are used; later rows are set aside. Never the machine's clock.</summary>
    /// <value>Default: the last day in the data.</value>
    public DateOnly? AsOf { get; init; }

    /// <summary>Gives the share of rows that may be quarantined before the run refuses the data, from 0 to 1.</summary>
    /// <value>Default: 0.5.</value>
    public double QuarantineLimit { get; init; } = 0.5;
}
