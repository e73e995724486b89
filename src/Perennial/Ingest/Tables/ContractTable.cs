namespace Perennial.Ingest.Tables;

/// <summary>One table of a contract.</summary>
public sealed record ContractTable
{
    /// <summary>Gives the name, which is also that of the engine's table after <c>ingest_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gives what one row is.</summary>
    public required string Grain { get; init; }

    /// <summary>Gives what the table is about.</summary>
    public required string Description { get; init; }

    /// <summary>Gives the columns in order.</summary>
    public required IReadOnlyList<ContractColumn> Columns { get; init; }

    /// <summary>Gives what must hold in the table, rules on single columns included.</summary>
    public required IReadOnlyList<ContractRule> Rules { get; init; }

    /// <summary>Gives other names that files of this table go by.</summary>
    public IReadOnlyList<string> KnownAs { get; init; } = [];

    /// <summary>Tells whether several rows may share the key and are added up.</summary>
    public bool RowsAreAddedUp { get; init; }

    /// <summary>Gives the columns that together name a row.</summary>
    public IReadOnlyList<ContractColumn> Key => [.. Columns.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition)];

    /// <summary>Gives a column by its name, or null.</summary>
    public ContractColumn? Find(string column) => Columns.FirstOrDefault(c => c.Name == column);
}
