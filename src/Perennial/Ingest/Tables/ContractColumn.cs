namespace Perennial.Ingest.Tables;

/// <summary>One column of a contract's table.</summary>
public sealed record ContractColumn
{
    /// <summary>Gives the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gives what its cells are.</summary>
    public required ContractType Type { get; init; }

    /// <summary>Gives the engine's type, such as DECIMAL(18,4).</summary>
    public required string EngineType { get; init; }

    /// <summary>Gives what it means.</summary>
    public required string Description { get; init; }

    /// <summary>Tells whether a row without it is no row.</summary>
    public bool Required { get; init; }

    /// <summary>Gives its place in the key, from 1; 0 where it is no part of it.</summary>
    public int KeyPosition { get; init; }

    /// <summary>Tells whether it says something about a person.</summary>
    public bool Personal { get; init; }

    /// <summary>Gives the least value allowed.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Gives the greatest value allowed.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Gives the column it refers to, as table.column.</summary>
    public string? Refers { get; init; }

    /// <summary>Gives the values allowed; empty where any is.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Gives words found in exports and what they mean here.</summary>
    public IReadOnlyDictionary<string, string> ReadAs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives other names the column goes by, the likelier first.</summary>
    public IReadOnlyList<string> KnownAs { get; init; } = [];

    /// <summary>Gives the table.column by which the value is found where the table lacks the column.</summary>
    public string? LookedUpThrough { get; init; }
}

/// <summary>What the cells of a column are.</summary>
public enum ContractType
{
    /// <summary>Text, ids with their leading zeros.</summary>
    Text,

    /// <summary>A number with decimals.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A day or an instant; a day counts as its first moment.</summary>
    Timestamp,

    /// <summary>Yes or no.</summary>
    Boolean,
}
