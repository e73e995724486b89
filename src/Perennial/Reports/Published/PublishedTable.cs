namespace Perennial.Reports.Published;

/// <summary>A Parquet table that a run leaves for others to read.</summary>
/// <param name="Name">The file without <c>.parquet</c>; one in the folder of the run begins with <c>run/</c>.</param>
/// <param name="What">What it says, in a sentence.</param>
/// <param name="Grain">What a row is.</param>
/// <param name="Key">The columns that tell rows apart.</param>
/// <param name="When">When there is one.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record PublishedTable(string Name, string What, string Grain, string Key, string When, IReadOnlyList<PublishedColumn> Columns);

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as the engine says it.</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="DefinitionId">The definition of its number; null where it is none.</param>
/// <param name="Only">When it is there; null: always.</param>
public sealed record PublishedColumn(string Name, string Type, string Meaning, string? DefinitionId = null, string? Only = null);
