namespace Perennial.Ingest.Snapshots;

/// <summary>A table with one row a customer: how long each has stayed, whether they left then, and what else is known. n rows, in the order of the file.</summary>
public sealed record SnapshotTable
{
    /// <summary>Gives the files read.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Gives where every row went.</summary>
    public required RowAccount Rows { get; init; }

    /// <summary>Gives which column plays which part, and why.</summary>
    public required IReadOnlyList<SnapshotRole> Roles { get; init; }

    /// <summary>Gives columns nothing is learned from, and why.</summary>
    public required IReadOnlyList<LeftOutColumn> LeftOut { get; init; }

    /// <summary>Gives rows that cannot be read.</summary>
    public required IReadOnlyList<UnreadRow> Quarantine { get; init; }

    /// <summary>Gives n ids.</summary>
    public required string[] Id { get; init; }

    /// <summary>Gives n times stayed, in months, positive.</summary>
    public required double[] Months { get; init; }

    /// <summary>Gives n answers: did the customer leave then, or is the customer still there?</summary>
    public required bool[] Left { get; init; }

    /// <summary>Gives n times in months at which a customer came under observation: 0 where the table holds everybody who ever joined.</summary>
    public required double[] Entry { get; init; }

    /// <summary>Gives n amounts a month, NaN where not known; null where no column says it.</summary>
    public double[]? Value { get; init; }

    /// <summary>Gives the column by which customers are compared; null where there is none.</summary>
    public SnapshotColumn? By { get; init; }

    /// <summary>Gives the columns that may be learned from.</summary>
    public required IReadOnlyList<SnapshotColumn> Columns { get; init; }

    /// <summary>Gives the number of customers n.</summary>
    public int Count => Id.Length;
}

/// <summary>A column of what is known of customers: numbers, or words.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Numbers">n numbers, NaN where not known; null for words.</param>
/// <param name="Words">n words, null where not known; null for numbers.</param>
public sealed record SnapshotColumn(string Name, double[]? Numbers, string?[]? Words);

/// <summary>Which column plays a part.</summary>
/// <param name="Role">tenure, left, id, by or value.</param>
/// <param name="Column">Its name.</param>
/// <param name="Why">The evidence.</param>
public sealed record SnapshotRole(string Role, string Column, string Why);

/// <summary>A column nothing is learned from.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Why">The reason.</param>
public sealed record LeftOutColumn(string Column, string Why);

/// <summary>A row that cannot be read.</summary>
/// <param name="Line">Line in the file.</param>
/// <param name="Column">The column at fault.</param>
/// <param name="Value">What it says.</param>
/// <param name="Reason">What is allowed.</param>
public sealed record UnreadRow(long Line, string Column, string Value, string Reason);
