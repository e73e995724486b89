using System.Text.Json.Serialization;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>What a company brought: the tables <c>ingest_NAME</c> in the engine session, and everything that is known about their rows.</summary>
public sealed record CompanyTables
{
    /// <summary>Gives the files found, in the order of their names.</summary>
    public required IReadOnlyList<CompanyFile> Files { get; init; }

    /// <summary>Gives the tables that came of them, in the order of the contract.</summary>
    public required IReadOnlyList<TableAccount> Tables { get; init; }

    /// <summary>Gives what was found about the rows, the gravest first.</summary>
    public required IReadOnlyList<TableFinding> Findings { get; init; }

    /// <summary>Gives what company.yaml states about money; null where it states nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompanyRules? Rules { get; init; }

    /// <summary>Tells whether a table came in.</summary>
    public bool Has(string table) => Tables.Any(account => account.Table == table);
}

/// <summary>One file of a company.</summary>
/// <param name="Input">The file as it was read; its layout is the table, or "not used".</param>
/// <param name="Table">The contract's table it was read as, or null where it was not used.</param>
/// <param name="Why">Why it was read so, or why not.</param>
/// <param name="Columns">Which column of the file became which of the table.</param>
/// <param name="Unused">Columns of the file that nothing uses.</param>
public sealed record CompanyFile(InputFile Input, string? Table, string Why, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> Unused)
{
    /// <summary>Gives the path, as given or below the folder given.</summary>
    public string Path => Input.Path;

    /// <summary>Gives the records found.</summary>
    public long Rows => Input.Rows;

    /// <summary>Gives the program whose export it is, such as stripe; null where it is a table as it stands.</summary>
    public string? Source { get; init; }

    /// <summary>Gives the last day it tells of, where it says so; null where its rows do.</summary>
    public DateOnly? SeenUntil { get; init; }

    /// <summary>Gives what was found while it was read.</summary>
    internal IReadOnlyList<TableFinding> Findings { get; init; } = [];

    /// <summary>Gives where its records went: in = used + quarantined + set aside. A record that became rows of several tables is used where one of them is.</summary>
    public RowAccount Account { get; init; } = new(0, 0, 0, new Dictionary<string, long>(StringComparer.Ordinal));
}

/// <summary>Where every row of a table went. <c>Rows.In = Used + Quarantined + sum of SetAside</c>, always.</summary>
/// <param name="Table">The contract's table.</param>
/// <param name="Rows">The account.</param>
/// <param name="Columns">The contract's columns that came in.</param>
/// <param name="Traits">Columns beyond the contract that are kept, as <c>trait_NAME</c>.</param>
public sealed record TableAccount(string Table, RowAccount Rows, IReadOnlyList<string> Columns, IReadOnlyList<string> Traits);

/// <summary>Something found about the rows of a table.</summary>
/// <param name="Table">The contract's table, or the file where it became none.</param>
/// <param name="Rule">A stable name: a rule of the contract, or a check between tables.</param>
/// <param name="Description">The finding in words.</param>
/// <param name="Count">Rows concerned.</param>
/// <param name="Share">Rows concerned as a share of those looked at, 0 to 1.</param>
/// <param name="Examples">Up to five, safe to print.</param>
/// <param name="Done">What was done about it.</param>
public sealed record TableFinding(string Table, string Rule, string Description, long Count, double Share, IReadOnlyList<string> Examples, string Done)
{
    /// <summary>Tells whether it breaks a threshold of the contract that stops a run.</summary>
    public bool Stops { get; init; }
}
